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
from bihuan.risks.binder import Filed, Gathered
from bihuan.risks.models import Keeper, RiskPoint
from bihuan.risks.papers import keepers_of
from bihuan.risks.rules import KINDS, MEASURES
from bihuan.risks.signs import signs_for
from bihuan.units.books import pressed

ON_A_CARD = 7  # points of a post's card: more could not be read from where one stands
CALLS = (("火警", "119"), ("急救", "120"), ("报警", "110"), ("安全生产举报", "12350"))


@dataclass(frozen=True)
class Form:
    """A form that a unit prints as a book: its title, what stands on it. The registers (`risks.papers`) stand beside these."""

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
        names=(found.unit.name, *keepers_of(found.filed)),
    )
    return pressed(scope, book)


def cards_pdf(
    filed: Sequence[Filed],
    on: date,
    mark: str,
    *,
    address: Callable[[RiskPoint], str],
    full: bool,
) -> bytes:
    """A notice for each of some points. `full`: with phones as they are, since they are to be called; `address`: where its page is."""
    cards = [_notice(one, address(one.point), full=full) for one in filed]
    return paper.card_sheets(
        cards, subject=CARDS["cards"], dated=on, mark=mark, extra_fonts=settings.FONTS_DIR
    )


def _notice(one: Filed, address: str, *, full: bool) -> Card:
    point, keeper, unit = one.point, one.answering, one.point.unit
    against = [
        f"{word.removesuffix('措施')}：{'；'.join(texts)}"
        for kind, word in MEASURES.items()
        if kind != "emergency" and (texts := one.against(kind))
    ]
    return Card(
        title=CARDS["cards"],
        owner=f"责任单位：{unit.name}",
        number=f"{point.code} {point.name}",
        band=sheets.tone(point.grading),
        facts=(
            ("类型", KINDS[point.kind].label),
            ("部位", point.where),
            ("管控层级", one.level or "未指定"),
            ("责任人", one.keeper or "未指定"),
            ("联系电话", _phone(keeper, full=full)),
            ("评价日期", in_words(point.graded_on)),
        ),
        parts=_filled(
            ("主要危险因素", [f"{each.step.name}：{each.step.hazard}" for each in one.steps]),
            ("易发生的事故", ["、".join(one.accidents)]),
            ("管控措施", against),
            ("应急处置", one.against("emergency")),
        ),
        signs=signs_for(one.accidents),
        calls=CALLS,
        encodes=address,
        code_says="扫码看风险点",
        names=(unit.name, one.keeper),
    )


def posts_pdf(found: Gathered, on: date, mark: str, *, full: bool) -> bytes:
    """A card for each who is nearest to some of the points: what may happen there, what to do at once, whom to call."""
    nearest: dict[tuple[str, str], list[Filed]] = {}
    keepers: dict[tuple[str, str], Keeper] = {}
    for one in found.filed:
        if keeper := one.at_hand:
            key = (keeper.level, keeper.name)
            nearest.setdefault(key, []).append(one)
            keepers[key] = keeper
    cards = [
        _post(keepers[key], filed[at : at + ON_A_CARD], _of(at, len(filed)), full=full)
        for key, filed in nearest.items()
        for at in range(0, len(filed), ON_A_CARD)
    ]
    return paper.card_sheets(
        cards, subject=CARDS["posts"], dated=on, mark=mark, extra_fonts=settings.FONTS_DIR
    )


def _of(at: int, count: int) -> str:
    """（2/3）: which of somebody's cards begins with this point; "" for the only one."""
    cards = -(-count // ON_A_CARD)
    return f"（{at // ON_A_CARD + 1}/{cards}）" if cards > 1 else ""


def _post(keeper: Keeper, filed: Sequence[Filed], which: str, *, full: bool) -> Card:
    unit = filed[0].point.unit
    parts = []
    for one in filed:
        point = one.point
        lines = [
            f"可能发生：{'、'.join(one.accidents)}",
            *(f"处置：{doing}。" for doing in one.against("emergency")),
        ]
        parts.append((f"{point.code} {point.name}（{point.where}，{point.grading.says}）", lines))
    head = [("负责人", f"{unit.head} {unit.phone if full else mask_phone(unit.phone)}")] if unit.head else []
    return Card(
        title=CARDS["posts"],
        owner=f"单位：{unit.name}",
        number=f"{filed[0].level_words[keeper.level]}　{keeper.name}{which}",
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


def _phone(keeper: Keeper | None, *, full: bool) -> str:
    if keeper is None or not keeper.phone:
        return "未登记"
    return keeper.phone if full else mask_phone(keeper.phone)
