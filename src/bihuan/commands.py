"""The map of the program: what `bihuan` can be told. Each command parses, calls one thing, and answers.

Results go to stdout, progress and complaints to stderr. Exit 0: done; 1: something is disproved or broken; 2: bad input.
"""

import json
import secrets
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
from django.conf import settings
from django.db import DatabaseError, transaction
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bihuan import __version__, catalogue, serving
from bihuan.accounts import actions as accounts
from bihuan.accounts.queries import factor_of, person_by
from bihuan.backup import command as keeping
from bihuan.checking import check
from bihuan.core import clock, duties, installation, tables
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Refused
from bihuan.core.jobs import work_off, worker
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.demo import story
from bihuan.figures import rollups
from bihuan.figures.actions import roll_up
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.registry import FIGURES
from bihuan.grid import actions as grid
from bihuan.notices.listening import listen
from bihuan.search import queries as finding
from bihuan.search.actions import rebuild
from bihuan.summaries import command as summarizing

DEMO_YEAR, DEMO_SEED = 2018, 1
stderr = Console(stderr=True, highlight=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bihuan")
def bihuan() -> None:
    """闭环：乡镇（街道）安全生产。一次录入，样样可查；没有记录的数字不写。"""


for command in (keeping.backup, keeping.restore, keeping.files, check):
    bihuan.add_command(command)


@bihuan.command()
@click.option("--town", required=True, help="镇（街道）名称")
@click.option("--district", required=True, help="所属区县")
@click.option("--bureau", required=True, help="区级主管部门，如：××区应急管理局")
@click.option("--office", default="应急管理办公室", show_default=True, help="镇级机构")
@click.option("--word", required=True, help="文号代字，如：（×）应急")
@click.option("--admin", required=True, help="第一个系统管理员的姓名")
@click.option("--username", default="admin", show_default=True, help="管理员用户名")
def init(town: str, district: str, bureau: str, office: str, word: str, admin: str, username: str) -> None:
    """建立一个镇和第一个系统管理员，打印一次性密码（首次登录必须修改）。"""
    keeping.refuse_unfinished()
    tables.bring_forward()
    if installation.is_demo():
        _stop("这是演示数据库，不能改作正式使用。请换一个数据文件夹（BIHUAN_HOME）再运行。")
    password = secrets.token_urlsafe(9)
    try:
        with transaction.atomic():
            installation.begin()
            made, top = grid.found_town(
                name=town,
                district=district,
                bureau=bureau,
                office=office,
                number_word=word,
                opened_on=clock.today(),
            )
            founder = Actor.founder(made.pk)
            person = grid.register_person(founder, name=admin, username=username)
            grid.appoint(founder, person.pk, kind="admin", cell_id=top.pk, from_on=clock.today())
            grid.set_password(founder, person.pk, password=password, one_time=True)
    except DatabaseError:
        _stop(f"“{town}”已经建立过了。")
    except Refused as refused:
        _stop(refused.message)
    click.echo(f"已建立{town}。管理员用户名：{username}，一次性密码：{password}")
    click.echo("密码只显示这一次，首次登录后必须修改。运行 bihuan serve 启动。")


@bihuan.command("reset")
@click.argument("username")
def reset_account(username: str) -> None:
    """给一个账号发邀请、重置动态口令：唯一的管理员进不去时，在服务器上用。"""
    person = person_by(username)
    if person is None:
        _stop(f"没有用户名或手机号是“{username}”的人员。")
    founder = Actor.founder(person.town_id)
    try:
        with transaction.atomic():
            if factor_of(person):
                accounts.reset_second_factor(founder, person.pk, reason="在服务器上重置")
            invitation, code = accounts.invite(founder, person.pk)
    except Refused as refused:
        _stop(refused.message)
    until = invitation.expires_at.astimezone(clock.TOWN_TIME)
    click.echo(f"{person.name}的邀请码：{code}，{until:%Y-%m-%d %H:%M}前有效，只显示这一次。")
    click.echo("请在登录页按“凭邀请码设置密码”。原密码、动态口令已失效。")


@bihuan.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, envvar="PORT", show_default=True, help="端口")
@click.option("--with-demo", is_flag=True, help="数据库为空时先建演示镇，写出年度总结")
def serve(host: str, port: int, with_demo: bool) -> None:
    """启动网站，每分钟办理一次到点的事项。"""
    if not serving.is_free(host, port):
        _stop(f"端口{port}已被占用。请先停掉占用它的程序，或换一个端口：PORT=8001 make run")
    keeping.refuse_unfinished()
    tables.bring_forward()
    for made in Town.registry.all():  # a database from before there was a search
        if finding.is_empty(made.pk):
            rebuild(made.pk)
    if with_demo and not Town.registry.exists():
        _make_demo(DEMO_YEAR, DEMO_SEED, "full")
    if installation.is_demo() and not story.is_finished():
        _stop("上一次演示没有建完就中断了。请删除数据文件夹（var/）后重新运行。")
    if with_demo:
        _write_demo_summary()
    if installation.is_demo() and host not in ("127.0.0.1", "localhost", "::1"):
        _stop("演示数据库只能在本机（127.0.0.1）打开。")
    if not Town.registry.exists():
        _stop("还没有建立镇。请先运行 bihuan init（正式使用）或 bihuan demo（演示）。")
    keeping.warn_unreachable()
    if installation.is_demo():
        story.go_on()
        click.echo(f"演示镇的今天是{in_words(clock.today())}，接着最后一条记录。")
    click.echo(f"闭环已启动：http://{host}:{port}/  （按 Ctrl+C 停止）")
    serving.serve(host, port, every_minute=run_tick)


@bihuan.command("demo")
@click.option("--year", default=DEMO_YEAR, show_default=True, help="模拟的年份")
@click.option("--seed", default=DEMO_SEED, show_default=True, help="随机种子：同一种子，同一故事")
@click.option("--size", type=click.Choice(["small", "full"]), default="full", show_default=True)
def make_demo(year: int, seed: int, size: str) -> None:
    """在空数据库里建演示镇，模拟一年。"""
    if not 2015 <= year <= clock.today().year:
        _stop(f"年份应在2015至{clock.today().year}之间。")
    keeping.refuse_unfinished()
    tables.bring_forward()
    _make_demo(year, seed, size)


@bihuan.command()
@click.argument("narrative", type=click.Path(path_type=Path))
@click.option("--year", type=int, help="年度")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="起始日期")
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="截止日期")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="数据截止日（默认为期末）")
@click.option("--town", default="", help="镇名（只有一个镇时可不写）")
@click.option("--out", type=click.Path(path_type=Path), help="把 docx、PDF、JSON 写到这个文件夹")
@click.option("--json", "as_json", is_flag=True, help="在标准输出打印 JSON")
@click.option("--rows", "with_rows", is_flag=True, help="JSON 中列出每个数字的记录编号")
def summarize(
    narrative: Path,
    year: int | None,
    since: Any,
    until: Any,
    as_of: Any,
    town: str,
    out: Path | None,
    as_json: bool,
    with_rows: bool,
) -> None:
    """把总结里的空填上，并核对其中的说法。全属实为0，有不属实为1，输入有误为2。"""
    sys.exit(
        summarizing.run(
            narrative,
            year=year,
            since=since.date() if since else None,
            until=until.date() if until else None,
            as_of=as_of.date() if as_of else None,
            town=town,
            out=out,
            as_json=as_json,
            with_rows=with_rows,
        )
    )


@bihuan.command()
def tick() -> None:
    """办理到点的事项（逾期记入轨迹、提醒、升级）。可重复运行。"""
    click.echo(f"新办{run_tick()}件。")


@bihuan.command()
@click.option("--once", is_flag=True, help="办完现有的就退出")
@click.option("--under", type=int, hidden=True, help="这个进程不在了就退出")
def work(once: bool, under: int | None) -> None:
    """办理后台任务，随时发出通知。bihuan serve 已经带着，分开部署时才单独运行。"""
    if once:
        click.echo(f"办理{work_off()}次。")
        return
    serving.work([listen, *(partial(worker.work, long=long) for long in (False, True))], under)


@bihuan.group("search")
def searching() -> None:
    """搜索。"""


@searching.command("rebuild")
def rebuild_search() -> None:
    """按记录重建每个镇的搜索目录。"""
    for town in Town.registry.all():
        click.echo(f"{town.name}：{rebuild(town.pk)}条")


@bihuan.group()
def figures() -> None:
    """指标。"""


@figures.command("list")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON")
def list_figures(as_json: bool) -> None:
    """列出全部指标。"""
    if as_json:
        click.echo(json.dumps(catalogue.as_json(), ensure_ascii=False, indent=2))
        return
    for figure in FIGURES.values():
        click.echo(f"{figure.key:24} {figure.label}（{figure.unit}）  {figure.says}")


@figures.command("value")
@click.argument("keys", nargs=-1, required=True)
@click.option("--year", type=int, required=True, help="年度")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="数据截止日（默认为期末）")
@click.option("--town", default="", help="镇名（只有一个镇时可不写）")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON")
def figure_values(keys: tuple[str, ...], year: int, as_of: Any, town: str, as_json: bool) -> None:
    """算出指标的数值。"""
    _need_figures(keys, year)
    scope = Scope.whole_town(_town(town).pk)
    since, until = date(year, 1, 1), date(year, 12, 31)
    cutoff = as_of.date() if as_of else min(until, clock.today())
    found = evaluate(scope, [Ask(key, since, until, cutoff) for key in keys])
    answers = [
        {
            "key": ask.figure,
            "value": catalogue.plain(value.value),
            "unit": FIGURES[ask.figure].unit,
            "rows": value.rows,
            "period": [since.isoformat(), until.isoformat()],
            "as_of": cutoff.isoformat(),
            "missing": value.missing or None,
        }
        for ask, value in found.items()
    ]
    if as_json:
        click.echo(json.dumps(answers, ensure_ascii=False, indent=2))
        return
    for answer in answers:
        figure = FIGURES[str(answer["key"])]
        shown = answer["missing"] if answer["value"] is None else f"{answer['value']}{figure.unit}"
        click.echo(f"{figure.label}：{shown}")


@figures.command("county")
@click.argument("keys", nargs=-1)
@click.option("--year", type=int, required=True, help="年度")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON")
def county_figures(keys: tuple[str, ...], year: int, as_json: bool) -> None:
    """各镇和全部镇合计的指标，由各镇的汇总数相加；不写指标则列出全部。存量和整改结果截至今日。"""
    _need_figures(keys, year)
    for town in Town.registry.all():
        roll_up(town.pk)
    shown = keys or tuple(FIGURES)
    lines, total = rollups.county(shown, year)
    if as_json:
        towns = [
            {
                "town": line.name,
                "as_of": line.on.isoformat() if line.on else None,
                "values": {key: catalogue.plain(line.values[key].value) for key in shown},
            }
            for line in (*lines, total)
        ]
        click.echo(json.dumps({"year": year, "towns": towns}, ensure_ascii=False, indent=2))
        return
    click.echo("\t".join(("镇", *(f"{FIGURES[key].label}（{FIGURES[key].unit}）" for key in shown))))
    for line in (*lines, total):
        values = (line.values[key].value for key in shown)
        click.echo("\t".join((line.name, *("—" if value is None else str(value) for value in values))))


@bihuan.command()
@click.option("--check", "only_check", is_flag=True, help="只核对，不改写；过时为1")
def docs(only_check: bool) -> None:
    """由代码生成文档（指标目录、隐患状态表、岗位权限表）。"""
    stale = catalogue.write_docs(Path("docs/generated"), only_check=only_check)
    for path in stale:
        stderr.print(f"{'过时' if only_check else '已更新'}：{path}")
    sys.exit(1 if only_check and stale else 0)


def run_tick() -> int:
    """All that the clock makes due, in every town. Returns how many things were new."""
    return sum(duties.run_due(town.pk) for town in Town.registry.all())


def _make_demo(year: int, seed: int, size: Any) -> None:
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=stderr,
    ) as bar:
        task = bar.add_task("建演示镇")

        def progress(done: int, total: int, text: str) -> None:
            bar.update(task, completed=done, total=total, description=text)

        try:
            story.build(year=year, seed=seed, size=size, progress=progress)
        except story.DemoRefused as refused:
            _stop(str(refused))


def _write_demo_summary() -> None:
    """The demo's annual summary under the data folder, and what the truth check said of it."""
    if not installation.is_demo():
        return
    out = Path(settings.OUT_DIR)
    if (out / "annual.json").exists():
        return
    stderr.print("正在写年度总结……")
    out.mkdir(parents=True, exist_ok=True)
    narrative = out / "annual.txt"
    narrative.write_text(summarizing.annual_text(DEMO_YEAR), encoding="utf-8")
    summarizing.run(
        narrative,
        year=DEMO_YEAR,
        since=None,
        until=None,
        as_of=None,
        town="",
        out=out,
        as_json=False,
        with_rows=False,
    )
    stderr.print(f"年度总结（docx、PDF、JSON）在 {out}")


def _need_figures(keys: tuple[str, ...], year: int) -> None:
    if unknown := [key for key in keys if key not in FIGURES]:
        _stop(f"没有指标：{'、'.join(unknown)}。用 bihuan figures list 查看全部。")
    if not 1990 <= year <= 2100:
        _stop(f"“{year}”不是年份。")


def _town(name: str) -> Town:
    towns = list(Town.registry.all())
    if name:
        towns = [town for town in towns if town.name == name]
    if len(towns) != 1:
        _stop("没有这个镇。" if name else f"共有{len(towns)}个镇，请用 --town 指定。")
    return towns[0]


def _stop(message: str) -> NoReturn:
    stderr.print(message)
    sys.exit(2)
