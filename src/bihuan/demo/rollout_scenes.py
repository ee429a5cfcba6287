"""The dual system is rolled out: criteria, who is willing, benchmark units, three waves, acceptances of which not all pass, the district's lists.

Played before the offices open and with chances of its own, so that the rest of the year stays what it is.
"""

from datetime import date
from functools import partial
from random import Random
from uuid import UUID

from bihuan.accounts.actions.sittings import begin_sitting
from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.demo import cast
from bihuan.demo.meetings_scenes import decided as decided_by
from bihuan.demo.stage import Stage, working_day
from bihuan.rollout import actions
from bihuan.rollout.models import Wave, WaveUnit
from bihuan.rollout.queries import assessed, done_of, enrolled, proposed, registered, sheet_of, with_steps
from bihuan.rollout.rules import Asked, to_explain
from bihuan.units.models import Unit

WOODS = ("trade.wood", "trade.machine", "trade.food", "trade.garment", "chemical")
CRITERIA = (
    Asked("scale", 30),
    Asked("employees", 10, number=50),
    Asked("trade", 20, trades=WOODS),
    Asked("danger", 10),
    Asked("willing", 20, must=True),
    Asked("sound", 10),
)
LEAST = 70
ASKED, BENCHMARKS, UNWILLING = 14, 8, 5  # every fifth unit that is asked is not willing
# kind, name, opens, term, how many join, when they are accepted, which meeting decided it.
PILOT = ("pilot", "第一批（标杆企业）", (3, 10), (6, 30), 8, (6, 16), "镇安委会第一次全体会议")
AREA = ("area", "第二批（同行业）", (5, 19), (10, 31), 18, (9, 22), "镇安委会第二次全体会议")
ALL = ("all", "第三批（重点行业）", (8, 25), (12, 31), 40, (12, 8), "镇安委会第三次全体会议")
SMALL = ("pilot", "第一批（标杆企业）", (10, 8), (12, 20), 3, (11, 17), "镇安委会第四次全体会议")
AGAIN = (7, 14)
Told = tuple[str, str, tuple[int, int], tuple[int, int], int, tuple[int, int], str]


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    small = stage.size == "small"
    chosen, lists = ((10, 1), ((10, 15), 30)) if small else ((2, 24), ((4, 9), 12))
    _on(stage, chosen, partial(_choose, stage), since)
    for wave in (SMALL,) if small else (PILOT, AREA, ALL):
        _on(stage, wave[2], partial(_open, stage, wave), since)
        _on(stage, wave[5], partial(_accept, stage, wave[1]), since)
    _on(stage, lists[0], partial(_taken_in, stage, lists[1]), since)
    if not small:
        _on(stage, (3, 16), partial(_sign_in, stage), since)
        _on(stage, AGAIN, partial(_accept, stage, PILOT[1], again=True), since)
        _on(stage, (10, 14), partial(_taken_in, stage, 41), since)


def _on(stage: Stage, day: tuple[int, int], scene: partial[None], since: date) -> None:
    on = working_day(date(stage.year, *day))
    if on >= since:
        stage.early(on, 40, scene)


def _choose(stage: Stage) -> None:
    """The leader sets the criteria; the largest are asked, and those that fit best are chosen."""
    leader, officer = stage.actor("vice_mayor"), stage.actor("inspector_1")
    actions.set_criteria(leader, criteria=CRITERIA, least=LEAST)
    whole = Scope.whole_town(stage.town.pk)
    units = list(registered(whole).order_by("cell_path", "pk"))
    for at, (unit, _) in enumerate(assessed(whole, units, clock.today())[:ASKED], 1):
        willing = at % UNWILLING != 0
        note = "" if willing else "订单多，想等下半年"
        actions.ask_willingness(officer, unit.pk, willing=willing, said_by=unit.head or "负责人", note=note)
    fitting = [unit for unit, one in assessed(whole, units, clock.today()) if one.fits]
    for unit in fitting[:BENCHMARKS]:
        actions.choose_benchmark(leader, unit.pk)


def _open(stage: Stage, told: Told) -> None:
    kind, name, opens, term, count, _, decided = told
    head = stage.actor("safety_head")
    wave = actions.open_wave(
        head,
        kind=kind,
        name=name,
        from_on=clock.today(),
        to_on=date(stage.year, *term),
        decided=decided,
        decided_on=working_day(date(stage.year, opens[0], opens[1] - 5)),
        resolution=decided_by(stage, f"组织{name.split('（')[0]}"),
    )
    ready = _sizable(stage, kind)[:count]
    if ready:
        actions.join_wave(head, wave.pk, units=ready)


def _sizable(stage: Stage, kind: str) -> list[UUID]:
    """Who is proposed, the larger works first."""
    rows = proposed(Scope.whole_town(stage.town.pk), kind)
    found = sorted(rows, key=lambda one: (one.above_scale_from is None, -(one.employees or 0), str(one.pk)))
    return [one.pk for one in found]


def _sign_in(stage: Stage) -> None:
    """The safety managers who have accounts look at what is asked of them."""
    for unit in stage.units:
        if unit.manager:
            actor = stage.actor(unit.manager)
            begin_sitting(actor, session_key=f"demo-{unit.manager}", address="10.1.2.3", user_agent="Android")


def _accept(stage: Stage, name: str, *, again: bool = False) -> None:
    """Those of a wave that have something to look at; every fourth fails the first time."""
    whole, officer = Scope.whole_town(stage.town.pk), stage.actor("safety_head")
    wave = Wave.objects.within(whole).get(name=name)
    rows = with_steps(enrolled(whole).filter(wave=wave), whole, clock.today()).select_related("unit")
    open_rows = [row for row in rows.order_by("unit__cell_path", "pk") if _may(row)]
    for at, row in enumerate(open_rows, 1):
        weak = not again and at % 4 == 0
        _score(stage, row, weak=weak)
    if again:
        actions.close_wave(officer, wave.pk)


def _may(row: WaveUnit) -> bool:
    done = done_of(row)
    return "evaluated" in done and "accepted" not in done


def _score(stage: Stage, row: WaveUnit, *, weak: bool) -> None:
    officer, rng = stage.actor("safety_head"), Random(f"{stage.year} {row.unit.name} acceptance")
    lost = {"notice": rng.randint(0, 2), "training": rng.randint(0, 3), "checks": rng.randint(0, 4)}
    if weak:
        lost |= {"measures": 9, "checks": 8}
    words = {
        "notice": "告知卡有一张褪色",
        "training": "一名岗位人员说不全",
        "checks": "有两周没有记录",
        "measures": "抽查的3个风险点，两个的措施现场没有",
    }
    items = sheet_of(officer.scope).items
    actions.accept_unit(
        officer,
        row.pk,
        sheet_id=None,
        scores={one.key: one.points - lost.get(one.key, 0) for one in items},
        notes={key: words[key] for key, points in lost.items() if points},
        with_whom=f"{stage.people['inspector_1'].name}、{row.unit.head or '企业负责人'}",
        photo=stage.photos["equipment", "after"][0],
        ground="安全办人员上门帮企业建的清单，企业用纸质记录自查" if to_explain(done_of(row)) else "",
        opinion="按整改意见补正后再申请验收" if weak else "同意通过，保持运行",
    )


def _taken_in(stage: Stage, number: int) -> None:
    """The district's list: who is in its building already by the register, and who has been accepted since."""
    whole, officer = Scope.whole_town(stage.town.pk), stage.actor("inspector_1")
    bureau = cast.bodies(stage.year).bureau
    rows = with_steps(enrolled(whole), whole, clock.today())
    accepted = rows.filter(did_accepted=True).values("unit")
    begun = Unit.objects.within(whole).filter(pilot_from__lte=clock.today(), ended_on__isnull=True)
    chosen = set(begun.values_list("pk", flat=True)) | set(accepted.values_list("unit", flat=True))
    there = set(Unit.objects.within(whole).filter(takings__isnull=False).values_list("pk", flat=True))
    for pk in sorted(chosen - there, key=str):
        actions.take_in(
            officer,
            pk,
            number=f"双预防名单〔{stage.year}〕{number}号",
            body=bureau,
            dated_on=clock.today(),
        )
