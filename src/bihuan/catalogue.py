"""What documents itself from the code: the catalogue of figures, the hazard's lifecycle, the rights of posts."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from bihuan.core.actions import RIGHTS
from bihuan.figures.registry import FIGURES, IDENTITIES, KIND_LABELS, SOURCES, topics
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.lifecycle import HAZARD


def as_json() -> list[dict[str, Any]]:
    """The catalogue as `bihuan figures list --json` prints it."""
    return [
        {
            "key": figure.key,
            "kind": figure.kind.value,
            "label": figure.label,
            "unit": figure.unit,
            "definition": figure.says,
            "synonyms": list(figure.also),
        }
        for figure in FIGURES.values()
    ]


def plain(value: int | Decimal | None) -> int | float | None:
    """A figure's value as JSON has numbers."""
    return float(value) if isinstance(value, Decimal) else value


def write_docs(folder: Path, *, only_check: bool) -> list[Path]:
    """Write the generated pages into a folder; returns those that were (or, when only checking, are) stale."""
    pages = {"figures.md": _figures(), "lifecycle.md": _lifecycle(), "rights.md": _rights()}
    stale = []
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not only_check:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    return stale


def _figures() -> str:
    lines = ["# 指标目录", "", "由代码生成（`make docs`），不手改。", ""]
    lines += ["| 键 | 名称 | 单位 | 类 | 定义 | 报告中的说法 |", "|---|---|---|---|---|---|"]
    for one in FIGURES.values():
        kind = KIND_LABELS[one.kind]
        lines.append(
            f"| `{one.key}` | {one.label} | {one.unit} | {kind} | {one.says} | {'、'.join(one.also)} |"
        )
    lines += ["", "## 恒等关系", ""]
    lines += [f"- {identity.rule}" for identity in IDENTITIES]
    lines += ["", "## 数据来源", "", "| 来源 | 名称 | 计入日期 |", "|---|---|---|"]
    lines += [f"| {source.key} | {source.label} | {source.on or '—'} |" for source in SOURCES.values()]
    lines += ["", "## 尚无记录的事项", "", "总结中提到而系统还没有地方记录的，如实说明，不猜数。", ""]
    lines += [f"- `{topic.key}` {topic.label}（{topic.unit}）" for topic in topics().values()]
    return "\n".join(lines) + "\n"


def _lifecycle() -> str:
    lines = [
        "# 隐患的状态和办理",
        "",
        "由 `hazards/lifecycle.py` 的表生成（`make docs`），不手改。",
        "",
        "```mermaid",
    ]
    lines += ["stateDiagram-v2"]
    lines += [f"    {state} : {label}" for state, label in HAZARD.states.items()]
    lines += ["    [*] --> found"]
    lines += [f"    {move.frm} --> {move.to} : {move.label}" for move in HAZARD.moves]
    lines += ["```", "", "| 从 | 办理 | 到 | 权限 | 须有 |", "|---|---|---|---|---|"]
    lines += [
        f"| {HAZARD.states[m.frm]} | {m.label} | {HAZARD.states[m.to]} | {RIGHTS[m.right]} | {', '.join(m.needs)} |"
        for m in HAZARD.moves
    ]
    return "\n".join(lines) + "\n"


def _rights() -> str:
    lines = ["# 岗位和权限", "", "由 `grid/rules.py` 的表生成（`make docs`），不手改。", ""]
    lines += ["| 岗位 | " + " | ".join(RIGHTS.values()) + " |", "|---" * (len(RIGHTS) + 1) + "|"]
    for kind in POST_KINDS.values():
        marks = ["✔" if right in kind.rights else "" for right in RIGHTS]
        lines.append(f"| {kind.label} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"
