"""Files in a bucket, on a real server of S3: kept, served by right alone, copied, backed up, and told in words where it fails."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.urls import reverse

from bihuan.backup import making, restoring
from bihuan.backup.checking import wrong_files
from bihuan.backup.copying import copy
from bihuan.backup.seal import Key
from bihuan.backup.store import Store, new_name
from bihuan.core import files
from bihuan.core.disk import is_full
from bihuan.core.errors import Incomplete
from bihuan.core.forms import ActionForm
from bihuan.core.models import StoredFile
from bihuan.core.storage import StorageFails, at, storage
from tests.buckets import ADDRESS, BUCKET, Server
from tests.cast import Cast, picture
from tests.commands.test_commands import run
from tests.web.conftest import sign_in as sign_in
from tests.web.visits import SignIn, photo


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("s3"))
    yield found
    found.stop()


@pytest.fixture
def bucket(server: Server, settings: Any) -> Server:
    """The town keeps its files in a bucket."""
    settings.FILES, settings.S3 = ADDRESS, server.access()
    return server


def quiet(_done: int, _total: int, _message: str) -> None:
    """Nobody looks."""


def test_a_photo_lies_in_the_bucket_and_is_served_by_right_alone(
    cast: Cast, bucket: Server, sign_in: SignIn
) -> None:
    client = sign_in("wang")
    answer = client.post(reverse("file_upload"), {"file": photo()}).json()
    stored = StoredFile.objects.within(cast.wang.scope).get(pk=answer["id"])
    name = files.name_of(stored.sha256)
    assert {entry.name for entry in storage().entries()} >= {name, f"{name}.thumb.jpg"}
    served = client.get(reverse("file", args=[stored.pk]))
    assert b"".join(served.streaming_content) == files.content_of(stored)
    assert served["Cache-Control"].startswith("private") and int(served["Content-Length"]) > 0
    assert client.get(answer["thumb"])["Content-Type"] == "image/jpeg"
    assert sign_in("sun").get(reverse("file", args=[stored.pk])).status_code == 404
    for path in (f"{BUCKET}/photos/{name}", BUCKET):  # nobody gets past the door
        with pytest.raises(HTTPError) as refused:
            urlopen(f"http://127.0.0.1:{bucket.port}/{path}")
        assert refused.value.code == 403
    assert list(wrong_files()) == []


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"secret": "wrong"}, "密钥不对"),
        ({"key": "nobody"}, "拒绝了访问"),
        ({"key": "", "secret": ""}, "BIHUAN_S3_KEY"),
        ({"secret": ""}, "没有写全"),
        ({"endpoint": "http://127.0.0.1:9"}, "连不上文件存储"),
        ({"endpoint": "no address"}, "设置不对"),
    ],
    ids=["secret", "key", "none", "half", "down", "address"],
)
def test_what_fails_is_told_and_what_was_typed_stays(
    cast: Cast,
    server: Server,
    settings: Any,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    other: dict[str, str],
    told: str,
) -> None:
    kept = files.keep_picture(cast.chen, picture("olive"), "橄榄.jpg")  # in the folder
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    settings.FILES, settings.S3 = ADDRESS, server.access(**other)
    with pytest.raises(Incomplete, match=told) as refused:
        files.keep_picture(cast.chen, picture("navy"), "蓝.jpg")
    assert "没有丢失" not in refused.value.message  # it is told to jobs and on the command line as well
    signature = files.PNG_ADDRESS + b64encode(picture("navy", "PNG")).decode()
    form = ActionForm({})
    assert form.carry_out(lambda _given: files.keep_signature(cast.chen, signature)) is None
    assert told in form.message and form.message.endswith("填写的内容没有丢失。")
    answer = sign_in("wang").post(reverse("file_upload"), {"file": photo("teal")})
    assert answer.status_code == 422 and told in answer.json()["error"]
    page = sign_in("chen").get(reverse("file", args=[kept.pk]))
    assert page.status_code == 503 and told in page.content.decode()
    assert "没有丢失" not in page.content.decode()


def test_a_store_that_is_full_or_has_no_such_bucket_is_told(
    cast: Cast, bucket: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer of a full MinIO, put in the place of the real one: our server has no quota to fill. So is a bucket that is not there."""
    full = storage()._client.exceptions.ClientError(  # type: ignore[attr-defined]
        {"Error": {"Code": "XMinioStorageFull"}}, "PutObject"
    )

    def refuse(**_given: Any) -> None:
        raise full

    monkeypatch.setattr(storage()._client, "put_object", refuse)  # type: ignore[attr-defined]
    with pytest.raises(StorageFails, match="文件存储已满") as refused:
        files.keep_picture(cast.chen, picture("gold"), "金.jpg")
    assert is_full(refused.value)
    with pytest.raises(StorageFails, match="没有存储桶“no-such-bucket”") as refused:
        list(at("s3://no-such-bucket").entries())
    assert not is_full(refused.value)


def test_files_move_to_a_bucket_though_stopped_on_the_way(
    cast: Cast, server: Server, settings: Any, tmp_path: Path
) -> None:
    settings.FILES, settings.S3 = tmp_path / "files", server.access()
    kept = [
        files.keep_picture(cast.sun, picture(colour), f"{colour}.jpg") for colour in ("pink", "tan", "lime")
    ]
    (tmp_path / "files" / files.name_of(kept[0].sha256)).write_bytes(b"harmed")
    target = at("s3://town-files/moved")

    class Killed(Exception):
        """The machine went down."""

    def after_two(done: int, _total: int, _message: str) -> None:
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        copy(storage(), target, after_two)
    before = len(list(target.entries()))
    assert 0 < before < 6
    done = run("files", "copy", "s3://town-files/moved")
    assert done.exit_code == 1 and "有1个文件已损坏" in done.stdout
    assert f"新复制{5 - before}个文件，读回核对无误" in done.stdout
    assert f"另有{before}个原来已在那里，只核对了大小" in done.stdout
    (tmp_path / "files" / files.name_of(kept[0].sha256)).unlink()
    again = run("files", "copy", "s3://town-files/moved")
    assert again.exit_code == 0 and "新复制0个" in again.stdout and "另有5个" in again.stdout
    settings.FILES = "s3://town-files/moved"
    assert files.content_of(kept[1])
    assert [line for line in wrong_files() if "pink" in line] == [
        f"西河镇：文件“pink.jpg”缺失（{kept[0].sha256[:12]}）"
    ]
    assert not [line for line in wrong_files() if "tan" in line or "lime" in line]
    back = run("files", "copy", str(tmp_path / "back"))
    assert back.exit_code == 0 and len(list(at(tmp_path / "back").entries())) == 5


def test_a_backup_carries_the_bucket_and_is_restored_to_what_is_set(
    cast: Cast, bucket: Server, settings: Any, tmp_path: Path
) -> None:
    settings.FILES = "s3://town-files/backed-up"
    kept = files.keep_picture(cast.chen, picture("coral"), "珊瑚.jpg")
    store = Store(tmp_path / "kept", Key(b"k" * 32))
    name = new_name()
    with store.writing_rows(name):
        pass
    listed, new, _ = making._files(store, name, quiet)
    photos = [one for one in listed if one[0] == making.FILES]
    assert len(photos) == 2 and new >= 2
    files.keep_picture(cast.chen, picture("khaki"), "卡其.jpg")
    assert making._files(store, name, quiet)[1] == 2  # only what is new
    for place in (tmp_path / "restored", "s3://town-files/restored"):
        settings.FILES = place
        assert not any(storage().entries())
        for _kind, path, _size, address in photos:
            restoring._restore_file(store, path, address)
        assert files.content_of(kept) and len(list(storage().entries())) == 2
