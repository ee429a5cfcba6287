"""The pages of drives and teams: a usable draft in one press, nothing typed is lost, each number a press away from its rows."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from bihuan.campaigns import actions
from bihuan.campaigns.models import DrivePaper, DrivePlan, TeamSeat
from bihuan.core.ids import new_id
from bihuan.inspections.models import Campaign, Team
from bihuan.units.actions import register_unit
from bihuan.units.models import Unit
from tests.campaigns.deeds import drafted, issued, line, post, visited, watched
from tests.cast import TODAY, Cast
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


def sent(row: Campaign, cast: Cast, **more: object) -> dict[str, object]:
    """What the form of a plan sends."""
    teams = [str(team.pk) for team in Team.objects.within(cast.chen.scope)]
    given = {
        "version": row.version,
        "name": row.name,
        "begins_on": "2026-06-02",
        "ends_on": "2026-07-01",
        "mode": "trade",
        "teams": teams,
        "aliases": "大检查、六月检查",
        "aim": "查一遍",
        "stage_0": "集中检查",
        "stage_begins_on_0": "2026-06-02",
        "stage_ends_on_0": "2026-07-01",
    }
    return given | more


def test_one_press_makes_a_draft_and_one_more_issues_it(cast: Cast, sign_in: SignIn) -> None:
    watched(cast)
    client, key = sign_in("zhou"), new_id()
    page = client.get(reverse("campaign_new")).content.decode()
    assert all(word in page for word in ("百日攻坚", "拉网式巡查", "汛期检查"))
    answer = client.post(reverse("campaign_new"), {"campaign_id": key, "kind": "general"})
    assert answer["Location"] == reverse("campaign_edit", args=[key])
    again = client.post(reverse("campaign_new"), {"campaign_id": key, "kind": "general"})
    assert again.status_code == 409 and "已经起草" in again.content.decode()
    page = plain(client.get(reverse("campaign_edit", args=[key])).content.decode())
    assert "现在是3家" in page and "烟花爆竹专项组1家" in page
    row = Campaign.objects.within(cast.chen.scope).get(pk=key)
    preview = client.get(reverse("campaign_preview", args=[key]))
    assert "草稿" in PdfReader(BytesIO(preview.content)).pages[0].extract_text()
    done = client.post(reverse("campaign_issue", args=[key]), {"version": row.version}, follow=True)
    text = plain(done.content.decode())
    assert "列入名单3家" in text and "各组进度" in text and "各村进度" in text
    paper = DrivePaper.objects.within(cast.chen.scope).get()
    words = "".join(
        page.extract_text()
        for page in PdfReader(
            BytesIO(client.get(reverse("campaign_paper", args=[paper.pk, "pdf"])).content)
        ).pages
    )
    assert "安全生产大检查方案" in words and "石桥小学" in words and "附件" in words
    assert client.get(reverse("campaign_paper", args=[paper.pk, "docx"])).status_code == 200


def test_what_was_typed_stays_whatever_is_refused(cast: Cast, sign_in: SignIn) -> None:
    watched(cast)
    row = drafted(cast.chen)
    client, address = sign_in("chen"), reverse("campaign_edit", args=[row.pk])
    wrong = client.post(address, sent(row, cast, ends_on="2026-05-01", categories=["mine"]))
    page = wrong.content.decode()
    assert wrong.status_code == 422 and error_at(page, "ends_on") == "结束日期不能早于开始日期。"
    assert 'value="大检查、六月检查"' in page and 'value="mine" checked' in page and "查一遍" in page
    nameless = client.post(address, sent(row, cast, stage_5="", stage_text_5="回头看，逐家复核"))
    assert nameless.status_code == 422 and "回头看，逐家复核" in nameless.content.decode()
    assert "请填写阶段名称" in error_at(nameless.content.decode(), "stage_5")
    client.post(address, sent(row, cast))
    row.refresh_from_db()
    assert row.aliases == ["大检查", "六月检查"] and row.version == 2
    stale = client.post(address, sent(row, cast, version=1, name="别的名字"))
    assert stale.status_code == 409 and "刚刚被别人改过" in stale.content.decode()
    assert 'value="别的名字"' in stale.content.decode()
    empty = client.post(address, sent(row, cast, categories=["mine"], issue="1"), follow=True)
    assert "没有一家单位" in empty.content.decode()
    row.refresh_from_db()
    assert row.state == "draft"
    client.post(address, sent(row, cast, issue="1"))
    row.refresh_from_db()
    assert row.state == "issued"
    lacks = client.post(address, sent(row, cast, aim="再查一遍"))
    assert (
        error_at(lacks.content.decode(), "reason") == "请填写变更的原因。"
        and "再查一遍" in lacks.content.decode()
    )
    client.post(address, sent(row, cast, aim="再查一遍", reason="目标调整"))
    assert "第2版" in client.get(reverse("campaign", args=[row.pk])).content.decode()


def test_it_is_worked_and_closed_from_its_list(cast: Cast, sign_in: SignIn) -> None:
    teams = watched(cast)
    row = issued(cast.chen)
    visited(cast.chen, row, cast.units["school"], teams["school"])
    client = sign_in("chen")
    close = reverse("campaign_close", args=[row.pk])
    assert "永安烟花店" in client.get(close).content.decode()
    refused = client.post(close, {"version": row.version})
    assert refused.status_code == 422 and "没有写明原因" in refused.content.decode()
    left = f"{reverse('drive_units')}?campaign={row.pk}&state=left"
    page = client.get(left).content.decode()
    assert "永安烟花店" in page and "石桥小学</a>" not in page
    lines = [line(row, cast.units[key]).pk for key in ("yongan", "site")]
    assert client.post(left, {"do": "bulk", "what": "arrive", "row": lines}).status_code == 200
    asked = client.post(left, {"do": "bulk", "what": "excuse", "row": lines, "known": lines})
    assert "将办理以下2家" in plain(asked.content.decode())
    sure = {"do": "bulk", "what": "excuse", "row": lines, "known": lines, "sure": "1"}
    assert error_at(client.post(left, sure).content.decode(), "excuse") == "请选择原因。"
    client.post(left, sure | {"excuse": "shut"})
    done = client.post(close, {"version": row.version}, follow=True)
    page = plain(done.content.decode())
    assert "总结按记录起草好了" in page and "已总结" in page and "行动总结" in page
    assert client.post(close, {"version": row.version + 1}).status_code == 409


def test_stages_that_nobody_touched_follow_the_drives_days(cast: Cast, sign_in: SignIn) -> None:
    watched(cast)
    row = drafted(cast.chen, "hundred", ends_on=TODAY + timedelta(days=99))
    client, address = sign_in("chen"), reverse("campaign_edit", args=[row.pk])
    stages = DrivePlan.objects.within(cast.chen.scope).get(campaign=row).parts
    given = sent(row, cast, ends_on=f"{TODAY + timedelta(days=59)}")
    for at, one in enumerate(stages):
        given |= {f"stage_{at}": one.name, f"stage_text_{at}": one.text}
        given |= {f"stage_begins_on_{at}": f"{one.begins_on}", f"stage_ends_on_{at}": f"{one.ends_on}"}
    client.post(address, given)
    found = DrivePlan.objects.within(cast.chen.scope).get(campaign=row).parts
    assert [one.name for one in found] == [one.name for one in stages]
    assert (found[0].begins_on, found[-1].ends_on) == (TODAY, TODAY + timedelta(days=59))
    # who put a stage himself is not corrected
    row.refresh_from_db()
    client.post(address, given | {"version": row.version, "stage_text_0": "动员会", "ends_on": "2026-09-01"})
    own = DrivePlan.objects.within(cast.chen.scope).get(campaign=row).parts
    assert own[-1].ends_on == stages[-1].ends_on


def test_after_a_press_one_is_on_the_same_list_again(cast: Cast, sign_in: SignIn) -> None:
    teams = watched(cast)
    row = issued(cast.chen, "sweep")
    actions.assign_line(cast.chen, line(row, cast.units["school"]).pk, team_id=teams["school"].pk)
    client, query = sign_in("chen"), f"campaign={row.pk}&team={teams['school'].pk}&state=left"
    page = client.get(f"{reverse('drive_units')}?{query}").content.decode()
    arrive = reverse("drive_unit_arrive", args=[line(row, cast.units["school"]).pk])
    assert f'action="{arrive}?{query.replace("&", "&amp;")}"' in page
    for _ in range(2):  # the second is refused, and says so there
        done = client.post(f"{arrive}?{query}")
        assert done.headers["Location"] == f"{reverse('drive_units')}?{query}"
    assert "已经到过" in client.get(done.headers["Location"]).content.decode()
    excuse = reverse("drive_unit_excuse", args=[line(row, cast.units["site"]).pk])
    done = client.post(excuse, {"excuse": "shut"})
    assert done.headers["Location"] == f"{reverse('drive_units')}?campaign={row.pk}&state=left"
    mine = sign_in("li").get(reverse("campaign", args=[row.pk])).content.decode()
    assert "您管辖范围内已查" in mine


def test_a_line_is_assigned_excused_and_taken_back(cast: Cast, sign_in: SignIn) -> None:
    teams = watched(cast)
    row = issued(cast.chen)
    client = sign_in("chen")
    school = line(row, cast.units["school"])
    excuse = reverse("drive_unit_excuse", args=[school.pk])
    assert error_at(client.post(excuse, {"excuse": "other"}).content.decode(), "note") == "请写明是什么原因。"
    client.post(excuse, {"excuse": "other", "note": "放假"})
    assert line(row, cast.units["school"]).excuse_words == "放假"
    client.post(reverse("drive_unit_unexcuse", args=[school.pk]))
    assert line(row, cast.units["school"]).excused_on is None
    listed = reverse("drive_units")
    sure = {"do": "bulk", "what": "assign", "row": [school.pk], "known": [school.pk], "sure": "1"}
    client.post(listed, sure | {"team_id": teams["building"].pk})
    assert line(row, cast.units["school"]).team == teams["building"]
    for query, count in (
        (f"team={teams['building'].pk}", 2),
        ("team=none", 0),
        ("team=x", 3),
        ("campaign=x", 3),
        ("state=visited", 0),
        ("words=石桥", 1),
    ):
        page = client.get(f"{listed}?{query}").content.decode()
        assert page.count('name="row"') == count, query
    assert sign_in("sun").get(excuse).status_code == 404


def test_one_unit_is_not_disturbed_by_two_teams(cast: Cast, sign_in: SignIn) -> None:
    teams = watched(cast)
    first, second = issued(cast.chen, name="甲行动"), issued(cast.chen, name="乙行动")
    visited(cast.chen, first, cast.units["school"], teams["building"])
    client = sign_in("chen")
    page = plain(client.get(f"{reverse('drive_units')}?campaign={second.pk}&state=doubled").content.decode())
    assert "石桥小学" in page and "建筑专项组6月2日" in page and "宜合并" in page and "永安" not in page
    page = plain(client.get(f"{reverse('inspection_new')}?unit={cast.units['school'].pk}").content.decode())
    assert "综合查一次" in page and "建筑专项组6月2日来过" in page
    page = plain(client.get(f"{reverse('inspection_new')}?unit={cast.units['yongan'].pk}").content.decode())
    assert "2次行动还要查这家" in page
    page = plain(client.get(reverse("unit", args=[cast.units["school"].pk])).content.decode())
    assert "甲行动" in page and "已查" in page


def test_a_place_is_found_in_two_presses(cast: Cast, sign_in: SignIn) -> None:
    row = issued(cast.chen, "sweep")
    client, address = sign_in("wang"), reverse("campaign_found", args=[row.pk])
    assert "登记新点位" in client.get(reverse("campaign", args=[row.pk])).content.decode()
    given = {
        "unit_id": new_id(),
        "name": "王家自建房",
        "category": "building.house",
        "cell_id": cast.cells["石桥村"].pk,
    }
    wrong = client.post(address, given | {"cell_id": ""})
    assert wrong.status_code == 422 and "王家自建房" in wrong.content.decode()
    client.post(address, given)
    assert Unit.objects.within(cast.chen.scope).get(name="王家自建房").opened_on == TODAY
    assert client.post(address, given | {"cell_id": cast.cells["柳林村"].pk}).status_code == 422
    arrive = reverse("drive_unit_arrive", args=[line(row, cast.units["school"]).pk])
    client.post(arrive)
    assert line(row, cast.units["school"]).seen
    assert "已经到过" in client.post(arrive, follow=True).content.decode()


def test_a_team_has_its_page_and_what_nobody_watches_stands_on_top(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    page = plain(client.get(reverse("teams")).content.decode())
    assert "2个类别没有专项组负责" in page and "学校（1家）" in page
    teams = watched(cast)
    assert "都有专项组负责" in client.get(reverse("teams")).content.decode()
    team = teams["school"]
    seat = reverse("team_seat", args=[team.pk])
    assert error_at(client.post(seat, {"role": "member", "seat_id": new_id()}).content.decode(), "post_id")
    client.post(seat, {"role": "head", "seat_id": new_id(), "post_id": post(cast, "zhou").pk})
    actions.seat(cast.chen, teams["building"].pk, role="member", post_id=post(cast, "zhou").pk)
    page = plain(client.get(reverse("team", args=[team.pk])).content.decode())
    assert "分管副镇长周正" in page and "兼在建筑专项组、教育专项组" in page and "石桥小学" in page
    row = TeamSeat.objects.within(cast.chen.scope).get(team=team)
    client.post(reverse("team_seat_end", args=[row.pk]))
    assert "以前的人员" in client.get(reverse("team", args=[team.pk])).content.decode()
    edit = reverse("team_edit", args=[team.pk])
    same = client.post(edit, {"name": "建筑专项组", "categories": ["school"]})
    assert error_at(same.content.decode(), "name").startswith("已经有同名")
    client.post(edit, {"name": "学校专项组", "categories": ["school", "crowd"]})
    team.refresh_from_db()
    assert team.categories == ["school", "crowd"]


def test_the_desk_says_what_is_left_of_my_teams(cast: Cast, sign_in: SignIn) -> None:
    teams = watched(cast)
    actions.seat(cast.chen, teams["school"].pk, role="member", post_id=post(cast, "zheng").pk)
    drafted(cast.chen, name="待印发的")
    issued(cast.chen, name="大检查")
    assert "大检查：还有1家没有查" in plain(sign_in("zheng").get(reverse("desk")).content.decode())
    page = plain(sign_in("chen").get(reverse("desk")).content.decode())
    assert "待印发的" in page and "大检查：还有" not in page


def test_pages_cost_the_same_however_many_units(cast: Cast, sign_in: SignIn) -> None:
    watched(cast)
    row = issued(cast.chen)
    client = sign_in("chen")
    pages = (
        reverse("campaign", args=[row.pk]),
        f"{reverse('drive_units')}?campaign={row.pk}",
        reverse("campaigns"),
        reverse("teams"),
    )
    few = [_count(client, page) for page in pages]
    for number in range(12):
        given = {"category": "school", "cell_id": cast.cells["石桥村"].pk, "opened_on": TODAY}
        register_unit(cast.chen, name=f"学校{number}", **given)
    assert [_count(client, page) for page in pages] == few


def _count(client: object, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200  # type: ignore[attr-defined]
    return len(queries)


def test_a_check_that_comes_from_the_list_belongs_to_the_drive(cast: Cast, sign_in: SignIn) -> None:
    watched(cast)
    row = issued(cast.chen, "sweep")
    client = sign_in("chen")
    page = client.get(f"{reverse('drive_units')}?campaign={row.pk}").content.decode()
    team = line(row, cast.units["school"]).team
    address = f"{reverse('inspection_new')}?unit={cast.units['school'].pk}&campaign={row.pk}&team={team.pk}"
    assert address.replace("&", "&amp;") in page or address in page
    asked = client.get(address).content.decode()
    assert f'value="{row.pk}" selected' in asked and f'value="{team.pk}" selected' in asked
    walk = sign_in("wang")
    walk.post(address, {"visit_id": new_id(), "opinion": "看了一遍"})
    assert line(row, cast.units["school"]).seen
