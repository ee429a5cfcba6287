"""What a unit prints of its risks and hangs up: its forms as books, a notice for each point (风险告知卡), a card for each post (应急处置卡)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from bihuan import paper
from bihuan.core.calendar import in_words
from bihuan.core.masking import mask_phone
from bihuan.core.scope import Scope
from bihuan.paper import Book, Card, Chapter, Leaf
from bihuan.risks import sheets
from bihuan.risks.binder import Gathered
from bihuan.risks.models import Keeper, RiskPoint
from bihuan.risks.queries import measures_of
from bihuan.risks.rules import KINDS, MEASURES, level_labels
from bihuan.units.books import pressed

ON_A_CARD = 7  # points of a post's card: more could not be read from where one stands
CALLS = (("火警", "119"), ("急救", "120"), ("报警", "110"), ("安全生产举报", "12350"))


@dataclass(frozen=True)
class Form:
    """A form that a unit prints as a book: its title, what stands on it. The ledgers (`risks.papers`) stand beside these."""

    title: str
    leaves: Callable[[Gathered], list[Leaf]]


FORMS = {
    "plan": Form("四色风险空间分布图", sheets.plan),
    "analysis": Form("风险分析记录（JHA、SCL）", sheets.analysis),
}
CARDS = {"cards": "风险告知卡", "posts": "岗位应急处置卡"}


def form_pdf(scope: Scope, found: Gathered, form: Form, on: date, mark: str) -> bytes:
    """One form of a unit."""
    book = Book(
        title=form.title,
        chapters=(Chapter("", tuple(form.leaves(found)), across=True),),
        dated=on,
        head=f"{found.unit.name}　{in_words(on)}",
        mark=mark,
        names=names_of(found),
    )
    return pressed(scope, book)


def names_of(found: Gathered) -> tuple[str, ...]:
    """The unit and its keepers, so that each name is set in one face."""
    keepers = {one.name for held in found.held.values() for one in held.values()}
    return (found.unit.name, *sorted(keepers))


def cards_pdf(
    found: Gathered,
    points: Sequence[RiskPoint],
    on: date,
    mark: str,
    *,
    address: Callable[[RiskPoint], str],
    full: bool,
) -> bytes:
    """A notice for each of some points. `full`: with phones as they are, since they are to be called; `address`: where its code leads."""
    cards = [_notice(found, one, address(one), full=full) for one in points]
    return paper.card_sheets(
        cards, subject=CARDS["cards"], dated=on, mark=mark, extra_fonts=settings.FONTS_DIR
    )


def _notice(found: Gathered, point: RiskPoint, address: str, *, full: bool) -> Card:
    steps, keeper = found.steps[point.pk], found.keeper(point)
    accidents = dict.fromkeys(one for step in steps for one in step.accidents)
    measures = {
        kind: dict.fromkeys(said[kind] for step in steps if kind in (said := measures_of(step)))
        for kind in MEASURES
    }
    against = [
        f"{MEASURES[kind].removesuffix('措施')}：{_joined(texts)}"
        for kind, texts in measures.items()
        if texts and kind != "emergency"
    ]
    return Card(
        title=CARDS["cards"],
        owner=f"责任单位：{found.unit.name}",
        number=f"{point.code} {point.name}",
        band=sheets.tone(point.grading),
        facts=(
            ("类型", KINDS[point.kind].label),
            ("部位", point.where),
            ("管控层级", found.level(point) or "未指定"),
            ("责任人", keeper.name if keeper else "未指定"),
            ("联系电话", _phone(keeper, full=full)),
            ("评价日期", in_words(point.graded_on)),
        ),
        parts=_filled(
            ("主要危险因素", [f"{step.name}：{step.hazard}" for step in steps]),
            ("易发生的事故", ["、".join(accidents)]),
            ("管控措施", against),
            ("应急处置", list(measures["emergency"])),
        ),
        calls=CALLS,
        encodes=address,
        code_says="扫码看风险点",
        names=(found.unit.name, keeper.name if keeper else ""),
    )


def posts_pdf(found: Gathered, on: date, mark: str, *, full: bool) -> bytes:
    """A card for each who is nearest to some of the points: what may happen there, what to do at once, whom to call."""
    nearest: dict[tuple[str, str], list[RiskPoint]] = {}
    keepers: dict[tuple[str, str], Keeper] = {}
    for point in found.points:
        if keeper := found.at_hand(point):
            key = (keeper.level, keeper.name)
            nearest.setdefault(key, []).append(point)
            keepers[key] = keeper
    cards = [
        _post(found, keepers[key], points[at : at + ON_A_CARD], _of(at, len(points)), full=full)
        for key, points in nearest.items()
        for at in range(0, len(points), ON_A_CARD)
    ]
    return paper.card_sheets(
        cards, subject=CARDS["posts"], dated=on, mark=mark, extra_fonts=settings.FONTS_DIR
    )


def _of(at: int, count: int) -> str:
    """（2/3）: which of somebody's cards begins with this point; "" for the only one."""
    cards = -(-count // ON_A_CARD)
    return f"（{at // ON_A_CARD + 1}/{cards}）" if cards > 1 else ""


def _post(found: Gathered, keeper: Keeper, points: Sequence[RiskPoint], which: str, *, full: bool) -> Card:
    unit = found.unit
    parts = []
    for point in points:
        steps = found.steps[point.pk]
        accidents = dict.fromkeys(one for step in steps for one in step.accidents)
        doing = dict.fromkeys(text for step in steps if (text := measures_of(step).get("emergency")))
        lines = [f"可能发生：{'、'.join(accidents)}", *(f"处置：{one}" for one in doing)]
        parts.append((f"{point.code} {point.name}（{point.where}，{point.grading.says}）", lines))
    head = [("负责人", f"{unit.head} {unit.phone if full else mask_phone(unit.phone)}")] if unit.head else []
    return Card(
        title=CARDS["posts"],
        owner=f"单位：{unit.name}",
        number=f"{level_labels(unit.category)[keeper.level]}　{keeper.name}{which}",
        facts=(("责任人", keeper.name), ("联系电话", _phone(keeper, full=full))),
        parts=_filled(
            *parts,
            (
                "共同要求",
                [
                    "先避险、后处置：有爆炸、中毒、坍塌等危险的，立即停止作业、撤离，不盲目施救。",
                    "立即向班组、单位负责人报告；有人伤亡、火势不能当场扑灭的，先打119、120。",
                ],
            ),
        ),
        calls=(*CALLS, *head),
        names=(unit.name, unit.head, keeper.name),
    )


def _filled(*parts: tuple[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Those that say something."""
    said = [(head, tuple(line for line in lines if line)) for head, lines in parts]
    return tuple((head, lines) for head, lines in said if lines)


def _joined(texts: Sequence[str] | dict[str, None]) -> str:
    return "；".join(one.rstrip("。；") for one in texts)


def _phone(keeper: Keeper | None, *, full: bool) -> str:
    if keeper is None or not keeper.phone:
        return "未登记"
    return keeper.phone if full else mask_phone(keeper.phone)
