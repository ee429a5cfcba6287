"""From 完成检查 to papers that are signed and served: the page of the visit leads on, one press after another."""

import re

import pytest
from django.urls import reverse

from bihuan.core.errors import Forbidden, NotAllowed
from bihuan.documents.actions.serving import serve_visit_on_the_spot
from bihuan.documents.models import Writ
from bihuan.documents.queries import signatures
from bihuan.hazards.actions import finish_check, void_visit
from bihuan.inspections.models import Inspection
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, visit
from tests.documents.papers import STROKES, fresh, hand, order
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn


def next_press(page: str) -> str:
    """Where the page's first button leads: the one that stands out."""
    found = re.search(r'<a class="btn btn-primary" href="([^"]+)"|<form[^>]*action="([^"]+)"', page)
    assert found
    return found[1] or found[2]


def test_a_finished_check_is_signed_and_served_in_two_presses(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    row = order(cast)
    landing = reverse("inspection", args=[row.inspection_id])
    chen = sign_in("chen")
    page = chen.get(f"{landing}?done=1").content.decode().split("<main", 1)[1]
    signing = next_press(page)
    assert "签字（2份）" in page and "还要赵强本人登录后签字" in page
    sheet = chen.get(signing).content.decode()
    (also,) = re.findall(r'name="also" value="(\w+)" checked', sheet)
    digest = re.search(r'name="digest" value="(\w+)"', sheet)[1]  # type: ignore[index]
    given = {"digest": digest, "name": "陈明", "signature": hand(), "strokes": STROKES, "also": also}
    answer = chen.post(signing, given)
    assert (answer.status_code, answer["Location"]) == (302, landing)
    papers = Writ.objects.within(cast.chen.scope).filter(inspection=row.inspection_id)
    assert [signatures(cast.chen.scope, one.pk).filter(slot="officer1").count() for one in papers] == [1, 1]
    page = chen.get(landing).content.decode().split("<main", 1)[1]
    assert "签字（" not in page
    assert next_press(page) == reverse("visit_serve_here", args=[row.inspection_id])
    assert chen.post(next_press(page))["Location"] == landing
    assert fresh(cast, row).served_on == TODAY
    page = chen.get(landing).content.decode()
    assert "当场送达</button>" not in page
    assert "还要赵强本人登录后签字" in page
    assert "签字（2份）" in sign_in("zhao").get(landing).content.decode()
    assert "papers-next" not in sign_in("wang").get(landing).content.decode()


def test_what_the_unit_has_not_signed_is_asked_first_and_not_served_so(cast: Cast) -> None:
    refused = order(cast, signature=None, refusal="负责人不在场")
    with pytest.raises(NotAllowed, match="先在屏幕上签字"):
        serve_visit_on_the_spot(cast.chen, refused.inspection_id)
    clean = finish_check(cast.chen, visit(cast, cast.chen), [])
    with pytest.raises(NotAllowed, match="没有可以当场送达的文书"):
        serve_visit_on_the_spot(cast.chen, clean.pk)
    with pytest.raises(Forbidden):
        serve_visit_on_the_spot(cast.wang, order(cast).inspection_id)
    assert not Writ.objects.within(cast.chen.scope).filter(served_on__isnull=False)


def test_a_void_visit_leads_nowhere(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    made: Inspection = finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen)])
    void_visit(cast.zhou, made.pk, reason="重复录入")
    page = sign_in("chen").get(reverse("inspection", args=[made.pk])).content.decode()
    assert "papers-next" not in page
    with pytest.raises(NotAllowed):
        serve_visit_on_the_spot(cast.chen, made.pk)
