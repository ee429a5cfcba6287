"""The `bihuan` command: sets Django up, then hands over to `bihuan.commands`."""

import os
import sys
from importlib import import_module

import django
from django.db.utils import OperationalError, ProgrammingError


def main() -> None:
    """Entry point. A data folder that cannot be written gets one clear line and exit 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings.local")
    try:
        django.setup()
    except OSError as error:  # the data folder is made by the settings
        sys.exit(_unwritable(str(error.filename)))
    # Commands import models, and models want Django set up first.
    commands = import_module("bihuan.commands")
    try:
        commands.bihuan()
    except (OperationalError, ProgrammingError) as error:
        sys.exit(_no_database(str(error).strip().splitlines()[0]))
    except PermissionError as error:
        sys.exit(_unwritable(str(error.filename)))


def _unwritable(place: str) -> int:
    sys.stderr.write(f"数据文件夹不可写：{place}。请换一个文件夹运行，或用 BIHUAN_HOME 指定可写的位置。\n")
    return 2


def _no_database(why: str) -> int:
    sys.stderr.write(
        f"数据库还没有建立、版本较旧或连不上（{why}）。正式使用请先运行 bihuan init，看演示请运行 bihuan demo。\n"
    )
    return 2
