"""Two people at once upon one document: it is served once, signed once in a place, sealed once, and each page of its scan is kept once."""

from collections.abc import Callable
from typing import Any

import pytest

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.documents import scans
from bihuan.documents.actions import scanning, sealing, serving
from bihuan.documents.models import Scan, SealUse, Service, Signature, Term
from bihuan.documents.queries import signatures
from tests.cast import TODAY, Cast
from tests.documents.papers import as_bytes, kept, order, seal_picture, sheet, unsigned
from tests.documents.test_signing import sign
from tests.races.conftest import at_once, outcomes

pytestmark = pytest.mark.race


def both(one: Actor, other: Actor, deed: Callable[[Actor], Any]) -> list[Any]:
    """What came of two who do the same at once."""
    return at_once(lambda: deed(one), lambda: deed(other))


def test_a_document_is_served_once_whoever_presses(alone: Cast) -> None:
    row = order(alone)
    came = both(alone.chen, alone.zhao, lambda by: serving.serve_on_the_spot(by, row.pk, version=row.version))
    assert outcomes(came) in (["NotAllowed", "Service"], ["Service", "Stale"])
    assert Service.objects.within(alone.chen.scope).count() == 1
    assert not Term.objects.within(alone.chen.scope).exists()
    assert events.check(alone.town.pk) is None


def test_a_place_is_signed_once(alone: Cast) -> None:
    row = unsigned(alone)
    came = both(alone.chen, alone.zhao, lambda by: sign(by, row, "party"))
    assert outcomes(came) == ["Signature", "Stale"]
    assert signatures(alone.chen.scope, row.pk).count() == 1
    assert Signature.objects.within(alone.chen.scope).filter(writ=row).count() == 2  # and the one struck out


def test_the_seal_is_put_on_once(alone: Cast) -> None:
    row = order(alone)
    picture = kept(alone.chen, seal_picture(), "印.png")
    sealing.keep_seal(alone.chen, body="东城区应急管理局", picture=picture, from_on=TODAY)
    came = both(alone.chen, alone.zhou, lambda by: sealing.apply_seal(by, row.pk, digest=row.digest))
    assert outcomes(came) == ["NotAllowed", "SealUse"]
    assert SealUse.objects.within(alone.chen.scope).count() == 1


def test_a_page_scanned_twice_at_once_is_kept_once(alone: Cast) -> None:
    row = order(alone)
    (page,) = scans.read(as_bytes(sheet(f"BH1/{row.code}/1")), "a.jpg")
    came = both(alone.chen, alone.zhao, lambda by: scanning.file_sheets(by, [page]))
    assert sorted(line.result for lines in came for line in lines) == ["already", "matched"]
    assert Scan.objects.within(alone.chen.scope).count() == 1
