"""The templates from which a drive is drafted, by its kind: how long, which stages, what is looked at, how work is divided. Our own words; a draft is
changed by hand before it is issued. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bihuan.campaigns.asked import BULLETIN, OFFICE, OFFICE_LABEL, Asked
from bihuan.campaigns.rules import Stage, laid_out
from bihuan.inspections.rules import DRIVE_KINDS

Shares = tuple[tuple[str, int, str], ...]  # name, share of the days, what is done

_FOUR: Shares = (
    ("动员部署", 1, "印发方案，明确分工，通知到每一家单位。"),
    ("自查自纠", 2, "各单位对照检查表自查，能改的当场改，改不了的报镇安全办。"),
    ("集中整治", 5, "各专项组按分工逐家检查，隐患登记到条、限期整改、到期复查。"),
    ("巩固总结", 2, "未查的补查，未整改的盯到销号，汇总形成总结。"),
)
_THREE: Shares = (
    ("动员部署", 1, "印发方案，明确分工，通知到每一家单位。"),
    ("集中检查", 6, "各专项组按分工逐家检查，隐患登记到条、限期整改。"),
    ("复查总结", 2, "到期的逐条复查，未查的补查，汇总形成总结。"),
)
_SWEEP: Shares = (
    ("摸底建账", 1, "按网格和类别列出应到的每一处。"),
    ("逐处巡查", 6, "每一处到场查看；名单上没有的当场登记；去了没查成的写明原因。"),
    ("补漏总结", 1, "没有到的补查，汇总形成总结。"),
)
_DEMANDS = (
    "各专项组要依法检查、如实记录，隐患登记到条，责任、期限写清楚；不属于本镇职责的及时移送。同一家单位一个月内有几个组要去的，尽量合并成一次。"
    "严守廉洁纪律，不干扰正常生产经营。"
)
_HANDING = "报送前先核对本组进度；未查单位的原因、未整改的隐患，行动结束后三日内核对完毕。"
_FRIDAY = 4
_ABOVE = ""  # the town's own superior: the draft names it
_WEEKLY = Asked("", "本周检查和整改情况", to=OFFICE_LABEL, weekday=_FRIDAY)
_BULLETIN = Asked("", "进展情况周报", OFFICE, _ABOVE, weekday=_FRIDAY, source=BULLETIN)


def _at_end(name: str, days: int) -> Asked:
    return Asked("", name, OFFICE, _ABOVE, "end", days=days, source=BULLETIN)


_ASKED = (_WEEKLY, _at_end("行动总结", 3))
_LONG = (_WEEKLY, _BULLETIN, _at_end("行动总结", 3))
_BY_TEAMS = Asked("", "检查情况", to=OFFICE_LABEL, rhythm="end", days=0)


@dataclass(frozen=True)
class Template:
    """What a draft of a kind begins with. `days` long; `categories` and `mode` as in a plan."""

    aim: str
    content: str
    days: int
    stages: Shares = _THREE
    mode: str = "trade"
    categories: tuple[str, ...] = ()
    demands: str = _DEMANDS
    handing: str = _HANDING
    asked: tuple[Asked, ...] = _ASKED

    def stages_for(self, first: date, last: date) -> list[Stage]:
        """The stages laid along a period."""
        return laid_out([(Stage(name, text=text), share) for name, share, text in self.stages], first, last)

    def asked_of(self, district: str, keys: Iterable[str]) -> list[Asked]:
        """What is to be handed up, to the town's own superior; each line under a key of its own."""
        above = f"{district}安委办"
        return [replace(one, key=key, to=one.to or above) for one, key in zip(self.asked, keys, strict=False)]


TEMPLATES: Mapping[str, Template] = {
    "general": Template(
        "对全镇生产经营单位全面检查一遍，隐患清单化管理、闭环整改，不发生生产安全事故。",
        "安全生产责任制是否落到人；设备设施、用电用气、消防通道是否合规；有限空间、动火等作业是否审批；人员是否持证、培训；应急物资和预案是否能用。",
        21,
    ),
    "hundred": Template(
        "用一百天把重点行业的突出隐患查清、改到位，重大隐患见底清零，较大以上事故不发生。",
        "危险化学品、烟花爆竹、矿山、建筑施工、交通运输、工贸、学校和人员密集场所的重大事故隐患；上次检查没有改到位的老问题；违章指挥、违章作业。",
        100,
        _FOUR,
        asked=_LONG,
    ),
    "root": Template(
        "从源头治理反复出现的隐患，推动单位把风险管住、把责任压实。",
        "重复出现的隐患及其原因；风险分级管控是否真正执行；主要负责人是否履职；改造、搬迁、淘汰等治本措施的进度。",
        180,
        _FOUR,
        asked=_LONG,
    ),
    "special": Template(
        "集中整治本行业的突出问题，消除一批隐患，规范一批单位。",
        "本行业的重大事故隐患判定标准逐项对照；证照、人员资格；作业现场；应急处置。",
        30,
        _FOUR,
    ),
    "flood": Template(
        "确保汛期不发生因强降雨、雷电、山洪引发的生产安全事故。",
        "低洼地带的厂房、仓库和排水；矿山、边坡、在建工地的防坍塌措施；防雷防静电；危险化学品遇水遇湿；汛期值守、撤离的安排。",
        45,
        _THREE,
    ),
    "holiday": Template(
        "节前查清、节中盯住，确保节日期间平稳。",
        "商场、市场、饭店、旅馆等人员密集场所的疏散和用火用电；烟花爆竹零售；加油站；客运车辆；节日期间不停产单位的值守。",
        12,
        (
            ("节前检查", 3, "各专项组节前逐家检查，隐患不过节。"),
            ("节中值守", 1, "领导带班，重点单位再看一遍。"),
        ),
        asked=(_BY_TEAMS, _at_end("节日检查情况", 1)),
    ),
    "month": Template(
        "围绕安全生产月主题，边查隐患边讲安全，让单位和群众知道怎么防。",
        "主要负责人带头讲安全、查隐患；从业人员会不会用灭火器、知不知道逃生路线；上次检查的问题有没有反弹。",
        30,
        (
            ("宣传发动", 1, "印发方案，开展咨询日和进企业宣传。"),
            ("排查整改", 2, "各专项组逐家检查，隐患闭环整改。"),
            ("总结提升", 1, "到期复查，汇总形成总结。"),
        ),
        asked=(_WEEKLY, _at_end("安全生产月总结", 3)),
    ),
    "sweep": Template(
        "对划定的网格和类别逐处到场，不漏一处；名单上没有的补登记。",
        "是否在营业、生产、施工；证照；用火用电用气；消防通道；有无新出现的场所、自建房施工、非法点位。",
        14,
        _SWEEP,
        mode="grid",
        demands="每一处都要到场；到了没有发现问题的点“已到”，发现问题的登记检查；确实查不成的写明原因。名单上没有的当场登记。",
        handing="每天下班前核对当天没有到的。",
        asked=(_BY_TEAMS, _at_end("巡查总结", 1)),
    ),
}
assert set(TEMPLATES) == set(DRIVE_KINDS)


def name_for(kind: str, begins_on: date) -> str:
    """2026年安全生产大检查; what a person will mostly change."""
    return f"{begins_on.year}年{DRIVE_KINDS[kind]}{'行动' if kind in ('hundred', 'root', 'special') else ''}"


def period_for(kind: str, today: date) -> tuple[date, date]:
    """From tomorrow on, as long as the kind usually takes; both days counted. The safety month is June."""
    if kind == "month" and today.month < 6:
        return date(today.year, 6, 1), date(today.year, 6, 30)
    first = today + timedelta(days=1)
    return first, first + timedelta(days=TEMPLATES[kind].days - 1)
