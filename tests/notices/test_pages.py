"""The bell in the head of every page, the list behind it, and the pages of what one wishes."""

from datetime import time

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from bihuan.notices.models import Letter, Told
from bihuan.notices.queries import rhythm_of_town, unread, wishes_of
from bihuan.notices.rules import Rhythm
from tests.cast import Cast
from tests.core.deeds import found
from tests.notices.deeds import bell, told
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn


def test_the_bell_counts_leads_to_the_thing_and_counts_it_no_more(cast: Cast, sign_in: SignIn) -> None:
    hazard, client = found(cast, cast.zhao), sign_in("feng")
    assert 'aria-label="通知"' in client.get(reverse("desk")).content.decode()
    told(cast)
    assert 'aria-label="通知，1条未读"' in client.get(reverse("desk")).content.decode()
    page = plain(client.get(reverse("notices")).content.decode())
    assert "责令2026年6月9日前整改：库房电线老化裸露永安烟花店" in page and "责令限期整改" in page
    row = Told.objects.within(cast.feng.scope).get(person=cast.people["feng"])
    went = client.post(reverse("notice_open", args=[row.pk]))
    assert went.headers["Location"] == reverse("hazard", args=[hazard.pk])
    assert "没有未读的通知" in client.get(reverse("notices")).content.decode()
    assert "已读" in client.get(reverse("notices"), {"show": "all"}).content.decode()


def test_all_are_read_by_one_press_and_only_ones_own(cast: Cast, sign_in: SignIn) -> None:
    found(cast, cast.zhao)
    told(cast)
    row = Told.objects.within(cast.feng.scope).get(person=cast.people["feng"])
    said = sign_in("feng").post(reverse("notices_read"), {"latest": row.pk}, follow=True).content.decode()
    assert "已把1条标为已读" in said and bell(cast.feng) == []
    assert unread(cast.li) == 1
    assert sign_in("li").post(reverse("notice_open", args=[row.pk])).status_code == 404
    assert sign_in("li").post(reverse("notices_read"), {"latest": row.pk}).status_code == 404
    assert sign_in("li").post(reverse("notices_read"), {"latest": "x"}).status_code == 302
    assert unread(cast.li) == 1


def wished(client: Client, **more: str) -> HttpResponse:
    """The settings as the page shows them, sent back with some of them changed."""
    page = html.fromstring(client.get(reverse("notice_settings")).content)
    given = dict(next(form for form in page.forms if "follows" in form.fields).form_values())
    return client.post(reverse("notice_settings"), given | more, follow=True)


def test_a_person_sets_where_when_and_what(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("li")
    assert "逐类调整（" not in client.get(reverse("notice_settings")).content.decode()
    wished(client, email="li@example.cn")
    said = wished(
        client,
        email="li@example.cn",
        robot="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim",
        follows="own",
        since="21:00",
        digest_at="09:15",
        **{"email-hazards.closed": "off"},
    ).content.decode()
    assert "通知设置已保存" in said and "已设置企业微信群机器人" in said and "geheim" not in said
    mine = wishes_of(cast.li)
    assert mine is not None and mine.paces == {"email": {"hazards.closed": "off"}}
    assert mine.own == Rhythm(time(21), time(7, 30), True, time(9, 15)) and not mine.follows_town
    assert 'value="09:15"' in said
    kept = mine.robot
    wished(client, email="")  # an empty robot leaves what there is
    mine = wishes_of(cast.li)
    assert mine is not None and (mine.robot, mine.ways) == (kept, ("robot",))
    wished(client, email="li@example.cn")
    mine = wishes_of(cast.li)
    assert mine is not None and mine.paces["email"] == {"hazards.closed": "off"}  # it was kept meanwhile
    wished(client, robot_off="on")
    mine = wishes_of(cast.li)
    assert mine is not None and mine.ways == ("email",)


def test_what_will_not_do_is_said_at_its_field_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    answer = wished(
        sign_in("li"), email="li(at)example.cn", robot="http://10.0.0.1/", follows="own", until="25:00"
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and wishes_of(cast.li) is None
    assert "应如07:30" in error_at(page, "until")
    answer = wished(sign_in("li"), email="li(at)example.cn", robot="http://10.0.0.1/")
    page = answer.content.decode()
    assert "邮箱地址不对" in error_at(page, "email") and "完整Webhook地址" in error_at(page, "robot")
    assert 'value="li(at)example.cn"' in page and wishes_of(cast.li) is None


def test_a_test_message_is_asked_for_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("li")
    assert "还没有填写" in client.post(reverse("notice_test"), {"way": "email"}, follow=True).content.decode()
    wished(client, email="li@example.cn")
    assert (
        "一分钟内发出" in client.post(reverse("notice_test"), {"way": "email"}, follow=True).content.decode()
    )
    assert Letter.objects.within(cast.li.scope).get().is_test


def test_the_administrator_sets_the_hours_of_the_town(cast: Cast, sign_in: SignIn) -> None:
    hours = {"since": "19:00", "until": "08:00", "digest_at": "09:00"}
    assert sign_in("chen").get(reverse("notice_town")).status_code == 403
    said = sign_in("xu").post(reverse("notice_town"), hours, follow=True).content.decode()
    assert "全镇通知时间已保存" in said
    assert rhythm_of_town(cast.chen.scope) == Rhythm(time(19), time(8), False, time(9))
    assert 'value="19:00"' in sign_in("chen").get(reverse("notice_settings")).content.decode()
    refused = sign_in("xu").post(reverse("notice_town"), hours | {"until": "18:30"})
    assert refused.status_code == 422 and "至少留出一小时" in refused.content.decode()
