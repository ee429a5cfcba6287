"""The `bihuan` command: sets Django up, then hands over to `bihuan.commands`."""

import os
import sys
from importlib import import_module

import django


def main() -> None:
    """Entry point. A data folder that cannot be written gets one clear line and exit 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings.local")
    try:
        django.setup()
    except PermissionError as error:
        sys.exit(_unwritable(str(error.filename)))
    # Commands import models, and models want Django set up first.
    import_module("bihuan.commands").bihuan()


def _unwritable(place: str) -> int:
    sys.stderr.write(f"数据文件夹不可写：{place}。请换一个文件夹运行，或用 BIHUAN_HOME 指定可写的位置。\n")
    return 2
