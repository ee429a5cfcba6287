"""Notices and minutes on paper, from what was frozen when they were issued; the leaders' year as a ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.core.models import Town
from bihuan.meetings.leaders import Leader
from bihuan.paper import Head, Ledger, OfficialDocument, Paragraph, Run

_NUMBERS = "一二三四五六七八九十"
Content = Mapping[str, Any]


def notice_of(content: Content, number: str, mark: str = "") -> OfficialDocument:
    """通知: when, where, who, what about."""
    who = "；".join(
        filter(
            None, ("、".join(content["persons"]), f"列席：{content['guests']}" if content["guests"] else "")
        )
    )
    parts = [
        ("会议时间", [content["at"]]),
        ("会议地点", [content["place"]]),
        ("主持人", [content["chair"]]),
        ("参加人员", [who]),
        ("会议议题", _numbered([_with_reporter(one) for one in content["topics"]])),
        (
            "有关要求",
            [content["asks"] or "请参会人员安排好工作，准时参加；因故不能参加的，提前请假并安排代会人员。"],
        ),
    ]
    blocks = [Paragraph(f"定于{content['at']}召开{content['title']}，现将有关事项通知如下。")]
    for at, (label, lines) in enumerate(parts):
        blocks.append(Paragraph(f"{_NUMBERS[at]}、{label}", "h1"))
        blocks += [Paragraph(line) for line in lines]
    return OfficialDocument(
        title=f"关于召开{content['title']}的通知",
        blocks=tuple(blocks),
        dated=date.fromisoformat(content["dated"]),
        organ=content["body"],
        number=number,
        recipient="各参会单位、人员",
        masthead=content["body"],
        mark=mark,
        names=tuple(content["persons"]),
    )


def minutes_of(content: Content, number: str, mark: str = "", reason: str = "") -> OfficialDocument:
    """纪要: who was there, what the last decisions came to, what was said and decided; the person and the date of each decision."""
    present = "、".join(content["present"])
    facts = [
        ("时间", content["at"]),
        ("地点", content["place"]),
        ("主持", content["chair"]),
        ("出席", present),
        ("列席", content["guests"]),
        ("请假", "、".join(content["leave"])),
        ("缺席", "、".join(content["absent"])),
        ("记录", content["recorder"]),
    ]
    blocks = [Paragraph((Run(f"{label}：", True), Run(value)), "flush") for label, value in facts if value]
    parts: list[tuple[str, list[Paragraph]]] = []
    if content["told"]:
        parts.append(("上次会议议定事项落实情况", [Paragraph(line) for line in _numbered(content["told"])]))
    for topic in content["topics"]:
        parts.append((topic["title"], _topic(topic)))
    for at, (label, lines) in enumerate(parts):
        number_of = _NUMBERS[at] if at < len(_NUMBERS) else str(at + 1)
        blocks.append(Paragraph(f"{number_of}、{label}", "h1"))
        blocks += lines
    notes = [f"印发范围：{content['sent_to']}" if content["sent_to"] else "", f"签发：{content['signer']}"]
    if reason:
        notes.append(f"本件替代此前印发的纪要，更正原因：{reason}")
    return OfficialDocument(
        title=f"{content['title']}纪要",
        blocks=tuple(blocks),
        dated=date.fromisoformat(content["dated"]),
        organ=content["body"],
        number=number,
        masthead=f"{content['body']}会议纪要",
        note="；".join(filter(None, notes)),
        mark=mark,
        names=tuple(content["present"]),
    )


def _topic(topic: Content) -> list[Paragraph]:
    lines = [Paragraph(f"汇报：{topic['by']}。")] if topic["by"] else []
    lines += [Paragraph(text.strip()) for text in topic["talk"].splitlines() if text.strip()]
    if topic["wanted"]:
        lines.append(Paragraph("议定：", "h2"))
        lines += [Paragraph(line) for line in _numbered([_decision(one) for one in topic["wanted"]])]
    return lines or [Paragraph("会议听取了汇报。")]


def _decision(one: Content) -> str:
    who, due = one["who"] or "（未定）", one["due"] or "（未定）"
    return f"{one['text'].rstrip('。')}。责任人：{who}；完成期限：{due}。"


def _numbered(lines: Sequence[str]) -> list[str]:
    """Lines with their numbers where there are several."""
    return [f"{at}. {line}" for at, line in enumerate(lines, 1)] if len(lines) > 1 else list(lines)


def _with_reporter(topic: Content) -> str:
    return f"{topic['title']}（{topic['by']}汇报）" if topic["by"] else str(topic["title"])


def leaders_ledger(leaders: Sequence[Leader], town: Town, year: int, today: date, mark: str = "") -> Ledger:
    """党政领导干部安全生产履职情况: a line for each item of each leader's list."""
    heads = (
        Head("序号", 3, True),
        Head("领导", 9),
        Head("清单事项", 14),
        Head("要求", 6, True),
        Head("到期应完成", 6, True),
        Head("已完成", 5, True),
        Head("未完成的时段", 14),
        Head("清单依据", 8),
    )
    rows: list[tuple[str, ...]] = []
    for leader in leaders:
        for item in leader.items:
            stood = item.stood
            rows.append(
                (
                    str(len(rows) + 1),
                    f"{leader.post.label}\n{leader.post.person.name}",
                    stood.asked.label,
                    stood.asked.often,
                    str(stood.need),
                    str(stood.done),
                    "、".join(stood.short) or "无",
                    item.duty.basis,
                )
            )
    last = min(today, date(year, 12, 31))
    return Ledger(
        title=f"{town.name}{year}年党政领导干部安全生产履职情况",
        facts=(
            ("统计到", in_words(last)),
            ("说明", "次数从会议、检查和履职登记的记录统计；未到期的时段不计入应完成。"),
        ),
        heads=heads,
        rows=tuple(rows),
        dated=last,
        signs=("填表人", "审核人"),
        none="还没有列入清单的事项。",
        mark=mark,
        names=tuple(one.post.person.name for one in leaders),
    )
