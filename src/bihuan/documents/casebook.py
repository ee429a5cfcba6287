"""The cover (案卷封面) and the list of contents (卷内目录) of a case file, as forms. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.core.calendar import in_words
from bihuan.paper import Boxes, Form, Paragraph, Table

BLANK = "以下空白"


@dataclass(frozen=True)
class Case:
    """A case file as its cover tells it."""

    number: str
    matter: str
    party: str
    address: str
    head: str
    town: str
    office: str
    handler: str
    opened_on: date
    closed_on: date | None
    outcome: str


@dataclass(frozen=True)
class Line:
    """One thing in it: on which page it begins and how many pages it has."""

    title: str
    number: str
    dated: date | None
    begins: int
    pages: int
    note: str = ""


def cover(case: Case, lines: Sequence[Line], mark: str = "") -> Form:
    """The cover. Nothing is filled in that is not known: an open case has no outcome."""
    pages = sum(one.pages for one in lines)
    closed = in_words(case.closed_on) if case.closed_on else "未归档"
    return Form(
        title="案卷封面",
        family=f"{case.town}{case.office}",
        number=case.number,
        dated=case.closed_on or case.opened_on,
        blocks=(
            Boxes(
                (
                    (("案由", case.matter),),
                    (("当事人", case.party),),
                    (("地址", case.address),),
                    (("负责人", case.head), ("承办人", case.handler)),
                    (("立卷日期", in_words(case.opened_on)), ("归档日期", closed)),
                    (("处理结果", case.outcome),),
                    (("材料", f"{len(lines)}份"), ("页数", f"{pages}页")),
                    (("归档号", case.number),),
                )
            ),
        ),
        mark=mark,
        names=(case.party, case.head, case.handler),
    )


def contents(case: Case, lines: Sequence[Line], mark: str = "") -> Form:
    """The list of contents: pages are those numbered in the file, from the first document on."""
    heads = ("序号", "文号", "题名", "日期", "页次", "备注")
    rows = tuple(
        (
            str(at),
            one.number or "／",
            one.title,
            f"{one.dated:%Y.%m.%d}" if one.dated else "／",
            str(one.begins) if one.pages < 2 else f"{one.begins}—{one.begins + one.pages - 1}",
            one.note,
        )
        for at, one in enumerate(lines, start=1)
    )
    return Form(
        title="卷内目录",
        number=case.number,
        dated=case.closed_on or case.opened_on,
        blocks=(
            Paragraph(case.matter),
            Table(heads=heads, rows=(*rows, ("", "", BLANK, "", "", ""))),
        ),
        mark=mark,
        names=(case.party,),
    )
