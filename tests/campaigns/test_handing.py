"""What a plan asks for is handed up in time or late, by who owes it, made from records where the plan says so; a change keeps what went up."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.campaigns import actions
from bihuan.campaigns.actions import Which
from bihuan.campaigns.asked import BULLETIN, FORM, OFFICE, Asked
from bihuan.campaigns.models import DriveHanding, DrivePaper
from bihuan.campaigns.queries.handings import owed
from bihuan.core import clock
from bihuan.core.errors import Incomplete, NotAllowed, NotFound
from bihuan.core.ids import new_id
from bihuan.figures.evaluation import Slice
from bihuan.inspections.models import Campaign, Team
from bihuan.notices.actions import tell_news
from bihuan.notices.models import Told
from bihuan.summaries.actions import bind_cell, keep_form
from bihuan.summaries.choices import Choice
from bihuan.summaries.models import ReportForm
from bihuan.summaries.sheets.cells import CellBinding
from tests.campaigns.deeds import (
    ENDS,
    drafted,
    handed_up,
    issued,
    numbers,
    papers,
    plan_of,
    post,
    visited,
    watched,
    which,
)
from tests.cast import TODAY, Cast
from tests.summaries.sheets import month
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

FRIDAY = TODAY + timedelta(days=3)
WEEKLY = Asked("", "本周情况", to="镇安全办", weekday=4)
REPORT = Asked("", "行动总结", OFFICE, "区安委办", "end", days=3, source=BULLETIN)


def later(days: int, hour: int = 9) -> object:
    return clock.moved(clock.at(TODAY + timedelta(days=days), hour))


def of_school(cast: Cast, *asked: Asked, **more: object) -> tuple[Campaign, Team]:
    """A drive of the school's team, which 郑 leads."""
    team = watched(cast)["school"]
    actions.seat(cast.chen, team.pk, role="head", post_id=post(cast, "zheng").pk)
    return issued(cast.chen, teams=[str(team.pk)], asked=asked or [WEEKLY], **more), team


def states(row: Campaign) -> list[str]:
    return [line.state for line in papers(row)]


def test_a_draft_knows_what_is_usually_handed_up_and_the_paper_says_it(cast: Cast) -> None:
    watched(cast)
    row = issued(cast.chen, "hundred")
    content = DrivePaper.objects.within(cast.chen.scope).get(campaign=row).content
    assert [line[:2] for line in content["asked"]] == [
        ["本周检查和整改情况", "各专项组"],
        ["进展情况周报", "镇安全办"],
        ["行动总结", "镇安全办"],
    ]
    assert (
        content["asked"][1][4] == "按记录起草"
        and content["asked"][1][2].endswith("安委办")
        and content["asked"][0][3] == "每周五"
    )


def test_each_week_is_owed_handed_up_in_time_or_late(cast: Cast) -> None:
    """郑 hands the first week up in time, forgets the second and brings it three days after."""
    row, team = of_school(cast)
    assert states(row) == ["coming"] * 4 and papers(row)[0].on == FRIDAY
    first = handed_up(cast.zheng, row, note="查了1家")
    assert (first.team, first.due_on, first.is_late, first.note) == (team, FRIDAY, False, "查了1家")
    with pytest.raises(NotAllowed, match="已由郑建于"):
        actions.hand_up_paper(cast.zheng, row.pk, which(papers(row)[0]))
    with pytest.raises(NotAllowed, match="还没有到"):
        actions.hand_up_paper(cast.zheng, row.pk, which(papers(row)[2]))
    days = (FRIDAY - TODAY).days + 10
    with later(days):
        assert states(row)[:2] == ["sent", "overdue"]
        with pytest.raises(NotAllowed, match="由教育专项组报送，您不在其中"):
            handed_up(cast.wang, row)
        assert handed_up(cast.zheng, row).is_late
        assert states(row)[:2] == ["sent", "late"]
        keys = ("drive.papers", "drive.papers_on_time", "drive.papers_late")
        on = TODAY + timedelta(days=days)
        assert numbers(cast.chen, *keys, on=on, part=Slice(campaign=row.pk)) == [2, 1, 1]
        assert numbers(cast.chen, *keys, on=on, part=Slice(team=team.pk)) == [2, 1, 1]


def test_what_was_entered_by_mistake_is_taken_back_and_is_due_again(cast: Cast) -> None:
    row, _ = of_school(cast)
    sent = handed_up(cast.zheng, row)
    with pytest.raises(NotAllowed, match="郑建登记的"):
        actions.take_back_handing(cast.wang, sent.pk)
    actions.take_back_handing(cast.zheng, sent.pk)
    with pytest.raises(NotAllowed, match="已经撤回"):
        actions.take_back_handing(cast.chen, sent.pk)
    assert papers(row)[0].sent is None and numbers(cast.chen, "drive.papers") == [0]
    assert handed_up(cast.chen, row).by.name == "陈明"  # the office enters it for the team
    with pytest.raises(NotFound):
        actions.take_back_handing(cast.sun, sent.pk)


def test_a_change_of_the_plan_keeps_what_was_handed_up(cast: Cast) -> None:
    row, _ = of_school(cast)
    handed_up(cast.zheng, row)
    [kept] = plan_of(row).asked
    with later((FRIDAY - TODAY).days + 8):
        row = actions.change_drive(
            cast.chen,
            row.pk,
            version=row.version,
            plan=plan_of(row, ends_on=ENDS + timedelta(days=7)),
            reason="延长",
        )
        assert plan_of(row).asked[0].key == kept.key and states(row)[:2] == ["sent", "overdue"]
        row = actions.change_drive(
            cast.chen, row.pk, version=row.version, plan=plan_of(row, asked=[REPORT]), reason="不再要周报"
        )
        assert [(line.name, line.state) for line in papers(row)] == [
            ("本周情况", "sent"),
            ("行动总结", "coming"),
        ]
        with pytest.raises(NotFound, match="不要求这份材料"):
            actions.hand_up_paper(
                cast.zheng, row.pk, Which(kept.key, papers(row)[0].who, FRIDAY + timedelta(days=7))
            )


def test_what_cannot_be_asked_stops_the_plan(cast: Cast) -> None:
    watched(cast)
    row = drafted(cast.chen)
    gone = Asked("", "月报", str(new_id()), "区安委办", weekday=4)
    with pytest.raises(Incomplete, match="报送部门已经不在"):
        actions.plan_drive(cast.chen, row.pk, version=row.version, plan=plan_of(row, asked=[gone]))
    row = actions.plan_drive(
        cast.chen,
        row.pk,
        version=row.version,
        plan=plan_of(row, asked=[Asked("", "情况", to="区里", rhythm="once")]),
    )
    with pytest.raises(Incomplete, match="没有填哪天报"):
        actions.issue_drive(cast.chen, row.pk, version=row.version)
    with pytest.raises(NotFound):
        actions.hand_up_paper(cast.chen, row.pk, Which(str(new_id()), OFFICE, TODAY))


def test_nothing_of_a_cancelled_drive_is_due_and_after_closing_only_its_report(cast: Cast) -> None:
    row, _ = of_school(cast, WEEKLY, REPORT, categories=["school"])
    other = issued(cast.chen, name="另一次", asked=[WEEKLY])
    assert papers(other)
    actions.cancel_drive(cast.chen, other.pk, version=other.version, reason="不搞了")
    assert not papers(other)
    visited(cast.chen, row, cast.units["school"])
    with pytest.raises(NotAllowed, match="结束并总结"):
        actions.draft_bulletin(cast.chen, row.pk, which(papers(row)[-1]))
    row, summary = actions.close_drive(cast.chen, row.pk, version=row.version)
    [*weeks, report] = papers(row)
    assert all(line.on <= TODAY for line in weeks) and report.on == TODAY + timedelta(days=3)
    with later(2):
        sent = actions.hand_up_paper(cast.chen, row.pk, which(report))
        assert sent.summary == summary and not sent.is_late


def test_a_bulletin_and_a_form_are_made_from_records(cast: Cast) -> None:
    bulletin = Asked("", "进展周报", OFFICE, "区安委办", weekday=4, source=BULLETIN)
    form = keep_form(cast.chen, name="周报表", kind="week", content=month(), file_name="周报.xlsx")
    for_form = Asked("", "周报表", OFFICE, "区安委办", weekday=4, source=f"{FORM}{form.pk}")
    row, _ = of_school(cast, bulletin, for_form)
    visited(cast.chen, row, cast.units["school"])
    one, two = (next(line for line in papers(row) if line.name == name) for name in ("进展周报", "周报表"))
    with pytest.raises(Incomplete, match="先点“按记录起草”"):
        actions.hand_up_paper(cast.chen, row.pk, which(one))
    text = actions.draft_bulletin(cast.chen, row.pk, which(one))
    assert actions.draft_bulletin(cast.chen, row.pk, which(one)) == text  # pressed twice, drafted once
    assert (text.since, text.until) == (TODAY, TODAY)
    assert actions.hand_up_paper(cast.chen, row.pk, which(one)).summary == text
    with pytest.raises(NotAllowed, match="不是按记录起草的"):
        actions.draft_bulletin(cast.chen, row.pk, which(two))
    if not ReportForm.objects.within(cast.chen.scope).get(pk=form.pk).bindings:
        with pytest.raises(NotAllowed, match="还没有绑定任何格子"):
            actions.hand_up_paper(cast.chen, row.pk, which(two))
        bind_cell(
            cast.chen,
            form.pk,
            version=1,
            table="Sheet1",
            at="C5",
            binding=CellBinding(Choice("inspect.visits"), "period"),
        )
    sent = actions.hand_up_paper(cast.chen, row.pk, which(two))
    assert sent.filled is not None and sent.filled.since == TODAY and sent.filled.cells
    assert not DriveHanding.objects.within(cast.sun.scope).exists()


def test_who_owes_it_hears_of_it_and_the_office_of_what_is_late(cast: Cast) -> None:
    of_school(cast)
    heard = Told.objects.within(cast.chen.scope).select_related("person", "notice")
    with later((FRIDAY - TODAY).days - 1):
        tell_news(cast.town.pk)
        [told] = heard.filter(notice__kind="campaigns.paper_due")
        assert told.person.name == "郑建" and "前报镇安全办" in told.notice.text
    with later((FRIDAY - TODAY).days + 1):
        tell_news(cast.town.pk)
        late = heard.filter(notice__kind="campaigns.paper_late")
        assert {one.person.name for one in late} == {"郑建", "陈明"}


def test_the_desk_and_the_page_say_what_is_due_and_one_press_hands_it_up(cast: Cast, sign_in: SignIn) -> None:
    row, _ = of_school(cast)
    with later((FRIDAY - TODAY).days + 1):
        mine, office = sign_in("zheng"), sign_in("chen")
        desk = plain(mine.get(reverse("desk")).content.decode())
        assert "行动报送" in desk and f"{row.name}：本周情况" in desk and "逾期未报" in desk
        assert "1份材料没有按时报送" in plain(office.get(reverse("desk")).content.decode())
        page = plain(mine.get(reverse("campaign", args=[row.pk])).content.decode())
        assert "逾期未报1份" in page and "每周五各专项组报镇安全办" in page
        address = f"{reverse('campaign_hand', args=[row.pk])}?{papers(row)[0].query}"
        assert "报送：本周情况" in plain(mine.get(address).content.decode())
        wrong = mine.post(address, {"note": "长" * 201})
        assert wrong.status_code == 422 and "最多200个字" in error_at(wrong.content.decode(), "note")
        assert "长" * 201 in wrong.content.decode()
        done = plain(mine.post(address, {"note": "纸质送达"}, follow=True).content.decode())
        assert "迟报" in done and "纸质送达" in done and "已报1份（迟报1份）" in done
        assert "行动报送" not in plain(office.get(reverse("desk")).content.decode())
        outsider = sign_in("wang")
        again = f"{reverse('campaign_hand', args=[row.pk])}?{papers(row)[1].query}"
        assert "您不在其中" in plain(outsider.get(again).content.decode())
        for broken in ("", "?key=x&who=y&on=z", f"?key=x&who={OFFICE}&on=2026-06-05"):
            assert outsider.get(reverse("campaign_hand", args=[row.pk]) + broken).status_code == 302
        back = reverse("drive_handing_back", args=[DriveHanding.objects.within(cast.chen.scope).get().pk])
        mine.post(back)
        assert papers(row)[0].state == "overdue"


def test_the_plan_s_page_takes_its_lines_and_loses_nothing(cast: Cast, sign_in: SignIn) -> None:
    watched(cast)
    row = drafted(cast.chen)
    client, address = sign_in("chen"), reverse("campaign_edit", args=[row.pk])
    page = client.get(address).content.decode()
    assert 'value="本周检查和整改情况"' in page and 'value="行动总结"' in page
    teams = [str(team.pk) for team in Team.objects.within(cast.chen.scope)]
    given = {
        "version": row.version,
        "name": row.name,
        "begins_on": f"{TODAY}",
        "ends_on": f"{ENDS}",
        "mode": "trade",
        "teams": teams,
        "asked_name_0": "部署情况",
        "asked_by_0": OFFICE,
        "asked_to_0": "区安委办",
        "asked_rhythm_0": "once",
        "asked_on_0": "六月十日",
    }
    wrong = client.post(address, given)
    assert (
        "不是日期" in error_at(wrong.content.decode(), "asked_on_0")
        and 'value="部署情况"' in wrong.content.decode()
    )
    client.post(address, given | {"asked_on_0": f"{TODAY + timedelta(days=3)}"})
    [kept] = plan_of(Campaign.objects.within(cast.chen.scope).get(pk=row.pk)).asked
    assert (kept.name, kept.by, kept.when) == ("部署情况", OFFICE, f"{TODAY.month}月{TODAY.day + 3}日")
    row.refresh_from_db()
    late = given | {"version": row.version, "asked_key_0": kept.key, "asked_on_0": "2027-01-01", "issue": "1"}
    page = client.post(address, late, follow=True).content.decode()
    assert "不在行动的起止日期以内" in page


def test_what_is_owed_costs_the_same_however_much_it_is(cast: Cast) -> None:
    row, _ = of_school(cast)
    scope, counts = cast.chen.scope, []
    for _ in range(2):
        with later((FRIDAY - TODAY).days + 10), CaptureQueriesContext(connection) as asked:
            found = owed(scope, clock.today(), clock.today())
        counts.append((len(asked), len(found)))
        issued(cast.chen, name=f"又一次{len(counts)}", teams=plan_of(row).teams, asked=[WEEKLY])
    assert counts[0] == (3, 2) and counts[1] == (3, 4)
