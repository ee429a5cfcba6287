"""The demo's last quarter has its meetings: those of the committees, what they decided, of which one thing is late."""

from bihuan.meetings.models import Meeting, Resolution
from tests.demo.conftest import Demo


def test_the_committees_met_and_their_minutes_are_out(demo: Demo) -> None:
    assert demo.value("meetings.party") == 2 and demo.value("meetings.committee") == 1
    assert demo.value("meetings.minuted") == 3  # early meetings have none
    row = Meeting.objects.within(demo.scope).filter(sort="committee").get()
    assert row.title == "2018年第一次安委会全体会议" and row.number == "枫安委纪〔2018〕1号"


def test_what_was_decided_is_done_but_for_one_that_nobody_has_reported(demo: Demo) -> None:
    assert demo.value("meetings.decided") == 5 and demo.value("meetings.decided_overdue") == 1
    late = Resolution.objects.within(demo.scope).filter(done_on__isnull=True).get()
    assert late.how == "late" and late.post.kind == "department_head"
    assert demo.value("meetings.decided_in_time") == 3
