"""A flash report on paper: the form with the contents of art. 12, what differs from the report before, who signed."""

from django.conf import settings

from bihuan import paper
from bihuan.accidents import rules
from bihuan.accidents.models import Accident, FlashReport
from bihuan.core import clock
from bihuan.core.calendar import moment_in_words
from bihuan.paper import Boxes, Form, Paragraph, Sealed, Signing, Signings
from bihuan.paper.form import Block

# The rows of the form: the fields that stand beside each other.
ROWS = (
    ("unit",),
    ("category", "kind"),
    ("nature", "grade"),
    ("heard",),
    ("place",),
    ("position",),
    ("deaths", "severe"),
    ("light", "missing"),
    ("trapped", "loss_yuan"),
    ("brief",),
    ("measures",),
    ("commander",),
    ("contact", "phone"),
    ("instructions",),
)
_AT_LENGTH = ("简要经过", "已采取的措施", "领导批示")


def compared(report: FlashReport, before: FlashReport) -> str:
    """What differs from the report before, in a sentence; what is told at length is named."""
    changed = rules.changes(before.fields, report.fields)
    said = [
        f"{one.label}由“{one.before or '无'}”变为“{one.after or '无'}”"
        for one in changed
        if one.label not in _AT_LENGTH
    ]
    if longer := [one.label for one in changed if one.label in _AT_LENGTH]:
        said.append(f"{'、'.join(longer)}有更新")
    return f"与{before.title}相比：{'；'.join(said) or '没有变化'}。"


def report_form(row: Accident, report: FlashReport, before: FlashReport | None, mark: str) -> Form:
    """The report as it was signed. Once the accident was taken back, every page says so."""
    fields, day = report.fields, clock.town_day(report.signed_at)
    office = f"{row.town.name}{row.town.office}"
    happened = (rules.FIELDS["happened"], str(fields.get("happened", "")))
    head = ((("报告单位", office),), (("报告时间", moment_in_words(report.signed_at)), happened))
    told = (
        tuple((rules.FIELDS[name], str(fields.get(name, ""))) for name in line)
        for line in ROWS
        if line != ("position",) or fields.get("position")  # mostly not known, and the form is to be one page
    )
    blocks: list[Block] = [Boxes((*head, *told))]
    if before:
        blocks.append(Paragraph(compared(report, before), "flush"))
    blocks.append(Signings((Signing("签发人", report.signer),)))
    blocks.append(Sealed(office, day))
    return Form(
        title=f"事故快报（{report.title}）",
        blocks=tuple(blocks),
        dated=day,
        family="事故信息报告",
        number=report.number,
        foot=f"事故编号：{row.number}",
        mark=mark,
        stamp="已撤销" if row.cancelled_on else "",
        names=tuple(filter(None, (fields.get("unit", ""), report.signer))),
    )


def report_pdf(row: Accident, report: FlashReport, before: FlashReport | None, mark: str) -> bytes:
    """The same as PDF."""
    return paper.pdf(report_form(row, report, before, mark), extra_fonts=settings.FONTS_DIR)
