"""Duty through the year: a roster each month, hand-overs each morning before the offices open, what comes in at night, spot checks of which
one is missed, swaps, and some who fall ill. With chances of its own, so that the rest of the year stays what it is.

A small town keeps duty for its last weeks alone.
"""

from datetime import date, timedelta
from functools import partial
from random import Random
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.demo import cast
from bihuan.demo.stage import Stage
from bihuan.duty import actions, plan
from bihuan.duty.models import Turn
from bihuan.duty.queries import fairest_to_call, open_calls, problem_of, standing
from bihuan.duty.rules import days_between
from bihuan.duty.solving import solve

ON_DUTY = (
    *cast.OFFICERS,
    "department_head",
    "head_school",
    "head_trade",
    "head_traffic",
    "head_market",
    "head_land",
)
WORK = 0.05  # how much the solver may think about a month: the same answer on any machine, and soon
SMALL_FROM = (12, 1)
CALL_SHARE, CHECK_EACH, SWAP_EACH, SICK_EACH = 0.25, 16, 24, 95  # a night; every so many days
CALLS = (
    (
        "phone",
        "枫禾社区 值班员",
        "沿街饭店门口有液化气味，住户不放心",
        "请辖区网格员先到现场关阀通风，同时通知燃气公司",
    ),
    ("phone", "大槐村 村民", "村东木材加工点夜里还在烧废料，烟大", "通知村网格长到场制止，明早安全办复查"),
    ("paper", "区安委会办公室", "大风蓝色预警，要求在建工地停止高处作业", "转发各工地和村，电话抽查落实"),
    ("phone", "西滩村 村民", "河堤取土坑没有围挡，担心小孩掉下去", "通知国土所和村里先围挡，明天现场看"),
    ("phone", "湖滨村 网格员", "景区道路边广告牌被风刮歪", "通知城建办拆除，先拉警戒"),
    ("visit", "群众", "反映邻居院内存放烟花爆竹", "夜间先由网格员上门查看，明早联合派出所处理"),
    ("paper", "区应急指挥中心", "节日期间值班值守的通知", "已传阅，按通知安排值班"),
    ("phone", "岭前村 村民", "停车场货车漏油", "通知交管站处置，地面撒沙"),
)
RESULTS = (
    "已到场处置，无险情",
    "已关停并清理完毕",
    "已转发并抽查3处，都已落实",
    "已围挡并设警示牌",
    "已答复来电人，满意",
)
WEATHER = ("晴", "多云", "小雨", "阴，大风蓝色预警", "雾", "晴")
HOT = ("晴，高温黄色预警", *WEATHER[1:4], "雷阵雨，暴雨蓝色预警", "晴")
HOT_MONTHS = range(6, 9)


def first_day(stage: Stage) -> date:
    """The first day on which somebody stands."""
    return date(stage.year, 1, 1) if stage.size == "full" else date(stage.year, *SMALL_FROM)


def schedule(stage: Stage) -> None:
    """Each month's roster and each morning's hand-over, before all else of their days; who may stand and by what rules, before the first."""
    first = first_day(stage)
    stage.early(first, 35, partial(_regulate, stage))
    month = first
    while month <= date(stage.year + 1, 1, 1):  # the visitor's month too, in which nobody would stand else
        after = (month + timedelta(days=32)).replace(day=1)
        last, drawn_on = after - timedelta(days=1), max(first, month - timedelta(days=5))
        stage.early(drawn_on, 36, partial(_roster, stage, month, last))
        month = after
    for day in days_between(first + timedelta(days=1), date(stage.year, 12, 31)):
        stage.later(day, partial(_morning, stage, day), at=7 * 60 + 32)


def _regulate(stage: Stage) -> None:
    head = stage.actor("safety_head")
    actions.adopt_usual_rules(head)
    flood = {"since": date(stage.year, 7, 1), "until": date(stage.year, 8, 31)}
    actions.set_rule(head, "extra", {"name": "汛期", "position": "duty", "count": 1} | flood)
    tired = str(stage.people["head_school"].pk)
    actions.set_rule(head, "spared", {"person": tired, "kinds": ["weekend"], "hard": False, "weight": 2})
    walkers = sorted(
        {key for keys in stage.watchers.values() for key in keys}, key=lambda key: (key[0] != "g", key)
    )
    drivers = walkers[:3]  # members of the grid before heads of villages
    for position, keys in (("lead", cast.LEADERS), ("duty", ON_DUTY), ("driver", drivers)):
        actions.put_fit(head, persons=[stage.people[key].pk for key in keys], position=position)


def _roster(stage: Stage, first: date, last: date) -> None:
    """Drawn up, solved and published before the month begins."""
    head = stage.actor("safety_head")
    roster = actions.draw_up_roster(head, from_on=first, to_on=last)
    answer = solve(problem_of(head.scope, plan.days_of(roster)), seconds=WORK, steady=True)
    roster = actions.fill_roster(head, roster.pk, answer, version=roster.version)
    note = "缺班由安全办临时安排" if answer.gaps else ""
    actions.publish_roster(head, roster.pk, version=roster.version, note=note)


def _morning(stage: Stage, day: date) -> None:
    """What came in is settled, the shift goes over."""
    yesterday, rng = day - timedelta(days=1), Random(f"{day} morning")
    turns = standing(_town(stage), yesterday, day)
    given = next(one for one in turns if one.day == yesterday and one.position == "duty")
    taken = next(one for one in turns if one.day == day and one.position == "duty")
    keys = _keys(stage)
    giver, taker = stage.actor(keys[given.person_id]), stage.actor(keys[taken.person_id])
    with clock.moved(clock.at(day, 7, 32)):
        for call in open_calls(giver.scope):
            if rng.random() < 0.8:
                actions.step_call(giver, call.pk, kind="result", text=rng.choice(RESULTS))
        relief = actions.hand_over_shift(
            giver, yesterday, weather=rng.choice(HOT if day.month in HOT_MONTHS else WEATHER)
        )
    with clock.moved(clock.at(day, 7, 34)):
        actions.take_over_shift(taker, relief.pk)


def night(stage: Stage, day: date) -> None:
    """The last of a day: a call on some nights, a check now and then, a swap or somebody ill for the days to come."""
    if day < first_day(stage):
        return
    number, rng, keys = (day - first_day(stage)).days, Random(f"{day} night"), _keys(stage)
    on_duty = next(one for one in standing(_town(stage), day, day) if one.position == "duty")
    officer = stage.actor(keys[on_duty.person_id])
    with clock.moved(clock.at(day, 23, 20)):
        if rng.random() < CALL_SHARE:
            source, caller, content, opinion = rng.choice(CALLS)
            actions.note_call(
                officer, at=clock.now(), source=source, caller=caller, content=content, opinion=opinion
            )
        if number % CHECK_EACH == CHECK_EACH - 1:
            _check(officer, on_duty, number // CHECK_EACH)
        if number % SWAP_EACH == SWAP_EACH - 1:
            _swap(stage, keys, day + timedelta(days=2))
        if number % SICK_EACH == SICK_EACH // 2:
            _sick(stage, day + timedelta(days=1))


def _check(officer: Actor, on_duty: Turn, number: int) -> None:
    """Every other one from above; the second is missed."""
    missed, above = number == 1, number % 2 == 0
    actions.note_check(
        officer,
        at=clock.now(),
        by="区应急指挥中心" if above else "镇党政办",
        of="above" if above else "own",
        outcome="missed" if missed else "present",
        reached=None if missed else on_duty.person_id,
        note="值班室电话故障，已修复" if missed else "",
    )


def _keys(stage: Stage) -> dict[UUID, str]:
    return {person.pk: key for key, person in stage.people.items()}


def _swap(stage: Stage, keys: dict[UUID, str], day: date) -> None:
    """Somebody on duty asks the fairest one, who accepts; the vice-mayor approves."""
    turn = _turn(stage, day)
    if turn is None or not (able := [one for one in fairest_to_call(_town(stage), turn) if not one.against]):
        return
    asker, other = stage.actor(keys[turn.person_id]), stage.actor(keys[able[0].person.pk])
    swap = actions.ask_swap(asker, turn.pk, other=able[0].person.pk, reason="家中有事")
    swap = actions.accept_swap(other, swap.pk, version=swap.version)
    actions.approve_swap(stage.actor("vice_mayor"), swap.pk, version=swap.version)


def _sick(stage: Stage, day: date) -> None:
    turn = _turn(stage, day)
    if turn is None:
        return
    for one in fairest_to_call(_town(stage), turn):
        if not one.against:
            actions.call_in(stage.actor("vice_mayor"), turn.pk, person=one.person.pk, reason="突发疾病，送医")
            return


def _turn(stage: Stage, day: date) -> Turn | None:
    return next((one for one in standing(_town(stage), day, day) if one.position == "duty"), None)


def _town(stage: Stage) -> Scope:
    return Scope.whole_town(stage.town.pk)
