"""Numbers and days stay in one order: a paper that would break it says why, as a late entry, or is not issued."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.errors import Incomplete
from bihuan.documents.actions import issue, revise
from bihuan.documents.actions.drafting import draft
from bihuan.documents.actions.issuing import lacking
from bihuan.documents.gathering import About
from bihuan.documents.models import Writ
from tests.cast import NOW, TODAY, Cast
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn

TYPED = {"reason": "夏季用电增多", "demands": "检查线路"}


def warning(cast: Cast) -> Writ:
    """A warning of today to 永安, whole but for its number."""
    row = draft(cast.chen, "warning", About(unit=cast.units["yongan"]))
    return revise(cast.chen, row.pk, version=row.version, values=TYPED)


def issued(cast: Cast) -> Writ:
    row = warning(cast)
    return issue(cast.chen, row.pk, version=row.version)


def test_a_number_after_those_of_later_days_is_asked_for_a_reason(cast: Cast) -> None:
    first = issued(cast)
    with clock.moved(NOW + timedelta(days=3)):
        row = revise(cast.chen, warning(cast).pk, version=2, values={}, dated=TODAY)
        assert lacking(cast.chen, row) == {}  # of the same day as the last number: in order
        early = revise(cast.chen, row.pk, version=3, values={}, dated=TODAY - timedelta(days=1))
        with pytest.raises(Incomplete) as refused:
            issue(cast.chen, early.pk, version=early.version)
        assert refused.value.fields == {
            "late_reason": f"2026年6月2日的{first.number}已经编号，日期更早的文书排在它后面，文号和日期的先后会颠倒。"
            "确要补录的，请写明补录原因。"
        }
        assert issued(cast).number.endswith("〕2号")  # no number was used up
        told = revise(cast.chen, early.pk, version=4, values={}, late_reason="纸质文书漏登，按原件补录")
        done = issue(cast.chen, told.pk, version=told.version)
    assert done.number.endswith("〕3号")
    assert done.late_reason == "纸质文书漏登，按原件补录"


def test_a_year_that_is_over_takes_a_number_only_with_a_reason(cast: Cast) -> None:
    row = revise(cast.chen, warning(cast).pk, version=2, values={}, dated=TODAY - timedelta(days=200))
    assert lacking(cast.chen, row)["late_reason"].startswith("文书日期在2025年，这一年的文号已经编完")
    row = revise(cast.chen, row.pk, version=3, values={}, late_reason=" 按原件补录 ")
    assert "late_reason" not in lacking(cast.chen, row)
    done = issue(cast.chen, row.pk, version=row.version)
    assert done.number.endswith("〔2025〕1号")


def test_the_numbers_of_another_kind_do_not_stand_in_the_way(cast: Cast) -> None:
    notice = draft(cast.chen, "tip", About(unit=cast.units["yongan"]))
    issued(cast)
    other = revise(cast.chen, notice.pk, version=1, values={}, dated=TODAY - timedelta(days=1))
    assert "late_reason" not in lacking(cast.chen, other)


def test_the_page_asks_keeps_what_was_typed_and_tells_it(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    issued(cast)
    row, chen = warning(cast), sign_in("chen")
    page = reverse("writ_edit", args=[row.pk])
    assert 'name="late_reason"' not in chen.get(page).content.decode()
    given = {**row.fields, "version": row.version, "dated": (TODAY - timedelta(days=1)).isoformat()}
    given = {key: value for key, value in given.items() if isinstance(value, str | int)}
    answer = chen.post(page, given | {"then": "issue"})
    assert answer.status_code == 422
    assert 'name="late_reason"' in answer.content.decode() and "先后会颠倒" in answer.content.decode()
    row.refresh_from_db()
    kept = chen.post(
        page, given | {"version": row.version, "then": "", "late_reason": "按原件补录"}, follow=True
    )
    assert 'value="按原件补录"' in kept.content.decode()
    row.refresh_from_db()
    given |= {"version": row.version, "late_reason": "按原件补录", "then": "issue"}
    shown = chen.post(page, given, follow=True).content.decode()
    assert "补录：按原件补录" in shown
