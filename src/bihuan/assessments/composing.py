"""Sheets, rankings, decisions and answers on paper. Nothing is written."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from bihuan import paper
from bihuan.assessments import rules, vetoing
from bihuan.assessments.lifecycle import PUBLISHED, REVOKED
from bihuan.assessments.models import Honour, Scheme, Sheet, Veto
from bihuan.assessments.queries import Told
from bihuan.assessments.rules import KINDS, plain
from bihuan.core.calendar import in_words
from bihuan.documents.texts import signing_body
from bihuan.inspections import law
from bihuan.inspections.law import numeral
from bihuan.paper import Boxes, Form, Head, Ledger, OfficialDocument, Paragraph, Signing, Signings, Table
from bihuan.paper.form import Block

HEADS = ("序号", "考核项目", "评分标准", "分值", "得分", "依据")


def origin_of(one: Told) -> str:
    """Where a line's points come from, in words."""
    if one.line.kind == rules.FIGURE:
        return one.value if one.value and not one.missing else f"不计：{one.missing}"
    said = "；".join(filter(None, (one.reason, one.evidence)))
    return f"{said}（{one.by}）" if one.by else said


def points_text(one: Told) -> str:
    """The points of a line as they stand in a table: － where it is set aside."""
    if one.points is None:
        return "不计" if one.is_done and (one.line.counts or one.by) else ""
    sign = "-" if one.line.kind == rules.DEDUCT and one.points else ""
    return f"{sign}{plain(one.points)}"


def sheet_form(scheme: Scheme, sheet: Sheet, lines: Sequence[Told], says: str, mark: str = "") -> Form:
    """考核表: each line with its points and where they come from, the sum, places for signing."""
    rows = tuple(
        (str(at), one.line.text, one.line.says, plain(one.line.points), points_text(one), origin_of(one))
        for at, one in enumerate(lines, 1)
    )
    total = f"{plain(sheet.total)}分" if sheet.total is not None else "还没有评完"
    grade = sheet.grade_label + (f"，第{sheet.place}名" if sheet.place else "")
    period = f"{in_words(scheme.since)}至{in_words(scheme.until)}"
    blocks: list[Block] = [
        Boxes(
            (
                (("考核对象", sheet.subject_name), ("种类", scheme.whom)),
                (("考核期", period),),
                (("得分", total), ("等次", grade)),
            )
        ),
        Table(HEADS, rows),
        Paragraph(
            f"{says}。系统指标的数字截至{in_words(scheme.until)}，由记录自动得出，每个数都可以查到记录。",
            "flush",
        ),
        Signings((Signing("考核人（签名）"), Signing("考核对象负责人（签名）"))),
    ]
    return Form(
        f"{sheet.year}年度安全生产考核表",
        tuple(blocks),
        sheet.published_on or sheet.told_on or sheet.opened_on,
        family=scheme.title,
        number=sheet.number,
        mark=mark,
        stamp="" if sheet.state == PUBLISHED else sheet.state_label,
        across=True,
        names=(sheet.subject_name,),
    )


def ranking_ledger(
    scheme: Scheme, rows: Sequence[tuple[Sheet, Sequence[Told]]], town: str, mark: str = ""
) -> Ledger:
    """考核结果排名: a row a subject, with the points of each line, so that everybody sees where the total comes from."""
    items = scheme.items
    heads = (
        Head("名次", 4, True),
        Head("对象", 12),
        Head("得分", 5, True),
        Head("等次", 8, True),
        *(Head(f"{one.text}（{KINDS[one.kind][:2]}{plain(one.points)}分）", 7, True) for one in items),
    )
    table = tuple(
        (
            str(sheet.place or "不排名"),
            sheet.subject_name,
            plain(sheet.total) if sheet.total is not None else "",
            sheet.grade_label,
            *(points_text(one) for one in lines),
        )
        for sheet, lines in rows
    )
    limits = scheme.limits
    facts = (
        ("文号", scheme.number or "没有公布"),
        ("考核期", f"{in_words(scheme.since)}至{in_words(scheme.until)}"),
        (
            "等次",
            f"优秀{plain(limits.excellent)}分以上，良好{plain(limits.good)}分以上，合格{plain(limits.passing)}分以上；"
            "被一票否决的为不合格，不排名；同分同名次",
        ),
    )
    return Ledger(
        title=f"{town}{scheme.title}结果",
        facts=facts,
        heads=heads,
        rows=table,
        dated=scheme.published_on or scheme.until,
        signs=("填表人", "审核人"),
        mark=mark,
        names=tuple(sheet.subject_name for sheet, _ in rows),
    )


def result_notice(scheme: Scheme, rows: Sequence[Sheet], town: str, mark: str = "") -> OfficialDocument:
    """考核结果的通报: how many in each grade, the ranking, who was vetoed."""
    ranked = [one for one in rows if one.place]
    barred = [one for one in rows if one.is_vetoed]
    counts = "，".join(
        f"{label}{count}个"
        for grade, label in rules.GRADES.items()
        if (count := sum(one.grade == grade for one in rows))
    )
    blocks: list[Paragraph | Table] = [
        Paragraph(
            f"根据《{scheme.title}办法》，镇里对{len(rows)}个{scheme.whom}{in_words(scheme.since)}至{in_words(scheme.until)}的安全生产工作"
            f"进行了考核。系统指标由记录自动得分，人工评分的理由和佐证都已告知，异议期已满。现将结果通报如下。"
        ),
        Paragraph("一、总体情况", "h1"),
        Paragraph(f"考核{len(rows)}个，其中{counts}。"),
        Paragraph("二、名次", "h1"),
        Table(
            ("名次", "对象", "得分", "等次"),
            tuple(
                (str(one.place), one.subject_name, plain(one.total or 0), one.grade_label) for one in ranked
            ),
        ),
    ]
    if barred:
        blocks += [
            Paragraph("三、一票否决", "h1"),
            Paragraph(f"{'、'.join(one.subject_name for one in barred)}被一票否决，定为不合格，不参加排名。"),
        ]
    body = signing_body(town)
    return OfficialDocument(
        title=f"关于{scheme.title}结果的通报",
        blocks=tuple(blocks),
        dated=scheme.published_on or scheme.until,
        organ=body,
        number=scheme.number,
        recipient="各村（社区）、各部门、各有关单位",
        masthead=body,
        mark=mark,
        names=tuple(one.subject_name for one in rows),
    )


def basis_of(veto: Veto, on: date) -> str:
    """What a decision rests on: the laws of its day, and the town's own paper."""
    laws = law.together(("accountability", "leaders_rules"), on)
    return f"{laws}和{veto.basis}" if laws else veto.basis


def decision_of(veto: Veto, town: str, mark: str = "") -> OfficialDocument:
    """一票否决决定: what happened, what it rests on, for how long, what is barred, how to appeal."""
    assert veto.decided_on and veto.from_on and veto.to_on and veto.appeal_until
    parts = [
        ("认定的事实", [f"{veto.grounds.rstrip('。')}。", f"记录：{veto.cause_text}，{veto.facts}。"]),
        ("对方的意见", [f"{veto.heard.rstrip('。')}。"]),
        (
            "决定",
            [
                f"依据{basis_of(veto, veto.decided_on)}，对{veto.subject_name}实行安全生产“一票否决”，"
                f"期限自{in_words(veto.from_on)}起至{in_words(veto.to_on)}止，期内取消{veto.bars_text}资格。期满自行终止。"
            ],
        ),
        (
            "申诉",
            [
                f"不服本决定的，可以在{in_words(veto.appeal_until)}前向{town}安全生产委员会办公室提出申诉，申诉一次为限，申诉期间不停止执行。"
            ],
        ),
    ]
    blocks = [Paragraph(f"{veto.subject_name}：", "flush")]
    for at, (label, lines) in enumerate(parts, 1):
        blocks.append(Paragraph(f"{numeral(at)}、{label}", "h1"))
        blocks += [Paragraph(line) for line in lines]
    note = ""
    if veto.state == REVOKED and veto.revoked_on:
        note = f"本决定已于{in_words(veto.revoked_on)}撤销：{veto.revoked_why}"
    return OfficialDocument(
        title=f"关于对{veto.subject_name}实行安全生产“一票否决”的决定",
        blocks=tuple(blocks),
        dated=veto.decided_on,
        organ=veto.body,
        number=veto.number,
        masthead=veto.body,
        note=note,
        mark=mark,
        names=(veto.subject_name,),
    )


def answer_form(honour: Honour, town: str, office: str, mark: str = "") -> Form:
    """评优查询结果: who, for what, as of which day, the answer and why."""
    reasons = tuple(
        Paragraph(f"{at}．{said.rstrip('。')}。") for at, said in enumerate(honour.content["reasons"], 1)
    )
    blocks: tuple[Block, ...] = (
        Boxes(
            (
                (("查询对象", honour.subject_name), ("种类", honour.kind_label)),
                (("事项", honour.honour), ("类别", vetoing.BARS[honour.bar])),
                (("按哪一天", in_words(honour.on)), ("结论", f"{honour.verdict_label}{_what(honour)}")),
            )
        ),
        Paragraph("理由", "h1"),
        *reasons,
        Paragraph(
            f"本结果按出具当日{in_words(honour.asked_on)}的记录作出，只回答有没有安全生产“一票否决”；以后另有决定的，请重新查询。",
            "flush",
        ),
        paper.Sealed(f"{town}{office}", honour.asked_on),
    )
    return Form(
        "安全生产“一票否决”查询结果",
        blocks,
        honour.asked_on,
        number=honour.number,
        mark=mark,
        names=(honour.subject_name,),
    )


def _what(honour: Honour) -> str:
    return {vetoing.HONOURS: "评先评优", vetoing.PROMOTION: "提拔重用", vetoing.BONUS: "发放年终奖励"}[
        honour.bar
    ]


def as_pdf(one: Form | OfficialDocument) -> bytes:
    """A paper as PDF, the town's own fonts first."""
    return paper.pdf(one, extra_fonts=settings.FONTS_DIR, stands_in=True)


def as_ledger(one: Ledger) -> bytes:
    return paper.ledger_pdf(one, extra_fonts=settings.FONTS_DIR)
