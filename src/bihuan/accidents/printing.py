"""A flash report on paper: the form with the contents of art. 12, what differs from the report before, who signed."""

from django.conf import settings

from bihuan import paper
from bihuan.accidents import rules
from bihuan.accidents.models import Accident, FlashReport
from bihuan.core import clock
from bihuan.core.calendar import moment_in_words
from bihuan.paper import Boxes, Form, Paragraph, Sealed, Signing, Signings

# The rows of the form: the fields that stand beside each other.
ROWS = (
    ("unit", "category"),
    ("happened",),
    ("heard",),
    ("place",),
    ("position",),
    ("kind", "nature"),
    ("grade", "loss_yuan"),
    ("deaths", "severe", "light"),
    ("missing", "trapped"),
    ("brief",),
    ("measures",),
    ("commander",),
    ("contact", "phone"),
    ("instructions",),
)


def report_form(row: Accident, report: FlashReport, before: FlashReport | None, mark: str) -> Form:
    """The report as it was signed. Once the accident was taken back, every page says so."""
    town, fields = row.town, report.fields
    boxes = tuple(tuple((rules.FIELDS[name], str(fields.get(name, ""))) for name in line) for line in ROWS)
    changed = rules.changes(before.fields, fields) if before else []
    head = ((("报告单位", f"{town.name}{town.office}"), ("报告时间", moment_in_words(report.signed_at))),)
    blocks = [Boxes(head + boxes)]
    if before:
        said = "；".join(f"{one.label}由“{one.before or '无'}”变为“{one.after or '无'}”" for one in changed)
        told = f"与{before.title}（{before.number}）相比：{said or '没有变化'}。"
        blocks.append(Paragraph(told, "flush"))  # type: ignore[arg-type]
    day = clock.town_day(report.signed_at)
    blocks.append(Signings((Signing("签发人", report.signer),)))  # type: ignore[arg-type]
    blocks.append(Sealed(f"{town.name}{town.office}", day))  # type: ignore[arg-type]
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
