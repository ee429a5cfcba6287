"""A leader urges: whose turn it is hears of it, by the post, once a day, with the leader's word; one or many at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.core.models import Event
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.hazards.actions import report_rectified
from bihuan.hazards.models import Hazard
from bihuan.hazards.timeline import told
from bihuan.notices.actions import tell_news
from bihuan.supervision.actions import add_rule, adopt_defaults, urge
from bihuan.supervision.duties import press_on
from bihuan.supervision.models import Escalation
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh
from tests.notices.deeds import at, bell
from tests.web.visits import SignIn, told_at


def _report(cast: Cast, hazard: Hazard) -> None:
    photo = cast.photo(cast.feng, "green")
    report_rectified(
        cast.feng,
        hazard.pk,
        version=fresh(cast, hazard.pk).version,
        note="已更换",
        photos_after=[photo],  # type: ignore[list-item]
    )


def _steps(cast: Cast) -> list[tuple[str, str, str]]:
    rows = Escalation.objects.within(cast.chen.scope)
    return list(rows.values_list("means", "told", "holders"))


def test_who_has_to_mend_is_told_and_once_a_day_at_most(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    tell_news(cast.town.pk)
    with at(TODAY + timedelta(days=9)):
        urge(cast.zhou, hazard.pk, note="雨季将至")
        with pytest.raises(NotAllowed, match="今天已经告知过企业安全管理员（冯永），不用再催"):
            urge(cast.chen, hazard.pk, note="再催")
        tell_news(cast.town.pk)
        assert bell(cast.feng)[0] == f"周正催办“雨季将至”：{hazard.text}"
        assert all("催办" not in text for who in (cast.li, cast.zhao, cast.zhou) for text in bell(who))
        (event,) = [one for one in events.trail(cast.chen.scope, hazard.pk) if one.action == "urge"]
        assert told(event).text == "催办，逾期2天，已催办企业安全管理员（冯永），雨季将至"
    with at(TODAY + timedelta(days=10)):
        urge(cast.zhou, hazard.pk, note="明天必须改完")
        _report(cast, hazard)
        tell_news(cast.town.pk)
        assert all("催办" not in text for text in bell(cast.feng))  # mended: it waits for him no more
        ask = Ask("hazards.urged", TODAY, clock.today(), clock.today())
        assert evaluate(cast.chen.scope, [ask])[ask].value == 1


def test_what_was_reported_is_urged_of_the_officers(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    _report(cast, hazard)
    tell_news(cast.town.pk)
    urge(cast.zhou, hazard.pk, note="尽快复查")
    tell_news(cast.town.pk)
    who = (cast.zhao, cast.chen, cast.feng)
    assert [one.name for one in who if any("催办" in text for text in bell(one))] == ["赵强", "陈明"]


def test_whom_the_clock_has_reminded_today_nobody_urges_and_whom_it_passed_by_is_urged(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    adopt_defaults(cast.zhou)
    add_rule(cast.zhou, level="general", days=2, post="enterprise_safety", means="remind")
    with at(TODAY + timedelta(days=8)):
        press_on(cast.town.pk)
        assert _steps(cast) == [("escalate", "safety_head", "陈明")]  # over the head of who has to mend
        urge(cast.zhou, hazard.pk, note="抓紧")
        assert _steps(cast)[-1] == ("urge", "enterprise_safety", "冯永")
    with at(TODAY + timedelta(days=9)):
        press_on(cast.town.pk)
        with pytest.raises(NotAllowed, match="今天已经告知过企业安全管理员（冯永），不用再催"):
            urge(cast.zhou, hazard.pk, note="抓紧")
        _report(cast, hazard)  # now it is for others, whom nobody has told today
        urge(cast.zhou, hazard.pk, note="尽快复查")
        assert _steps(cast)[-1] == ("urge", "inspector", "赵强")


def test_who_may_not_what_waits_for_nobody_and_what_lies_elsewhere_is_refused(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    for actor, error in ((cast.zhao, Forbidden), (cast.sun, NotFound)):
        with pytest.raises(error):
            urge(actor, hazard.pk, note="抓紧")
    with pytest.raises(Incomplete):
        urge(cast.zhou, hazard.pk, note=" ")
    with pytest.raises(NotAllowed, match="待处置，现在没有要催办的岗位"):
        urge(cast.zhou, found(cast, cast.chen, "undecided").pk, note="抓紧")
    assert _steps(cast) == []


def test_one_is_urged_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    hazard, client = found(cast, cast.chen), sign_in("zhou")
    address = reverse("hazard_urge", args=[hazard.pk])
    assert address in client.get(reverse("hazard", args=[hazard.pk])).content.decode()
    assert address not in sign_in("zhao").get(reverse("hazard", args=[hazard.pk])).content.decode()
    refused = client.post(address, {"note": ""})
    assert refused.status_code == 422 and told_at("note", refused.content.decode()) == "请填写催办意见。"
    page = client.post(address, {"note": "雨季将至"}, follow=True).content.decode()
    assert page.count("还剩7天到期，已催办企业安全管理员（冯永）") >= 2  # the word on top, and under 督促
    again = client.get(address).content.decode()
    assert "不用再催" in again and 'class="submit-row"' not in again


def test_many_are_urged_from_the_list_and_who_cannot_be_is_named_first(cast: Cast, sign_in: SignIn) -> None:
    rows = [found(cast, cast.chen) for _ in range(4)]
    fixed = found(cast, cast.chen, "onsite")
    urge(cast.zhou, rows[0].pk, note="先催一条")
    client = sign_in("zhou")
    pressed = {"do": "bulk", "what": "urge", "row": [str(one.pk) for one in (*rows, fixed)]}
    with CaptureQueriesContext(connection) as asked:
        preview = client.post("/hazards/", pressed).content.decode()
    assert (
        "不能办理的2条" in preview and "不用再催" in preview and "现场已整改，现在没有要催办的岗位" in preview
    )
    assert sum("supervision_escalation" in one["sql"] for one in asked) == 1
    done = client.post("/hazards/", pressed | {"sure": "1", "note": "汛前改完"}, follow=True)
    assert "催办：已办理3条，2条没有办" in done.content.decode()
    assert [means for means, _, _ in _steps(cast)] == ["urge"] * 4
    urged = Event.objects.within(cast.chen.scope).filter(action="urge")
    assert {one.subject_id for one in urged} == {one.pk for one in rows} and urged.count() == 4
