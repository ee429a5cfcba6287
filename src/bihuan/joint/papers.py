"""联合检查记录 on paper: the unit, each party's part with who signed for it, the hazards as they were entered, the unit's own signature."""

from collections.abc import Sequence
from uuid import UUID

from bihuan.core import clock, files
from bihuan.core.calendar import in_words, moment_in_words
from bihuan.joint.models import JointFinding, JointVisit
from bihuan.joint.queries import Side
from bihuan.joint.rules import OUTCOMES
from bihuan.paper import OfficialDocument, Paragraph, Picture, Run, Table

_NUMBERS = "一二三四五六七八九十"


def record_of(
    visit: JointVisit, found: Sequence[Side], rows: Sequence[JointFinding], organ: str, mark: str = ""
) -> OfficialDocument:
    """The record of a finished visit."""
    record = visit.inspection
    assert record is not None and visit.done_on is not None
    officers = "、".join(one.name for one in (record.first_inspector, record.second_inspector) if one)
    facts = [
        ("联合检查", visit.event.name),
        ("被检查单位", record.recorded_unit.name),
        ("地址", record.recorded_unit.address),
        ("检查日期", in_words(visit.done_on)),
        ("现场负责人", record.present),
        ("执法人员", officers),
    ]
    blocks: list[Paragraph | Table] = [
        Paragraph((Run(f"{label}：", True), Run(value)), "flush") for label, value in facts if value
    ]
    blocks.append(Paragraph("一、各单位检查情况", "h1"))
    for at, side in enumerate(found):
        lead = "（牵头）" if side.party.leads else ""
        blocks.append(Paragraph(f"（{_number(at)}）{side.party.name}{lead}", "h2"))
        blocks += _part(side)
    blocks.append(Paragraph("二、登记的隐患", "h1"))
    blocks.append(_hazards(rows) if rows else Paragraph("未登记隐患。"))
    blocks.append(Paragraph("三、签字", "h1"))
    blocks.append(_signatures(visit, found))
    return OfficialDocument(
        title="联合检查记录",
        blocks=tuple(blocks),
        dated=visit.done_on,
        organ=organ,
        mark=mark,
        names=(record.recorded_unit.name, record.present, *(one.part.people for one in found if one.part)),
    )


def _number(at: int) -> str:
    return _NUMBERS[at] if at < len(_NUMBERS) else str(at + 1)


def _part(side: Side) -> list[Paragraph]:
    part = side.part
    if part is None:
        return [Paragraph("没有提交检查情况。")]
    when = moment_in_words(part.sent_at)
    late = "，检查完成后补录" if part.late_at else ""
    lines = [Paragraph(f"检查人员：{part.people}。{when}提交{late}。")]
    if part.results:
        bad = sum(said == "bad" for said in part.results.values())
        lines.append(Paragraph(f"对照检查表检查{len(part.results)}项，不合格{bad}项。"))
    lines += [
        Paragraph(
            f"{at}. {one.text.rstrip('。')}{f'（{one.place}）' if one.place else ''}。{OUTCOMES[one.outcome]}。"
        )
        for at, one in enumerate(side.told, 1)
    ]
    if not side.told:
        lines.append(Paragraph("未发现问题。"))
    if part.note:
        lines.append(Paragraph(f"说明：{part.note}"))
    return lines


def _hazards(rows: Sequence[JointFinding]) -> Table:
    """A line for each hazard, with all who found it; below, what was not entered and why."""
    sources: dict[UUID, list[str]] = {}
    for one in rows:
        if one.hazard_id:
            sources.setdefault(one.hazard_id, []).append(one.source)
    lines = [
        (
            one.hazard.number,
            one.hazard.text,
            "、".join(dict.fromkeys(sources[one.hazard.pk])),
            _became(one),
            one.to or "安全办",
        )
        for one in rows
        if one.hazard and one.is_first
    ]
    lines += [("—", f"不予登记：{one.dropped_for}", one.source, "", "") for one in rows if one.dropped_for]
    return Table(("编号", "隐患", "发现单位", "处理", "交办单位"), tuple(lines))


def _became(one: JointFinding) -> str:
    hazard = one.hazard
    assert hazard is not None
    if hazard.onsite_on:
        return "现场已整改"
    return f"{in_words(hazard.deadline_on)}前整改" if hazard.deadline_on else "报安全办处置"


def _signatures(visit: JointVisit, found: Sequence[Side]) -> Table:
    """Who signed for what; a signature on the screen stands as a picture."""
    record = visit.inspection
    assert record is not None
    pictures: list[Picture] = []
    lines: list[tuple[str, ...]] = []
    for side in found:
        if side.part is None:
            continue
        if side.part.signature:
            pictures.append(Picture(len(lines) + 1, 1, files.content_of(side.part.signature)))
        lines.append(
            (
                side.party.name,
                "" if side.part.signature else side.part.people,
                moment_in_words(side.part.sent_at),
            )
        )
    if record.signature:
        pictures.append(Picture(len(lines) + 1, 1, files.content_of(record.signature)))
    own = record.present if not record.signature else ""
    said = f"拒绝签字：{record.refusal}" if record.refusal else own
    when = moment_in_words(record.entered_at.astimezone(clock.TOWN_TIME))
    lines.append((f"{record.recorded_unit.name}（现场负责人）", said, when))
    return Table(("单位", "签字", "时间"), tuple(lines), pictures=tuple(pictures))
