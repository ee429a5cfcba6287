"""Papers of duty that are signed: the record of a shift as it was handed over, and a change of who stands."""

from collections.abc import Sequence

from django.conf import settings

from bihuan import paper
from bihuan.core import clock
from bihuan.core.calendar import in_words, moment_in_words
from bihuan.core.models import Town
from bihuan.duty.lifecycle import APPROVED
from bihuan.duty.models import CallStep, DutyCall, Relief, SpotCheck, Swap
from bihuan.duty.rules import POSITIONS
from bihuan.paper import Boxes, Form, Paragraph, Signing, Signings, Table
from bihuan.paper.form import Block

FAMILY = "值班值守"


def _people(some: Sequence[dict[str, str]]) -> str:
    return "，".join(f"{one['position']} {one['name']}" for one in some)


def _way(steps: Sequence[CallStep]) -> str:
    """What was done about a call, a step after the other."""
    said = (
        f"{one.get_kind_display()}{f'（{one.whose}）' if one.whose else ''}：{one.text.rstrip('。')}"
        for one in steps
    )
    return "；".join(said) or "待办"


def _calls(calls: Sequence[DutyCall]) -> Table:
    rows = (
        (
            moment_in_words(one.at),
            " ".join(filter(None, (one.organ, one.caller))),
            one.content,
            _way(list(one.steps.all())),
        )
        for one in calls
    )
    return Table(("时间", "来电（文）人", "内容", "处理意见、批示、结果"), tuple(rows), caption="来电来文")


def _checks(checks: Sequence[SpotCheck]) -> Table:
    rows = (
        (
            moment_in_words(one.at),
            one.by,
            one.get_outcome_display(),
            one.reached.name if one.reached else "",
            one.note,
        )
        for one in checks
    )
    return Table(("时间", "查岗的单位或人", "结果", "接听的人", "说明"), tuple(rows), caption="在岗检查")


def relief_form(
    row: Relief, town: Town, calls: Sequence[DutyCall], checks: Sequence[SpotCheck], mark: str
) -> Form:
    """值班交接班记录: the form of a shift, filled by what was entered while it ran. Calls with their steps, checks with who was reached are loaded."""
    head = (
        (("班次", in_words(row.day)), ("天气和预警", row.weather)),
        (("在岗", _people(row.present)),),
        (("不在岗", _people(row.absent) or "无"),),
    )
    tail = (
        (("未办结事项", "；".join(f"{one['kind']}：{one['text']}" for one in row.matters) or "无"),),
        (("交代事项", row.told),),
        (("上报情况", row.passed_up),),
    )
    blocks: list[Block] = [Boxes(head)]
    blocks.append(_calls(calls) if calls else Paragraph("来电来文：当班没有登记。", "flush"))
    blocks.append(_checks(checks) if checks else Paragraph("在岗检查：当班没有查岗。", "flush"))
    taken = row.taken_by.name if row.taken_by else ""
    signed = (
        Signing("交班人", row.given_by.name, dated=moment_in_words(row.given_at)),
        Signing("接班人", taken, dated=moment_in_words(row.taken_at) if row.taken_at else ""),
    )
    blocks += [Boxes(tail), Signings(signed)]
    names = (row.given_by.name, taken, *(one["name"] for one in (*row.present, *row.absent)))
    return Form(
        title="值班交接班记录",
        blocks=tuple(blocks),
        dated=row.day,
        family=f"{town.name}{FAMILY}",
        mark=mark,
        names=tuple(filter(None, names)),
    )


def swap_form(row: Swap, town: Town, mark: str) -> Form:
    """换班审批单 (替班登记单): who was to stand and who stands, why, and who agreed. All that a line of the list shows is loaded."""
    other = row.other.name if row.other else ""
    position = POSITIONS[row.turn.position]
    back = f"{in_words(row.other_turn.day)}{position}" if row.other_turn else "不对换"
    decided = ""
    if row.state == APPROVED:
        decided = "同意。"
    elif row.why_not:
        decided = f"{row.get_state_display()}：{row.why_not}"
    boxes = Boxes(
        (
            (("班次", f"{in_words(row.turn.day)}{position}"), ("种类", row.get_kind_display())),
            (("原值班人", row.asker.name), ("换上", other or "征求中")),
            (("对换的班", back),),
            (("原因", row.reason),),
            (("提出时间", moment_in_words(row.asked_at)), ("状态", row.get_state_display())),
            (("批准意见", decided),),
        )
    )
    decider = row.decided_by.name if row.decided_by else ""
    signed = (
        Signing(
            "原值班人", row.asker.name if row.kind == "swap" else "", dated=moment_in_words(row.asked_at)
        ),
        Signing("换上的人", other, dated=moment_in_words(row.answered_at) if row.answered_at else ""),
        Signing(
            "批准人", decider, dated=moment_in_words(row.decided_at) if decider and row.decided_at else ""
        ),
    )
    return Form(
        title="换班审批单" if row.kind == "swap" else "临时替班登记单",
        blocks=(boxes, Signings(signed)),
        dated=clock.town_day(row.asked_at),
        family=f"{town.name}{FAMILY}",
        mark=mark,
        names=tuple(filter(None, (row.asker.name, other, decider))),
    )


def pdf_of(form: Form) -> bytes:
    """The same as PDF, in the town's own fonts where it has any."""
    return paper.pdf(form, extra_fonts=settings.FONTS_DIR)
