"""One place decides who hears what: once, whoever holds the post now, and no longer than somebody waits for it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.accounts.actions import close_account
from bihuan.core import events
from bihuan.core.errors import NotFound
from bihuan.core.scope import Scope
from bihuan.grid import actions as grid
from bihuan.grid.models import Post
from bihuan.grid.queries import actor_of
from bihuan.hazards import actions as hazards
from bihuan.hazards.models import Hazard
from bihuan.notices import listening
from bihuan.notices.actions import mark_all_read, mark_read, tell_news
from bihuan.notices.listening import tell_since
from bihuan.notices.models import Notice, Reading, Told
from bihuan.notices.queries import notices_of, unread
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, found, fresh, visit
from tests.notices.deeds import at, bell, kinds, tick, told


def report(cast: Cast, hazard: Hazard) -> None:
    photo = cast.photo(cast.feng, "green")
    version = fresh(cast, hazard.pk).version
    hazards.report_rectified(cast.feng, hazard.pk, version=version, note="已更换", photos_after=[photo])


def test_an_order_is_heard_of_at_the_place_and_nowhere_else(cast: Cast) -> None:
    found(cast, cast.zhao)
    told(cast)
    says = ["责令2026年6月9日前整改：库房电线老化裸露"]
    assert bell(cast.feng) == bell(cast.li) == says
    for other in (cast.zhao, cast.chen, cast.zhou, cast.wu, cast.zheng, cast.sun, cast.wang):
        assert bell(other) == [], other.name


def test_who_did_it_is_not_told(cast: Cast) -> None:
    hazards.finish_check(
        cast.li,
        visit(cast, cast.li, kind="patrol", second_inspector=None),
        [finding(cast, cast.li, "undecided")],
    )
    told(cast)
    assert kinds(cast.chen) == ["隐患待处置"] and bell(cast.li) == []
    hazards.finish_check(
        cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen, "undecided", is_new=True)]
    )
    assert told(cast) == 0


def test_what_is_reported_as_mended_goes_to_the_officers_who_found_it(cast: Cast) -> None:
    hazard = found(cast, cast.zhao)
    report(cast, hazard)
    told(cast)
    assert kinds(cast.zhao) == ["已报整改待复查"] == kinds(cast.chen)
    assert bell(cast.feng) == bell(cast.li) == []  # nothing is left to mend: the order waits for nobody


def test_a_step_of_the_clock_is_told_once_to_the_post_that_it_went_to(cast: Cast) -> None:
    hazard = found(cast, cast.zhao)
    for day in range(3, 12):
        with at(TODAY + timedelta(days=day)):
            tick(cast)
    assert [text for text in bell(cast.chen) if "送达" not in text] == [f"已逾期1天：{hazard.text}"]
    assert bell(cast.zhou) == [f"已逾期3天：{hazard.text}"]
    assert bell(cast.li) == [f"责令2026年6月9日前整改：{hazard.text}", f"还剩3天到期：{hazard.text}"][::-1]
    assert bell(cast.shen) == []


def test_the_clock_may_run_as_often_as_it_likes(cast: Cast) -> None:
    found(cast, cast.zhao)
    assert [told(cast), told(cast), told(cast)] == [2, 0, 0]
    seq = events.last_seq(cast.town.pk)
    Reading.objects.within(cast.chen.scope).update(seq=0)  # set back, as by a copy of yesterday
    assert told(cast) == 0
    assert Reading.objects.within(cast.chen.scope).get().seq == seq


def test_to_be_told_writes_nothing_into_the_log(cast: Cast) -> None:
    found(cast, cast.zhao)
    before = events.last_seq(cast.town.pk)
    told(cast)
    row = notices_of(cast.feng).first()
    assert row is not None
    mark_read(cast.feng, row.pk)
    assert events.last_seq(cast.town.pk) == before


def test_a_log_older_than_the_notices_is_not_told_of(cast: Cast) -> None:
    whole = Scope.whole_town(cast.next_town.pk)
    assert tell_news(cast.next_town.pk) == 0 and Notice.objects.within(whole).count() == 0
    assert Reading.objects.within(whole).get().seq == events.last_seq(cast.next_town.pk)


def test_who_takes_a_post_over_finds_what_waits_and_who_left_finds_nothing(cast: Cast) -> None:
    waits, done = found(cast, cast.zhao), found(cast, cast.zhao, text="灭火器过期", kind="fire", is_new=True)
    told(cast)
    with at(TODAY + timedelta(days=1)):
        report(cast, done)
        founder = cast.xu
        post = Post.objects.within(founder.scope).get(person=cast.people["li"])
        grid.end_post(founder, post.pk, to_on=TODAY)
        grid.appoint(
            founder,
            cast.people["wang"].pk,
            kind="village_head",
            cell_id=post.cell_id,
            from_on=TODAY + timedelta(days=1),
        )
        told(cast)
        wang = actor_of(cast.people["wang"])
        assert bell(wang) == [f"责令2026年6月9日前整改：{waits.text}"]
        assert bell(actor_of(cast.people["li"])) == []
        assert told(cast) == 0


def test_a_post_that_begins_on_a_later_day_is_handed_its_notices_on_that_day(cast: Cast) -> None:
    hazard = found(cast, cast.zhao)
    begins = TODAY + timedelta(days=3)
    grid.appoint(
        cast.xu, cast.people["wang"].pk, kind="village_head", cell_id=cast.cells["石桥村"].pk, from_on=begins
    )
    told(cast)
    assert bell(cast.wang) == []
    for days, says in ((2, []), (3, [f"责令2026年6月9日前整改：{hazard.text}"])):
        with at(TODAY + timedelta(days=days)):
            told(cast)
            assert bell(actor_of(cast.people["wang"])) == says


def test_who_comes_back_to_the_same_post_has_each_notice_once(cast: Cast) -> None:
    hazard = found(cast, cast.zhao)
    told(cast)
    post = Post.objects.within(cast.xu.scope).get(person=cast.people["li"])
    with at(TODAY + timedelta(days=2)):
        grid.end_post(cast.xu, post.pk, to_on=TODAY)
        assert bell(actor_of(cast.people["li"])) == []
        grid.appoint(
            cast.xu,
            cast.people["li"].pk,
            kind="village_head",
            cell_id=post.cell_id,
            from_on=TODAY + timedelta(days=2),
        )
        told(cast)
        assert bell(actor_of(cast.people["li"])) == [f"责令2026年6月9日前整改：{hazard.text}"]


def test_a_closed_account_hears_nothing(cast: Cast) -> None:
    close_account(cast.xu, cast.people["li"].pk, reason="调离", left_on=TODAY)
    found(cast, cast.zhao)
    told(cast)
    assert not Told.objects.within(cast.chen.scope).filter(person=cast.people["li"]).exists()


def test_reading_all_leaves_what_has_come_since(cast: Cast) -> None:
    found(cast, cast.zhao)
    told(cast)
    shown = notices_of(cast.feng).first()
    with at(TODAY, 10):
        found(cast, cast.zhao, text="灭火器过期", kind="fire", is_new=True)
        told(cast)
        assert unread(cast.feng) == 2 and shown is not None
        assert mark_all_read(cast.feng, shown.pk) == 1
        assert bell(cast.feng) == ["责令2026年6月9日前整改：灭火器过期"]


def test_nobody_reads_what_another_was_told(cast: Cast) -> None:
    found(cast, cast.zhao)
    told(cast)
    row = notices_of(cast.feng).first()
    assert row is not None
    for other in (cast.li, cast.chen, cast.sun):
        with pytest.raises(NotFound, match="不是发给您的"):
            mark_read(other, row.pk)
    assert unread(cast.feng) == 1


def test_telling_of_many_takes_no_more_questions_than_of_few(cast: Cast) -> None:
    def asked(number: int) -> int:
        some = [finding(cast, cast.zhao, text=f"第{one}处破损", is_new=True) for one in range(number)]
        hazards.finish_check(cast.zhao, visit(cast, cast.zhao), some)
        with CaptureQueriesContext(connection) as asked:
            assert told(cast) == 2 * number
        return len(asked)

    assert asked(2) == asked(30)


def test_what_has_happened_is_told_at_once_and_nothing_new_costs_one_question(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    seen = tell_since({})
    found(cast, cast.zhao)
    assert bell(cast.feng) == []
    seen = tell_since(seen)
    assert bell(cast.feng) == ["责令2026年6月9日前整改：库房电线老化裸露"]
    with django_assert_num_queries(1):
        assert tell_since(seen) == seen


def test_the_listener_goes_on_after_a_failure_and_ends_when_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waits: list[float] = []
    seen_at: list[listening.Seen] = []

    class Twice(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout or 0.0)
            if len(waits) == 2:
                self.set()
            return self.is_set()

    def tell(seen: listening.Seen) -> listening.Seen:
        seen_at.append(seen)
        if len(seen_at) == 1:
            raise RuntimeError("boom")
        return {cast.town.pk: 1}

    monkeypatch.setattr(listening, "tell_since", tell)
    monkeypatch.setattr(listening, "close_old_connections", lambda: None)
    listening.listen(Twice())
    assert waits == [listening.FAILED_SECONDS, listening.LOOK_SECONDS] and "boom" in caplog.text
