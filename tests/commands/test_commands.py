"""The command line: what it prints, and how it leaves."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bihuan.accounts.actions import accept_invitation
from bihuan.commands import bihuan
from bihuan.core.models import Event, Installation, Town
from bihuan.core.scope import Scope
from bihuan.figures.models import Rollup
from bihuan.figures.registry import FIGURES
from bihuan.grid.models import Person
from tests.cast import NOW, Cast
from tests.core.deeds import found

TOWN = ["--town", "东岭镇"]


def run(*words: str) -> Result:
    """What `bihuan WORDS` does."""
    return CliRunner().invoke(bihuan, list(words), catch_exceptions=False)


def test_help_is_a_map_of_the_program() -> None:
    said = run("--help").output
    assert all(
        word in said for word in ("init", "serve", "demo", "summarize", "tick", "check", "figures", "docs")
    )


def test_the_catalogue_has_at_least_25_figures_of_four_kinds() -> None:
    listed = json.loads(run("figures", "list", "--json").stdout)
    assert len(listed) == len(FIGURES) >= 25
    assert {one["kind"] for one in listed} == {"flow", "cohort", "stock", "ratio"}
    assert set(listed[0]) == {"key", "kind", "label", "unit", "definition", "synonyms"}


def test_values_come_as_a_list_with_period_and_cut_off(cast: Cast) -> None:
    done = run("figures", "value", "units.total", "hazards.found", "--year", "2026", *TOWN, "--json")
    total, found = json.loads(done.stdout)
    assert (total["key"], total["value"], total["rows"]) == ("units.total", 3, 3)
    assert (total["period"], total["as_of"]) == (["2026-01-01", "2026-12-31"], "2026-06-02")
    assert found["value"] is None and "不能据此填0" in found["missing"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("figures", "value", "no.such", "--year", "2026"), "没有指标"),
        (("figures", "value", "units.total", "--year", "20261"), "不是年份"),
        (("figures", "value", "units.total", "--year", "2026"), "共有2个镇"),
        (("figures", "value", "units.total", "--year", "2026", "--town", "南山镇"), "没有这个镇"),
        (("summarize", "没有.txt", "--year", "2026", *TOWN), "没有找到文件"),
        (("summarize", "没有.txt", "--year", "12", *TOWN), "不是年份"),
        (("summarize", "没有.txt", *TOWN), "--year"),
        (("demo", "--year", "1990"), "年份应在"),
    ],
)
def test_bad_input_leaves_with_2_and_one_clear_line(cast: Cast, words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert says in done.stderr and done.stdout == ""


def test_a_narrative_without_blanks_and_a_false_docx_are_refused(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天天气很好。", encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(b"not a docx")
    for name, says in (("a.txt", "没有要填的空"), ("b.docx", "不是完好的docx")):
        done = run("summarize", str(tmp_path / name), "--year", "2026", *TOWN)
        assert (done.exit_code, done.stdout) == (2, "") and says in done.stderr


def test_summarize_writes_json_to_stdout_and_three_files(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "总结.txt").write_bytes("XX镇有规模以上企业XX家，网格化监管全覆盖。".encode("gb18030"))
    words = (
        "summarize",
        str(tmp_path / "总结.txt"),
        "--year",
        "2026",
        *TOWN,
        "--json",
        "--out",
        str(tmp_path / "out"),
    )
    done = run(*words)
    answer = json.loads(done.stdout)
    assert [one["value"] for one in answer["blanks"]] == ["东岭", 0]
    assert [one["verdict"] for one in answer["claims"]] == ["disproved"]
    assert done.exit_code == 1
    assert sorted(one.suffix for one in (tmp_path / "out").iterdir()) == [".docx", ".json", ".pdf"]


def test_an_altered_event_is_named(cast: Cast) -> None:
    assert run("check", "events").exit_code == 0
    event = Event.objects.within(Scope.whole_town(cast.town.pk)).order_by("seq")[4]
    Event._base_manager.filter(pk=event.pk).update(actor_name="别人")
    done = run("check", "events")
    assert done.exit_code == 1
    assert f"东岭镇：第{event.seq}条内容被改动" in done.stdout and "西河镇：日志链完整" in done.stdout


def test_init_makes_an_administrator_with_a_one_time_password(cast: Cast) -> None:
    words = [
        "--district",
        "东城区",
        "--bureau",
        "东城区应急管理局",
        "--word",
        "（东）应急",
        "--admin",
        "许安",
    ]
    done = run("init", "--town", "北川镇", *words, "--username", "beichuan")
    assert done.exit_code == 0
    person = Person.accounts.get(username="beichuan")
    password = done.stdout.split("一次性密码：")[1].splitlines()[0]
    assert person.must_change_password and person.check_password(password)
    again = run("init", "--town", "北川镇", *words, "--username", "another")
    assert (again.exit_code, "已经建立过" in again.stderr) == (2, True)
    assert not Person.accounts.filter(username="another").exists()


def test_a_demo_database_is_never_a_real_towns(cast: Cast) -> None:
    Installation(is_demo=True, made_at=NOW).save()
    words = ["--district", "东", "--bureau", "局", "--word", "东", "--admin", "许"]
    assert run("init", "--town", "北川镇", *words).exit_code == 2
    assert not Town.registry.filter(name="北川镇").exists()


def test_the_demo_is_refused_in_a_database_with_data(cast: Cast) -> None:
    done = run("demo", "--size", "small")
    assert done.exit_code == 2 and "数据" in done.stderr


def test_a_port_in_use_is_said(cast: Cast) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]))
    assert done.exit_code == 2 and "已被占用" in done.stderr


def test_a_county_is_a_table_of_towns_by_figures(cast: Cast) -> None:
    found(cast, cast.chen)
    done = run("figures", "county", "hazards.found", "units.total", "--year", "2026")
    assert done.stdout.splitlines() == [
        "镇\t排查隐患（条）\t监管对象（家）",
        "东岭镇\t1\t3",
        "西河镇\t—\t0",
        "合计\t1\t3",
    ]
    told = json.loads(run("figures", "county", "--year", "2026", "--json").stdout)
    assert [line["town"] for line in told["towns"]] == ["东岭镇", "西河镇", "合计"]
    assert all(set(line["values"]) == set(FIGURES) for line in told["towns"])
    assert {line["as_of"] for line in told["towns"]} == {"2026-06-02"}
    assert run("figures", "county", "no.such", "--year", "2026").exit_code == 2


def test_a_roll_up_that_was_altered_is_named(cast: Cast) -> None:
    found(cast, cast.chen)
    run("figures", "county", "--year", "2026")
    assert run("check", "rollups").stdout.splitlines() == [
        "东岭镇：汇总数与记录一致",
        "西河镇：汇总数与记录一致",
    ]
    Rollup.objects.within(cast.chen.scope).filter(figure="hazards.found").update(value=9)
    done = run("check", "rollups")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[:2] == ["东岭镇：1个汇总数与记录不符", "  hazards.found 2026-06"]


def test_the_only_administrator_is_let_in_again_from_the_server(cast: Cast) -> None:
    said = run("reset", "xu").output
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", said)
    assert code and "许安" in said
    accept_invitation(code[0], password="yushan-bridge-77")
    assert Person.accounts.get(username="xu").check_password("yushan-bridge-77")
    assert run("reset", "nobody").exit_code == 2


def test_the_worker_knows_every_job_that_a_page_may_ask_for() -> None:
    """It never loads the pages: a kind that only they import would be refused there, as one of a newer version."""
    told = (
        "import django; django.setup()\n"
        "from bihuan.core.jobs.kinds import KINDS\n"
        "known = set(KINDS)\n"
        "import bihuan.web.urls\n"
        "print(len(known), sorted(set(KINDS) - known))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    count, _, forgotten = ran.stdout.strip().partition(" ")
    assert int(count) >= 8 and forgotten == "[]", ran.stdout


def test_the_help_of_backup_names_the_key_that_no_backup_holds() -> None:
    for command in ("backup", "restore"):
        said = run(command, "--help").output
        assert "identity.key" in said and "举报人身份的密钥" in said
