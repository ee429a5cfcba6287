"""Hand-over to the law-enforcement system above (移交): what goes as one batch, in one format, and what came back."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotFound
from bihuan.core.ids import new_id
from bihuan.core.moving import insert_once
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope
from bihuan.documents.declarations import declaration
from bihuan.documents.exchange import STATES, Sent, as_json, batch, row_of
from bihuan.documents.models import HandedOver, Service, Submission, Writ
from bihuan.documents.queries import handovers, open_to
from bihuan.inspections.papers import FAMILIES, PAPERS
from bihuan.inspections.queries import signing

SERIES = "移交"
ROWS_MAX = 500
JSON = "application/json"


@transaction.atomic
def hand_over(
    actor: Actor,
    writs: Sequence[UUID],
    *,
    body: str,
    note: str = "",
    whole: bool = False,
    again: bool = False,
    handover_id: UUID | None = None,
) -> Submission:
    """移交: issued documents, and those drafted for the district, as one batch. Identity numbers go whole only to a receiver for a
    reason (`whole`, `note`); what was handed over before goes again only where that is said (`again`). With an id from the page,
    pressing twice hands over once."""
    actor.need("refer")
    if handover_id and (known := Submission.objects.within(actor.scope).filter(pk=handover_id).first()):
        return known  # type: ignore[no-any-return]
    body, note = body.strip(), note.strip()
    rows = _chosen(actor, writs)
    wrong = {
        **({} if body else {"body": "请填写接收单位。"}),
        **({"note": "身份证号完整移交的，请写明理由。"} if whole and not note else {}),
        **_twice(actor, rows, again=again),
    }
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    now, today = clock.now(), clock.today()
    number = f"{SERIES}〔{today.year}〕{next_number(actor.town, SERIES, today.year)}号"
    by = signing(actor.scope, today)
    head = {
        "number": number,
        "town": by.town.name,
        "district": by.town.district,
        "bureau": by.bureau,
        "receiver": body,
        "handed_at": now.astimezone(clock.TOWN_TIME).isoformat(timespec="seconds"),
        "handed_by": actor.name,
        "note": note,
    }
    content = as_json(batch(head, _rows(actor, rows, whole=whole)))
    stored = files.keep_spreadsheet(actor, content, f"{number}.json", JSON)
    row = Submission(
        id=handover_id or new_id(),
        town_id=actor.town,
        number=number,
        body=body,
        handed_at=now,
        handed_by_id=actor.person_id,
        content=stored,
        digest=hashlib.sha256(content).hexdigest(),
        note=note,
    )
    insert_once(row, "这个移交批次已经生成过，请到移交批次中查看。")
    HandedOver.objects.bulk_create([HandedOver(town_id=actor.town, writ=one, submission=row) for one in rows])
    given = {"number": number, "body": body, "rows": len(rows), "digest": row.digest}
    said = {"reason": f"身份证号完整移交：{note}"} if whole else {"note": note} if note else {}
    events.record(actor, "hand_over_writs", row, given=given | said)
    return row


@transaction.atomic
def enter_receipt(actor: Actor, handover_id: UUID, *, receipt: str) -> Submission:
    """登记回执号: what the receiver gave back. A number that was mistyped is put right; the log has both."""
    actor.need("refer")
    row: Submission | None = handovers(actor.scope).filter(pk=handover_id).first()
    if row is None:
        raise NotFound("没有找到这个移交批次，或者其中有不在您管辖范围内的文书。请返回列表。")
    if not receipt.strip():
        raise Incomplete("请填写对方的回执号。", {"receipt": "请填写对方的回执号。"})
    was, row.receipt = row.receipt, receipt.strip()
    Submission.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk).update(receipt=row.receipt)
    given = {"number": row.number, "receipt": row.receipt, **({"was": was} if was else {})}
    events.record(actor, "enter_receipt", row, given=given)
    return row


def _chosen(actor: Actor, writs: Sequence[UUID]) -> list[Writ]:
    """The documents, held, in the order of their days. Raises Incomplete where one cannot go."""
    if not writs:
        raise Incomplete("请先勾选要移交的文书。")
    if len(set(writs)) > ROWS_MAX:
        raise Incomplete(f"一次最多移交{ROWS_MAX}份，请分几次。")
    whole = Writ.objects.within(actor.scope)
    list(whole.held().filter(pk__in=writs).order_by("pk").only("pk"))  # none goes twice at once, unsaid
    mine = open_to(actor, whole).filter(pk__in=writs)
    rows = list(mine.select_related("paper", "unit", "answers__paper").order_by("dated", "pk"))
    if len(rows) != len(set(writs)):
        raise NotFound("有的文书不在您的管辖范围内，或者您不能查看。请返回列表重新勾选。")
    if left := [str(row) for row in rows if row.state not in STATES]:
        raise Incomplete(f"只能移交已签发和代拟报区的文书，请去掉：{'、'.join(left[:5])}。")
    return rows


def _twice(actor: Actor, rows: Sequence[Writ], *, again: bool) -> dict[str, str]:
    """What went before, where nobody has said that it goes again."""
    if again:
        return {}
    before = HandedOver.objects.within(Scope.whole_town(actor.town)).filter(writ__in=[row.pk for row in rows])
    known = list(before.select_related("submission", "writ__paper").order_by("submission__handed_at")[:6])
    if not known:
        return {}
    told = "、".join(f"{one.writ.number or one.writ.label}（{one.submission.number}）" for one in known[:5])
    more = "等" if len(known) > 5 else ""
    return {"again": f"有的已经移交过：{told}{more}。确要再次移交的，请勾选“再次移交”。"}


def _rows(actor: Actor, rows: Sequence[Writ], *, whole: bool) -> list[dict[str, object]]:
    """The batch's rows. One query, for the ways of service."""
    standing = Service.objects.within(actor.scope).filter(
        writ__in=[row.pk for row in rows], voided_on__isnull=True
    )
    ways = {one.writ_id: one.way_label for one in standing.order_by("-served_on", "-id")}
    made = ((row, declaration(row.kind, row.edition)) for row in rows)
    return [row_of(sent(row, ways.get(row.pk, "")), form, whole=whole) for row, form in made]


def sent(row: Writ, service: str) -> Sent:
    """A document's row of the database as a row of the batch begins."""
    unit = row.unit
    return Sent(
        id=str(row.pk),
        kind=row.kind,
        label=row.label,
        family=FAMILIES[PAPERS[row.kind].family],
        edition=row.edition,
        state=row.state,
        number=row.number,
        body=row.paper.body if row.paper else "",
        power=row.paper.get_power_display() if row.paper else "",
        dated=row.dated,
        served_on=row.served_on,
        service=service,
        answers=row.answers.number if row.answers else "",
        unit={
            "name": unit.name,
            "uscc": unit.uscc,
            "address": unit.address,
            "head": unit.head,
            "category": unit.category_label,
        }
        if unit
        else {},
        fields=row.fields,
        digest=row.digest,
    )
