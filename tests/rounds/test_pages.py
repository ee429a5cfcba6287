"""The pages of rounds: each opens for whom it is for, takes what it should, and keeps what was typed when it is refused."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.inspections.models import Inspection
from bihuan.rounds import actions
from bihuan.rounds.models import Miss, RoundRule, RoundTask
from bihuan.units.actions import register_unit
from tests.cast import FOUNDED, TODAY, Cast
from tests.web.conftest import sign_in
from tests.web.pages import error_at
from tests.web.visits import SignIn

__all__ = ["sign_in"]


@pytest.fixture
def monthly(cast: Cast) -> RoundRule:
    return actions.set_round(cast.chen, post="village_head", period="month", times=1, from_on=TODAY)


def task(cast: Cast, key: str) -> RoundTask:
    found: RoundTask = RoundTask.objects.within(cast.chen.scope).get(unit=cast.units[key])
    return found


def test_a_round_is_walked_from_its_page(cast: Cast, sign_in: SignIn, monthly: RoundRule) -> None:
    client = sign_in("li")
    page = client.get(reverse("rounds")).content.decode()
    assert "本期还有2家" in page and "柳林村" not in page
    assert f"{reverse('inspection_new')}?unit={cast.units['school'].pk}" in page
    visit_id = re.search(r'name="visit_id" value="([^"]+)"', page)
    assert visit_id
    address = reverse("round_walk", args=[task(cast, "school").pk])
    for says in ("已记录：石桥小学，无异常", "已经提交过"):
        answer = client.post(address, {"visit_id": visit_id[1]}, follow=True)
        assert says in answer.content.decode()
    record = client.get(reverse("inspection", args=[visit_id[1]])).content.decode()
    assert "继续巡查" in record
    assert Inspection.objects.within(cast.chen.scope).filter(unit=cast.units["school"]).count() == 1
    assert "请刷新" in client.post(address, {"visit_id": "x"}, follow=True).content.decode()


def test_who_walks_nowhere_sees_how_far_the_others_are(
    cast: Cast, sign_in: SignIn, monthly: RoundRule
) -> None:
    page = sign_in("chen").get(reverse("rounds")).content.decode()
    assert "巡查进度" in page and "石桥村" in page and "我的巡查" not in page
    past = sign_in("chen").get(reverse("round_progress"), {"past": "1"}).content.decode()
    assert "到期未巡查家次" in past


def test_a_shut_door_is_noted_and_a_wrong_reason_keeps_the_words(
    cast: Cast, sign_in: SignIn, monthly: RoundRule
) -> None:
    client, address = sign_in("li"), reverse("round_miss", args=[task(cast, "school").pk])
    assert client.get(address).status_code == 200
    given = {"miss_id": new_id()}
    answer = client.post(address, given | {"reason": "weather", "note": "下大雨"})
    assert answer.status_code == 422 and "下大雨" in answer.content.decode()
    assert "从列表中选择" in error_at(answer.content.decode(), "reason")
    assert (
        "改天再去"
        in client.post(address, given | {"reason": "shut", "note": ""}, follow=True).content.decode()
    )
    assert Miss.objects.within(cast.chen.scope).count() == 1
    assert "关门无人" in client.get(reverse("rounds")).content.decode()


def test_the_safety_office_sets_ends_and_excuses(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    given = {"post": "grid_member", "period": "quarter", "times": "20", "from_on": TODAY.isoformat()}
    answer = client.post(reverse("round_rules"), given | {"categories": ["school"]})
    assert answer.status_code == 422 and 'value="20"' in answer.content.decode()
    assert "1至12次" in error_at(answer.content.decode(), "times")
    given |= {"times": "1", "categories": ["school", "fireworks"]}
    page = client.post(reverse("round_rules"), given, follow=True).content.decode()
    assert "已新增：网格员每季度巡查1次：烟花爆竹、学校" in page
    excuse = reverse("round_excuse", args=[task(cast, "school").pk])
    assert "请填写原因" in client.post(excuse, {"reason": ""}).content.decode()
    assert "已免于本期巡查" in client.post(excuse, {"reason": "放假"}, follow=True).content.decode()
    listed = client.get(reverse("round_tasks"), {"state": "excused"}).content.decode()
    assert ">石桥小学</a>" in listed and ">永安烟花店</a>" not in listed
    end = reverse("round_rule_end", args=[RoundRule.objects.within(cast.chen.scope).get().pk])
    assert "已停用" in client.post(end, follow=True).content.decode()
    assert "已经停用" in client.post(end, follow=True).content.decode()


@pytest.mark.parametrize("state", ["open", "done", "missed", "excused", "gone", "", "nonsense"])
def test_the_list_filters_and_shuns_what_it_cannot_read(
    cast: Cast, sign_in: SignIn, monthly: RoundRule, state: str
) -> None:
    actions.walk(cast.li, task(cast, "school").pk, new_id())
    page = sign_in("li").get(reverse("round_tasks"), {"state": state, "cell": "²" if state == "" else ""})
    assert page.status_code == 200
    shown = page.content.decode()
    names = {name for name in ("石桥小学", "永安烟花店") if f">{name}</a>" in shown}
    done, left = {"石桥小学"}, {"永安烟花店"}
    assert names == {"done": done, "open": left, "nonsense": done | left}.get(state, set())


def test_the_unit_and_the_desk_say_what_is_asked(cast: Cast, sign_in: SignIn, monthly: RoundRule) -> None:
    unit = sign_in("li").get(reverse("unit", args=[cast.units["school"].pk])).content.decode()
    assert "村网格长本月应巡查1次，已巡查0次" in unit
    assert "本月还有2家没有巡查" in sign_in("li").get(reverse("desk")).content.decode()
    assert "没有巡查" not in sign_in("wang").get(reverse("desk")).content.decode()


def test_a_long_round_takes_no_more_queries_than_a_short_one(
    cast: Cast, sign_in: SignIn, monthly: RoundRule
) -> None:
    client, counts = sign_in("li"), []
    for more in range(2):
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert client.get(reverse("rounds")).status_code == 200
        counts.append(len(made))
        if not more:
            _more_units(cast)
    assert counts[1] <= counts[0]


def _more_units(cast: Cast) -> None:
    for number in range(12):
        register_unit(
            cast.chen,
            name=f"小店{number}号",
            category="shop",
            cell_id=cast.cells["石桥村"].pk,
            opened_on=FOUNDED,
        )
    whole = Scope.whole_town(cast.town.pk)
    actions.end_round(cast.chen, RoundRule.objects.within(whole).get().pk)
    actions.set_round(cast.chen, post="village_head", period="week", times=1, from_on=TODAY)
    assert RoundTask.objects.within(whole).filter(excused_on=None).count() == 15
