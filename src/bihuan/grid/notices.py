"""What hangs on a board (实名公示牌): the cell, who answers for it by name, what they do, whom to call."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.grid.models import Cell, NoticeSetting, Post
from bihuan.grid.queries import notice_setting, posts_held
from bihuan.grid.rules import GRID_KEEPERS, LEVELS, SEGMENT_DIGITS
from bihuan.paper import Board, Holder

REPORT_PHONE = "12350"  # the national line for reports of dangers to work safety
INSPECTORS = "inspector"
NOBODY = Holder("责任人", "待落实", "", "")


def boards(scope: Scope, cells: Iterable[Cell], on: date) -> list[Board]:
    """The boards of some cells as things stand on a day, in their order; five queries, however many."""
    cells = list(cells)
    whole = Scope.whole_town(scope.town)
    town = Town.objects.of(whole)
    setting = notice_setting(whole)
    names = dict(Cell.objects.within(whole).values_list("path", "name"))
    units = _units(scope, cells, on)
    posts: dict[UUID, list[Post]] = defaultdict(list)
    inspectors: list[Post] = []
    for post in posts_held(whole, on).filter(kind__in=(*GRID_KEEPERS, INSPECTORS)):
        (inspectors if post.kind == INSPECTORS else posts[post.cell_id]).append(post)
    found = []
    for cell in cells:
        above = names.get(cell.path[:-SEGMENT_DIGITS], "")
        facts = (
            ("网格名称", cell.name),
            ("网格级别", f"{LEVELS[cell.level]}级"),
            ("上级网格", above),
            ("区划代码", cell.code),
            ("监管对象", f"{units[cell.path]}家"),
        )
        found.append(
            Board(
                title="安全生产网格化监管公示牌",
                place=cell.name if not above else f"{above} {cell.name}",
                facts=tuple(pair for pair in facts if pair[1]),
                holders=tuple(_holders(posts[cell.pk], setting, town) or [NOBODY])
                + tuple(_holders(inspectors, setting, town)),
                foot=_foot(town),
                organ=f"{town.name}{town.office}",
                picture="网格图（粘贴处）",
            )
        )
    return found


def _units(scope: Scope, cells: list[Cell], on: date) -> dict[str, int]:
    asks = {cell.path: Ask("units.total", on, on, on, Slice(cell=cell.path)) for cell in cells}
    values = evaluate(scope, asks.values())
    return {path: int(values[ask].value or 0) for path, ask in asks.items()}


def _holders(posts: Iterable[Post], setting: NoticeSetting, town: Town) -> list[Holder]:
    """A line for each person."""
    found = []
    for post in posts:
        phone = {"none": "", "office": town.phone, "real": post.person.phone or town.phone}[setting.phones]
        found.append(Holder(post.label, post.person.name, phone, setting.duty_of(post.kind)))
    return found


def _foot(town: Town) -> tuple[str, ...]:
    lines = [f"举报投诉电话：{REPORT_PHONE}"]
    if town.phone:
        lines.append(f"镇值班电话：{town.phone}")
    return tuple(lines)
