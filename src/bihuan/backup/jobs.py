"""A backup as a job: one long step that reads, so that a killed one is made anew, with the files that are kept already."""

from pathlib import Path

from django.conf import settings

from bihuan.backup.actions import back_up, key_of_installation
from bihuan.core.actions import Actor
from bihuan.core.jobs import Kind, Step, Task, declare_kind


def _back_up(_actor: Actor, task: Task) -> Step:
    made = back_up(Path(settings.BACKUP_DIR), key_of_installation(), task.tell)
    rows, files = sum(made.manifest.tables.values()), len(made.manifest.files)
    return Step(
        None, files, files, f"已备份记录{rows:,}条、文件{files:,}个（新增{made.new_files:,}个）", ended=True
    )


BACKUP = declare_kind(Kind("backup.make", "备份", "maintain", _back_up, writes=False, long=True))
