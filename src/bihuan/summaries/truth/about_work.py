"""Claims about the work itself: what it covers, how often it is done, by which practice, and the numbers it counts."""

import re

from bihuan.summaries.truth import judges, wording
from bihuan.summaries.truth.each import CELL, MONTH, NAMED, QUARTER, done_from_time_to_time, done_in_each
from bihuan.summaries.truth.kinds import COUNT, DUTY, HUNDRED, WISH, Against, ClaimKind

# 检查组, 检查情况, 自查 are no checks.
_CHECK = r"(?<!自我)(?<!自)(?:检查|排查|巡查|督查|抽查)(?!组|情况|记录|结果|人员|方案|表|制度|计划|考核|通报)"
_HELD = r"(?:实行|坚持|执行|推行|建立|建立健全|落实|采取|采用|健全|完善)了?"
_TIMES = rf"(?:不少于|至少|不低于)?(?:{COUNT}次)?"
_CELLS = r"(?P<of>村（社区）|村、社区|村居|村|社区|办事处|片区|管区|园区)"


def _often(name: str, every: str, each: str) -> ClaimKind:
    return ClaimKind(
        name,
        re.compile(rf"{every}[^，。；\dXＸ_×]{{0,14}}?{_CHECK}{_TIMES}"),
        ("inspect.visits", "inspect.count"),
        each=each,
        judge_each=done_in_each("inspect.visits", times="inspect.count"),
        goal_words=DUTY,
    )


def _practice(name: str, words: str, figure: str) -> ClaimKind:
    """A practice that leaves records."""
    pattern = rf"{_HELD}[^，。；\d]{{0,8}}{words}[^，。；\dXＸ_×]{{0,6}}?(?:检查|巡查|督查|制度|机制|方式)+"
    return ClaimKind(name, re.compile(pattern), (figure,), judges.practised(figure), goal_words=DUTY)


_LETTERS = r"(?:责任书|责任状|承诺书)"
_EACH_SIGNED = r"(?:分别|全部|均|都|逐一|逐家|逐户|逐村|层层|逐级|一一)(?:已|已经)?签(?:订|下|署|了)"
_NUMBERED_LETTERS = r"(?![的率共约计近]{0,2}[\dXＸ×_＿（(⟦〔*【])(?!的单位)"  # what is counted is no claim
_OF_LETTERS = (
    "letters.due",
    "letters.done",
    "letters.left",
    "letters.rate",
    "letters.departments",
    "letters.offices",
    "letters.villages",
    "letters.enterprises",
)

LETTERS = (
    ClaimKind(
        "责任书全部签订",
        re.compile(
            rf"{_EACH_SIGNED}了?[^，。；\dXＸ]{{0,20}}?{_LETTERS}|{_LETTERS}{_EACH_SIGNED}(?:完毕|到位)?"
            rf"|签[订约]率{HUNDRED}|[^，。；]{{0,14}}{_LETTERS}[^，。；]{{0,8}}全覆盖"
        ),
        _OF_LETTERS,
        judges.signed_all,
        (Against("letters.left"),),
        wording.signed,
        goal_words=DUTY,
    ),
    ClaimKind(
        "签订责任书",
        re.compile(rf"(?<![应已未])签(?:订|下|署)了?[^，。；\dXＸ]{{0,20}}?{_LETTERS}{_NUMBERED_LETTERS}"),
        ("letters.signed",),
        judges.practised("letters.signed"),
        goal_words=DUTY,
        is_of_town=True,
    ),
)

COVERAGE = (
    ClaimKind(
        "网格全覆盖",
        re.compile(r"[^，。；]{0,14}网格[^，。；]{0,16}全覆盖|[^，。；]{0,14}全覆盖[^，。；]{0,10}网格"),
        ("grid.uncovered", "grid.cells", "units.unplaced"),
        judges.grid_covered,
        (Against("grid.uncovered"), Against("units.unplaced")),
        wording.grid,
        goal_words=WISH,
        is_of_town=True,
    ),
    ClaimKind(
        "培训全覆盖",
        re.compile(rf"[^，。；]{{0,14}}(?:培训|教育)[^，。；检查]{{0,10}}(?:全覆盖|覆盖[率面]{HUNDRED})"),
        ("training.invited", "training.invited_came", "training.absent"),
        judges.trained_all,
        (Against("training.absent"),),
        wording.trained,
        goal_words=WISH,
    ),
    ClaimKind(
        "各村均检查",
        re.compile(
            rf"(?:各|每个|所有|逐){_CELLS}[^，。；]{{0,6}}?(?:均|都|全部|逐一|逐个|(?<=逐村)|(?<=逐社区))"
            rf"(?:已|已经|进行|开展|组织)*了?[^，。；]{{0,6}}?{_CHECK}"
        ),
        ("inspect.visits",),
        each=CELL,
        judge_each=done_in_each("inspect.visits"),
        goal_words=DUTY,
    ),
    ClaimKind(
        "检查全覆盖",
        re.compile(
            r"[^，。；]{0,14}(?:检查|巡查|排查|督查)[^，。；网格]{0,14}(?:全覆盖|无一遗漏)|全覆盖(?:式)?[^，。；]{0,4}(?:检查|排查|巡查)"
            rf"|检查覆盖率{HUNDRED}|覆盖率{HUNDRED}"
            rf"|[^，。；]{{0,14}}(?:逐户|逐家|逐一|逐个|逐企|逐点|挨家挨户)(?:开展|进行|组织|实施|上门|了|的|安全|全面)*{_CHECK}"
        ),
        ("inspect.coverage", "inspect.covered", "units.total"),
        judges.checked_all,
        (Against("units.total", apart="inspect.units", field="unit"),),
        wording.checked,
        goal_words=WISH,
    ),
)

_SERVED = r"(?:全部|均|都|逐一|逐份)(?:已|已经)?(?:依法|按时|按期|及时)?送达(?:到位|完毕|当事人|被检查单位)?"

SERVICE = (
    ClaimKind(
        "指令书全部送达",
        re.compile(rf"指令书[^。；]{{0,24}}?{_SERVED}"),
        ("docs.order", "docs.order_served"),
        judges.served("docs.order", "docs.order_served"),
        (Against("docs.order", apart="docs.order_served"),),
        wording.served("docs.order", "docs.order_served"),
        goal_words=DUTY,
    ),
    ClaimKind(
        "文书全部送达",
        re.compile(rf"(?:[^，。；]{{0,14}}(?:文书|通知书|决定书)[^。；]{{0,24}}?)?{_SERVED}|送达率{HUNDRED}"),
        ("docs.to_serve", "docs.to_serve_done"),
        judges.served("docs.to_serve", "docs.to_serve_done"),
        (Against("docs.to_serve", apart="docs.to_serve_done"),),
        wording.served("docs.to_serve", "docs.to_serve_done"),
        goal_words=DUTY,
    ),
)

# Files of which a number is told (建立“一企一册”12册) are counted, not claimed.
_NUMBERED = r"(?![”\"]?(?:建档|档案|资料)?(?:共|共计|累计)?[\dXＸ×_＿（⟦])"

FILES = (
    ClaimKind(
        "一企一册",
        re.compile(
            rf"(?:并|基本|均|都|全部)*(?:完善|建立|健全|建立健全|建立完善)了?[“\"]?一企一[册档][”\"]?{_NUMBERED}"
        ),
        ("units.files", "units.files_whole", "units.files_rate", "units.pilot"),
        judges.filed,
        (Against("units.files", apart="units.files_whole"),),
        wording.filed,
        goal_words=DUTY,
    ),
)

_REPORTS = r"[“\"]?(?:日报告|零报告)[”\"]?(?:[、和“\"]{0,3}(?:零报告|日报告)[”\"]?)?"
_OF_REPORTS = ("dailies.owed", "dailies.sent", "dailies.on_time", "dailies.missing", "dailies.zero")

REPORTS = (
    ClaimKind(
        "坚持日报告",
        re.compile(rf"坚持{_REPORTS}"),
        _OF_REPORTS,
        judges.reported_always,
        (Against("dailies.missing"),),
        wording.reported,
        goal_words=DUTY,
    ),
    ClaimKind(
        "日报告制度",
        re.compile(rf"{_REPORTS}[^，。；]{{0,12}}制度"),
        _OF_REPORTS,
        judges.reported,
        (),
        wording.reported,
        goal_words=DUTY,
    ),
)

_TRAININGS = r"(?:安全生产|安全|业务|执法|法律法规|岗位|专题|消防|应急)*"

TRAINING = (
    ClaimKind(
        "开展业务培训",
        re.compile(
            rf"(?:组织|举办|开展)(?:开展|了)*(?:[^，。；\dXＸ_×]{{0,8}}(?:人员|网格员|负责人|管理员|干部)[^，。；\dXＸ_×]{{0,4}})?{_TRAININGS}(?:业务|执法|安全|法律法规)培训(?:班|活动)?(?!教育|机构|率|计划)(?![^，。；]{{0,6}}[\dXＸ×_＿⟦])"
        ),
        ("training.sessions", "training.people", "training.unheld"),
        judges.trained,
        (Against("training.unheld"),),
        wording.sessions,
        goal_words=DUTY,
    ),
    ClaimKind(
        "全员持证上岗",
        re.compile(
            rf"(?:[^，。；]{{0,14}}(?:全员|全部|均|都|{HUNDRED})(?:做到|实现|已|已经)*持证(?:上岗)?|[^，。；]{{0,14}}(?:实现|做到)了?持证上岗|持证(?:上岗)?率{HUNDRED})(?![^，。；]{{0,4}}(?:情况|要求|制度|规定))"
        ),
        (
            "training.uncertified_units",
            "training.certificate_units",
            "training.certified_units",
            "training.uncarded",
            "training.officers",
        ),
        judges.certified,
        (Against("training.uncertified_units"), Against("training.uncarded")),
        wording.certified,
        goal_words=DUTY,
    ),
)

ON_DUTY = (
    ClaimKind(
        "值班制度",
        re.compile(
            r"(?:实行|坚持|执行|落实|严格)*了?(?:领导)?(?:24|二十四)小时[^，。；]{0,8}(?:值班|值守)[^，。；\dXＸ_×]{0,4}"
        ),
        ("duty.days", "duty.staffed", "duty.bare"),
        judges.on_duty,
        (Against("duty.bare"),),
        wording.on_duty,
        goal_words=DUTY,
        is_of_town=True,
        of_days=True,
    ),
)

FREQUENCY = (
    ClaimKind(
        "分别检查",
        re.compile(
            rf"(?:对|到|深入)(?P<of>[^，。；对]{{1,20}}[、和与及][^，。；]{{1,20}}?)分别(?:开展|进行|组织|实施)*了?[^，。；\dXＸ_×]{{0,6}}?{_CHECK}"
        ),
        ("inspect.visits",),
        each=NAMED,
        judge_each=done_in_each("inspect.visits"),
        goal_words=DUTY,
    ),
    ClaimKind(
        "网格员每月巡查",
        re.compile(rf"网格(?:员|长)[^，。；]{{0,6}}(?:每(?:个)?月|逐月)[^，。；\dXＸ_×]{{0,10}}?{_CHECK}"),
        ("grid.patrols",),
        each=MONTH,
        judge_each=done_in_each("grid.patrols"),
        goal_words=DUTY,
    ),
    _often("每月检查", r"(?:每(?:个)?月|逐月|月月)", MONTH),
    _often("每季度检查", r"每(?:个)?季(?:度)?", QUARTER),
    ClaimKind(
        "定期检查",
        re.compile(rf"定期[^，。；\dXＸ_×]{{0,12}}?{_CHECK}"),
        ("inspect.visits",),
        each=MONTH,
        judge_each=done_from_time_to_time,
        goal_words=DUTY,
    ),
)

PRACTICE = (
    _practice("领导带队检查", r"领导[^，。；]{0,6}带队", "leaders.led"),
    _practice("四不两直", r"[“\"]?(?:四不两直|暗访|突击)[”\"]?", "inspect.unannounced"),
    _practice("夜查", r"(?:夜查|夜间)", "inspect.night"),
    _practice("专家查隐患", r"专家", "inspect.experts"),
    _practice("网格巡查", r"网格(?:员|化)?(?:日常)?巡查", "grid.patrols"),
)

COUNTS = (
    ClaimKind(
        "取缔数",
        re.compile(rf"取缔(?:关闭)?(?:了)?[^，。；\dXＸ×*_＿]{{0,14}}?{COUNT}(?:余|多)?(?:处|家|个)"),
        ("sanction.ban",),
        judges.banned,
        wording=wording.counted("sanction.ban"),
        goal_words=WISH,
    ),
    ClaimKind(
        "停业整顿数",
        re.compile(
            rf"(?:停业整顿|停产整顿|停产停业)(?:了)?[^，。；\dXＸ×*_＿]{{0,10}}?{COUNT}(?:余|多)?(?:家|处|个)"
        ),
        ("sanction.suspend",),
        judges.suspended,
        wording=wording.counted("sanction.suspend"),
        goal_words=WISH,
    ),
    ClaimKind(
        "专项组数",
        re.compile(
            rf"(?:成立|组建|设立)[^。；]{{0,60}}?{COUNT}(?:大|个|支)[^，。；]{{0,10}}?(?:巡查|检查|督查|专项)[^，。；]{{0,4}}组"
        ),
        ("inspect.groups",),
        judges.formed,
        is_of_town=True,
    ),
)
