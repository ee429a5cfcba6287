"""Backups as the administrator sees them: asked for each day, told on the desk, started by a button; kept in one folder."""

import errno
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from bihuan.backup import actions, command
from bihuan.backup.actions import back_up, key_of_installation
from bihuan.backup.jobs import BACKUP
from bihuan.backup.making import Made
from bihuan.backup.queries import standing
from bihuan.backup.restoring import _restore_secret, restore
from bihuan.backup.seal import Damaged, Key
from bihuan.backup.store import Manifest, Store, names_in, new_name
from bihuan.core import clock
from bihuan.core.desk import sections_of
from bihuan.core.duties import run_due
from bihuan.core.errors import NotAllowed
from bihuan.core.jobs import work_off
from bihuan.core.models import Installation, Job
from tests.cast import NOW, Cast
from tests.commands.test_commands import run
from tests.copies import empty
from tests.races.programs import told
from tests.web.visits import SignIn

KEY = Key(b"k" * 32)


def quiet(_done: int, _total: int, _message: str) -> None:
    """Nobody looks."""


def manifest(name: str, **more: Any) -> Manifest:
    given = {"migrations": {"core": ["0001_initial"]}, "tables": {"core.Town": 2}, "towns": [], "files": []}
    return Manifest(name=name, made_at=NOW.isoformat(), program="0.1.0", rows_bytes=1, **(given | more))


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> Path:
    """The making itself left out, which wants a database that others can read: see tests/races."""
    settings.BACKUP_DIR, settings.BACKUP_KEY, settings.BACKUP_DAILY = tmp_path / "b", tmp_path / "key", True

    def make(store: Store, tell: Any) -> Made:
        tell(1, 2, "正在备份文件")
        made = manifest(new_name())
        store.write_manifest(made)
        return Made(made, 3, 1024)

    monkeypatch.setattr(actions, "make", make)
    return tmp_path


def test_the_clock_asks_for_a_backup_once_a_day_and_the_desk_tells_of_it(cast: Cast, kept: Path) -> None:
    for town in (cast.town, cast.next_town):
        run_due(town.pk)
        run_due(town.pk)
    assert Job.registry.filter(kind=BACKUP.name).count() == 1
    work_off()
    assert Job.registry.get(kind=BACKUP.name).message == "已备份记录2条、文件0个（新增3个）"
    (desk,) = [one for one in sections_of(cast.xu, NOW) if one.title == "备份"]
    assert desk.items[0].text == "上次备份成功：2026年6月2日 09:00" and desk.items[0].mark == (
        "good",
        "check",
        "正常",
    )
    assert not [one for one in sections_of(cast.chen, NOW) if one.title == "备份"]
    with clock.moved(NOW + timedelta(days=1)):
        run_due(cast.town.pk)
    assert Job.registry.filter(kind=BACKUP.name).count() == 2


def test_days_without_a_backup_are_an_alarm(cast: Cast, kept: Path) -> None:
    (desk,) = [one for one in sections_of(cast.xu, NOW) if one.title == "备份"]
    assert desk.items[0].text == "还没有备份过"
    back_up(kept / "b", KEY, quiet)
    late = standing(cast.xu, NOW + timedelta(days=5))
    assert late.late_days == 5
    (desk,) = [one for one in sections_of(cast.xu, NOW + timedelta(days=5)) if one.title == "备份"]
    assert desk.items[0].mark == ("alarm", "alert-triangle", "已5天没有备份")


def test_a_full_disk_is_told_on_the_job_the_desk_and_in_the_log(
    cast: Cast, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(kept / "b", key_of_installation(), quiet)

    def full(_store: Store, _tell: Any) -> Made:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(actions, "make", full)
    run_due(cast.town.pk)
    work_off()
    job = Job.registry.get(kind=BACKUP.name)
    assert job.state == "failed" and "磁盘已满" in job.message and "以前的备份都还在" in job.message
    (desk,) = [one for one in sections_of(cast.xu, NOW) if one.title == "备份"]
    assert [item.text for item in desk.items[:2]] == ["备份失败", "上次备份成功：2026年6月2日 09:00"]
    assert len(names_in(kept / "b")) == 1


def test_the_key_is_made_once_for_its_owner_and_asked_to_be_copied(cast: Cast, kept: Path) -> None:
    back_up(kept / "b", key_of_installation(), quiet)
    assert (kept / "key").stat().st_mode & 0o777 == 0o600
    assert any("还没有抄到别处" in text for text in standing(cast.xu, NOW).warnings)
    shown = run("backup", "--show-key")
    assert key_of_installation().text in shown.stdout
    assert not any("还没有抄到别处" in text for text in standing(cast.xu, NOW).warnings)
    assert run("backup", "--new-key", str(kept / "key")).exit_code == 2  # is not written over


def test_a_button_backs_up_now_and_twice_pressed_is_once(cast: Cast, sign_in: SignIn, kept: Path) -> None:
    client = sign_in("xu")
    assert "还没有备份过" in client.get(reverse("backups")).content.decode()
    first = client.post(reverse("backup_now"))
    assert client.post(reverse("backup_now")).headers["Location"] == first.headers["Location"]
    work_off()
    page = client.get(reverse("backups")).content.decode()
    assert "2026年6月2日 09:00" in page and "成功" in page
    assert sign_in("chen").get(reverse("backups")).status_code == 403


def test_a_demo_is_not_backed_up_by_the_clock(cast: Cast, kept: Path) -> None:
    Installation(is_demo=True, made_at=NOW).save()
    run_due(cast.town.pk)
    assert not Job.registry.filter(kind=BACKUP.name).exists()


def test_only_an_empty_installation_takes_a_backup_and_only_of_a_known_version(
    cast: Cast, tmp_path: Path
) -> None:
    store = Store(tmp_path, KEY)
    store.write_manifest(manifest("20260602T010000Z-0000"))
    store.write_manifest(manifest("20260602T020000Z-0000", migrations={"core": ["9999_later"]}))
    with pytest.raises(NotAllowed, match="已经有数据"):
        restore(store, "20260602T010000Z-0000", quiet)
    store.write_manifest(manifest("20260602T030000Z-0000", format=2))
    with pytest.raises(Damaged, match="请先升级程序"):
        restore(store, "20260602T030000Z-0000", quiet)
    with pytest.raises(NotAllowed, match="请先把程序升级"):
        restore(store, "20260602T020000Z-0000", quiet)


def test_the_folder_keeps_the_latest_and_each_file_once(tmp_path: Path) -> None:
    store, photo = Store(tmp_path, KEY), tmp_path / "photo"
    photo.write_bytes(b"p" * 3000)
    assert store.keep("ab/photo", photo.read_bytes) and not store.keep("ab/photo", photo.read_bytes)
    assert b"".join(store.read_file("ab/photo")) == b"p" * 3000
    assert "photo" not in store.blob("ab/photo").name
    for day in range(1, 6):
        store.write_manifest(manifest(f"2026060{day}T010000Z-0000"))
    store.forget_old(3)
    assert store.names() == [f"2026060{day}T010000Z-0000" for day in (5, 4, 3)]


@pytest.mark.once
def test_what_a_version_of_before_has_kept_is_restored_and_brought_forward(
    cast: Cast, tmp_path: Path
) -> None:
    """`older` was made by the program of the day on which it could first make one, with the tables of an app that is gone since."""
    with empty(tmp_path) as url:
        there = told(url, tmp_path, "older", program="keeper")
    assert there == {
        "program": "0.1.0",
        "rows": True,
        "hazards": 12,
        "searched": 1,
        "unfinished": False,
        "behind": 0,
        "next": "2026-0013",
    }


def test_two_machines_with_the_same_process_ids_write_beside_each_other(tmp_path: Path) -> None:
    store, place = Store(tmp_path, KEY), tmp_path / "files" / "ab" / "abcd"
    with store.sealing(place, "file x") as first, store.sealing(place, "file x") as second:
        first(b"p" * 3000)
        second(b"p" * 3000)
    assert b"".join(store.unseal(place, "file x")) == b"p" * 3000
    assert list(tmp_path.rglob("*.part")) == []


def test_what_was_left_half_written_is_swept_away_and_what_somebody_is_at_is_not(tmp_path: Path) -> None:
    store = Store(tmp_path, KEY)
    for name in ("a", "b", "c"):
        with store.writing_rows(f"2026060{name}") as write:
            write(b"x")
    store.write_manifest(manifest("2026060a"))
    part = tmp_path / "files" / "ab" / "abcd.1.part"
    part.parent.mkdir(parents=True)
    part.touch()
    with clock.moved(datetime.now(UTC) + timedelta(hours=23)):
        store.sweep()
        assert part.exists() and len(list(tmp_path.glob("*.rows"))) == 3
        store.is_at_it("2026060b")  # photos of some days go to a slow disk
    with clock.moved(datetime.now(UTC) + timedelta(hours=25)):
        store.sweep()
    assert not part.exists()
    assert sorted(path.name for path in tmp_path.glob("*.rows")) == ["2026060a.rows", "2026060b.rows"]


def test_a_secret_given_by_the_environment_stands_and_another_one_is_told(
    tmp_path: Path, settings: Any
) -> None:
    kept = manifest("20260602T010000Z-0000", secret="of before")
    settings.SECRET_FILE, settings.SECRET_KEY = None, "of this machine"
    assert _restore_secret(kept)
    settings.SECRET_KEY = "of before"
    assert not _restore_secret(kept)
    settings.SECRET_FILE = tmp_path / "secret_key"
    assert not _restore_secret(manifest("20260602T020000Z-0000")) and not settings.SECRET_FILE.exists()
    assert not _restore_secret(kept) and settings.SECRET_FILE.read_text() == "of before"


def test_where_a_restore_was_stopped_nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        command, "restoring", SimpleNamespace(is_unfinished=lambda: True, UNFINISHED="没有完成")
    )
    with pytest.raises(SystemExit):
        command.refuse_unfinished()


def test_a_backup_that_is_not_there_is_told(cast: Cast, tmp_path: Path) -> None:
    done = run("restore", str(tmp_path), "--key", str(tmp_path / "key"))
    assert done.exit_code == 2 and "没有备份" in done.stderr
    assert run("check", "backup", "--at", str(tmp_path), "--key", str(tmp_path / "no")).exit_code == 1
