"""What must not stand in the repository: places of one machine, hosts in the locks, figures without a page."""

import re
import subprocess

import pytest

from bihuan.catalogue import right_label
from bihuan.core.lifecycle import LIFECYCLES
from bihuan.figures.registry import FIGURES
from bihuan.grid.rules import POST_KINDS
from tests.habits.sources import ROOT

TEXT = re.compile(r"\.(py|md|toml|txt|in|html|ts|css|json|yml|yaml|typ|cfg)$|Makefile$|^\.ci/")
# Written so that this file does not find itself.
PLACES = re.compile("|".join([r"\.\./" + "shared", "/work" + "/", "/tmp" + "/bihuan"]))
HOST = re.compile(r"https?://[\w.-]+|--(extra-)?index-url|--find-links")


def tracked() -> list[str]:
    """Files that git knows or would know, as far as they are text."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if TEXT.search(name) and (ROOT / name).is_file()]


def test_nothing_speaks_of_one_machine() -> None:
    slipped = [name for name in tracked() if PLACES.search((ROOT / name).read_text())]
    assert not slipped


@pytest.mark.parametrize(
    "lock", [name for name in tracked() if re.search(r"requirements.*\.txt$|lock", name)]
)
def test_locks_name_no_host(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    # A lock of npm names the licence page of a package ("funding"); what it fetches from is "resolved".
    hosts = [line for line in lines if HOST.search(line) and "funding" not in line and '"url"' not in line]
    assert not hosts


def test_python_locks_pin_everything_by_hash_or_version() -> None:
    for name in tracked():
        if not re.search(r"requirements.*\.txt$", name):
            continue
        lines = (ROOT / name).read_text().splitlines()
        wanted = [line for line in lines if line and not line.startswith((" ", "#", "-"))]
        assert wanted, name
        assert all("==" in line for line in wanted), name


GENERATED = ROOT / "docs" / "generated"


def test_every_figure_is_in_the_catalogue() -> None:
    text = (GENERATED / "figures.md").read_text()
    assert not [key for key in FIGURES if f"`{key}`" not in text and key not in text]


def test_every_move_of_every_lifecycle_is_on_the_generated_pages() -> None:
    life, rights = ((GENERATED / name).read_text() for name in ("lifecycle.md", "rights.md"))
    assert LIFECYCLES
    for lifecycle in LIFECYCLES:
        told, may = (
            page.partition(f"\n## {lifecycle.name}")[2].partition("\n## ")[0] for page in (life, rights)
        )
        diagram, _, table = told.partition("| 办理 |")
        for move in lifecycle.moves:
            assert move.label in diagram, (lifecycle.name, move.label)
            assert f"| {move.label} |" in table, (lifecycle.name, move.label)
            assert f"| {move.label}（{right_label(move.right)}） |" in may, (lifecycle.name, move.label)
        assert not [label for label in lifecycle.states.values() if label not in told]


def test_every_post_stands_over_every_table_of_rights() -> None:
    text = (GENERATED / "rights.md").read_text()
    heads = [line for line in text.splitlines() if line.startswith(("| 权限 |", "| 办理（权限） |"))]
    assert len(heads) == 2 + len(LIFECYCLES)  # the rights, and those of a town with its administrators apart
    assert not [kind.label for kind in POST_KINDS.values() for head in heads if kind.label not in head]
