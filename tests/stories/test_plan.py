"""Where to go next, and what is known before one goes: repeats and major hazards climb, the just visited rest."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core import clock
from bihuan.core.errors import Incomplete, Stale
from bihuan.hazards import actions
from bihuan.hazards.plan import neighbours, notes
from bihuan.hazards.rules import pressing, why_pressing
from bihuan.units.actions import end_certificate, register_certificate, register_unit, renew_certificate
from bihuan.units.models import Certificate
from bihuan.units.queries import certificates, expiring
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.core.deeds import finding, found, visit
from tests.web.visits import SignIn

COUNTS = st.integers(0, 50)


@given(COUNTS, COUNTS)
def test_more_repeats_and_more_majors_press_more(repeats: int, majors: int) -> None:
    assert pressing(repeats, majors) < pressing(repeats + 1, majors) < pressing(repeats, majors + 1)
    assert (pressing(repeats, majors) == 0) == (why_pressing(repeats, majors) == "")


def test_a_unit_with_repeats_climbs_and_one_just_visited_rests(cast: Cast) -> None:
    for index in range(5):
        register_unit(cast.chen, name=f"小店{index}", category="shop", opened_on=FOUNDED)
    found(cast, cast.chen)
    with clock.moved(NOW + timedelta(days=40)):
        found(cast, cast.chen)
        chen, today = cast.chen, clock.today()
        with CaptureQueriesContext(connection) as captured:
            order = [unit.name for unit in neighbours(chen, None, today)]
        assert len(captured) == 1
        assert order[-1] == "永安烟花店", "visited today"
    with clock.moved(NOW + timedelta(days=75)):
        first = neighbours(cast.chen, None, clock.today())[0]
        assert (first.name, first.repeats_found, first.majors_open) == ("永安烟花店", 1, 0)
        note = notes(cast.chen, [first], clock.today())[first.pk]
        assert note.visit is None and note.text == "重复隐患1条，未销号2条"


def test_the_page_of_choosing_costs_the_same_for_many_units(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in("wang"), reverse("inspection_new")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    few = cost()
    for index in range(9):
        unit = register_unit(
            cast.chen, name=f"店{index}", category="shop", cell_id=cast.cells["石桥村"].pk, opened_on=FOUNDED
        )
        one = finding(cast, cast.chen, "undecided")
        actions.finish_check(cast.chen, visit(cast, cast.chen, unit=unit.pk), [one])
    assert cost() == few


def test_a_certificate_is_registered_renewed_and_ended(cast: Cast) -> None:
    unit, soon = cast.units["yongan"], TODAY + timedelta(days=20)
    one = register_certificate(cast.chen, unit.pk, kind="fireworks", number="FW-1", valid_until=soon)
    assert list(expiring(cast.feng.scope, TODAY)) == [one]
    assert notes(cast.chen, [unit], TODAY)[unit.pk].text == "证照到期1个"
    with pytest.raises(Incomplete, match="已经登记"):
        register_certificate(cast.chen, unit.pk, kind="fireworks", number="FW-1", valid_until=soon)
    with pytest.raises(Incomplete) as refused:
        register_certificate(cast.chen, unit.pk, kind="trade", number=" ", valid_until=date(2926, 1, 1))
    assert sorted(refused.value.fields) == ["holder", "number", "valid_until"]
    with clock.moved(NOW + timedelta(days=5)):
        new = renew_certificate(cast.chen, one.pk, number="FW-2", valid_until=date(2029, 6, 1))
        with pytest.raises(Stale):
            renew_certificate(cast.chen, one.pk, number="FW-3", valid_until=date(2029, 6, 1))
        assert list(certificates(cast.chen.scope, clock.today())) == [new]
        end_certificate(cast.chen, new.pk, reason="停止经营")
        assert not certificates(cast.chen.scope, clock.today())
    assert list(certificates(cast.chen.scope, TODAY)) == [one], "a past day stays as it was"


def test_the_pages_of_certificates(cast: Cast, sign_in: SignIn) -> None:
    unit = cast.units["yongan"]
    new = reverse("certificate_new", args=[unit.pk])
    client = sign_in("chen")
    wrong = client.post(new, {"kind": "trade", "number": "T-1", "valid_until": "x"})
    assert wrong.status_code == 422 and 'value="T-1"' in wrong.content.decode()
    given = {"kind": "trade", "number": "T-1", "holder": "冯永", "valid_until": TODAY.isoformat()}
    assert client.post(new, given).status_code == 302
    row = Certificate.objects.within(cast.chen.scope).get()
    assert "今天到期" in sign_in("feng").get(reverse("desk")).content.decode()
    page = reverse("certificate", args=[row.pk])
    assert client.post(page, {"end": "1"}).status_code == 422
    assert client.post(page, {"number": "T-2", "valid_until": "2028-06-01"}).status_code == 302
    assert client.post(page, {"number": "T-3", "valid_until": "2028-06-01"}).status_code == 409
    shown = client.get(reverse("unit", args=[unit.pk])).content.decode()
    assert "T-2" in shown and "有效期至2028年6月1日" in shown
    assert sign_in("sun").get(page).status_code == 404
    assert sign_in("feng").get(page).status_code == 403
