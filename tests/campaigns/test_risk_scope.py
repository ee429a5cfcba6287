"""A drive of the units with red and orange risks: its list follows what is graded otherwise, at once."""

import pytest
from django.urls import reverse

from bihuan.campaigns import actions
from bihuan.campaigns.composing import scope_words
from bihuan.campaigns.models import DrivePaper, DrivePlan
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.scope import Scope
from bihuan.inspections.models import Team
from bihuan.risks.actions import Judged, end_point, evaluate_step
from bihuan.risks.models import RiskPoint
from bihuan.risks.template_data import LIBRARY
from tests.campaigns.deeds import drafted, issued, line, lines, plan_of, visited, watched
from tests.cast import Cast
from tests.risks.deeds import STALL, add, begin, step
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

RED, BLUE = Judged("lec", {"L": "10", "E": "6", "C": "40"}), Judged("lec", {"L": "0.5", "E": "1", "C": "1"})


@pytest.fixture(autouse=True)
def stall(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small template beside those of the library."""
    monkeypatch.setitem(LIBRARY, "stall", STALL)


def regraded(cast: Cast, judgement: Judged) -> None:
    """The switchboard is evaluated anew."""
    one = step(cast.chen, "开关")
    evaluate_step(cast.chen, one.pk, version=one.version, occasion="process", judgement=judgement)


def grade(cast: Cast) -> int:
    return int(RiskPoint.objects.within(cast.chen.scope).get(name="配电箱").grade)


def test_by_the_gravest_of_a_unit_s_points(cast: Cast) -> None:
    """永安 has points of each colour, the school an orange one, the site no list at all."""
    watched(cast)
    begin(cast, cast.chen)
    add(cast.chen, cast.units["school"])
    for risks, found in (
        ([1], ["永安烟花店"]),
        ([2], ["石桥小学"]),
        ([1, 2], ["永安烟花店", "石桥小学"]),
        ([], ["柳林村便民中心工地", "永安烟花店", "石桥小学"]),
    ):
        assert lines(issued(cast.chen, risks=risks)) == found
    for risks in ([3], [4]):
        with pytest.raises(Incomplete, match="没有一家单位"):
            issued(cast.chen, risks=risks)
    row = issued(cast.chen, risks=[2], categories=["fireworks", "school"])
    plan = DrivePlan.objects.within(cast.chen.scope).get(campaign=row)
    assert "最高风险为橙·较大风险的" in scope_words(cast.chen.scope, plan)
    assert "橙·较大风险" in DrivePaper.objects.within(cast.chen.scope).get(campaign=row).content["scope"]


def test_the_list_follows_what_is_graded_otherwise(cast: Cast) -> None:
    watched(cast)
    begin(cast, cast.chen)
    row, other = issued(cast.chen, risks=[1]), issued(cast.chen)
    assert lines(row) == ["永安烟花店"]
    add(cast.chen, cast.units["school"])
    assert lines(row) == ["永安烟花店"] and grade(cast) == 2
    regraded(cast, RED)
    assert grade(cast) == 1 and lines(row) == ["永安烟花店", "石桥小学"]
    school = cast.units["school"]
    assert (
        line(row, school).joined_for == "登记情况变更后属于行动范围"
        and line(row, school).team.name == "教育专项组"
    )
    regraded(cast, BLUE)
    assert lines(row) == ["永安烟花店"]
    assert line(row, school).left_for == "登记情况变更后不再属于行动范围"
    regraded(cast, RED)
    visited(cast.chen, row, school)
    mine = RiskPoint.objects.within(cast.chen.scope).get(name="配电箱")
    end_point(cast.chen, mine.pk, version=mine.version, reason="拆除")
    assert lines(row) == ["永安烟花店", "石桥小学"]  # visited: it stays counted
    assert len(lines(other)) == 3 and actions.keep_drives(Actor.clock(cast.town.pk)) == 0


def test_what_is_no_grade_is_refused_and_the_page_keeps_what_was_ticked(cast: Cast, sign_in: SignIn) -> None:
    watched(cast)
    row = drafted(cast.chen)
    with pytest.raises(Incomplete, match="请从列表中选择风险等级"):
        actions.plan_drive(cast.chen, row.pk, version=row.version, plan=plan_of(row, risks=[5]))
    client, address = sign_in("chen"), reverse("campaign_edit", args=[row.pk])
    given = {
        "version": row.version,
        "name": row.name,
        "begins_on": f"{row.begins_on}",
        "ends_on": f"{row.ends_on}",
        "mode": "trade",
        "teams": [str(team.pk) for team in Team.objects.within(cast.chen.scope)],
        "risks": ["1", "2"],
    }
    page = client.post(address, given | {"ends_on": ""}).content.decode()
    assert 'name="risks" value="1" checked' in page and "红·重大风险" in plain(page)
    assert error_at(client.post(address, given | {"risks": ["9"]}).content.decode(), "risks")
    client.post(address, given)
    kept = DrivePlan.objects.within(Scope.whole_town(cast.town.pk)).get(campaign=row)
    assert kept.risks == [1, 2]
    assert 'name="risks" value="2" checked' in client.get(address).content.decode()
