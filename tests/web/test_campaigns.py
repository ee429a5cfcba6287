"""Campaigns with their figures, teams, and delegations."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.inspections.actions import OutingPlan, Visit, begin_campaign, complete_patrol
from bihuan.inspections.models import Grant, Team
from tests.cast import TODAY, Cast
from tests.web.pages import error_at
from tests.web.visits import SignIn


def test_the_list_and_the_page_count_only_what_belongs_to_the_campaign(cast: Cast, sign_in: SignIn) -> None:
    campaign = begin_campaign(
        cast.chen, name="百日攻坚行动", begins_on=TODAY - timedelta(days=9), ends_on=TODAY + timedelta(days=9)
    )
    for unit, plan in (("yongan", OutingPlan(campaign=campaign.pk)), ("school", OutingPlan())):
        visit = Visit(cast.units[unit].pk, TODAY, kind="check", refusal="店主不在", outing=plan)
        complete_patrol(cast.chen, visit)
    listed = sign_in("he").get(reverse("campaigns")).content.decode()
    row = listed[listed.index("百日攻坚行动</a>") :]
    assert "进行中" in row and ">1</a>" in row
    page = sign_in("he").get(reverse("campaign", args=[campaign.pk])).content.decode()
    tile = page[page.index("检查企业家次") :][:200]
    assert '<span class="value">1</span>' in tile
    assert f"campaign={campaign.pk}" in page


def test_the_list_costs_the_same_however_many_campaigns(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    begin_campaign(cast.chen, name="第一次", begins_on=TODAY, ends_on=TODAY)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("campaigns"))
    for number in range(20):
        begin_campaign(cast.chen, name=f"行动{number}", begins_on=TODAY, ends_on=TODAY)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("campaigns"))
    assert len(many) == len(few)


def test_a_campaign_of_the_next_town_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    theirs = begin_campaign(cast.sun, name="西河行动", begins_on=TODAY, ends_on=TODAY)
    assert sign_in("chen").get(reverse("campaign", args=[theirs.pk])).status_code == 404
    assert "西河行动" not in sign_in("chen").get(reverse("campaigns")).content.decode()


def test_the_same_team_twice_is_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    team = {"name": "道路交通专项组", "categories": ["transport"]}
    assert client.post(reverse("team_new"), team).status_code == 302
    again = client.post(reverse("team_new"), team)
    assert again.status_code == 422
    assert error_at(again.content.decode(), "name").startswith("已经")


def test_a_team_needs_a_name_and_categories(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    answer = client.post(reverse("team_new"), {"name": "道路交通专项组"})
    assert answer.status_code == 422 and "请选择负责的类别。" in answer.content.decode()
    client.post(reverse("team_new"), {"name": "道路交通专项组", "categories": ["transport"]})
    assert Team.objects.within(cast.chen.scope).get(name="道路交通专项组").categories == ["transport"]
    assert "道路交通专项组" in client.get(reverse("teams")).content.decode()


def test_a_delegation_is_registered_with_its_papers_and_days(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    given = {
        "nature": "delegated",
        "body": "东城区应急管理局",
        "reference": "东应急委〔2026〕2号",
        "papers": ["record"],
        "from_on": "2026-06-01",
        "to_on": "2026-05-01",
    }
    answer = client.post(reverse("grant_new"), given)
    assert (answer.status_code, error_at(answer.content.decode(), "to_on")) == (
        422,
        "截止日期不能早于起始日期。",
    )
    client.post(reverse("grant_new"), given | {"to_on": "2027-05-31"})
    assert Grant.objects.within(cast.chen.scope).get(reference="东应急委〔2026〕2号").papers == ["record"]
    assert "东应急委〔2026〕2号" in client.get(reverse("grants")).content.decode()


@pytest.mark.parametrize("key", ["li", "he", "zheng"])
def test_who_may_only_look_begins_nothing(cast: Cast, sign_in: SignIn, key: str) -> None:
    client = sign_in(key)
    assert client.get(reverse("campaigns")).status_code == 200
    for name in ("campaign_new", "team_new", "grant_new"):
        assert client.get(reverse(name)).status_code == 403
