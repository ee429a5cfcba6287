"""What was others' to do in the year: hazards referred, one chased and one that two did not take, a copy, a call; and what
those above assigned to the town."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from bihuan.core import calendar, clock
from bihuan.core.actions import Actor
from bihuan.demo import cast
from bihuan.demo.findings import Fault
from bihuan.demo.patrols import find, order, version_of
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.hazards.actions import confirm_fixed_on_site
from bihuan.referrals import actions
from bihuan.referrals.actions.sending import Letter
from bihuan.referrals.models import Assignment, Referral
from bihuan.referrals.rules import upper_body, usual_bodies

EXIT = Fault(
    "fire", "二层", "二层经营场所未经消防验收擅自投入使用，疏散楼梯宽度不足", "停止使用二层，依法办理手续"
)
PIPE = Fault(
    "place", "门前", "门前雨水井盖缺失，井内燃气管线外露，产权单位不明", "设置围挡警示，明确产权单位后修复"
)
BOILER = Fault("equipment", "锅炉房", "常压锅炉未见登记标志，压力表超期未校", "校验压力表，补齐资料")
SLOPE = Fault("place", "后墙外", "厂区后墙外山坡有滑塌迹象，雨天有落石", "设置警戒，由主管部门勘查治理")
ROAD = Fault("place", "校门口", "校门前道路未设减速带和警示标志，上下学时段车速快", "协调设置交通安全设施")
SCAFFOLD = Fault("place", "临街面", "临街脚手架连墙件缺失，立杆下沉，随时可能倾倒", "立即加固，拆除危险部分")

LANE = Fault("fire", "堆场", "成品堆垛占用消防车通道", "清理通道，划线标识")


@dataclass(frozen=True)
class Case:
    """A matter on its way, with the hazard that it is about where there is one, and the steps that follow on coming days."""

    stage: Stage
    at: tuple[TownUnit, UUID] | None = None

    @property
    def unit(self) -> TownUnit:
        assert self.at is not None
        return self.at[0]

    @property
    def hazard(self) -> UUID:
        assert self.at is not None
        return self.at[1]

    def after(self, day: date, days: int, step: Callable[[date], None]) -> None:
        """A step some days on, on a working day."""
        on = working_day(day + timedelta(days=days))
        self.stage.later(on, partial(self._play, on, step))

    def _play(self, on: date, step: Callable[[date], None]) -> None:
        with self.stage.moment(on):
            step(on)

    def refer(self, body: str, reason: str, workdays: int, kind: str = "transfer") -> Referral:
        """Sent by the head of the office, today."""
        letter = Letter(
            kind,
            reason,
            body=body,
            materials=("检查记录", "隐患照片"),
            due_on=calendar.add_workdays(clock.today(), workdays),
        )
        return actions.refer(self.office, self.hazard, letter, version=version_of(self.stage, self.hazard))

    def settle(self, note: str) -> None:
        """The town has looked."""
        version = version_of(self.stage, self.hazard)
        photos = self.stage.photo("place", "after")
        actions.settle_referred(self.office, self.hazard, version=version, note=note, photos_after=photos)
        self.unit.open_cases -= 1

    @property
    def office(self) -> Actor:
        return self.stage.actor("safety_head")


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that begins on or after `since` on the agenda."""
    year = stage.year
    scenes = (
        (date(year, 2, 28), partial(_assigned_in_time, stage)),
        (date(year, 4, 10), partial(_chased, stage)),
        (date(year, 5, 16), partial(_assigned_late, stage)),
        (date(year, 6, 20), partial(_returned, stage)),
        (date(year, 7, 25), partial(_called, stage)),
        (date(year, 9, 5), partial(_copied, stage)),
        (date(year, 10, 10), partial(_answered, stage)),
        (date(year, 10, 16), partial(_assigned_twice, stage)),
        (date(year, 10, 24), partial(_nobodys, stage)),
        (date(year, 12, 12), partial(_assigned_open, stage)),
    )
    for wished, scene in scenes:
        day = working_day(wished)
        if day >= since:
            stage.later(day, partial(scene, day))


def _chased(stage: Stage, day: date) -> None:
    """The fire brigade takes it, forgets it, is reminded, and answers late."""
    case = _case(stage, day, "crowd", EXIT)
    with stage.moment(day):
        sent = case.refer(_body(stage, "消防"), "未经消防验收投入使用不属本镇职责，请依法查处", 10)
    due = sent.due_on or day
    take, late = (due - day).days // 4, (due - day).days + 2
    case.after(day, take, lambda on: _acknowledge(case, sent, "值班参谋 邢磊", on))
    case.after(day, late, lambda on: _chase(case, sent, "phone", "对方答应本周内答复", on))
    case.after(day, late + 4, lambda on: _answer(case, sent, "已责令停止使用二层并立案", on))
    case.after(day, late + 6, lambda _on: case.settle("现场核实，二层已停用并封闭"))


def _answered(stage: Stage, day: date) -> None:
    """The land office looks at a slope, and answers in time."""
    case = _case(stage, day, "trade.machine", SLOPE)
    with stage.moment(day):
        land = _body(stage, "自然资源" if day.year >= 2019 else "国土")
        sent = case.refer(land, "地质灾害隐患属贵局职责，请勘查并组织治理", 15)
    case.after(day, 2, lambda on: _acknowledge(case, sent, "地环科 路明", on))
    case.after(day, 12, lambda on: _answer(case, sent, "已勘查，清除危石并设挡网", on))
    case.after(day, 14, lambda _on: case.settle("现场核实，危石已清除，挡网已设"))


def _returned(stage: Stage, day: date) -> None:
    """Not of the market office's catalogue: it comes back, and the town orders it itself."""
    case = _case(stage, day, "shop", BOILER)
    with stage.moment(day):
        sent = case.refer(_body(stage, "市场监督"), "疑似特种设备未登记使用，请核查", 15)
    case.after(day, 3, lambda on: _acknowledge(case, sent, "特设科 安宁", on))

    def give_back(on: date) -> None:
        _decline(case, sent, "属常压锅炉，不在特种设备目录内，由属地监管", on)
        ordered_on = working_day(on + timedelta(days=1))
        again = partial(order, stage, ordered_on, case.unit, case.hazard, BOILER, days=7, strict=True)
        stage.later(ordered_on, again)

    case.after(day, 8, give_back)


def _nobodys(stage: Stage, day: date) -> None:
    """Two bodies say that it is not theirs; the district's commission decides whose it is."""
    case = _case(stage, day, "trade.catering", PIPE)
    with stage.moment(day):
        first = case.refer(_body(stage, "住房"), "市政管网设施缺失，请明确产权并修复", 15)
    case.after(day, 3, lambda on: _decline(case, first, "该路段未移交市政管理，不属我局职责", on))
    sent: list[Referral] = []
    why = "市政设施缺失危及行人，请协调产权单位修复"
    case.after(day, 6, lambda _on: sent.append(case.refer(_body(stage, "综合行政执法"), why, 15)))
    case.after(day, 8, lambda on: _acknowledge(case, sent[0], "市政科 雷雨", on))
    case.after(day, 13, lambda on: _decline(case, sent[0], "燃气管线由主管部门负责，予以退回", on))
    upper = upper_body(cast.DISTRICT)
    raised = "该问题已分别移送两家单位，均认为不属本单位职责，请协调明确主管部门"
    case.after(day, 17, lambda _on: sent.append(case.refer(upper, raised, 15)))
    done = "经协调由住建部门牵头，管线已加套管，井盖已复位"
    case.after(day, 31, lambda on: _answer(case, sent[1], done, on))
    case.after(day, 33, lambda _on: case.settle("现场核实，井盖已复位，管线已防护"))


def _copied(stage: Stage, day: date) -> None:
    """The town mends what it can, and the bureau of education is told."""
    case = _case(stage, day, "school", ROAD)
    with stage.moment(day):
        sent = case.refer(_body(stage, "教育"), "请督促学校落实上下学时段护导", 15, kind="copy")
    case.after(day, 2, lambda on: _acknowledge(case, sent, "安全科 郝静", on))
    ordered_on = working_day(day + timedelta(days=1))
    again = partial(order, stage, ordered_on, case.unit, case.hazard, ROAD, days=15, strict=True)
    stage.later(ordered_on, again)


def _called(stage: Stage, day: date) -> None:
    """A scaffold leans over a street: the building office is called, comes within the hour, and has it made safe."""
    case = _case(stage, day, "building", SCAFFOLD)
    department, head = stage.departments["城建办"].pk, stage.actor("department_head")
    letter = Letter("whistle", "临街脚手架随时可能倾倒，请立即到场处置", department=department, hours=2)
    with stage.moment(day):
        version = version_of(stage, case.hazard)
        call = actions.refer(stage.actor("vice_mayor"), case.hazard, letter, version=version)
    with stage.moment(day):
        actions.acknowledge(head, call.pk, version=1, by=head.name, on=day)
    with stage.moment(day):
        actions.answer(head, call.pk, version=2, note="已封闭人行道，施工单位拆除危险部分", on=day)
    with stage.moment(day):
        confirm_fixed_on_site(
            case.office,
            case.hazard,
            version=version_of(stage, case.hazard),
            photos_after=stage.photo(SCAFFOLD.kind, "after"),
        )
    case.unit.open_cases -= 1


def _assigned_in_time(stage: Stage, day: date) -> None:
    """A matter about one unit: given to the officers, and what they found belongs to it."""
    case = _case(stage, day, "trade.wood", LANE)
    with stage.moment(day):
        title = f"核查{case.unit.name}占用消防车通道问题"
        matter = _receive(case, "交〔{}〕3号", title, 15, unit=case.unit.id)
    with stage.moment(day):
        actions.give_assignment(case.office, matter.pk, version=1, post="inspector", note="三日内核查")
    with stage.moment(day):
        actions.link_hazards(stage.actor("inspector_1"), matter.pk, hazards=[case.hazard])
    ordered_on = working_day(day + timedelta(days=1))
    again = partial(order, stage, ordered_on, case.unit, case.hazard, LANE, days=5, strict=True)
    stage.later(ordered_on, again)
    case.after(day, 11, lambda on: _reply(case, matter, 2, "经核查属实，已责令清理，复查合格", on))
    case.after(day, 18, lambda on: _close(case, matter, 3, on))


def _assigned_late(stage: Stage, day: date) -> None:
    """A village takes its time."""
    case = Case(stage)
    village = next(iter(stage.watchers))
    with stage.moment(day):
        matter = _receive(case, "督〔{}〕11号", "汛前河道采砂遗留坑洞排查", 7)
    with stage.moment(day):
        cell = stage.cells[village].pk
        actions.give_assignment(case.office, matter.pk, version=1, cell_id=cell, note="沿河逐坑排查")
    head = stage.watchers[village][0]

    def handled(_on: date) -> None:
        note = "排查坑洞4处，均已设警示牌"
        actions.handle_assignment(stage.actor(head), matter.pk, version=2, note=note)

    case.after(day, 9, handled)
    case.after(day, 10, lambda on: _reply(case, matter, 3, "排查坑洞4处，均已设警示牌，回填2处", on))
    case.after(day, 16, lambda on: _close(case, matter, 4, on))


def _assigned_twice(stage: Stage, day: date) -> None:
    """The first answer is not enough."""
    case = Case(stage)
    with stage.moment(day):
        matter = _receive(case, "督〔{}〕27号", "督导检查反馈在建工地临时用电问题整改", 14)
    with stage.moment(day):
        department = stage.departments["城建办"].pk
        actions.give_assignment(case.office, matter.pk, version=1, department_id=department)
    case.after(day, 8, lambda on: _reply(case, matter, 2, "已要求各工地自查整改", on))

    def sent_back(on: date) -> None:
        actions.send_back_assignment(
            case.office,
            matter.pk,
            version=3,
            note="请逐个工地报整改结果",
            on=on,
            due_on=on + timedelta(days=10),
        )

    case.after(day, 12, sent_back)
    case.after(day, 19, lambda on: _reply(case, matter, 4, "3个工地配电箱均已整改，附照片", on))
    case.after(day, 25, lambda on: _close(case, matter, 5, on))


def _assigned_open(stage: Stage, day: date) -> None:
    """Still under way when the year ends."""
    case = Case(stage)
    with stage.moment(day):
        matter = _receive(case, "交〔{}〕41号", "岁末年初烟花爆竹经营点专项核查", 30)
    with stage.moment(day):
        actions.give_assignment(case.office, matter.pk, version=1, post="inspector", note="逐店核查")


def _case(stage: Stage, day: date, category: str, fault: Fault) -> Case:
    """A patrol finds something at the unit of a category that has the least open."""
    there = [
        unit
        for unit in stage.units
        if unit.is_in((category,)) and not unit.kept_apart and unit.opened_on <= day
    ]
    unit = min(there, key=lambda one: one.open_cases)
    unit.open_cases += 1
    found = find(stage, day, unit, stage.watchers[unit.village][0], fault, decide=False)
    return Case(stage, (unit, found))


def _body(stage: Stage, word: str) -> str:
    bodies = usual_bodies(cast.DISTRICT, stage.town.bureau, date(stage.year, 1, 1))
    return next(name for name in bodies if word in name)


def _version(case: Case, referral: Referral) -> int:
    found: Referral = Referral.objects.within(case.office.scope).get(pk=referral.pk)
    return found.version


def _acknowledge(case: Case, sent: Referral, by: str, on: date) -> None:
    actions.acknowledge(case.office, sent.pk, version=_version(case, sent), by=by, on=on)


def _chase(case: Case, sent: Referral, how: str, note: str, on: date) -> None:
    actions.chase(case.office, sent.pk, version=_version(case, sent), how=how, on=on, note=note)


def _answer(case: Case, sent: Referral, note: str, on: date) -> None:
    actions.answer(case.office, sent.pk, version=_version(case, sent), note=note, on=on)


def _decline(case: Case, sent: Referral, note: str, on: date) -> None:
    actions.decline(case.office, sent.pk, version=_version(case, sent), note=note, on=on)


def _receive(case: Case, word: str, title: str, days: int, unit: UUID | None = None) -> Assignment:
    today = clock.today()
    return actions.receive_assignment(
        case.office,
        source=upper_body(cast.DISTRICT),
        number=f"澜安办{word.format(today.year)}",
        title=title,
        text="请认真核查处理，结果按期书面报我办。",
        received_on=today,
        due_on=today + timedelta(days=days),
        unit_id=unit,
    )


def _reply(case: Case, matter: Assignment, version: int, note: str, on: date) -> None:
    number = f"枫政安函〔{on.year}〕{on.month}号"
    actions.reply_above(case.office, matter.pk, version=version, note=note, on=on, number=number)


def _close(case: Case, matter: Assignment, version: int, on: date) -> None:
    actions.close_assignment(case.office, matter.pk, version=version, on=on)
