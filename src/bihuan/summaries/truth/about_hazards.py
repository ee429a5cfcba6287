"""Claims about hazards: that all are mended, in time, looked at again; that there are none."""

import re

from bihuan.summaries.truth import judges, wording
from bihuan.summaries.truth.each import CAMPAIGN, CELL, MONTH, rectified_in_each
from bihuan.summaries.truth.kinds import ALL_DONE, GOAL, HUNDRED, Against, ClaimKind

_LEAD = r"(?:并|已|已经|现|目前)*"
_IN_TIME = r"(?<![未不])(?:按期|按时|如期|限期内|期限内)"
_NO_COUNT = r"(?!率|的|\d|[XＸx×_＿*○□]|[一二两三四五六七八九十]+[条项处个起])"
_MENDED = (
    "hazards.open",
    "hazards.found",
    "hazards.rectified",
    "hazards.rate",
    "hazards.open_overdue",
    "hazards.open_due",
)
_KEPT = (
    "hazards.deadline",
    "hazards.deadline_done",
    "hazards.deadline_late",
    "hazards.open_overdue",
    "hazards.open_due",
)
_MAJOR = ("hazards.major", "hazards.major_done", "hazards.major_rate")
_CHECKED = ("inspect.covered", "units.total")
_ANY = r"(?:一[处条起项个]|任何|明显)?"
_MAJOR_HAZARD = r"重大(?:事故|安全|生产)*隐患(?!逾期|整改|排查|治理|督办|判定|台账|清单|企业|单位)"
_HAZARD = r"(?:安全|事故|生产)*(?:隐患|问题)(?!逾期|整改|排查|治理|台账|清单|企业|单位)"


def _each(name: str, of: str, each: str) -> ClaimKind:
    """各村均已整改, said of each of some kind."""
    return ClaimKind(
        name,
        re.compile(rf"{of}[^，。；]{{0,14}}?{ALL_DONE}"),
        _MENDED,
        against=(Against("hazards.open"),),
        each=each,
        judge_each=rectified_in_each,
        goal_words=GOAL,
    )


TOTALS = (
    ClaimKind(
        "全部按期整改",
        re.compile(
            rf"{_LEAD}(?:(?:全部|均|都|已全)(?:已|已经|能)?{_IN_TIME}(?:全部|均)?(?:得到|得以|完成|予以)?(?:整改|销号|闭环){_NO_COUNT}(?:完毕|到位|完成|结束|销号)?"
            rf"|{_IN_TIME}(?:全部|均|都)?(?:得到|得以|予以)?(?:(?:整改|销号|闭环)(?:完毕|到位|完成|结束)|完成(?:整改|销号)){_NO_COUNT})"
            rf"|按[期时]整改(?:完成)?率{HUNDRED}"
        ),
        _KEPT,
        judges.all_in_time,
        (Against("hazards.deadline_late"), Against("hazards.open", among="hazards.deadline")),
        wording.in_time,
        goal_words=GOAL,
    ),
    ClaimKind(
        "按期整改",
        re.compile(
            rf"{_LEAD}{_IN_TIME}(?:得到|得以|予以)?(?:整改|销号|闭环){_NO_COUNT}"
            r"|无一[条起例家处项]?(?:逾期|超期)|(?:从未|未发生)(?:过)?(?:一[条起例])?(?:逾期|超期)"
        ),
        _KEPT,
        judges.in_time,
        (Against("hazards.deadline_late"), Against("hazards.open_overdue")),
        wording.in_time,
        goal_words=GOAL,
    ),
    ClaimKind(
        "限期整改已完成",
        re.compile(
            r"(?:限期|责令)[^，。；]{0,24}?(?:整改完毕|整改到位|完成整改|整改完成|复查合格|全部整改|全部销号|均已整改|已整改)(?:完毕|到位|完成)?"
            r"|(?:全部|均|都)(?:已|经)*复查合格"
        ),
        ("hazards.deadline_done", "hazards.deadline"),
        judges.ordered_rectified,
        (Against("hazards.open", among="hazards.deadline"),),
        wording.orders_met,
        goal_words=GOAL,
    ),
    _each(
        "各村均已整改",
        r"(?:各|每个|所有)(?P<of>村（社区）|村、社区|村居|村|社区|办事处|片区|管区|园区|网格)",
        CELL,
    ),
    _each("各次行动均已整改", r"(?:各|每)(?:项|次|个)?(?:安全生产|专项)*(?:行动|整治|检查行动)", CAMPAIGN),
    _each("每月均已整改", r"(?:每月|每个月|各月)", MONTH),
    ClaimKind(
        "重大隐患全部整改",
        re.compile(
            rf"重大(?:事故|安全)*隐患(?:问题)?[^，。；\d]{{0,6}}?(?:{_LEAD}{ALL_DONE}|整改(?:完成)?率{HUNDRED}|动态清零)"
        ),
        _MAJOR,
        judges.major_rectified,
        (Against("hazards.open", among="hazards.major"),),
        wording.major_mended,
        goal_words=GOAL,
    ),
    ClaimKind(
        "全部整改",
        re.compile(
            rf"{_LEAD}{ALL_DONE}|整改(?:完成)?率{HUNDRED}|(?:隐患|问题)[^，。；]{{0,6}}动态清零"
            r"|无一[条处项个]?未整改|没有一[条处项个]未整改"
        ),
        _MENDED,
        judges.all_rectified,
        (Against("hazards.open"),),
        wording.mended,
        goal_words=GOAL,
    ),
    ClaimKind(
        "均当场整改",
        re.compile(
            r"(?:全部|均|都)(?:已|已经)?(?:当场|现场|立即|当即|即时)(?:得到|完成|予以|进行)?(?:了)?整改(?:完毕|到位|完成)?"
        ),
        ("hazards.onsite", "hazards.found"),
        judges.all_on_site,
        (Against("hazards.found", apart="hazards.onsite"),),
        wording.on_site,
        goal_words=re.compile(rf"{GOAL.pattern}|能(?=[^，。；]*的)|凡|可(?=[^，。；]*的)|应(?=[^，。；]*的)"),
    ),
    ClaimKind(
        "全部复查",
        re.compile(
            rf"复查率{HUNDRED}|(?:100[%％]|百分之百|百分百)(?:进行|完成)?了?复查"
            r"|(?:全部|均|都|逐一|逐条|逐项|逐家)(?:已|已经|进行|完成|组织|开展|予以)*了?复查(?!合格|人|意见|组)"
        ),
        ("hazards.deadline", "hazards.unreviewed"),
        judges.all_reinspected,
        (Against("hazards.unreviewed"),),
        wording.reinspected,
        goal_words=GOAL,
    ),
)

NONE = (
    ClaimKind(
        "无逾期",
        re.compile(
            r"(?:无|没有|未出现|零)(?:一起|一条|一例)?逾期(?!不|未(?!整改|完成|销号)|目标|[^，。；]{0,4}(?:设备|证|车辆))[^，。；]{0,8}"
        ),
        ("hazards.overdue", "hazards.deadline"),
        judges.no_overdue,
        (Against("hazards.overdue"),),
        wording.overdue,
        goal_words=GOAL,
    ),
    ClaimKind(
        "目前无重大隐患",
        re.compile(
            rf"(?:目前|现|截至目前|截止目前)(?:已|全镇|辖区|我镇|区域内|内)*(?:无|没有|不存在){_ANY}{_MAJOR_HAZARD}"
        ),
        ("hazards.major", "hazards.major_done", *_CHECKED),
        judges.no_major_now,
        (Against("hazards.open", among="hazards.major"),),
        wording.major,
        goal_words=GOAL,
    ),
    ClaimKind(
        "未发现重大隐患",
        re.compile(rf"(?:未|没有|没)(?:发现|查出|排查出|检查出){_ANY}{_MAJOR_HAZARD}"),
        ("hazards.major", "inspect.visits", "hazards.major_done"),
        judges.no_major_found,
        (Against("hazards.major"),),
        wording.major,
        goal_words=GOAL,
    ),
    ClaimKind(
        "无重大隐患",
        re.compile(rf"(?:无|没有|零|不存在){_ANY}{_MAJOR_HAZARD}"),
        ("hazards.major", "hazards.major_done", *_CHECKED),
        judges.no_major,
        (Against("hazards.major"),),
        wording.major,
        goal_words=GOAL,
    ),
    ClaimKind(
        "未发现隐患",
        re.compile(rf"(?:未|没有)(?:发现|查出|排查出){_ANY}{_HAZARD}"),
        ("hazards.found", "inspect.visits"),
        judges.none_found,
        (Against("hazards.found"),),
        wording.found,
        goal_words=GOAL,
    ),
    ClaimKind(
        "零隐患",
        re.compile(
            r"零隐患|(?:无|不存在)(?:任何|一[处条项])?(?:安全|事故)*隐患(?!逾期|整改|排查|治理|企业|单位)"
        ),
        ("hazards.found", *_CHECKED),
        judges.no_hazard,
        (Against("hazards.found"),),
        wording.found,
        goal_words=GOAL,
    ),
)
