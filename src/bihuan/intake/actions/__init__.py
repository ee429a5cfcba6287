"""Verbs of imports (导入)."""

from bihuan.intake.actions.mending import mend_rows
from bihuan.intake.actions.pieces import go_on
from bihuan.intake.actions.starting import (
    begin_again,
    begin_import,
    carry_out,
    drop_import,
    find_import,
    match_columns,
    undo_import,
)

__all__ = [
    "begin_again",
    "begin_import",
    "carry_out",
    "drop_import",
    "find_import",
    "go_on",
    "match_columns",
    "mend_rows",
    "undo_import",
]
