"""Pure rules of the grid: paths, levels, and what each post (岗位) gives the right to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

LEVELS = {1: "镇", 2: "办事处", 3: "村", 4: "网格"}
SEGMENT_DIGITS = 4
TOWN_LEVEL, VILLAGE_LEVEL = 1, 3


def level_of(path: str) -> int:
    """Level of a cell by its path: 1 is the town itself."""
    return len(path) // SEGMENT_DIGITS


def child_path(parent: str, number: int) -> str:
    """The path of a parent's child number `number` (1–9998). Fixed-width digits, so that a range finds a subtree
    in any collation."""
    if not 1 <= number <= 9998:
        raise ValueError(f"child number out of range: {number}")
    return f"{parent}{number:0{SEGMENT_DIGITS}d}"


def ancestors(path: str) -> list[str]:
    """Paths from the town down to the cell itself."""
    return [path[:end] for end in range(SEGMENT_DIGITS, len(path) + 1, SEGMENT_DIGITS)]


def why_not_move(path: str, under: str) -> str:
    """Why a cell cannot be moved under another, in words, or "" (paths of both)."""
    if level_of(path) == 1:
        return "镇不能迁移。"
    if under.startswith(path):
        return "不能迁到自己或自己的下级网格下面，请另选上级网格。"
    if under == path[:-SEGMENT_DIGITS]:
        return "它现在就在这个网格下面，请选择另一个上级网格。"
    if level_of(under) != level_of(path) - 1:
        return f"{LEVELS[level_of(path)]}级网格只能放在{LEVELS[level_of(path) - 1]}级网格下面。"
    return ""


def why_not_merge(path: str, into: str) -> str:
    """Why a cell cannot be merged into another, in words, or ""."""
    if path == into:
        return "不能并入自己，请选择另一个网格。"
    if level_of(path) == 1 or level_of(path) != level_of(into):
        return "只能并入同一级的网格。"
    return ""


@dataclass(frozen=True)
class PostKind:
    """A kind of post: its word, where it stands ("town", "department", "unit" or a level), the rights it gives."""

    code: str
    label: str
    stands: str
    rights: frozenset[str]
    signs: bool = False  # may sign enforcement papers, given a valid card

    @property
    def on_the_grid(self) -> bool:
        """Whether it stands on a cell below the town: who keeps the grid fills it."""
        return self.stands not in ("town", "department", "unit")


def _rights(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEADER = _rights(
    "view office report stand inspect supervise accept refer decide accidents campaigns checklists policies summarize sign audit reward meetings assess"
)
_OFFICER = _rights(
    "view office report stand inspect order rectify reinspect units risks accidents campaigns policies summarize import tips meetings assess"
)

POST_KINDS = {
    kind.code: kind
    for kind in (
        PostKind("secretary", "党委书记", "town", _LEADER),
        PostKind("mayor", "镇长", "town", _LEADER | _rights("seal")),
        PostKind("vice_mayor", "分管副镇长", "town", _LEADER | _rights("seal duty tips identify")),
        PostKind(
            "safety_head",
            "安全办主任",
            "town",
            _OFFICER | _rights("supervise accept refer decide seal grid checklists audit duty identify"),
            True,
        ),
        PostKind("inspector", "安全检查员", "town", _OFFICER | _rights("duty"), True),
        PostKind(
            "department_head",
            "部门负责人",
            "department",
            _rights("view office report stand inspect rectify report_accident"),
        ),
        PostKind(
            "office_head",
            "办事处主任",
            "2",
            _rights("view office report stand inspect rectify report_accident"),
        ),
        PostKind(
            "village_head",
            "村网格长",
            "3",
            _rights("view office report stand inspect rectify report_accident"),
        ),
        PostKind("grid_member", "网格员", "3", _rights("view office report stand inspect report_accident")),
        PostKind(
            "enterprise_safety",
            "企业安全管理员",
            "4",
            _rights("view report self_check rectify risks close_own report_accident"),
        ),
        PostKind(
            "unit_head",
            "企业主要负责人",
            "unit",
            _rights("view report self_check rectify risks close_own members report_accident"),
        ),
        PostKind(
            "unit_safety",
            "安全管理员",
            "unit",
            _rights("view report self_check rectify risks close_own report_accident"),
        ),
        PostKind("team_leader", "班组长", "unit", _rights("view self_check")),
        PostKind("post_worker", "岗位员工", "unit", _rights("view self_check")),
        PostKind("district", "区级主管部门", "town", _rights("view office")),
        PostKind("admin", "系统管理员", "town", _rights("people authorize grid audit maintain import")),
        PostKind("security_admin", "系统安全管理员", "town", _rights("authorize")),
        PostKind("audit_admin", "审计管理员", "town", _rights("audit")),
    )
}
# 三员分设 (GB/T 22239-2019, 8.1.5.1-8.1.5.3: system, audit and security management): where a town keeps them apart, each of these
# rights comes from one post alone, and who runs the system no longer keeps the grid.
ADMINISTRATORS = ("admin", "security_admin", "audit_admin")
AUDITOR = "audit_admin"
ALONE = {"people": "admin", "maintain": "admin", "authorize": "security_admin", "audit": AUDITOR}
_TAKEN_FROM = {"admin": frozenset({"grid"})}
# The posts at a unit itself, the highest first: who holds one sees that unit and nothing else. The first two answer for it to the town.
UNIT_POSTS = tuple(code for code, kind in POST_KINDS.items() if kind.stands == "unit")
UNIT_KEEPERS = ("unit_head", "unit_safety")
GRID_KEEPERS = ("secretary", "mayor", "office_head", "village_head", "grid_member", "enterprise_safety")


def rights_of(kinds: Iterable[str], *, apart: bool = False) -> frozenset[str]:
    """All rights that some posts give together, in a town that keeps its three administrators `apart` or not."""
    given = ((kind, right) for kind in kinds for right in POST_KINDS[kind].rights)
    if not apart:
        return frozenset(right for _kind, right in given)
    return frozenset(
        right
        for kind, right in given
        if ALONE.get(right, kind) == kind and right not in _TAKEN_FROM.get(kind, ())
    )


def why_not_together(kind: str, others: Iterable[str]) -> str:
    """Why a post cannot be held beside some others where the three are kept apart, in words, or ""."""
    held = set(others) - {kind}
    if kind in ADMINISTRATORS and held & set(ADMINISTRATORS):
        return f"{'、'.join(POST_KINDS[one].label for one in ADMINISTRATORS)}三员分设，不能由一人兼任。"
    if held and AUDITOR in held | {kind}:
        return "审计管理员只管审计，不能兼任其他岗位。"
    return ""


class Term(NamedTuple):
    """A kind of post, held from a day to a day (both inclusive; None: no end). One that was withdrawn ends before it begins."""

    kind: str
    from_on: date
    to_on: date | None

    def meets(self, other: "Term") -> bool:
        """Whether some day lies in both."""
        ends = (self.to_on or date.max, other.to_on or date.max)
        return max(self.from_on, other.from_on) <= min(ends)


def why_not_beside(term: Term, others: Iterable[Term]) -> str:
    """Why a post cannot be held for a term beside others that its holder has on some of its days, in words, or ""."""
    return why_not_together(term.kind, [one.kind for one in others if one.meets(term)])


# What a board says that a post does, until the town says it in its own words. Members of the grid find and report; they do not enforce.
DUTIES = {
    "secretary": "总网格长，统筹全镇安全生产网格工作，研究解决重大问题。",
    "mayor": "总网格长，组织落实全镇安全生产网格工作，保障人员和经费。",
    "office_head": "组织片区检查，协调解决各村上报的问题。",
    "village_head": "组织本村巡查，督促隐患整改，重大情况立即上报。",
    "grid_member": "按频次巡查，发现、劝阻、上报隐患，宣传安全知识，协助应急处置。",
    "enterprise_safety": "开展本单位自查，整改隐患并报告结果。",
    "inspector": "依法检查，责令整改，复查销号。",
}
NOTICE_PHONES = {"none": "不公示电话", "office": "镇值班电话", "real": "本人手机号"}

CODE_DIGITS, TOWN_DIGITS = 12, 9
NO_VILLAGE = "000"


def wrong_code(code: str, level: int, town: str) -> str:
    """What is wrong with a 统计用区划代码 (统计用区划代码和城乡划分代码编制规则, 国家统计局: 6 digits to the county, 3 the town, 3 the
    village), in words, or "". `town` is the town's own code, "" where it has none. An office and a small cell have none."""
    if level not in (TOWN_LEVEL, VILLAGE_LEVEL):
        return "只有镇和村（社区）有统计用区划代码。"
    if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
        return "统计用区划代码应为12位数字。"
    is_village = not code.endswith(NO_VILLAGE)
    if level == TOWN_LEVEL and is_village:
        return "镇的代码后三位应为000。"
    if level == VILLAGE_LEVEL and not is_village:
        return "村的代码后三位不能是000。"
    if level == VILLAGE_LEVEL and town and code[:TOWN_DIGITS] != town[:TOWN_DIGITS]:
        return f"村的代码前九位应与镇的代码（{town[:TOWN_DIGITS]}）相同。"
    return ""


def why_not_code(code: str, path: str, codes: Mapping[str, tuple[str, str]]) -> str:
    """Why the cell at a path cannot have a code ("" takes it off), in words, or "". `codes`: code and name of those that have one, by
    their paths. Each stands once in a town; a village's begins like the town's, whichever of the two came first."""
    if not code:
        return ""
    level, top = level_of(path), path[:SEGMENT_DIGITS]
    others = {at: told for at, told in codes.items() if at != path}
    if said := wrong_code(code, level, others[top][0] if top in others else ""):
        return said
    if same := next((name for other, name in others.values() if other == code), ""):
        return f"“{same}”已经用了这个代码。"
    if level == TOWN_LEVEL:
        for other, name in others.values():
            if other[:TOWN_DIGITS] != code[:TOWN_DIGITS]:
                return f"“{name}”的代码（{other}）前九位与此不同，请先改正。"
    return ""
