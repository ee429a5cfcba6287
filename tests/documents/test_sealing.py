"""The town's seals: what a picture must be, whose hands they are in, and that each is put on once, on what its body issued."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.documents.actions import sealing
from bihuan.documents.declarations import DECLARATIONS, declaration
from bihuan.documents.imprints import why_not_seal
from bihuan.documents.models import Seal, Writ
from bihuan.documents.rendering import composed, framed
from bihuan.documents.standing import seal_bodies, seal_use
from bihuan.inspections.queries import signing as powers
from bihuan.paper import Sealed
from tests.cast import NOW, TODAY, Cast, picture
from tests.documents.papers import as_bytes, kept, order, seal_picture, sheet
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn

BUREAU = "东城区应急管理局"


def keep(cast: Cast, **more: Any) -> Seal:
    given: dict[str, Any] = {
        "body": BUREAU,
        "from_on": TODAY,
        "picture": kept(cast.chen, seal_picture(), "印.png"),
    }
    return sealing.keep_seal(cast.chen, **(given | more))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (seal_picture(), ""),
        (seal_picture(clear=False), "不透明"),
        (picture("red", "PNG"), "太小"),
        (as_bytes(sheet("", size=(400, 400))), "PNG"),
        (as_bytes(sheet("", size=(400, 400)), kind="PNG"), "不透明"),
        (seal_picture(side=4000), "3000像素"),
        (b"%PDF-1.4", "PNG"),
    ],
    ids=["good", "white ground", "small", "JPEG", "no alpha", "large", "PDF"],
)
def test_a_seal_is_a_picture_with_a_clear_ground(content: bytes, told: str) -> None:
    assert told in why_not_seal(content)
    assert bool(told) == bool(why_not_seal(content))


def test_a_seal_is_kept_for_a_body_in_whose_name_the_town_signs(cast: Cast) -> None:
    assert seal_bodies(cast.chen.scope, TODAY) == ["东岭镇", BUREAU]
    white = kept(cast.chen, seal_picture(clear=False), "白.png")
    for wrong, field in (
        ({"body": "东城区人民政府"}, "body"),
        ({"from_on": None}, "from_on"),
        ({"picture": None}, "picture"),
        ({"picture": white}, "picture"),
    ):
        with pytest.raises(Incomplete) as refused:
            keep(cast, **wrong)
        assert set(refused.value.fields) == {field}
    first = keep(cast)
    with pytest.raises(Incomplete, match="先停用旧章"):
        keep(cast, from_on=TODAY + timedelta(days=3))
    with pytest.raises(Incomplete, match="不早于启用日期"):
        sealing.end_seal(cast.chen, first.pk, on=TODAY - timedelta(days=1))
    sealing.end_seal(cast.chen, first.pk, on=TODAY + timedelta(days=3))
    with pytest.raises(NotAllowed, match="已经停用"):
        sealing.end_seal(cast.chen, first.pk, on=TODAY + timedelta(days=4))
    keep(cast, from_on=TODAY + timedelta(days=3))
    for actor in (cast.zhao, cast.qian, cast.wang, cast.xu):
        with pytest.raises(Forbidden):
            sealing.keep_seal(actor, body=BUREAU, picture=None, from_on=TODAY)


def test_the_seal_is_put_on_once_and_each_use_is_told(cast: Cast) -> None:
    row = order(cast)
    with pytest.raises(NotAllowed, match="没有东城区应急管理局在用的印章"):
        sealing.apply_seal(cast.zhou, row.pk, digest=row.digest)
    keep(cast, body="东岭镇")
    with pytest.raises(NotAllowed, match="没有东城区应急管理局在用的印章"):
        sealing.apply_seal(cast.zhou, row.pk, digest=row.digest)
    seal = keep(cast)
    for actor, why in ((cast.zhao, Forbidden), (cast.qian, Forbidden), (cast.sun, NotFound)):
        with pytest.raises(why):
            sealing.apply_seal(actor, row.pk, digest=row.digest)
    with pytest.raises(NotAllowed, match="刷新后核对"):
        sealing.apply_seal(cast.zhou, row.pk, digest="0" * 64)
    use = sealing.apply_seal(cast.zhou, row.pk, digest=row.digest)
    with pytest.raises(NotAllowed, match="已由周正用印"):
        sealing.apply_seal(cast.shen, row.pk, digest=row.digest)
    (told,) = events.trail(cast.chen.scope, row.pk)
    assert (told.action, told.actor_name, told.given["seal"]) == ("apply_seal", "周正", str(seal.pk))
    frame = framed(row, powers(cast.chen.scope, row.dated), (), seal_use(cast.chen.scope, row.pk))
    (printed,) = (block for block in composed(row, frame).blocks if isinstance(block, Sealed))
    assert (printed.organ, printed.seal) == (BUREAU, sealing.content_of(use.seal.file))


def test_a_seal_holds_on_its_days_only(cast: Cast) -> None:
    row = order(cast)
    seal = keep(cast, from_on=TODAY + timedelta(days=2))
    with pytest.raises(NotAllowed, match="没有"):
        sealing.apply_seal(cast.zhou, row.pk, digest=row.digest)
    sealing.end_seal(cast.chen, seal.pk, on=TODAY + timedelta(days=4))
    with clock.moved(NOW + timedelta(days=4)), pytest.raises(NotAllowed, match="没有"):
        sealing.apply_seal(cast.zhou, row.pk, digest=row.digest)
    with clock.moved(NOW + timedelta(days=3)):
        sealing.apply_seal(cast.zhou, row.pk, digest=row.digest)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("state", "void", "已作废"), ("state", "draft", "草稿"), ("kind", "inquiry", "只签字")],
)
def test_what_takes_no_seal(
    cast: Cast, field: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = order(cast)
    keep(cast)
    if field == "kind":
        unsealed(monkeypatch)
    else:
        Writ.objects.within(cast.chen.scope).filter(pk=row.pk).update(**{field: value})
    with pytest.raises(NotAllowed, match=told):
        sealing.apply_seal(cast.zhou, row.pk, digest=row.digest)


def unsealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An order that takes signatures only."""
    made = declaration("order")
    monkeypatch.setitem(DECLARATIONS, ("order", made.edition), replace(made, sealed=False))


def test_the_pages_of_seals(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    client = sign_in("zhou")
    assert "还没有登记印章" in client.get(reverse("seals")).content.decode()
    assert sign_in("zhao").get(reverse("seals")).status_code == 403
    typed = {"body": BUREAU, "from_on": TODAY.isoformat()}
    wrong = SimpleUploadedFile("印.png", seal_picture(clear=False))
    answer = client.post(reverse("seal_new"), typed | {"picture_file": wrong})
    assert answer.status_code == 422
    assert "不透明" in answer.content.decode()
    good = SimpleUploadedFile("印.png", seal_picture())
    assert client.post(reverse("seal_new"), typed | {"picture_file": good}).status_code == 302
    row = order(cast)
    page = reverse("writ", args=[row.pk])
    press = reverse("writ_seal", args=[row.pk])
    assert press in client.get(page).content.decode()
    assert press not in sign_in("zhao").get(page).content.decode()
    assert "已用印" in client.post(press, {"digest": row.digest}, follow=True).content.decode()
    assert "已由周正用印" in client.post(press, {"digest": row.digest}, follow=True).content.decode()
    listed = client.get(reverse("seals")).content.decode()
    assert row.number in listed
    (seal,) = Seal.objects.within(cast.chen.scope)
    shown = client.get(reverse("seal_picture", args=[seal.pk]))
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/png", "private, no-store")
    assert sign_in("zhao").get(reverse("seal_picture", args=[seal.pk])).status_code == 403
    assert sign_in("wang").get(reverse("file", args=[seal.file_id])).status_code == 404
    assert client.post(reverse("seal_end", args=[seal.pk]), {"on": "2026-06-30"}).status_code == 302
    assert "2026年6月30日停用" in client.get(reverse("seals")).content.decode()
    assert date(2026, 6, 30) == Seal.objects.within(cast.chen.scope).get().ended_on
