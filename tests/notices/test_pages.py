"""The bell in the head of every page, and the list behind it."""

from django.urls import reverse

from bihuan.notices.models import Told
from bihuan.notices.queries import unread
from tests.cast import Cast
from tests.core.deeds import found
from tests.notices.deeds import bell, told
from tests.web.pages import plain
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
