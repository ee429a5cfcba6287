"""A letter's frozen values and its signatures as a form on paper, and as bytes. Nothing is written."""

from collections.abc import Iterator, Sequence

from django.conf import settings

from bihuan import paper
from bihuan.core import files
from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.inspections.law import numeral
from bihuan.letters.lifecycle import ENDS
from bihuan.letters.models import ResponsibilityLetter
from bihuan.paper.document import Paragraph, Table
from bihuan.paper.form import Block, Boxes, Form, Signing, Signings

COPIES = "本责任书一式两份，甲乙双方各执一份。"
ON_PAPER = "见纸质签字件"
TITLE_LINE = 20


def address_of(letter: ResponsibilityLetter, address: str) -> str:
    """What the code at a letter's foot holds: the address of its page, to which the page of the paper is put."""
    return f"{address}/l/{letter.code}"


def form_of(letter: ResponsibilityLetter, address: str, mark: str = "") -> Form:
    """The letter as paper. `address`: where the town's pages are reached, for the code at its foot."""
    said, given = letter.content, letter.content["given"]
    parts = [
        ("责任目标", []),
        ("责任内容", said["duties"]),
        ("考核与奖惩", said["assess"]),
        ("期限和其他", said["closing"]),
    ]
    rows = [
        (("甲方", given["town"]),),
        (("乙方", given["party"]), ("负责人", letter.head)),
        (("类别", given["category"]), ("所在网格", given["cell"])),
    ]
    blocks: list[Block] = [Boxes(tuple(rows)), Paragraph(said["lead"])]
    for number, (title, lines) in enumerate(parts, 1):
        blocks.append(Paragraph(f"{numeral(number)}、{title}", "h1"))
        if title == "责任目标":
            goals = tuple((str(at), one["text"]) for at, one in enumerate(said["targets"], 1))
            blocks.append(Table(("序号", "目标"), goals))
        blocks += [Paragraph(f"{at}．{line}") for at, line in enumerate(lines, 1)]
    blocks.append(
        Signings(
            (
                _place(letter, "town", "甲方（盖章）　负责人（签名）", ""),
                _place(letter, "party", "乙方（盖章）　负责人（签名）", letter.head),
            )
        )
    )
    return Form(
        _in_lines(said["title"]),
        tuple(blocks),
        letter.made_on,
        number=letter.number,
        foot=COPIES,
        code=address_of(letter, address),
        mark=mark,
        stamp=letter.state_label if letter.state in ENDS else "",
        names=tuple(filter(None, (given["party"], letter.head, given["cell"]))),
    )


def _in_lines(title: str) -> str:
    """A title too long for a line is broken before its bracket."""
    name, bracket, rest = title.partition("（")
    return f"{name}\n{bracket}{rest}" if bracket and len(title) > TITLE_LINE else title


def _place(letter: ResponsibilityLetter, side: str, label: str, name: str) -> Signing:
    told = letter.side(side)
    if told["on"] is None:
        return Signing(label, name)
    day = in_words(told["on"])
    if told["file"] is None:
        return Signing(label, told["signer"], dated=day, refused=ON_PAPER)
    return Signing(label, told["signer"], picture=files.content_of(told["file"]), dated=day)


def letter_pdf(letter: ResponsibilityLetter, address: str, mark: str = "") -> bytes:
    """The letter as PDF, the town's own fonts first."""
    return paper.pdf(form_of(letter, address, mark), extra_fonts=settings.FONTS_DIR, stands_in=True)


def printed(scope: Scope, keys: Sequence[str], address: str, mark: str) -> Iterator[tuple[str, bytes]]:
    """Letters of a scope as PDF by their keys, in the keys' order; what is gone out of the scope is left out."""
    rows = ResponsibilityLetter.objects.within(scope).filter(pk__in=keys)
    found = {str(one.pk): one for one in rows.select_related("party_signature", "town_signature")}
    for key in keys:
        if key in found:
            yield key, letter_pdf(found[key], address, mark)
