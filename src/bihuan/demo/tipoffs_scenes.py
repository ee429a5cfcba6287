"""What people tell the town in the year: by the code on the poster, by phone, by letter, by 12345. One is true and rewarded without a name, one is untrue, one
lies in the next town, two are one matter, one is no matter of safety; the last came in yesterday.

Played in the evening with moments of its own, so that the rest of the year stays what it is.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.hazards.actions import Finding
from bihuan.inspections.actions import Visit
from bihuan.risks.models import RiskPoint
from bihuan.tipoffs import actions
from bihuan.tipoffs.actions import Told
from bihuan.tipoffs.models import Tip
from bihuan.tipoffs.queries import sender_of
from bihuan.tipoffs.rules import GENERAL, Ground, Identity, Terms

AT = 22 * 60 + 40  # minutes of the day: after all else of an evening, so that no moment goes back
RULES = (1, 8)
LOCKED = "二楼安全出口上了锁，里面有十几个人在干活"


def schedule(stage: Stage, since: date) -> None:
    """Put what falls on or after `since` on the agenda; the page is open from the first day on."""
    scenes: tuple[tuple[tuple[int, int], Callable[[Stage, date], None]], ...] = (
        ((3, 20), partial(_true, trades=("trade.catering", "shop"), text="后厨燃气瓶和明火灶挨着放")),
        ((5, 16), _untrue),
        ((7, 4), _elsewhere),
        ((8, 21), _twice),
        ((10, 24), partial(_true, trades=("trade.garment", "trade.food", "shop"), text=LOCKED)),
        ((11, 13), _untrue),
        ((11, 22), _no_matter_of_safety),
        ((12, 28), _yesterday),
    )
    opened = max(working_day(date(stage.year, *RULES)), since)
    stage.at_evening(opened, AT, partial(_open, stage, opened))
    for day, play in scenes:
        on = working_day(date(stage.year, *day))
        if on > opened:
            stage.at_evening(on, AT, partial(play, stage, on))


def _open(stage: Stage, on: date) -> None:
    with clock.moved(clock.at(on, 22, 40)):
        head = stage.actor("safety_head")
        actions.open_tip_page(head)
        terms = Terms(accept_days=5, check_days=30, answer_days=5, general_min_yuan=100, general_max_yuan=500)
        basis = f"澜东安委办〔{stage.year}〕3号"
        actions.set_tip_rule(head, terms, from_on=on, basis=basis)


def _send(stage: Stage, on: date, told: Told, minute: int = 40) -> tuple[UUID, str]:
    with clock.moved(clock.at(on, 22, minute)):
        row, word = actions.send_tip(sender_of(stage.town.pk), told)
    return row.pk, word


def _row(stage: Stage, tip: UUID) -> Tip:
    found: Tip = Tip.objects.within(Scope.whole_town(stage.town.pk)).get(pk=tip)
    return found


def _take(stage: Stage, tip: UUID, on: date) -> None:
    with clock.moved(clock.at(on, 22, 58)):
        version = _row(stage, tip).version
        actions.accept_tip(stage.actor("safety_head"), tip, version=version, post="inspector")


def _check(stage: Stage, tip: UUID, on: date, verdict: str, finding: str) -> None:
    with clock.moved(clock.at(on, 22, 57)):
        version = _row(stage, tip).version
        actions.check_tip(stage.actor("inspector_2"), tip, version=version, verdict=verdict, finding=finding)


def _answer(stage: Stage, tip: UUID, on: date, answer: str) -> None:
    with clock.moved(clock.at(on, 22, 57)):
        version = _row(stage, tip).version
        actions.answer_tip(stage.actor("safety_head"), tip, version=version, answer=answer, way="page")


def _true(stage: Stage, on: date, *, trades: tuple[str, ...], text: str) -> None:
    """Anonymous, by the poster's code: taken at once, looked into two days later, mended on the spot, answered, rewarded by hand for the word."""
    unit = _unit(stage, trades, on)
    photo = stage.photos["fire", "before"][0]
    tip, word = _send(stage, on, Told(text=text, unit=unit.id, place=unit.village, photos=(photo,)))
    _take(stage, tip, on)
    looked, answered = working_day(on + timedelta(days=2)), working_day(on + timedelta(days=5))
    stage.at_evening(looked, AT, partial(_look, stage, tip, unit, looked, text))
    said = "您反映的情况属实，已责令当场改正，并对经营者进行了教育。感谢您对安全生产的关心。"
    stage.at_evening(answered, AT, partial(_answer, stage, tip, answered, said))
    stage.at_evening(answered, AT + 1, partial(_reward, stage, tip, word, answered))


def _look(stage: Stage, tip: UUID, unit: TownUnit, on: date, text: str) -> None:
    with clock.moved(clock.at(on, 22, 40)):
        found = Finding(
            text=text[:60],
            outcome="onsite",
            kind="fire",
            photos=(stage.photos["fire", "before"][0],),
            photos_after=(stage.photos["fire", "after"][0],),
        )
        visit = Visit(
            unit=unit.id,
            visited_on=on,
            second_inspector=stage.people["inspector_1"].pk,
            present=unit.head,
            signature=stage.signatures[0],
            opinion="按群众反映的部位查看，当场改正。",
        )
        actions.check_on_site(stage.actor("inspector_2"), tip, visit, [found])
    _check(stage, tip, on, "true", "到现场查看，情况属实，已当场改正并拍照。")


def _reward(stage: Stage, tip: UUID, word: str, on: date) -> None:
    head, leader = stage.actor("safety_head"), stage.actor("vice_mayor")
    with clock.moved(clock.at(on, 22, 57)):
        ground = Ground(GENERAL, general_yuan=300)
        row = actions.propose_reward(head, tip, ground, version=_row(stage, tip).version)
    with clock.moved(clock.at(on, 22, 57)):
        row = actions.approve_reward(leader, row.pk, version=row.version)
    with clock.moved(clock.at(on, 22, 58)):
        actions.pay_reward(head, row.pk, version=row.version, way="desk", word=word, voucher="收据0001")


def _untrue(stage: Stage, on: date) -> None:
    """Named, by 12345: looked into, not so; answered by the line that it came from."""
    unit = _unit(stage, ("trade.wood", "trade.machine"), on)
    told = Told(
        text="夜里偷偷生产，除尘器不开",
        unit=unit.id,
        identity=Identity(name="周建民", phone="13600000077"),
    )
    with clock.moved(clock.at(on, 22, 40)):
        number = f"DL{stage.year}{on.month:02d}{on.day:02d}-118"
        row, _word = actions.enter_tip(
            stage.actor("inspector_1"), told, channel="transferred", outside_number=number
        )
    _take(stage, row.pk, on)
    looked, answered = working_day(on + timedelta(days=3)), working_day(on + timedelta(days=4))
    finding = "两次夜间到厂，未见生产；除尘器运行记录完整，用电量与白班相符。"
    stage.at_evening(looked, AT, partial(_check, stage, row.pk, looked, "false", finding))
    said = "经两次夜间查看并核对用电记录，未发现您反映的情况。欢迎继续监督。"
    stage.at_evening(answered, AT, partial(_answer, stage, row.pk, answered, said))


def _elsewhere(stage: Stage, on: date) -> None:
    """By phone, of a place in the next town: passed on with the reason."""
    told = Told(text="路边加油点用油罐车卖油", place="省道往南，柳河镇地界")
    with clock.moved(clock.at(on, 22, 40)):
        row, _word = actions.enter_tip(stage.actor("inspector_1"), told, channel="phone")
    with clock.moved(clock.at(on, 22, 50)):
        reason = "地点在柳河镇，不在本镇管辖范围"
        actions.pass_tip_on(
            stage.actor("safety_head"), row.pk, version=row.version, body="柳河镇人民政府", reason=reason
        )


def _twice(stage: Stage, on: date) -> None:
    """Two people tell of one building site: one matter."""
    unit = _unit(stage, ("building", "trade.building"), on)
    first, _ = _send(stage, on, Told(text="工地脚手架没有安全网，下面就是人行道", unit=unit.id))
    second, _ = _send(stage, on, Told(text="工地往下掉东西，没有围挡", unit=unit.id), 45)
    with clock.moved(clock.at(on, 22, 50)):
        version = _row(stage, second).version
        actions.merge_tip(stage.actor("safety_head"), second, version=version, into=first)
    _take(stage, first, on)
    looked, answered = working_day(on + timedelta(days=1)), working_day(on + timedelta(days=2))
    finding = "到工地查看，脚手架外侧缺两片安全网，已于当天补挂；围挡完好。"
    stage.at_evening(looked, AT, partial(_check, stage, first, looked, "partly", finding))
    said = "脚手架缺失的安全网已补挂，围挡完好。感谢您的提醒。"
    stage.at_evening(answered, AT, partial(_answer, stage, first, answered, said))


def _no_matter_of_safety(stage: Stage, on: date) -> None:
    """A letter about wages: not taken, and where to turn is said."""
    unit = _unit(stage, ("trade.garment", "trade.food", "shop"), on)
    told = Told(text="拖欠两个月工资", unit=unit.id)
    with clock.moved(clock.at(on, 22, 40)):
        row, _word = actions.enter_tip(stage.actor("inspector_1"), told, channel="letter")
    with clock.moved(clock.at(on, 22, 55)):
        reason = "反映的是工资问题，不属于安全生产举报。请向区劳动保障监察大队反映，电话12333。"
        actions.decline_tip(stage.actor("safety_head"), row.pk, version=row.version, reason=reason)


def _yesterday(stage: Stage, on: date) -> None:
    """The year's last: given to somebody, not looked into yet."""
    unit = _unit(stage, ("shop", "trade.catering"), on)
    tip, _ = _send(stage, on, Told(text="小超市仓库里住人，还堆着烟花", unit=unit.id))
    _take(stage, tip, on)


def _unit(stage: Stage, trades: tuple[str, ...], on: date) -> TownUnit:
    """A unit of some trades that nothing else is played at: none that has a list of risks, nor one that was told of before."""
    whole = Scope.whole_town(stage.town.pk)
    told_of = set(Tip.objects.within(whole).filter(unit__isnull=False).values_list("unit", flat=True))
    listed = set(RiskPoint.objects.within(whole).values_list("unit", flat=True))
    known = [one for one in stage.units if one.opened_on <= on and not one.kept_apart]
    fresh = [one for one in known if one.id not in told_of] or known
    there = [one for one in fresh if one.is_in(trades)] or fresh
    quiet = [one for one in there if one.id not in listed] or there
    return min(quiet, key=lambda one: (one.open_cases, one.name))
