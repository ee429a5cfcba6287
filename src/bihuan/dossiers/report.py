"""A unit as of a past day as an official document: what was known, who was told what, and the chain's proof. Pure of queries."""

from collections.abc import Sequence
from datetime import date, datetime

from bihuan.core.calendar import in_words
from bihuan.core.clock import TOWN_TIME
from bihuan.dossiers import rules
from bihuan.dossiers.asof import AsOf, Line
from bihuan.dossiers.proof import Proof
from bihuan.inspections.models import Inspection
from bihuan.paper import Annex, OfficialDocument, Paragraph, Table

LINES_MAX = 500
_HASH_PART = 16  # characters of a digest on one line of a table's cell
Block = Paragraph | Table


def document(
    found: AsOf, proof: Proof, *, made_at: datetime, made_by: str, mark: str = ""
) -> OfficialDocument:
    """The file of a dossier. Long lists are cut to the latest LINES_MAX, and say so."""
    name = found.name or found.unit.name
    blocks: list[Block] = [
        Paragraph(
            f"本件按{proof.town}安全生产监管记录列出该单位在{in_words(found.on)}终了时的情况，只依据当日及以前已经登记的记录；"
            "当日以后补录、变更的，单独列出或者不列。"
        )
    ]
    sections = [
        ("基本情况", _facts(found)),
        ("隐患", _hazards(found)),
        ("检查记录", _visits(found)),
        ("文书和决定", _papers(found)),
        ("证照", _certificates(found)),
        ("何时由何人告知何事", _told(found.told)),
        ("以后补录的", _later(found)),
    ]
    for number, (title, made) in enumerate(sections):
        blocks += [Paragraph(f"{'一二三四五六七'[number]}、{title}", "h1"), *made]
    return OfficialDocument(
        title=f"{name}\n{in_words(found.on)}监管情况",
        blocks=tuple(blocks),
        dated=made_at.astimezone(TOWN_TIME).date(),
        organ=proof.town + "人民政府",
        note=f"{made_by}于{_moment(made_at).replace(chr(10), ' ')}从系统导出",
        mark=mark,
        names=(name,),
        annex=Annex("操作日志链证明", tuple(_proof(found, proof))),
    )


def _facts(found: AsOf) -> list[Block]:
    if not found.known:
        return [Paragraph("到当日终了，系统中没有登记这个单位。")]
    rows = tuple((label, value) for label, value in [("名称", found.name), *found.facts] if value)
    return [Table(("项目", "当日情况"), rows)]


def _hazards(found: AsOf) -> list[Block]:
    rows = tuple(
        (
            f"{one.row.number}\n{_day(one.row.found_on)}发现",
            one.row.text + (f"（与{one.row.repeat_of.number}重复）" if one.row.repeat_of else ""),
            one.said,
            _day(one.deadline_on) if one.deadline_on else "",
        )
        for one in found.hazards[-LINES_MAX:]
    )
    left = sum(one.is_open for one in found.hazards)
    late = sum(one.is_overdue for one in found.hazards)
    said = f"已登记{len(found.hazards)}条，当日未销号{left}条，其中逾期{late}条。"
    return [Paragraph(said), *_table(("编号", "隐患", "当日状态", "期限"), rows)]


def _visits(found: AsOf) -> list[Block]:
    rows = tuple(
        (
            _day(one.visited_on),
            one.kind_label + ("（补录）" if one.is_late_entry else ""),
            "、".join(who.name for who in (one.first_inspector, one.second_inspector) if who),
            _signed(one),
        )
        for one in sorted(found.visits, key=lambda one: one.visited_on)[-LINES_MAX:]
    )
    return _table(("日期", "种类", "检查人员", "现场负责人"), rows)


def _signed(visit: Inspection) -> str:
    return rules.receipt(visit.present, signed=visit.signature_id is not None, refusal=visit.refusal)


def _papers(found: AsOf) -> list[Block]:
    papers = [(one.issued_on, one.label, one.number, one.body) for one in found.papers]
    decided = [(one.decided_on, f"{one.label}决定", one.number, one.body) for one in found.decisions]
    rows = tuple((_day(on), *more) for on, *more in sorted(papers + decided)[-LINES_MAX:])
    return _table(("日期", "名称", "文号", "机关"), rows)


def _certificates(found: AsOf) -> list[Block]:
    rows = tuple(
        (
            one.label,
            one.holder,
            one.number,
            _day(one.valid_until) + ("（已过期）" if one.valid_until < found.on else ""),
        )
        for one in found.certificates
    )
    return _table(("证照", "持证人", "编号", "有效期至"), rows)


def _told(lines: Sequence[Line]) -> list[Block]:
    rows = tuple(
        (_who(one), f"{one.to}\n{one.receipt}".strip(), one.what, str(one.event.seq))
        for one in lines[-LINES_MAX:]
    )
    return [*_cut(lines), *_table(("何时何人", "告知、签收", "何事", "日志号"), rows)]


def _who(line: Line) -> str:
    return f"{_moment(line.event.at)}\n{line.event.actor_name}"


def _later(found: AsOf) -> list[Block]:
    rows = tuple((_day(one.on), _moment(one.recorded_at), one.what) for one in found.later[-LINES_MAX:])
    return _table(("发生日期", "录入时间", "事项"), rows)


def _proof(found: AsOf, proof: Proof) -> list[Block]:
    if proof.first is None or proof.last is None:
        return [Paragraph("到当日终了，操作日志中没有记录。")]
    held = "逐条核对，环环相接，没有改动" if proof.broken is None else f"核对不符：{proof.broken.why}"
    said = f"{proof.town}操作日志逐条以SHA-256相接。截至{in_words(found.on)}终了，自第{proof.first.seq}条至第{proof.last.seq}条，{held}。"
    ends = Table(
        ("", "日志号", "时间", "校验码"),
        tuple(
            (word, str(one.seq), _moment(one.at), _hash(one.hash))
            for word, one in (("首条", proof.first), ("末条", proof.last))
        ),
    )
    how = (
        "核对方法：在系统服务器上运行“bihuan check events”，逐条重算全部日志；再查下列日志号的校验码，与本件相同的，"
        "即为当时登记、此后没有改动。任何一条改动，其后各条校验码都对不上。"
    )
    rows = tuple(
        (f"{one.event.seq}\n{_who(one)}", one.what, _hash(one.event.hash)) for one in found.lines[-LINES_MAX:]
    )
    return [
        Paragraph(said),
        ends,
        Paragraph(how),
        *_cut(found.lines),
        *_table(("日志", "事项", "校验码"), rows),
    ]


def _table(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[Block]:
    return [Table(heads, rows)] if rows else [Paragraph("无。")]


def _cut(lines: Sequence[Line]) -> list[Block]:
    more = len(lines) - LINES_MAX
    return [Paragraph(f"共{len(lines)}条，只列最近{LINES_MAX}条。")] if more > 0 else []


def _hash(digest: str) -> str:
    return "\n".join(digest[at : at + _HASH_PART] for at in range(0, len(digest), _HASH_PART))


def _day(day: date) -> str:
    return in_words(day)


def _moment(at: datetime) -> str:
    local = at.astimezone(TOWN_TIME)
    return f"{in_words(local.date())}\n{local:%H:%M}"
