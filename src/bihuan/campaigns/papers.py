"""A plan on paper, from what was frozen when it was issued; its annex lists each team's units."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.paper import Annex, OfficialDocument, Paragraph, Table

_NUMBERS = "一二三四五六七八九十"
Content = Mapping[str, Any]


def plan_of(content: Content, number: str, mark: str = "", reason: str = "") -> OfficialDocument:
    """行动方案: aim, period and scope, stages, who, what is looked at, demands; in the annex each team's units."""
    begins, ends = (in_words(date.fromisoformat(content[name])) for name in ("begins_on", "ends_on"))
    parts: list[tuple[str, Sequence[Paragraph | Table]]] = [
        ("工作目标", _lines(content["aim"])),
        (
            "时间和范围",
            _lines(
                f"{begins}至{ends}，对{content['scope']}开展检查，列入名单{content['units']}家（见附件）。"
            )
            + (_lines(f"本次行动是{content['parent']}的组成部分。") if content["parent"] else []),
        ),
        ("实施步骤", [Paragraph(_stage(at, one)) for at, one in enumerate(content["stages"])]),
        ("组织分工", [*_lines(f"分工方式：{content['mode']}。"), _teams(content)]),
        ("检查重点", [*_lines(content["content"]), *_sheets(content)]),
        ("工作要求", _lines(content["demands"])),
        (
            "信息报送",
            [
                *_asked(content),
                *_lines(content["handing"]),
                *_lines(f"联系人和电话：{content['office']}。" if content["office"] else ""),
            ],
        ),
    ]
    basis = f"根据{content['basis']}要求，" if content["basis"] else ""
    blocks: list[Paragraph | Table] = [Paragraph(f"{basis}结合我镇实际，制定本方案。")]
    kept = [one for one in parts if one[1]]
    for at, (label, lines) in enumerate(kept):
        blocks.append(Paragraph(f"{_NUMBERS[at]}、{label}", "h1"))
        blocks += lines
    names = tuple(row[0] for team in content["teams"] for row in team["units"])
    return OfficialDocument(
        title=f"{content['organ']}{content['title']}方案",
        blocks=tuple(blocks),
        dated=date.fromisoformat(content["dated"]),
        organ=content["organ"],
        number=number,
        recipient="各村（社区），各专项组，镇直有关部门，有关生产经营单位",
        masthead=content["organ"],
        note=f"本件替代此前印发的方案，变更原因：{reason}" if reason else "",
        mark=mark,
        names=names,
        annex=_annex(content),
    )


def _lines(text: str) -> list[Paragraph]:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def _stage(at: int, one: Mapping[str, str]) -> str:
    begins, ends = (date.fromisoformat(one[name]) if one[name] else None for name in ("begins_on", "ends_on"))
    days = f"（{begins.month}月{begins.day}日至{ends.month}月{ends.day}日）" if begins and ends else ""
    return f"（{_NUMBERS[at]}）{one['name']}{days}。{one['text']}"


def _teams(content: Content) -> Table:
    rows = [
        (
            team["name"],
            "\n".join(team["seats"]) or "（未定）",
            team["watches"] or "—",
            str(len(team["units"])),
        )
        for team in content["teams"]
    ]
    return Table(("专项组", "人员", "负责类别", "单位（家）"), tuple(rows))


def _sheets(content: Content) -> list[Paragraph]:
    """The checklists that the plan names; plans of before have none."""
    names = content.get("checklists")
    return _lines(f"检查时先用：{'、'.join(names)}；单位情况不同的，加上各自的检查表。") if names else []


def _asked(content: Content) -> list[Table]:
    """What is to be handed up; plans of before such lines have none."""
    rows = tuple(
        (name, who, to, f"{when}（{how}）" if how else when)
        for name, who, to, when, how in content.get("asked", ())
    )
    return [Table(("材料", "由谁报", "报给", "时间"), rows)] if rows else []


def _annex(content: Content) -> Annex:
    blocks: list[Paragraph | Table] = []
    teams = [(team["name"], team["units"]) for team in content["teams"] if team["units"]]
    if content["unassigned"]:
        teams.append(("没有组负责，待指定", content["unassigned"]))
    for at, (name, units) in enumerate(teams):
        numeral = _NUMBERS[at] if at < len(_NUMBERS) else str(at + 1)
        blocks.append(Paragraph(f"{numeral}、{name}（{len(units)}家）", "h1"))
        rows = tuple((str(row), *unit) for row, unit in enumerate(units, 1))
        blocks.append(Table(("序号", "单位", "类别", "网格"), rows))
    return Annex("各专项组检查单位名单", tuple(blocks))
