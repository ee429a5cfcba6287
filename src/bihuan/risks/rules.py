"""Pure rules of risks: the tables of both methods, grades and who controls them, what makes a risk major at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.risks.methods import METHODS, Band, Method


@dataclass(frozen=True)
class Grade:
    """A grade of risk: 1 is the gravest. `tone` is the badge's; a colour never stands without its word."""

    number: int
    tone: str
    colour: str
    label: str

    @property
    def says(self) -> str:
        """红·重大风险, as the badge has it."""
        return f"{self.colour}·{self.label}"


GRADES = {
    one.number: one
    for one in (
        Grade(1, "red", "红", "重大风险"),
        Grade(2, "orange", "橙", "较大风险"),
        Grade(3, "yellow", "黄", "一般风险"),
        Grade(4, "blue", "蓝", "低风险"),
    )
}


@dataclass(frozen=True)
class Result:
    """What an evaluation comes to. `score` and `band` are None where a risk was judged major without being scored."""

    score: Decimal | None
    band: Band | None
    grade: int


def band_of(method: Method, score: Decimal) -> Band:
    """The band in which a score lies."""
    return next(one for one in method.bands if score >= one.least)


def read_values(method: str, given: Mapping[str, object]) -> tuple[dict[str, Decimal], dict[str, str]]:
    """The values of a method's factors, by letter, and what is wrong with them, by letter."""
    values: dict[str, Decimal] = {}
    wrong: dict[str, str] = {}
    for factor in METHODS[method].factors:
        said = given.get(factor.letter)
        if said in (None, ""):
            wrong[factor.letter] = f"请选择{factor.letter}（{factor.label}）。"
            continue
        try:
            values[factor.letter] = factor.read(said)
        except ValueError as error:
            wrong[factor.letter] = str(error)
    return values, wrong


def judge(method: str, values: Mapping[str, Decimal], *, direct: bool = False) -> Result:
    """The grade by a method and its values; judged directly it is major, and the score stays to be seen."""
    if not method:
        return Result(None, None, 1)
    score = Decimal(1)
    for factor in METHODS[method].factors:
        score *= values[factor.letter]
    band = band_of(METHODS[method], score)
    return Result(score, band, 1 if direct else band.grade)


def highest(grades: Iterable[int]) -> int:
    """The grade of a risk point: the gravest of its steps or parts."""
    return min(grades)


# Who controls: from the top down.
LEVELS = ("company", "workshop", "team", "post")
_LEVEL_LABELS = ("公司级", "车间级", "班组级", "岗位级")
_OWN_LABELS = {
    "school": ("校级", "部门级", "组级", "岗位级"),
    "market": ("市场级", "管理处级", "摊区级", "摊位级"),
    "building": ("公司级", "项目部级", "班组级", "岗位级"),
}


def level_labels(category: str) -> dict[str, str]:
    """What the four levels are called in a unit of a category."""
    return dict(zip(LEVELS, _OWN_LABELS.get(category.partition(".")[0], _LEVEL_LABELS), strict=True))


def control_level(grade: int) -> str:
    """The level that answers for a grade: the graver, the higher."""
    return LEVELS[grade - 1]


def controlling(grade: int, has: Collection[str]) -> tuple[str, ...]:
    """Which of the levels that a unit has control a risk, the one that answers first, and all below it: what an upper level
    controls, the lower do too. A level that the unit does not have falls to the next above; none where nobody is high enough."""
    answering = LEVELS.index(control_level(grade))
    top = next((at for at in range(answering, -1, -1) if LEVELS[at] in has), None)
    if top is None:
        return ()
    return tuple(one for one in LEVELS[top:] if one in has)


def lacks_keeper(grade: int, has: Collection[str]) -> bool:
    """Whether nobody at the level that answers for a grade, or above, is named."""
    return not controlling(grade, has)


@dataclass(frozen=True)
class PointKind:
    """A kind of risk point, and by which analysis it is looked at: steps of work, or parts."""

    label: str
    analysis: str
    step: str
    sheet: str


_PARTS = ("安全检查表分析（SCL）", "检查项目", "SCL")
KINDS = {
    "activity": PointKind("作业活动", "工作危害分析（JHA）", "作业步骤", "JHA"),
    "equipment": PointKind("设备设施", *_PARTS),
    "place": PointKind("部位场所", *_PARTS),
}
# The post of a unit to which somebody is invited who is named at a level.
INVITED_FOR = {
    "company": "unit_safety",
    "workshop": "team_leader",
    "team": "team_leader",
    "post": "post_worker",
}
MEASURES = {
    "engineering": "工程技术措施",
    "management": "管理措施",
    "training": "培训教育措施",
    "protection": "个体防护措施",
    "emergency": "应急处置措施",
}
FREQUENCIES = {"shift": "每班", "day": "每天", "week": "每周", "month": "每月", "season": "每季度"}
OCCASIONS = {
    "initial": "首次评价、核对模板",
    "process": "工艺、设备、材料或者人员变更",
    "accident": "发生事故或者险情",
    "yearly": "年度评价",
}
ASKED_FOR = {code: word for code, word in OCCASIONS.items() if code != "initial"}
# Evaluated anew once a year at least; whoever is asked has so many days.
REVIEW_YEARS, REVIEW_DAYS = 1, 30

# Kinds of accidents by the standard in force. What was recorded under the older names stays so.
GB6441_1986 = (
    "物体打击",
    "车辆伤害",
    "机械伤害",
    "起重伤害",
    "触电",
    "淹溺",
    "灼烫",
    "火灾",
    "高处坠落",
    "坍塌",
    "冒顶片帮",
    "透水",
    "放炮",
    "火药爆炸",
    "瓦斯爆炸",
    "锅炉爆炸",
    "容器爆炸",
    "其他爆炸",
    "中毒和窒息",
    "其他伤害",
)
GB6441_2025 = (
    "物体打击",
    "厂（场）内车辆致害",
    "道路（轨道）车辆致害",
    "机械致害",
    "起重致害",
    "触电",
    "淹溺",
    "灼烫",
    "火灾",
    "高处坠落",
    "跌落",
    "坍塌",
    "水害",
    "容器爆炸",
    "管道爆炸",
    "可燃气体爆炸",
    "可燃液体蒸气爆炸",
    "粉尘爆炸",
    "民用爆炸物品爆炸",
    "烟花爆竹爆炸",
    "其他可燃固体爆炸",
    "高温熔融物爆炸",
    "中毒",
    "窒息",
    "滑坡",
    "泄漏",
    "其他事故",
)
GB6441_2025_FROM = date(2026, 7, 1)
ACCIDENTS = frozenset(GB6441_1986) | frozenset(GB6441_2025)


def accident_kinds(on: date) -> tuple[str, ...]:
    """The kinds of accidents that are offered on a day."""
    return GB6441_2025 if on >= GB6441_2025_FROM else GB6441_1986


NAME_MAX, WHERE_MAX, WORDS_MAX, TEXT_MAX = 60, 60, 200, 400


def check_point(name: str, kind: str, where: str) -> dict[str, str]:
    """What is wrong with a point's own particulars, by field."""
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = "请填写风险点名称，如“配电室”“卸油作业”。"
    if kind not in KINDS:
        wrong["kind"] = "请选择风险点类型。"
    if not where.strip():
        wrong["where"] = "请填写在单位的哪个部位，如“一车间”。"
    return wrong


def check_step(name: str, hazard: str, accidents: Sequence[str]) -> dict[str, str]:
    """What is wrong with a step of work or a part, by field."""
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["step"] = "请填写作业步骤或者检查项目。"
    if not hazard.strip():
        wrong["hazard"] = "请写明危险源或者潜在事件，如“线路老化，短路起火”。"
    if not accidents:
        wrong["accidents"] = "请选择可能导致的事故类型。"
    elif unknown := [one for one in accidents if one not in ACCIDENTS]:
        wrong["accidents"] = f"没有“{unknown[0][:20]}”这种事故类型，请从列表中选择。"
    return wrong


def check_line(text: str, every: str, level: str) -> str:
    """Why this is no line to be checked, or ""."""
    if not text.strip():
        return "请填写检查什么。"
    if every not in FREQUENCIES:
        return "请选择多长时间检查一次。"
    return "" if level in LEVELS else "请选择由哪一级检查。"


def copied_through(*, changed: int, struck: int, added: int) -> bool:
    """Whether a template was taken as it stands: nothing changed, nothing struck out, nothing added."""
    return not (changed or struck or added)


def rooms(outline: str) -> list[list[str]]:
    """A simple outline of a site: a line for each row of rooms from north to south, their names with spaces between."""
    return [found for line in outline.splitlines() if (found := line.split())]


ROWS_MAX, ROOMS_MAX, ROOM_MAX = 12, 8, 12
NAME_SHARE = 0.4  # of a room's height is for its name


def is_room(name: str) -> bool:
    """Whether the words can stand for a room of an outline."""
    return 0 < len(name) <= ROOM_MAX and len(name.split()) == 1


def check_outline(outline: str) -> str:
    """Why this is no outline, or ""."""
    rows = rooms(outline)
    if not rows:
        return "请写出各处的名称：一行一排，从北往南，同一排的用空格隔开。"
    if len(rows) > ROWS_MAX or any(len(row) > ROOMS_MAX for row in rows):
        return f"最多{ROWS_MAX}排、每排{ROOMS_MAX}处；更复杂的请上传平面图。"
    if long := next((room for row in rows for room in row if len(room) > ROOM_MAX), ""):
        return f"“{long[:20]}”太长，每处的名称最多{ROOM_MAX}个字。"
    return ""


LONGEST = 8  # how many times as long as it is wide a plan may be


def check_shape(width: int, height: int) -> str:
    """Why a picture of so many pixels is no floor plan, or "". A strip cannot be drawn: beside its length its width is nothing."""
    if max(width, height) > LONGEST * min(width, height):
        return f"这张图太狭长（{width}×{height}像素），看不清也打印不出来。请截取平面图的部分再上传。"
    return ""


@dataclass(frozen=True)
class Box:
    """A room of an outline: its name and its edges, as shares of the whole."""

    name: str
    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


def boxes(outline: str) -> list[Box]:
    """The rooms of an outline as they are drawn: rows of one height, rooms of a row of one width."""
    rows = rooms(outline)
    return [
        Box(name, at / len(row), down / len(rows), 1 / len(row), 1 / len(rows))
        for down, row in enumerate(rows)
        for at, name in enumerate(row)
    ]


def spread(box: Box, count: int) -> list[tuple[float, float]]:
    """Where so many points stand in a room, so that none covers another, nor its name above."""
    columns = min(count, 4)
    lines = -(-count // columns) if count else 0
    return [
        (
            box.left + box.width * (at % columns + 1) / (columns + 1),
            box.top + box.height * (NAME_SHARE + (1 - NAME_SHARE) * (at // columns + 1) / (lines + 1)),
        )
        for at in range(count)
    ]
