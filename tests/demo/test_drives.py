"""The hundred days: most of its list was visited, its papers were handed up, some of them late."""

from bihuan.campaigns.queries.drives import plan_of
from bihuan.campaigns.queries.handings import papers_of
from bihuan.inspections.models import Campaign
from tests.demo.conftest import Demo

HUNDRED_DAYS = "安全生产百日攻坚"


def test_its_papers_were_handed_up_some_of_them_late(demo: Demo) -> None:
    row = Campaign.objects.within(demo.scope).get(name=HUNDRED_DAYS)
    lines = papers_of(demo.scope, row, plan_of(demo.scope, row.pk), row.ends_on)
    late = [line for line in lines if line.state == "late"]
    assert all(line.sent for line in lines) and 3 < len(late) < len(lines) / 5
    [report] = [line for line in lines if line.name == "行动总结"]
    assert report.state == "sent" and report.sent is not None and report.sent.summary is not None
    assert demo.value("drive.papers_late", demo.campaign(HUNDRED_DAYS)) == len(late)


def test_most_of_its_list_was_visited(demo: Demo) -> None:
    """What was only accounted for is a small part; a drive of which most is excused would be one on paper."""
    part = demo.campaign(HUNDRED_DAYS)
    units, visited, left = (demo.value(f"drive.{key}", part) for key in ("units", "visited", "left"))
    assert int(str(visited)) >= int(str(units)) * 2 / 3 and left == 0
