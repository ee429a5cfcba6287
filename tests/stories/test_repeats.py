"""Stories of the same hazard found again at a unit."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, Stale
from bihuan.core.ids import new_id
from bihuan.hazards import actions
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import earlier
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import finding, found, fresh, visit
from tests.web.pages import plain
from tests.web.visits import SignIn, failed, page_of, typed

LATER = NOW + timedelta(days=30)


def test_the_same_thing_again_is_recognised_and_what_it_repeats_is_told(cast: Cast) -> None:
    first = found(cast, cast.chen)
    with clock.moved(LATER):
        again = found(cast, cast.chen, text="库房线路老化，裸露")
        other = found(cast, cast.chen, text="灭火器压力不足", kind="fire")
        elsewhere = found(cast, cast.chen, "undecided")
        actions.finish_check(cast.chen, visit(cast, cast.chen, unit=cast.units["school"].pk), [])
    assert first.repeat_of is None and other.repeat_of is None
    assert again.repeat_of == first
    assert elsewhere.repeat_of == again
    told = events.trail(cast.chen.scope, again.pk)[0]
    assert told.given["repeat_of"] == first.number


def test_a_finding_of_another_unit_is_no_repeat(cast: Cast) -> None:
    found(cast, cast.chen)
    with clock.moved(LATER):
        one = finding(cast, cast.chen)
        actions.finish_check(cast.chen, visit(cast, cast.chen, unit=cast.units["site"].pk), [one])
    assert fresh(cast, one.id).repeat_of is None


def test_a_person_says_what_repeats_and_what_does_not(cast: Cast) -> None:
    first = found(cast, cast.chen)
    with clock.moved(LATER):
        said_new = found(cast, cast.chen, is_new=True)
        chosen = found(cast, cast.chen, text="墙面插座松动", repeat_of=first.pk)
        assert (said_new.repeat_of, chosen.repeat_of) == (None, first)
        actions.set_repeat(cast.chen, said_new.pk, version=1, repeat_of=first.pk)
        actions.set_repeat(cast.chen, chosen.pk, version=1, repeat_of=None)
        with pytest.raises(Stale):
            actions.set_repeat(cast.chen, chosen.pk, version=1, repeat_of=first.pk)
        with pytest.raises(Forbidden):
            actions.set_repeat(cast.feng, chosen.pk, version=2, repeat_of=None)
    assert (fresh(cast, said_new.pk).repeat_of, fresh(cast, chosen.pk).repeat_of) == (first, None)
    trail = events.trail(cast.chen.scope, said_new.pk)
    assert [event.action for event in trail] == ["find", "set_repeat"]


def test_only_an_earlier_one_of_the_same_unit_can_be_repeated(cast: Cast) -> None:
    there = finding(cast, cast.chen)
    actions.finish_check(cast.chen, visit(cast, cast.chen, unit=cast.units["site"].pk), [there])
    with clock.moved(LATER):
        later = found(cast, cast.chen)
        with pytest.raises(Incomplete) as refused:
            found(cast, cast.chen, repeat_of=there.id)
        assert list(refused.value.fields) == ["findings.0.repeat_of"]
    with pytest.raises(Incomplete, match="以前"):
        found(cast, cast.chen, repeat_of=later.pk)
    with pytest.raises(Incomplete):
        found(cast, cast.chen, repeat_of=new_id())
    first = found(cast, cast.chen, text="灭火器失效")
    with pytest.raises(Incomplete, match="早"):
        actions.set_repeat(cast.chen, first.pk, version=1, repeat_of=later.pk)
    assert Hazard.objects.within(cast.chen.scope).count() == 3


def test_what_is_older_than_two_years_or_void_is_not_repeated(cast: Cast) -> None:
    first = found(cast, cast.chen)
    with clock.moved(NOW + timedelta(days=800)):
        assert not earlier(cast.chen.scope, first.unit_id, clock.today())
    actions.void_hazard(cast.zhou, first.pk, version=1, note="登记错误")
    assert found(cast, cast.chen).repeat_of is None


def test_while_it_is_typed_earlier_ones_like_it_are_offered(cast: Cast, sign_in: SignIn) -> None:
    first = found(cast, cast.chen)
    asked = {"unit": first.unit_id, "on": TODAY, "at": "x0", "x0-text": "线路裸露，库房"}
    page = sign_in("wang").get(reverse("hazard_like"), asked).content.decode()
    assert str(first.pk) in page and "不是重复" in page
    nothing = sign_in("wang").get(reverse("hazard_like"), asked | {"x0-text": "卷帘门"}).content.decode()
    assert str(first.pk) not in nothing
    assert sign_in("sun").get(reverse("hazard_like"), asked).status_code == 404
    for bad in ({"unit": ""}, {"on": "昨天"}, {"at": "<x>"}, {"on": ""}):
        answer = sign_in("wang").get(reverse("hazard_like"), asked | bad)
        assert (answer.status_code, answer.content) == (200, b"")


def test_the_page_of_a_check_keeps_what_was_chosen(cast: Cast, sign_in: SignIn, sheet: object) -> None:
    first = found(cast, cast.chen)

    def chosen(repeat_of: str = str(first.pk), **more: object) -> dict[str, object]:
        due = (clock.today() + timedelta(days=5)).isoformat()
        given = failed(0, text="库房插座松动", repeat_of=repeat_of, deadline_on=due)
        return typed(cast, **given | more)

    with clock.moved(LATER):
        refused = sign_in("chen").post(page_of(cast), chosen(second_inspector="")).content.decode()
        assert f'value="{first.pk}" checked' in refused
        wrong = sign_in("chen").post(page_of(cast), chosen("abc"))
        assert wrong.status_code == 422 and "请从列出的隐患中选择" in wrong.content.decode()
        assert sign_in("chen").post(page_of(cast), chosen()).status_code == 302
    again = Hazard.objects.within(cast.chen.scope).exclude(pk=first.pk).get()
    assert again.repeat_of == first


def test_the_record_offers_what_the_rule_was_not_sure_of(cast: Cast, sign_in: SignIn) -> None:
    first = found(cast, cast.chen, text="灭火器压力表指针落在红区，月检卡空白", kind="fire")
    with clock.moved(LATER):
        again = found(cast, cast.chen, text="灭火器压力不足，月检卡未填写", kind="fire")
        assert again.repeat_of is None
        record = reverse("inspection", args=[again.inspection_id])
        assert "又出现了" in sign_in("chen").get(record).content.decode()
        address = reverse("hazard_repeat", args=[again.pk])
        assert first.text in sign_in("chen").get(address).content.decode()
        answer = sign_in("chen").post(address, {"version": 1, "repeat_of": first.pk})
        assert answer.status_code == 302
        page = plain(sign_in("chen").get(reverse("hazard", args=[again.pk])).content.decode())
        assert f"与{first.number}重复" in page
        for bad in (
            {"version": "x"},
            {"version": 2, "repeat_of": "x"},
            {"version": 2, "repeat_of": again.pk},
        ):
            assert sign_in("chen").post(address, bad).status_code == 422
        assert sign_in("chen").post(address, {"version": 1}).status_code == 409
