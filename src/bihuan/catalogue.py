"""What documents itself from the code: the catalogue of figures, every lifecycle, the rights of posts."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from bihuan.core.actions import RIGHTS
from bihuan.core.lifecycle import LIFECYCLES, Lifecycle, Move
from bihuan.figures.registry import FIGURES, IDENTITIES, KIND_LABELS, SOURCES, topics
from bihuan.grid.rules import POST_KINDS, rights_of

MANY = 3  # so many states from which the same can be done are one box in a diagram


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
    pages = {"figures.md": _figures(), "lifecycle.md": _lifecycles(), "rights.md": _rights()}
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


def _lifecycles() -> str:
    lines = ["# 状态和办理", "", "由各模块的状态表（`lifecycle.py`）生成（`make docs`），不手改。", ""]
    lines += ["图中状态框里以“·”起头的是不改变状态的办理；从多个状态都能办的，归到写明这些状态的一个框。"]
    for lifecycle in LIFECYCLES:
        lines += ["", f"## {lifecycle.name}", "", "```mermaid", *_diagram(lifecycle), "```", ""]
        lines += ["| 办理 | 从 | 到 | 权限 | 限于 | 须有 | 文书 |", "|---|---|---|---|---|---|---|"]
        lines += [_row(lifecycle, moves) for moves in _alike(lifecycle)]
    return "\n".join(lines) + "\n"


def _alike(lifecycle: Lifecycle) -> list[list[Move]]:
    """The moves of a table, those that differ only in where they begin put together; where one stays in its state, each
    state is its own end."""
    groups: dict[tuple[object, ...], list[Move]] = {}
    for move in lifecycle.moves:
        to = "" if move.frm == move.to else move.to
        key = (move.action, move.label, to, move.right, move.needs, move.issues, move.only)
        groups.setdefault(key, []).append(move)
    return list(groups.values())


def _row(lifecycle: Lifecycle, moves: list[Move]) -> str:
    move = moves[0]
    cells = [
        move.label,
        "、".join(lifecycle.states[one.frm] for one in moves),
        "（不变）" if move.frm == move.to else lifecycle.states[move.to],
        right_label(move.right),
        "、".join(lifecycle.traits.get(trait, trait) for trait in move.only),
        "、".join(f"`{need}`" for need in move.needs),
        f"`{move.issues}`" if move.issues else "",
    ]
    return f"| {' | '.join(cells)} |"


def _diagram(lifecycle: Lifecycle) -> Iterator[str]:
    """The states and what leads from one to another, each pair joined once; see the page's first lines."""
    yield "stateDiagram-v2"
    for state, label in lifecycle.states.items():
        yield f"    {state} : {label}"
        staying = [move.label for move in lifecycle.moves if move.frm == move.to == state]
        yield from (f"    {state} : ·{label}" for label in dict.fromkeys(staying))
    yield f"    [*] --> {next(iter(lifecycle.states))}"
    edges: dict[tuple[str, str], list[str]] = {}
    for moves in _alike(lifecycle):
        if moves[0].frm == moves[0].to:
            continue
        together = [move.frm for move in moves]
        begins = together if len(together) < MANY else [_box(lifecycle, together)]
        for begin in begins:
            edges.setdefault((begin, moves[0].to), []).append(moves[0].label)
    boxes = {begin for begin, _ in edges} - set(lifecycle.states)
    yield from (f"    {box} : {_named(lifecycle, box)}" for box in sorted(boxes))
    yield from (
        f"    {frm} --> {to} : {'、'.join(dict.fromkeys(labels))}" for (frm, to), labels in edges.items()
    )
    yield from (f"    {state} --> [*]" for state in lifecycle.states if state in lifecycle.ends)


def _box(lifecycle: Lifecycle, states: Iterable[str]) -> str:
    """The name of the box that stands for several states."""
    wanted = set(states)
    return "__".join(state for state in lifecycle.states if state in wanted)


def _named(lifecycle: Lifecycle, box: str) -> str:
    return "／".join(lifecycle.states[state] for state in box.split("__"))


def _rights() -> str:
    kinds = POST_KINDS.values()
    lines = ["# 岗位和权限", "", "由岗位表（`grid/rules.py`）和各状态表生成（`make docs`），不手改。", ""]
    lines += ["一人多岗的，权限相加。“签署执法文书”还须本人持有效的执法证，每份文书两人。", ""]
    lines += ["## 权限", "", *_by_post("权限")]
    lines += [_marks(label, (right in kind.rights for kind in kinds)) for right, label in RIGHTS.items()]
    lines += [_marks("签署执法文书", (kind.signs for kind in kinds))]
    lines += ["", "启用三员分设（ADR 19）的镇，下列权限改为：", "", *_by_post("权限")]
    apart = [rights_of([kind.code], apart=True) for kind in kinds]
    changed = frozenset().union(
        *(kind.rights - given for kind, given in zip(kinds, apart, strict=True)),
    )
    lines += [
        _marks(label, (right in given for given in apart))
        for right, label in RIGHTS.items()
        if right in changed
    ]
    for lifecycle in LIFECYCLES:
        lines += ["", f"## {lifecycle.name}的办理", "", *_by_post("办理（权限）")]
        for label, right in dict.fromkeys((move.label, move.right) for move in lifecycle.moves):
            named = f"{label}（{right_label(right)}）"
            lines.append(_marks(named, (not right or right in kind.rights for kind in kinds)))
    return "\n".join(lines) + "\n"


def right_label(right: str) -> str:
    """The word of a right; of none, for what everyone does for himself."""
    return RIGHTS[right] if right else "本人"


def _by_post(corner: str) -> list[str]:
    """The head of a table with a column for each post."""
    return [
        f"| {corner} | {' | '.join(kind.label for kind in POST_KINDS.values())} |",
        f"|---{'|:-:' * len(POST_KINDS)}|",
    ]


def _marks(label: str, given: Iterable[bool]) -> str:
    return f"| {label} | {' | '.join('✔' if one else '' for one in given)} |"
