"""The year's responsibility letters: made in January, signed at the meeting by villages and departments, by the units until the end of March, the
schools' on paper; who is new in the year signs a few weeks later; one never does.

Played before the offices open and with chances of its own, so that the rest of the year stays what it is.
"""

from base64 import b64encode
from datetime import date, timedelta
from functools import partial

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.files import PNG_ADDRESS
from bihuan.core.scope import Scope
from bihuan.demo import pictures
from bihuan.demo.stage import Stage, working_day
from bihuan.letters.actions import make_missing, plan_letters, return_letter, sign_for_town, sign_letter
from bihuan.letters.lifecycle import BY_PARTY, MADE
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.rules import UNIT

KINDS = (
    "department",
    "office",
    "village",
    "trade",
    "chemical",
    "fireworks",
    "mine",
    "transport",
    "school",
    "crowd",
)
SMALL = ("office", "village", "trade", "school")
AT_ONCE = 500
ON_PAPER = 5
ROUNDS = ((2, 8), (3, 1), (3, 15), (3, 27))  # the units, a part of them each time
SETTLED_DAYS = 20  # whoever falls due later signs some weeks after


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    if stage.size == "small":
        _on(stage, (10, 10), partial(_made, stage, SMALL, date(stage.year, 11, 30)), since)
        _on(stage, (10, 24), partial(_meeting, stage), since)
        _on(stage, (11, 12), partial(_units, stage, 1), since)
        return
    _on(stage, (1, 8), partial(_made, stage, KINDS, date(stage.year, 3, 31)), since)
    _on(stage, (1, 23), partial(_meeting, stage), since)
    _on(stage, (1, 30), partial(_on_paper, stage), since)
    for at, day in enumerate(ROUNDS):
        _on(stage, day, partial(_units, stage, len(ROUNDS) - at), since)
    for month in range(4, 13):
        _on(stage, (month, 20), partial(_later_ones, stage), since)


def _on(stage: Stage, day: tuple[int, int], scene: partial[None], since: date) -> None:
    on = working_day(date(stage.year, *day))
    if on >= since:
        stage.early(on, 41, scene)


def _made(stage: Stage, kinds: tuple[str, ...], sign_by: date) -> None:
    """The safety office asks for them, and they are made out."""
    head = stage.actor("safety_head")
    plan_letters(head, year=stage.year, kinds=kinds, sign_by=sign_by)
    while make_missing(head, stage.year, AT_ONCE):
        pass


def _meeting(stage: Stage) -> None:
    """The year's meeting: all of the town's own sign, the leader at the end for all of them."""
    rows = _waiting(stage).exclude(party_kind=UNIT)
    _sign(stage, list(rows))


def _units(stage: Stage, part: int) -> None:
    """A round of the officers: one in `part` of the units that are left signs on their device; one puts it off each time."""
    rows = [one for one in _waiting(stage).filter(party_kind=UNIT) if one.party_name != _stubborn(stage)]
    _sign(stage, [one for at, one in enumerate(rows) if at % part == 0])


def _later_ones(stage: Stage) -> None:
    """Whoever fell due since: a new unit, a new head."""
    old = clock.today() - timedelta(days=SETTLED_DAYS)
    rows = [one for one in _waiting(stage).filter(made_on__lte=old) if one.party_name != _stubborn(stage)]
    _sign(stage, rows)


def _on_paper(stage: Stage) -> None:
    """Some schools sign on paper; their village photographs it some days later."""
    officer, today = stage.actor("inspector_2"), clock.today()
    rows = _waiting(stage).filter(kind="school")
    for one in list(rows[:ON_PAPER]):
        return_letter(
            officer,
            one.pk,
            photos=[stage.photos["equipment", "after"][0]],
            party_on=today - timedelta(days=5),
            town_on=today - timedelta(days=4),
            party_signer=one.head,
            town_signer=stage.people["vice_mayor"].name,
            version=one.version,
        )


def _waiting(stage: Stage):  # type: ignore[no-untyped-def]
    rows = ResponsibilityLetter.objects.within(Scope.whole_town(stage.town.pk))
    return rows.filter(state=MADE).order_by("cell__path", "party_name", "pk").select_related("unit", "cell")


def _stubborn(stage: Stage) -> str:
    """The works that never signs: the first of the trade by name."""
    names = (unit.name for unit in stage.units if unit.is_in(("trade.wood",)))
    return min(names, default="")


def _sign(stage: Stage, rows: list[ResponsibilityLetter]) -> None:
    """Each head's hand on the officer's device; then the leader for all of them."""
    officer: Actor = stage.actor("inspector_1")
    for at, one in enumerate(rows):
        hand = PNG_ADDRESS + b64encode(pictures.signature(at % 4)).decode()
        sign_letter(officer, one.pk, signature=hand, version=one.version, name=one.head or "负责人")
    whole = Scope.whole_town(stage.town.pk)
    waiting = ResponsibilityLetter.objects.within(whole).filter(state=BY_PARTY).values_list("pk", flat=True)
    keys = list(waiting.order_by("pk"))
    hand = PNG_ADDRESS + b64encode(pictures.signature(0)).decode()
    for begin in range(0, len(keys), 200):
        sign_for_town(stage.actor("vice_mayor"), keys[begin : begin + 200], signature=hand)
