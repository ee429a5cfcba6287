"""`bihuan check`: whether all is as it should be. Alone it checks everything; exit 1 where anything is wrong."""

import sys
from pathlib import Path

import click
from django.conf import settings

from bihuan.backup import checking as keeping
from bihuan.backup.seal import read_key
from bihuan.backup.store import Store
from bihuan.core import events
from bihuan.core.errors import Refused
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.figures import rollups
from bihuan.search import queries as finding

SHOWN = 20


@click.group(invoke_without_command=True)
@click.pass_context
def check(context: click.Context) -> None:
    """检查。不写检查什么，就全部检查：日志、汇总数、搜索目录、文件、备份。"""
    if context.invoked_subcommand is None:
        sound = [
            _events(),
            _rollups(),
            _search(),
            _files(),
            _backup(Path(settings.BACKUP_DIR), Path(settings.BACKUP_KEY)),
        ]
        sys.exit(0 if all(sound) else 1)


@check.command("events")
def check_events() -> None:
    """核对每个镇的操作日志链，指出第一处断裂。"""
    sys.exit(0 if _events() else 1)


@check.command("rollups")
def check_rollups() -> None:
    """重算每个镇的汇总数，列出与记录不符的指标和期间。"""
    sys.exit(0 if _rollups() else 1)


@check.command("search")
def check_search() -> None:
    """核对每个镇的搜索目录，列出与记录不符的条数。"""
    sys.exit(0 if _search() else 1)


@check.command("files")
def check_files() -> None:
    """核对每个照片、扫描件：在不在，校验码对不对。"""
    sys.exit(0 if _files() else 1)


@check.command("backup")
@click.option("--at", "folder", type=click.Path(path_type=Path), help="备份文件夹（默认为BIHUAN_BACKUP_DIR）")
@click.option(
    "--key", "key_file", type=click.Path(path_type=Path), help="密钥文件（默认为BIHUAN_BACKUP_KEY）"
)
def check_backup(folder: Path | None, key_file: Path | None) -> None:
    """把最近一次备份从头到尾读一遍：新不新，打不打得开，全不全。"""
    sys.exit(0 if _backup(folder or Path(settings.BACKUP_DIR), key_file or Path(settings.BACKUP_KEY)) else 1)


def _events() -> bool:
    sound = True
    for town in Town.registry.all():
        link = events.check(town.pk)
        sound &= link is None
        click.echo(f"{town.name}：{link.why if link else '日志链完整'}")
    return sound


def _rollups() -> bool:
    sound = True
    for town in Town.registry.all():
        wrong = rollups.differing(Scope.whole_town(town.pk))
        sound &= not wrong
        click.echo(f"{town.name}：{f'{len(wrong)}个汇总数与记录不符' if wrong else '汇总数与记录一致'}")
        for key, bucket in wrong:
            click.echo(f"  {key} {bucket or '现有'}")
    return sound


def _search() -> bool:
    sound = True
    for town in Town.registry.all():
        wrong = finding.differing(town.pk)
        sound &= not wrong
        told = "、".join(f"{label}{count}条" for label, count in wrong.items())
        click.echo(f"{town.name}：{f'搜索目录与记录不符：{told}' if wrong else '搜索目录与记录一致'}")
    return sound


def _files() -> bool:
    return _told("文件", list(keeping.wrong_files()), "齐全，校验码都对")


def _backup(folder: Path, key_file: Path) -> bool:
    try:
        store = Store(folder, read_key(key_file))
    except Refused as refused:
        return _told("备份", [refused.message], "")
    return _told("备份", list(keeping.wrong_backup(store)), "最近一次打得开，完整")


def _told(what: str, wrong: list[str], sound: str) -> bool:
    click.echo(f"{what}：{f'{len(wrong)}处有问题' if wrong else sound}")
    for line in wrong[:SHOWN]:
        click.echo(f"  {line}")
    return not wrong
