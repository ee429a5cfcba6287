"""A draft follows its records and its day; what a person typed stays, and what changed is said before it is issued."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.errors import Stale
from bihuan.documents.actions import issue, propose, return_writ, revise
from bihuan.documents.actions.drafting import draft
from bihuan.documents.declarations import declaration
from bihuan.documents.gathering import About
from bihuan.documents.models import Writ
from bihuan.documents.renewal import merged
from bihuan.hazards.actions import finish_check
from bihuan.units.actions import revise_unit
from bihuan.units.models import Unit
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.documents.papers import fresh, order
from tests.documents.penalties import empower, notified, posted
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn

TYPED = {"reason": "夏季用电增多", "demands": "检查线路"}


def warning(cast: Cast, **typed: Any) -> Writ:
    row = draft(cast.chen, "warning", About(unit=cast.units["yongan"]))
    return revise(cast.chen, row.pk, version=row.version, values=TYPED | typed)


def moved_away(cast: Cast) -> None:
    """永安's address is put right in the register."""
    unit = Unit.objects.within(cast.chen.scope).get(pk=cast.units["yongan"].pk)
    revise_unit(cast.chen, unit.pk, version=unit.version, address="石桥村南头")


def sent(row: Writ, **more: Any) -> dict[str, Any]:
    """What the page sends of a draft that nobody has touched."""
    open_ones = [one.key for one in declaration(row.kind).fields if not one.locked and not one.is_rows]
    given = {key: row.fields.get(key, "") for key in open_ones}
    return given | {"version": row.version, "dated": row.dated.isoformat()} | more


def test_what_the_records_say_now_takes_the_place_of_what_they_said() -> None:
    made = declaration("warning")
    was = {
        "party": "永安",
        "phone": "1",
        "basis": "甲",
        "contact": "2",
        "findings": [{"text": "漏雨", "note": ""}],
    }
    typed = was | {"contact": "3", "basis": " 甲\r\n", "reason": "用电增多", "findings": [{"text": "漏雨"}]}
    now = was | {"phone": "9", "basis": "乙", "contact": "8", "findings": [{"text": "漏雨", "note": None}]}
    fields, labels = merged(made, typed, was, now)
    assert labels == ("联系电话", "职权依据")
    assert (fields["phone"], fields["basis"], fields["contact"], fields["reason"]) == (
        "9",
        "乙",
        "3",
        "用电增多",
    )
    cleared, _ = merged(made, was | {"contact": ""}, was, now)
    assert cleared["contact"] == ""  # a person took it away


def test_a_changed_record_is_shown_and_seen_before_the_draft_is_issued(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    row, chen = warning(cast, contact="555"), sign_in("chen")
    page = reverse("writ_edit", args=[row.pk])
    old = chen.get(page).content.decode()
    assert "记录已变" not in old
    moved_away(cast)
    with pytest.raises(Stale, match="记录已变（地址）"):
        issue(cast.chen, row.pk, version=row.version)
    shown = chen.get(page).content.decode()
    assert "记录已变，已按最新记录更新：地址。请核对。" in shown and "石桥村南头" in shown
    stopped = chen.post(page, sent(row, then="issue", taken=_taken(old)), follow=True)
    assert "记录已变，已按最新记录更新：地址。请核对后再签发。" in stopped.content.decode()
    row = fresh(cast, row)
    assert (row.state, row.fields["address"], row.fields["contact"]) == ("draft", "石桥村南头", "555")
    done = chen.post(page, sent(row, then="issue", taken=_taken(stopped.content.decode())), follow=True)
    assert fresh(cast, row).is_issued
    assert "按最新记录更新：地址" in done.content.decode()  # in its history


def test_what_the_page_showed_already_is_issued_at_the_first_press(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    row, chen = warning(cast), sign_in("chen")
    moved_away(cast)
    page = reverse("writ_edit", args=[row.pk])
    chen.post(page, sent(row, then="issue", taken=_taken(chen.get(page).content.decode())))
    row = fresh(cast, row)
    assert (row.is_issued, row.fields["address"]) == (True, "石桥村南头")


def _taken(page: str) -> str:
    return page.partition('name="taken" value="')[2].partition('"')[0]


def test_another_day_makes_the_values_of_its_day(cast: Cast) -> None:
    empower(cast)
    made = finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen)])
    row = draft(cast.chen, "penalty_notice", About(inspection=made))
    assert row.fields["hearing_term"] == "5个工作日"
    row = revise(cast.chen, row.pk, version=1, values={"facts": "我写的"}, dated=date(2021, 7, 14))
    assert (row.fields["hearing_term"], row.fields["facts"]) == ("3日", "我写的")
    assert row.renewed == ("要求听证的期限",)
    again = revise(cast.chen, row.pk, version=2, values={}, dated=TODAY)
    assert (again.fields["hearing_term"], again.fields["facts"]) == ("5个工作日", "我写的")


def test_a_decision_learns_when_its_notice_was_served(cast: Cast) -> None:
    empower(cast)
    notice = notified(cast)
    row = draft(cast.chen, "penalty", About(answers=notice))
    assert row.fields["answered_on"] == ""
    posted(cast, notice)
    assert revise(cast.chen, row.pk, version=1, values={}).fields["answered_on"] == TODAY.isoformat()


def test_officers_named_at_the_draft_stay(cast: Cast) -> None:
    officers = (cast.people["zhao"].pk, cast.people["chen"].pk)
    row = draft(cast.chen, "receipt", About(answers=order(cast), officers=officers))
    row = revise(cast.chen, row.pk, version=1, values={}, dated=TODAY - timedelta(days=0))
    assert [one["name"] for one in row.fields["officers"]] == ["赵强", "陈明"]


def test_what_the_district_sent_back_is_brought_up_to_date(cast: Cast) -> None:
    row = draft(
        cast.chen, "listing", About(hazard=order(cast).inspection.hazards.within(cast.chen.scope).get())
    )
    typed = {
        "requirement": "更换线路",
        "due_on": "2026-07-01",
        "responsible": "周正",
        "basis": row.fields["basis"],
    }
    row = revise(cast.chen, row.pk, version=1, values=typed)
    row = propose(cast.chen, row.pk, version=row.version)
    moved_away(cast)
    with clock.moved(NOW + timedelta(days=2)):
        back = return_writ(cast.chen, row.pk, version=row.version, note="地址不符")
        with pytest.raises(Stale):
            propose(cast.chen, back.pk, version=back.version)
        mended = revise(cast.chen, back.pk, version=back.version, values={})
        assert mended.fields["address"] == "石桥村南头"
        assert propose(cast.chen, mended.pk, version=mended.version).state == "proposed"


def test_a_draft_of_which_nothing_is_known_stays_as_it_is(cast: Cast) -> None:
    row = warning(cast)
    Writ.objects.within(cast.chen.scope).filter(pk=row.pk).update(taken={})  # drafted by an earlier version
    moved_away(cast)
    assert issue(cast.chen, row.pk, version=row.version).fields["address"] == "石桥村北头"
