"""The town's own words for a kind, in editions. Letters that are made keep theirs."""

from django.db import transaction
from django.db.models import Max

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, NotFound
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.letters import rules
from bihuan.letters.models import LetterText
from bihuan.letters.queries import askable, text_of
from bihuan.letters.rules import KINDS, Wording

SAME = "与现行的文本完全相同，没有改动。"


@transaction.atomic
def word_letter(actor: Actor, kind: str, wording: Wording) -> LetterText:
    """修改责任书文本: the next edition, from today on. Incomplete names the fields; NotAllowed where nothing is changed."""
    actor.need("supervise")
    if kind not in KINDS:
        raise NotFound("没有这种责任书。请返回列表重新选择。")
    if wrong := rules.check_wording(wording, clock.today(), askable()):
        raise Incomplete("".join(wrong.values()), wrong)
    hold_town(actor)
    now = text_of(actor.scope, kind)
    if (now.wording if now else KINDS[kind].usual) == wording:
        raise NotAllowed(SAME)
    _end(actor, kind)
    rows = LetterText.objects.within(Scope.whole_town(actor.town)).filter(kind=kind)
    text = LetterText(
        town_id=actor.town,
        kind=kind,
        number=int(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=wording.title.strip(),
        lead=wording.lead.strip(),
        duties=list(wording.duties),
        assess=list(wording.assess),
        closing=list(wording.closing),
        targets=[one.as_kept() for one in wording.targets],
        from_on=clock.today(),
    )
    text.save(force_insert=True)
    told = {"says": str(text), "targets": [one.text for one in wording.targets]}
    events.record(actor, "word_letter", text, given=told)
    return text


@transaction.atomic
def reset_text(actor: Actor, kind: str) -> None:
    """恢复内置文本: the built-in words hold again from today on; the town's editions are kept."""
    actor.need("supervise")
    hold_town(actor)
    now = text_of(actor.scope, kind)
    if now is None:
        raise NotAllowed("现行的就是内置文本。")
    _end(actor, kind)
    events.record(actor, "reset_text", now, given={"says": str(now)})


def _end(actor: Actor, kind: str) -> None:
    rows = LetterText.objects.within(Scope.whole_town(actor.town)).filter(kind=kind, ended_on__isnull=True)
    rows.update(ended_on=clock.today())
