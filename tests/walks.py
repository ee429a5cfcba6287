"""What anybody may try on a hazard, as a table, and what must hold whatever was tried. Random paths, races and kills walk by it.

A move that comes into the hazards' lifecycle wants a row here: `tests/core/test_walks.py` says which is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.files import content_of, thumbnail_of
from bihuan.core.models import Event, StoredFile
from bihuan.figures.evaluation import Ask, Value, evaluate
from bihuan.figures.registry import FIGURES
from bihuan.hazards import actions
from bihuan.hazards.actions import Reviewed
from bihuan.hazards.lifecycle import HAZARD, OPEN, UNDER_ORDER
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.majors import actions as majors
from bihuan.majors.queries import find_standing
from bihuan.referrals import actions as referrals
from bihuan.referrals.actions.sending import Letter
from bihuan.referrals.queries import live_transfer
from bihuan.risks.models import RiskPoint
from bihuan.selfchecks.actions import Found, report_hazard
from bihuan.supervision import actions as supervision
from tests.cast import FOUNDED, Cast
from tests.core.deeds import finding, visit
from tests.risks.deeds import add


@dataclass(frozen=True)
class Deed:
    """Something tried on a hazard by an actor who saw it in some version. `moves` are the table's actions that may come of
    it, `begins_in` the states from which it can go through; `rewrites` says that it takes back what past days were told."""

    moves: tuple[str, ...]
    do: Callable[[Cast, Actor, Hazard, int], Any]
    rewrites: bool = False

    @property
    def begins_in(self) -> frozenset[str]:
        return frozenset(move.frm for move in HAZARD.moves if move.action in self.moves)


def _order(cast: Cast, actor: Actor, hazard: Hazard, version: int) -> None:
    actions.order_rectification(
        actor,
        hazard.pk,
        version=version,
        second_officer=_other(cast, actor),
        demand="更换老化线路",
        deadline_on=clock.today() + timedelta(days=5),
    )


def _report(cast: Cast, actor: Actor, hazard: Hazard, version: int) -> None:
    photos = [cast.photo(actor, "green")]
    actions.report_rectified(actor, hazard.pk, version=version, note="已更换", photos_after=photos)


def _fix(cast: Cast, actor: Actor, hazard: Hazard, version: int) -> None:
    photos = [cast.photo(actor, "green")]
    actions.confirm_fixed_on_site(actor, hazard.pk, version=version, photos_after=photos)


def _review(cast: Cast, actor: Actor, hazard: Hazard, version: int, passed: bool) -> None:
    again = visit(cast, actor, unit=hazard.unit_id, kind="reinspection", outing=None)
    deadline = None if passed else clock.today() + timedelta(days=3)
    actions.reinspect(
        actor, again, [Reviewed(hazard.pk, version, passed=passed, note="看过", deadline_on=deadline)]
    )


def _accept(_cast: Cast, actor: Actor, hazard: Hazard, version: int) -> None:
    """With what has to be on file before."""
    today, at = clock.today(), find_standing(actor, hazard.pk)
    if hazard.state == "passed" and not at.case.reported_on:
        on_file = {"goal": "消除", "responsible": "冯永", "measures": "更换线路", "emergency": "断电疏散"}
        majors.fix_plan(
            actor,
            hazard.pk,
            version=at.case.version,
            funds_yuan=2000,
            due_on=hazard.deadline_on or today,
            **on_file,
        )
        seen = find_standing(actor, hazard.pk).case.version
        majors.report_up(actor, hazard.pk, version=seen, to="东城区应急管理局", on=today, report="已上报")
    majors.accept(actor, hazard.pk, version=version, note="已消除")


def _reject(_cast: Cast, actor: Actor, hazard: Hazard, version: int) -> None:
    deadline = clock.today() + timedelta(days=3)
    majors.reject(actor, hazard.pk, version=version, note="线路仍裸露", deadline_on=deadline)


def _extend(cast: Cast, actor: Actor, hazard: Hazard, version: int) -> None:
    """Asked for by the unit and granted."""
    wanted = max(hazard.deadline_on or clock.today(), clock.today()) + timedelta(days=6)
    asked = supervision.ask_extension(
        cast.feng, hazard.pk, reason="配件未到", interim="断电停用", wanted_on=wanted
    )
    supervision.grant_extension(actor, asked.pk, version=version, deadline_on=wanted, answer="同意")


def _refer(_cast: Cast, actor: Actor, hazard: Hazard, version: int) -> None:
    due_on = clock.today() + timedelta(days=10)
    letter = Letter(
        kind="transfer",
        body="东城区消防救援大队",
        reason="不属本镇职责",
        materials=("检查记录",),
        due_on=due_on,
    )
    referrals.refer(actor, hazard.pk, letter, version=version)


def _settle_referred(_cast: Cast, actor: Actor, hazard: Hazard, version: int) -> None:
    """When the other body has answered, which it does today."""
    if sent := live_transfer(actor.scope, hazard.pk):
        referrals.answer(actor, sent.pk, version=sent.version, note="已责令改正", on=clock.today())
    referrals.settle_referred(actor, hazard.pk, version=version, note="已核实")


def _own(action: str) -> Callable[[Cast, Actor, Hazard, int], Any]:
    """What the safety manager says of what the unit found itself and mended."""

    def do(cast: Cast, actor: Actor, hazard: Hazard, version: int) -> None:
        given: dict[str, Any] = {"version": version, "note": "已看过"}
        if action == "close_own":
            given["photos_after"] = [cast.photo(actor, "green")]
        getattr(actions, action)(actor, hazard.pk, **given)

    return do


DEEDS: dict[str, Deed] = {
    "order": Deed(("order",), _order),
    "report": Deed(("report",), _report),
    "fix": Deed(("fix_on_site",), _fix),
    "close own": Deed(("close_own",), _own("close_own")),
    "return own": Deed(("return_own",), _own("return_own")),
    "review, mended": Deed(("close", "pass_review"), lambda *given: _review(*given, passed=True)),
    "review, not mended": Deed(("send_back",), lambda *given: _review(*given, passed=False)),
    "raise": Deed(
        ("raise_major",),
        lambda _, who, it, seen: majors.raise_to_major(who, it.pk, version=seen, note="符合标准"),
    ),
    "accept": Deed(("accept",), _accept),
    "reject": Deed(("reject",), _reject),
    "urgent": Deed(
        ("mark_urgent",),
        lambda _, who, it, seen: actions.mark_urgent(who, it.pk, version=seen, hours=24, note="急"),
    ),
    "urgent done": Deed(
        ("finish_urgent",),
        lambda _, who, it, seen: supervision.finish_urgent(who, it.pk, version=seen, note="已办结"),
    ),
    "extend": Deed(("extend",), _extend),
    "refer": Deed(("refer",), _refer),
    "take back": Deed(
        ("take_back",), lambda _, who, it, seen: referrals.take_back(who, it.pk, version=seen, note="收回")
    ),
    "settle referred": Deed(("settle_referred",), _settle_referred),
    "void": Deed(
        ("void",),
        lambda _, who, it, seen: actions.void_hazard(who, it.pk, version=seen, note="误登"),
        rewrites=True,
    ),
    "void visit": Deed(
        (), lambda _, who, it, seen: actions.void_visit(who, it.inspection_id, reason="误登"), rewrites=True
    ),
}
FINDS: dict[str, dict[str, Any]] = {
    "on site": {"outcome": "onsite"},
    "with a term": {"outcome": "deadline"},
    "undecided": {"outcome": "undecided"},
    "major, with a term": {"outcome": "deadline", "level": "major"},
    "major, undecided": {"outcome": "undecided", "level": "major"},
    "by the unit": {"level": "general"},
    "major, by the unit": {"level": "major"},
}
WHO = ("chen", "zhao", "zhou", "feng", "li", "sun")


def find(cast: Cast, actor: Actor, found: str) -> None:
    """A visit of today with one finding, at a unit that changes by the day; or what 永安 finds itself."""
    if found.endswith("by the unit"):
        photos = (cast.photo(cast.feng, "olive"),)
        report_hazard(cast.feng, _switchboard(cast), Found("接线松动", photos, **FINDS[found]))
        return
    key = ("yongan", "school", "site")[clock.today().day % 3]
    checked = visit(cast, actor, unit=cast.units[key].pk)
    actions.finish_check(actor, checked, [finding(cast, actor, **FINDS[found])])


def _switchboard(cast: Cast) -> Any:
    """A risk point of 永安, made where there is none."""
    known = RiskPoint.objects.within(cast.feng.scope).filter(unit=cast.units["yongan"]).first()
    return (known or add(cast.feng, cast.units["yongan"])).pk


def find_late(cast: Cast, actor: Actor) -> None:
    """A visit of five days ago, put in from paper today: past days are told more than they were."""
    on = clock.today() - timedelta(days=5)
    scan = cast.photo(actor, "gray")
    checked = visit(cast, actor, visited_on=on, late_entry=True, scan=scan, signature=None)
    actions.finish_check(
        actor, checked, [finding(cast, actor, "deadline", deadline_on=on + timedelta(days=7), photos=())]
    )


def hazards_of(cast: Cast) -> list[Hazard]:
    """All hazards of the town, in the order of their numbers."""
    return list(Hazard.objects.within(cast.chen.scope).order_by("number"))


def nothing_is_lost(cast: Cast, *, found: int | None = None) -> None:
    """Every hazard found is there, in a state of the table that its log leads to, and an open one can go on; numbers have
    no gap; each file's bytes are there; the chain is whole. `found`: how many hazards there should be."""
    town, hazards = cast.chen.scope, hazards_of(cast)
    assert found is None or len(hazards) == found
    without_gap([hazard.number for hazard in hazards], "2026-{:04d}")
    for kind, word in (("record", "检记"), ("order", "责改"), ("review", "复查")):
        papers = IssuedPaper.objects.within(town).filter(kind=kind).values_list("number", flat=True)
        without_gap(list(papers), f"（东）应急{word}〔2026〕{{}}号")
    for hazard in hazards:
        _stands(hazard, town)
    visits = set(Inspection.objects.within(town).filter(voided_on__isnull=True).values_list("pk", flat=True))
    found_there = [one for one in hazards if not one.is_own]
    assert all(one.inspection_id in visits for one in found_there if one.voided_on is None)
    _log_leads_to(hazards, visits, list(events.trail(town, *(hazard.pk for hazard in hazards))))
    for stored in StoredFile.objects.within(town):
        assert sha256(content_of(stored)).hexdigest() == stored.sha256
        assert thumbnail_of(stored)
    assert events.check(cast.town.pk) is None


def without_gap(numbers: list[str], form: str) -> None:
    """Numbers run from 1 without a gap and without a double."""
    assert set(numbers) == {form.format(n) for n in range(1, len(numbers) + 1)}, sorted(numbers)


def _stands(hazard: Hazard, town: Any) -> None:
    """A hazard's columns agree with its state."""
    assert hazard.state in HAZARD.ends or HAZARD.from_state(hazard.state, *hazard.traits)
    assert (hazard.state == "void") == (hazard.voided_on is not None)
    assert (hazard.state in OPEN) == (hazard.settled_on is None and hazard.voided_on is None)
    assert hazard.is_major == (hazard.major_on is not None)
    running = hazard.demands.within(town).filter(ended_on__isnull=True).count()
    if hazard.voided_on is None:
        assert running == (hazard.state in UNDER_ORDER)


def _log_leads_to(hazards: list[Hazard], visits: set[Any], told: list[Event]) -> None:
    """Each hazard's log begins with its finding, each step begins where the one before ended, and the last ended where the
    hazard stands; but a visit that is taken back takes its hazards along."""
    steps = {move.action for move in HAZARD.moves} | {"find"}
    state = {hazard.pk: "" for hazard in hazards}
    for event in told:
        if event.action in steps:
            assert event.before == state[event.subject_id], f"{event.seq}: {event.action}"
            state[event.subject_id] = event.after
    assert all(state[one.pk] == one.state for one in hazards if one.is_own or one.inspection_id in visits)


def figures_as_of(cast: Cast, cutoffs: list[date]) -> dict[date, dict[str, Value]]:
    """What all figures said at the end of some days."""
    asks = {(day, key): Ask(key, FOUNDED, day, day) for day in cutoffs for key in sorted(FIGURES)}
    values = evaluate(cast.chen.scope, asks.values())
    told: dict[date, dict[str, Value]] = {day: {} for day in cutoffs}
    for (day, key), ask in asks.items():
        told[day][key] = values[ask]
    return told


def _other(cast: Cast, actor: Actor) -> Any:
    """The second officer beside an actor: 赵, or 陈 where 赵 acts."""
    return cast.people["chen" if actor.person == cast.people["zhao"].pk else "zhao"].pk
