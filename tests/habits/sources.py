"""The program's own text, parsed once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "bihuan"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its path below it, migrations left out."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(), str(path))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def dotted(node: ast.AST) -> str:
    """The dotted text of a name or attribute chain: `timezone.now`, `Unit.objects.filter`; calls are looked
    through: `Unit.objects.within().filter`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return "…"


def calls(tree: ast.Module) -> list[tuple[int, str]]:
    """Every call of a module: its line and its dotted text."""
    return [(node.lineno, dotted(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)]
