"""An answer to who asks whether somebody may be honoured, under a number; it never changes, whatever is decided later."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.assessments import vetoing
from bihuan.assessments.models import Honour
from bihuan.assessments.queries import answer_for
from bihuan.assessments.subjects import find
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope

SERIES = "honours"


@transaction.atomic
def answer_honour(
    actor: Actor,
    *,
    kind: str,
    subject_id: UUID | None,
    bar: str,
    honour: str,
    on: date | None,
    honour_id: UUID | None = None,
) -> Honour:
    """出具评优查询结果: of somebody, for a thing, as of a day. Sent twice it is given once (NotAllowed)."""
    actor.need("assess")
    today, whole = clock.today(), Scope.whole_town(actor.town)
    subject = find(actor, kind, subject_id, on or today) if subject_id else None
    wrong: dict[str, str] = {}
    if subject is None:
        wrong["subject_id"] = "请选择对象。"
    if bar not in vetoing.BARS:
        wrong["bar"] = "请选择事项类别。"
    if not honour.strip():
        wrong["honour"] = "请填写事项，如“2026年度先进村”。"
    if on is None:
        wrong["on"] = "请填写按哪一天查询。"
    if wrong or subject is None or on is None:
        raise Incomplete("".join(wrong.values()), wrong)
    town = hold_town(actor)
    key = honour_id or new_id()
    if Honour.objects.within(whole).filter(pk=key).exists():
        raise NotAllowed("这份查询结果已经出具，没有重复编号。")
    answer, rows = answer_for(whole, subject, bar, on)
    number = f"{town.number_word}评查〔{today.year}〕{next_number(actor.town, SERIES, today.year)}号"
    content: dict[str, Any] = {
        "form": 1,
        "reasons": list(answer.reasons),
        "looked_at": [{"id": str(one.pk), "says": str(one), "state": one.state_label} for one in rows],
    }
    row = Honour(
        id=key,
        town_id=actor.town,
        person=subject.person,
        year=on.year,
        bar=bar,
        honour=honour.strip(),
        on=on,
        number=number,
        verdict=answer.verdict,
        content=content,
        asked_on=today,
        asked_at=clock.now(),
        asked_by_id=actor.person_id,
        **subject.columns,
    )
    row.save(force_insert=True)
    given = {"subject": row.subject_name, "says": row.honour, "verdict": row.verdict_label, "number": number}
    events.record(actor, "answer_honour", row, given=given)
    return row
