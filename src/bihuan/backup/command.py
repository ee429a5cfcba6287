"""`bihuan backup` and `bihuan restore`. Progress goes to stderr; exit 2 with one clear line where it was refused."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from django.conf import settings
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bihuan.backup import restoring
from bihuan.backup.actions import back_up, key_of_installation, note_key_shown
from bihuan.backup.copying import copy
from bihuan.backup.making import Tell
from bihuan.backup.outside import closed_after_restore, to_be_kept
from bihuan.backup.seal import Key, read_key, write_key
from bihuan.backup.store import Store, is_name, names_in
from bihuan.core.errors import Refused
from bihuan.core.files import name_of
from bihuan.core.storage import StorageFails, at, storage

stderr = Console(stderr=True, highlight=False)


@click.command()
@click.option("--to", type=click.Path(path_type=Path), help="备份文件夹（默认为BIHUAN_BACKUP_DIR）")
@click.option(
    "--key", "key_file", type=click.Path(path_type=Path), help="密钥文件（默认为BIHUAN_BACKUP_KEY）"
)
@click.option("--new-key", type=click.Path(path_type=Path), help="新做一把密钥写到这个文件，不备份")
@click.option("--show-key", is_flag=True, help="显示密钥，供抄写存档，不备份")
@click.option("--list", "only_list", is_flag=True, help="列出已有的备份，不备份")
def backup(
    to: Path | None, key_file: Path | None, new_key: Path | None, show_key: bool, only_list: bool
) -> None:
    """备份全部记录和文件，加密，文件只存新增的；网站不用停。

    举报人身份的密钥（BIHUAN_IDENTITY_KEY，默认为数据文件夹里的 identity.key）不在备份里，请另存一份、单独锁好：
    没有它，恢复以后看不到举报人的姓名、电话、收款账户。"""
    folder = (to or Path(settings.BACKUP_DIR)).absolute()
    if only_list:
        click.echo("\n".join(names_in(folder)) or f"{folder}里没有备份。")
        return
    try:
        if new_key:
            _show(_new_key(new_key))
            return
        key = read_key(key_file) if key_file else key_of_installation()
        if show_key:
            _show(key)
            return
        if (key_file or Path(settings.BACKUP_KEY)).absolute().is_relative_to(folder):
            stderr.print("注意：密钥和备份放在一起，拿到备份的人就能打开。请把密钥移到别处。")
        with _progress() as tell:
            made = back_up(folder, key, tell)
    except Refused as refused:
        _stop(refused.message)
    manifest = made.manifest
    click.echo(
        f"已备份到{folder}：{manifest.name}，记录{sum(manifest.tables.values()):,}条，文件{len(manifest.files):,}个"
        f"（新增{made.new_files:,}个）。"
    )
    if manifest.missing:
        click.echo(f"注意：有{len(manifest.missing)}个文件在本机缺失，运行 bihuan check files 查看。")
    for line in to_be_kept():
        click.echo(line)


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--key", "key_file", required=True, type=click.Path(path_type=Path), help="密钥文件")
@click.option("--at", "name", default="", help="哪一次备份（默认为最近一次，见 bihuan backup --list）")
def restore(source: Path, key_file: Path, name: str) -> None:
    """把备份恢复到空的数据文件夹和空的数据库；中断了可以重新运行。

    举报人身份的密钥（identity.key）不在备份里：请把另存的那一份放到数据文件夹（或 BIHUAN_IDENTITY_KEY 指的地方）。"""
    names = names_in(source)
    chosen = name or (names[0] if names else "")
    if chosen not in names or not is_name(chosen):
        _stop(f"{source}里没有备份{name}。" + (f"有：{'、'.join(names[:5])}" if names else ""))
    try:
        with _progress() as tell:
            restored = restoring.restore(Store(source.absolute(), read_key(key_file)), chosen, tell)
    except Refused as refused:
        _stop(refused.message)
    towns = "、".join(town for town, _seq, _hash in restored.manifest.towns)
    click.echo(
        f"已恢复{towns}：备份{chosen}，记录{restored.rows:,}条，文件{len(restored.manifest.files):,}个。所有人需要重新登录。"
    )
    if restored.is_another_secret:
        click.echo(
            "注意：环境变量 BIHUAN_SECRET_KEY 与备份时的系统密钥不同，各人的动态口令、群机器人地址不能再用。请改成原来的，或逐人重置。"
        )
    if restored.manifest.missing:
        click.echo(f"有{len(restored.manifest.missing)}个文件在备份以前就已缺失。")
    for line in closed_after_restore():
        click.echo(line)


@click.group()
def files() -> None:
    """照片和扫描件。"""


@files.command("copy")
@click.argument("target")
def copy_files(target: str) -> None:
    """把照片和扫描件全部复制到另一处（文件夹，或 s3://存储桶/前缀），新复制的逐个读回核对；中断了可以重新运行，只补没有的。"""
    try:
        with _progress() as tell:
            source, place = storage(), at(target)
            if place.where == source.where:
                _stop(f"现在就存在{place.where}，不用复制。")
            copied = copy(source, place, tell)
    except StorageFails as failed:
        _stop(failed.message)
    click.echo(f"{place.where}：新复制{copied.new:,}个文件，读回核对无误。")
    if copied.before:
        click.echo(
            f"另有{copied.before:,}个原来已在那里，只核对了大小；改用那里以后，运行 bihuan check files 逐个核对。"
        )
    if copied.damaged:
        click.echo(f"有{len(copied.damaged)}个文件已损坏，没有复制。运行 bihuan check files 查看。")
        sys.exit(1)


def warn_unreachable() -> None:
    """Say on stderr that photos can be neither kept nor shown now; all else works."""
    try:
        storage().has(name_of("0" * 64))
    except StorageFails as failed:
        stderr.print(f"注意：{failed.message}", soft_wrap=True)


def refuse_unfinished() -> None:
    """Leave where a restore was stopped: nobody works with half of the rows."""
    if restoring.is_unfinished():
        _stop(restoring.UNFINISHED)


def _new_key(path: Path) -> Key:
    key = Key.new()
    try:
        write_key(path, key)
    except FileExistsError:
        _stop(f"{path}已经有了，不覆盖。请换一个文件名：旧密钥还要用来打开旧备份。")
    click.echo(f"新密钥已写入{path}，只有本人可读。")
    return key


def _show(key: Key) -> None:
    """Show the key; the log says so where there is one."""
    click.echo(f"备份密钥：\n\n    {key.text}\n")
    click.echo("请抄写或打印两份，分别锁好，不要和备份放在一起。没有密钥，备份谁也打不开。")
    if "core_event" in connection.introspection.table_names():
        note_key_shown(key)


@contextmanager
def _progress() -> Iterator[Tell]:
    """A bar on stderr."""
    with Progress(TextColumn("{task.description}"), BarColumn(), console=stderr) as bar:
        task = bar.add_task("准备")

        def tell(done: int, total: int, message: str) -> None:
            bar.update(task, completed=done, total=total or None, description=message)

        yield tell


def _stop(message: str) -> NoReturn:
    stderr.print(message, soft_wrap=True)
    sys.exit(2)
