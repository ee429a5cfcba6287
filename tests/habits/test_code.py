"""Our own rules about code, as tests: each names the file and line that slipped."""

import ast
import re
import tomllib

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, OneToOneField

from bihuan.core.scope import ScopedManager
from tests.habits.sources import PACKAGE, ROOT, calls, dotted, modules

# Where writing stands besides the actions: the spine.
WRITERS = re.compile(r"^(core/|.*actions\.py$|.*actions/)")
WRITES = re.compile(r"\.(save|bulk_create|bulk_update|create|get_or_create|update_or_create)$")
# `update` and `delete` are also verbs of dicts and sets: of rows where a manager or a queryset is before them.
WRITES_IN_BULK = re.compile(r"(objects|registry|accounts|_manager|\(\))\.(.*\.)?(update|delete)$")
# The mark of the database, set in an empty one before there is a town whose action it could be; and what is no row:
# pictures, documents and spreadsheets saved to memory, a dict of fonts.
NAMED = {
    "commands.py": {"Installation.objects.get_or_create"},
    "demo/story.py": {"Installation().save"},
    "demo/pictures.py": {"picture.save"},
    "documents/scans.py": {"picture.save"},
    "documents/bundles.py": {"whole.save", "picture.save"},
    "paper/books.py": {"small.save"},
    "paper/ledger.py": {"whole.save"},
    "paper/faces.py": {"gathered.setdefault().update"},
    "paper/wordpackage.py": {"made.save"},
    "summaries/sheets/workbook.py": {"book.save"},
}
READS_THE_CLOCK = re.compile(
    r"^(timezone\.(now|localdate|localtime)|datetime\.(now|utcnow|today)|date\.today|time\.time)$"
)
LINES_MAX = 400


def test_only_the_clock_reads_the_time() -> None:
    slipped = [
        f"{path}:{line} {text}"
        for path, tree in modules().items()
        if path != "core/clock.py"
        for line, text in calls(tree)
        if READS_THE_CLOCK.match(text)
    ]
    assert not slipped


def test_only_actions_write() -> None:
    slipped = [
        f"{path}:{line} {text}"
        for path, tree in modules().items()
        if not WRITERS.match(path)
        for line, text in calls(tree)
        if (WRITES.search(text) or WRITES_IN_BULK.search(text)) and text not in NAMED.get(path, ())
    ]
    assert not slipped


def test_scoped_rows_are_read_through_the_door() -> None:
    """`Model.objects.` is followed by `within`, by `of` where the model is the town, or by what needs no scope: a bulk insert of an action."""
    scoped = {
        model.__name__
        for model in apps.get_models()
        if isinstance(getattr(model, "objects", None), ScopedManager)
    }
    slipped = [
        f"{path}:{node.lineno} {dotted(node)}"
        for path, tree in modules().items()
        if not path.startswith("core/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and dotted(node.value.value).rpartition(".")[2] in scoped
        and node.attr not in ("within", "of", "bulk_create")
    ]
    assert not slipped


def test_rows_are_held_in_one_way() -> None:
    """`held()`: FOR NO KEY UPDATE, or a row that names the held one waits for it at its commit, with the head of the log in its hand."""
    slipped = [
        f"{path}:{line} {text}"
        for path, tree in modules().items()
        if not path.startswith("core/")
        for line, text in calls(tree)
        if text.endswith(".select_for_update")
    ]
    assert not slipped


# A backup is of all rows of all towns.
READ_ALL = ("backup/rows.py", "backup/making.py", "backup/checking.py")


def test_the_door_is_not_passed_by_the_base_manager() -> None:
    """`_base_manager` reads without a scope: only in a figure's condition, which hangs on rows of a scoped source, and in a
    backup."""
    slipped = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if not path.endswith("/figures.py") and "/figures/" not in path and path not in READ_ALL
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("_base_manager", "_default_manager")
    ]
    assert not slipped


def test_no_import_is_late() -> None:
    slipped = [
        f"{path}:{inner.lineno}"
        for path, tree in modules().items()
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not slipped


def test_no_failure_is_swallowed() -> None:
    """No bare `except`, no `except …: pass`."""
    slipped = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or all(isinstance(step, ast.Pass) for step in node.body))
    ]
    assert not slipped


# A post at a unit ends with it and is found by it; the grid knows a unit by its key alone.
SAID_AS_TEXT = {"Post.unit → Unit"}


def test_no_foreign_key_points_to_a_later_module() -> None:
    """A linter of imports does not see a key given as text; the model registry does."""
    order = _layers()
    slipped = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField)
        and _module(model) in order
        and _module(field.related_model) in order
        and order.index(_module(field.related_model)) < order.index(_module(model))
    ]
    assert set(slipped) == SAID_AS_TEXT


def test_every_model_of_ours_keeps_to_a_town_or_says_why_not() -> None:
    without = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("bihuan.")
        and not isinstance(getattr(model, "objects", None), ScopedManager)
    }
    # The mark of the database, the head of a chain, and a counter: read by key inside core alone.
    assert without == {"Installation", "EventHead", "Series"}


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks", "scripts", "frontend/src"])
def test_no_file_is_longer_than_a_few_screens(folder: str) -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".ts", ".html", ".css", ".typ")
        and "migrations" not in path.parts
        and "dist" not in path.parts
        and (count := len(path.read_text().splitlines())) > LINES_MAX
    ]
    assert not long


def test_modules_say_what_they_are_for() -> None:
    silent = [
        path
        for path, tree in modules().items()
        if tree.body and ast.get_docstring(tree) is None and not path.endswith("apps.py")
    ]
    assert not silent


def test_actions_say_whom_they_bind_and_in_which_words() -> None:
    """An action is a verb of the actor's, whose docstring begins with the words the officer uses."""
    slipped = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in modules().items()
        if re.search(r"actions(\.py|/\w+\.py)$", path) and not path.startswith("core/")
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(dotted(one) == "transaction.atomic" for one in node.decorator_list)
        and node.args.args
        and not re.match(r"[\u4e00-\u9fff]", ast.get_docstring(node) or "")
    ]
    assert not slipped


def test_every_app_stands_in_the_order_of_modules() -> None:
    """Whoever is not in it is held to nothing."""
    named = {name.strip() for layer in _layers() for name in layer.split("|")}
    ours = {name.partition(".apps")[0] for name in settings.INSTALLED_APPS if name.startswith("bihuan.")}
    assert ours - named == set()


def _layers() -> list[str]:
    """The modules from the latest to the earliest, as the linter of imports has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    order: list[str] = contracts[0]["layers"]
    return order


def _module(model: type) -> str:
    return ".".join(model.__module__.split(".")[:2])


assert PACKAGE.is_dir()
