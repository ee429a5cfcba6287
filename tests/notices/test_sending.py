"""What goes out of the house: one message for all that is due, at the hour that the person wishes, and once."""

import logging
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.jobs import work_off
from bihuan.core.models import Event, Job
from bihuan.grid import actions as grid
from bihuan.grid.models import Post
from bihuan.grid.queries import actor_of
from bihuan.hazards import actions as hazards
from bihuan.notices import actions
from bihuan.notices.models import Letter, Sending, Wishes
from bihuan.notices.queries import notices_of, wishes_of
from bihuan.notices.rules import Rhythm
from bihuan.notices.sealing import seal, unseal
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh
from tests.notices.deeds import at, kinds, tick, told
from tests.notices.outside import Mailbox, Webhook, mail_server, webhook

SATURDAY, MONDAY = date(2026, 6, 6), date(2026, 6, 8)


@pytest.fixture
def mail(settings: Any) -> Iterator[Mailbox]:
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def robot(settings: Any) -> Iterator[Webhook]:
    with webhook(settings) as server:
        yield server


def wish(actor: Actor, **more: Any) -> Wishes:
    given: dict[str, Any] = {"email": "someone@example.cn", "robot": None, "paces": {}, "rhythm": None}
    return actions.set_wishes(actor, **(given | more))


def pass_time(cast: Cast, day: date = TODAY, hour: int = 9, minute: int = 0) -> None:
    with at(day, hour, minute):
        tick(cast)
        work_off()


def subjects(mail: Mailbox) -> list[str]:
    return [message["Subject"].strip() for message in mail.came]  # a folded head begins with a blank


def body(message: Any) -> str:
    return str(message.get_content())


def test_what_comes_within_a_minute_comes_in_one_mail_with_its_links(
    cast: Cast, mail: Mailbox, settings: Any
) -> None:
    settings.SITE = "https://bihuan.example.cn"
    wish(cast.feng)
    first = found(cast, cast.zhao)
    found(cast, cast.zhao, text="灭火器过期", kind="fire", is_new=True)
    pass_time(cast)
    (message,) = mail.came
    assert subjects(mail)[0] == "【东岭镇】2条通知：责令限期整改2件"
    assert message["To"] == "someone@example.cn" and message["Auto-Submitted"] == "auto-generated"
    assert "· 责令2026年6月9日前整改：灭火器过期（永安烟花店）" in body(message)
    assert f"https://bihuan.example.cn/hazards/{first.pk}/" in body(message)
    pass_time(cast, minute=5)
    assert len(mail.came) == 1


def test_nobody_is_disturbed_at_night_or_on_a_day_off(cast: Cast, mail: Mailbox) -> None:
    wish(cast.feng)
    with at(SATURDAY, 10):
        hazard = found(cast, cast.zhao)
    for hour in (10, 12):
        pass_time(cast, SATURDAY, hour)
    pass_time(cast, MONDAY, 7, 29)
    assert mail.came == []
    with at(MONDAY, 7, 30):
        hazards.mark_urgent(cast.chen, hazard.pk, version=hazard.version, hours=24, note="连日高温")
    pass_time(cast, MONDAY, 7, 30)
    assert subjects(mail) == ["【东岭镇】2条通知：责令限期整改1件、列为急办1件"]


def test_what_is_urgent_is_sent_at_any_hour(cast: Cast, mail: Mailbox) -> None:
    wish(cast.feng)
    with at(SATURDAY, 3):
        hazard = found(cast, cast.zhao)
        hazards.mark_urgent(cast.chen, hazard.pk, version=hazard.version, hours=24, note="连日高温")
    pass_time(cast, SATURDAY, 3)
    assert subjects(mail) == ["【东岭镇】1条通知：列为急办1件"]


def test_who_wishes_a_digest_has_one_a_day(cast: Cast, mail: Mailbox) -> None:
    wish(cast.feng, paces={"email": {"hazards.ordered": "digest", "hazards.closed": "off"}})
    for hour in (9, 11, 16):
        with at(TODAY, hour):
            found(cast, cast.zhao, text=f"{hour}时发现的破损", is_new=True)
        pass_time(cast, TODAY, hour)
    assert mail.came == []
    pass_time(cast, TODAY + timedelta(days=1), 8, 30)
    assert subjects(mail) == ["【东岭镇】3条通知：责令限期整改3件"]


def test_a_person_has_other_hours_than_the_town(cast: Cast, mail: Mailbox) -> None:
    wish(cast.feng, rhythm=Rhythm(time(0), time(0), days_off=False))
    wish(cast.li)
    with at(SATURDAY, 23):
        found(cast, cast.zhao)
    pass_time(cast, SATURDAY, 23)
    assert len(mail.came) == 1
    actions.set_rhythm_of_town(cast.xu, Rhythm(time(21), time(6), days_off=False))
    with at(SATURDAY, 7):
        found(cast, cast.zhao, text="灭火器过期", kind="fire", is_new=True)
    pass_time(cast, SATURDAY, 7)
    assert len(mail.came) == 3
    with pytest.raises(Forbidden):
        actions.set_rhythm_of_town(cast.zhou, Rhythm())


def test_what_was_read_or_settled_meanwhile_is_not_sent(cast: Cast, mail: Mailbox) -> None:
    wish(cast.feng, paces={"email": {"hazards.ordered": "digest"}})
    read, done = found(cast, cast.zhao), found(cast, cast.zhao, text="灭火器过期", kind="fire", is_new=True)
    told(cast)
    row = notices_of(cast.feng).get(notice__about=read.pk)
    actions.mark_read(cast.feng, row.pk)
    photo = cast.photo(cast.feng, "green")
    version = fresh(cast, done.pk).version
    hazards.report_rectified(cast.feng, done.pk, version=version, note="已换", photos_after=[photo])
    pass_time(cast, TODAY + timedelta(days=1), 8, 30)
    assert mail.came == []
    assert Sending.objects.within(cast.chen.scope).filter(dropped_at__isnull=True).count() == 0


def test_who_has_left_the_post_is_sent_nothing(cast: Cast, mail: Mailbox) -> None:
    wish(cast.li, paces={"email": {"hazards.ordered": "digest"}})
    found(cast, cast.zhao)
    told(cast)
    post = Post.objects.within(cast.xu.scope).get(person=cast.people["li"])
    grid.end_post(cast.xu, post.pk, to_on=TODAY)
    pass_time(cast, TODAY + timedelta(days=1), 8, 30)
    assert mail.came == []


def test_who_holds_no_post_any_more_is_sent_and_shown_nothing_even_of_their_own(
    cast: Cast, mail: Mailbox
) -> None:
    wish(cast.zhao, paces={"email": {"hazards.reported": "digest"}})
    hazard = found(cast, cast.zhao)
    photo = cast.photo(cast.feng, "green")
    hazards.report_rectified(cast.feng, hazard.pk, version=1, note="已换", photos_after=[photo])
    told(cast)
    assert kinds(cast.zhao) == ["已报整改待复查"]
    post = Post.objects.within(cast.xu.scope).get(person=cast.people["zhao"])
    grid.end_post(cast.xu, post.pk, to_on=TODAY)
    pass_time(cast, TODAY + timedelta(days=1), 8, 30)
    with at(TODAY + timedelta(days=1)):
        assert mail.came == [] and kinds(actor_of(cast.people["zhao"])) == []


def test_a_mail_that_could_not_go_out_goes_later_under_the_same_number(cast: Cast, mail: Mailbox) -> None:
    wish(cast.feng)
    found(cast, cast.zhao)
    mail.refuses = "451 try again"
    pass_time(cast)
    letter = Letter.objects.within(cast.chen.scope).get()
    assert (letter.attempts, letter.why) == (1, "发信服务器拒绝了（SMTPDataError）。")
    mail.refuses = ""
    pass_time(cast)
    assert mail.came == []  # not before its time
    pass_time(cast, minute=1)
    assert [message["Message-ID"] for message in mail.came] == [f"<{letter.pk}@bihuan.invalid>"]
    assert Letter.objects.within(cast.chen.scope).get().sent_at is not None


def test_a_process_that_dies_after_the_sending_sends_the_same_number_again_and_no_sooner_than_its_lease(
    cast: Cast, mail: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_letter: Letter) -> None:
        raise KeyboardInterrupt

    wish(cast.feng)
    found(cast, cast.zhao)
    with monkeypatch.context() as patched:
        patched.setattr("bihuan.notices.jobs.note_sent", dies)
        with pytest.raises(KeyboardInterrupt):
            pass_time(cast)
    pass_time(cast, minute=4)
    assert len(mail.came) == 1
    pass_time(cast, minute=9)
    pass_time(cast, minute=30)
    assert len({message["Message-ID"] for message in mail.came}) == 1 and len(mail.came) == 2


def test_of_two_who_would_send_a_letter_one_does(cast: Cast) -> None:
    wish(cast.feng)
    actions.ask_test(cast.feng, "email")
    seen, also_seen = (Letter.objects.within(cast.feng.scope).get() for _ in range(2))
    assert [actions.take(seen), actions.take(also_seen)] == [True, False]


def test_what_cannot_be_sent_for_a_day_is_given_up_and_the_administrator_hears_of_it(
    cast: Cast, mail: Mailbox
) -> None:
    wish(cast.feng)
    found(cast, cast.zhao)
    mail.refuses = "550 no such user"
    for hours in range(24):
        pass_time(cast, TODAY + timedelta(days=hours // 24), hours % 24)
    with at(TODAY + timedelta(days=1), 9):
        tick(cast)
    letter = Letter.objects.within(cast.chen.scope).get()
    assert letter.given_up_at is not None and mail.came == []
    assert "通知没有发出" in kinds(cast.xu)
    whole = Event.objects.within(cast.chen.scope).filter(action="give_up_letter").get()
    assert "example.cn" not in str(whole.given)


def test_without_a_mail_server_nothing_is_lost(cast: Cast, settings: Any) -> None:
    settings.MAIL_SERVER = False
    wish(cast.feng)
    found(cast, cast.zhao)
    pass_time(cast)
    assert Letter.objects.within(cast.chen.scope).get().why == "没有配置发信服务器（EMAIL_URL）。"
    assert kinds(cast.feng) == ["责令限期整改"]


def test_a_robot_tells_its_group_how_many_and_no_names(cast: Cast, robot: Webhook) -> None:
    wish(cast.feng, email="", robot=f"http://{robot.host}/hook?token=geheim", webhook_hosts=(robot.host,))
    found(cast, cast.zhao)
    pass_time(cast)
    (came,) = robot.came
    assert came["title"] == "【东岭镇】1条通知：责令限期整改1件"
    assert "永安" not in str(came) and "电线" not in str(came)


def test_an_address_is_in_no_log_no_event_and_no_row(
    cast: Cast, robot: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    robot.answers = 500
    wish(cast.feng, email="", robot=f"http://{robot.host}/hook?token=geheim", webhook_hosts=(robot.host,))
    found(cast, cast.zhao)
    pass_time(cast)
    letter = Letter.objects.within(cast.chen.scope).get()
    assert letter.attempts == 1 and len(robot.came) == 1
    mine = wishes_of(cast.feng)
    assert mine is not None and "geheim" in unseal(mine.robot)
    jobs = [job.message for job in Job.registry.all()]
    log = [event.given for event in events.trail(cast.chen.scope, cast.people["feng"].pk)]
    said = "".join(record.getMessage() for record in caplog.records if record.name != "asyncio")
    for place in (mine.robot, letter.why, said, str(jobs), str(log)):
        assert "geheim" not in place


def test_an_address_sealed_elsewhere_cannot_be_opened(settings: Any) -> None:
    sealed = seal("wecombot://ab12/")
    assert unseal(sealed) == "wecombot://ab12/" and unseal(sealed[:-4]) == ""
    settings.SECRET_KEY = "another installation"
    assert unseal(sealed) == ""


def test_a_test_message_comes_at_once_and_one_at_a_time(cast: Cast, mail: Mailbox) -> None:
    with pytest.raises(NotAllowed, match="还没有填写"):
        actions.ask_test(cast.feng, "email")
    wish(cast.feng)
    actions.ask_test(cast.feng, "email")
    with pytest.raises(NotAllowed, match="还没有发出"):
        actions.ask_test(cast.feng, "email")
    pass_time(cast)
    assert subjects(mail) == ["【东岭镇】测试通知"]
    actions.ask_test(cast.feng, "email")


def test_a_demo_sends_nothing(cast: Cast, mail: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.notices.actions.sending.is_demo", lambda: True)
    wish(cast.feng)
    found(cast, cast.zhao)
    pass_time(cast)
    assert mail.came == [] and kinds(cast.feng) == ["责令限期整改"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "不是邮箱"}, "email"),
        ({"robot": "http://127.0.0.1/in"}, "robot"),
        ({"rhythm": Rhythm(time(8), time(7, 30))}, "until"),
    ],
)
def test_what_will_not_do_is_refused_at_its_field(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        wish(cast.feng, **given)
    assert set(refused.value.fields) == {field} and wishes_of(cast.feng) is None
