"""Terms: they begin with service, end by the calendar, are met, go back with a service struck out; reminders, and the desk."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, sections_of
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.documents.actions import propose, record_outer, serving
from bihuan.documents.actions.terms import meet_term
from bihuan.documents.declarations import DECLARATIONS, Start, declaration
from bihuan.documents.duties import note_terms_over
from bihuan.documents.models import Service, Term, Writ
from bihuan.documents.rules import end_of
from bihuan.documents.standing import running_terms
from bihuan.notices.models import Told
from tests.cast import NOW, TODAY, Cast
from tests.documents.case_deeds import drafted
from tests.documents.papers import fresh, order
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")

STARTS = (
    Start("keep", "处理先行登记保存的证据", 7, workdays=True),
    Start("pay", "缴纳罚款", 15),
    Start("file", "报送备案", 3, upon="issue"),
    Start("other", "只在填了时", 5, when="nothing"),
    Start("seized", "解除查封", 30, by="days", when="days"),
)


@pytest.fixture(autouse=True)
def starting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders that start terms, so that every kind that does is stood for."""
    made = declaration("order")
    monkeypatch.setitem(DECLARATIONS, ("order", made.edition), replace(made, starts=STARTS))


def served(cast: Cast, row: Writ) -> Service:
    return serving.serve_on_the_spot(cast.chen, row.pk, version=fresh(cast, row).version)


def terms(cast: Cast, row: Writ) -> dict[str, date]:
    return {one.key: one.due_on for one in running_terms(cast.chen.scope).filter(writ=row)}


def term(cast: Cast, row: Writ, key: str) -> Term:
    one: Term = Term.objects.within(cast.chen.scope).get(writ=row, key=key)
    return one


def test_terms_run_from_service_by_working_days_and_by_calendar_days(cast: Cast) -> None:
    row = order(cast)
    assert terms(cast, row) == {"file": date(2026, 6, 5)}
    served(cast, row)
    # 2 June 2026 is a Tuesday; 7 working days end on the 11th, 15 days on the 17th.
    assert terms(cast, row) == {"file": date(2026, 6, 5), "keep": date(2026, 6, 11), "pay": date(2026, 6, 17)}


def test_a_term_is_as_long_as_its_document_says(cast: Cast) -> None:
    row = order(cast)
    Writ.objects.within(cast.chen.scope).filter(pk=row.pk).update(fields=row.fields | {"days": "10"})
    served(cast, fresh(cast, row))
    assert terms(cast, row)["seized"] == date(2026, 6, 12)


def test_what_the_district_issues_starts_its_terms_and_is_to_be_served_from_its_day(cast: Cast) -> None:
    row = drafted(cast, fields=order(cast).fields)
    propose(cast.chen, row.pk, version=1)
    with clock.moved(NOW + timedelta(days=20)):
        record_outer(cast.chen, row.pk, version=2, outer_number="东〔2026〕7号", outer_on=clock.today())
        assert terms(cast, row) == {"file": date(2026, 6, 25)}
        meet_term(cast.chen, term(cast, row, "file").pk, on=clock.today(), note="已报")
    urged = desk_of(cast.chen, 25)[reverse("writ", args=[row.pk])]
    assert urged.mark and urged.mark[0] == "wait"  # counted from its draft, it would be long overdue


def test_an_end_on_a_day_off_moves_on(cast: Cast) -> None:
    with clock.moved(clock.at(date(2026, 6, 4), 9)):
        row = order(cast)
        served(cast, row)
    assert terms(cast, row)["pay"] == date(2026, 6, 22)  # 19 June: Dragon Boat Festival, to the 21st


def test_a_service_struck_out_takes_its_terms_back_and_the_next_begins_them_anew(cast: Cast) -> None:
    row = order(cast)
    first = served(cast, row)
    meet_term(cast.chen, term(cast, row, "pay").pk, on=TODAY, note="当场缴清")
    serving.strike_service(cast.zhou, first.pk, version=fresh(cast, row).version, reason="不是负责人")
    assert set(terms(cast, row)) == {"file"}
    with pytest.raises(NotAllowed, match="随送达作废"):
        meet_term(cast.chen, term(cast, row, "keep").pk, on=TODAY, note="处理完毕")
    with clock.moved(NOW + timedelta(days=1)):
        serving.serve_on_the_spot(cast.chen, row.pk, version=fresh(cast, row).version)
    assert terms(cast, row)["keep"] == date(2026, 6, 11)
    assert term(cast, row, "pay").met_on is None  # what was met under the struck service is to be said again


def test_an_earlier_service_moves_the_terms_and_a_later_one_does_not(cast: Cast) -> None:
    row = order(cast)
    with clock.moved(NOW + timedelta(days=10)):
        post(cast, row, TODAY + timedelta(days=8))
        assert terms(cast, row)["pay"] == date(2026, 6, 25)
        post(cast, row, TODAY + timedelta(days=3))
        assert terms(cast, row)["pay"] == date(2026, 6, 22)
        post(cast, row, TODAY + timedelta(days=9))
        assert terms(cast, row)["pay"] == date(2026, 6, 22)


def post(cast: Cast, row: Writ, on: date) -> None:
    proof: Any = cast.photo(cast.chen, "blue")
    said = serving.Serving("post", on, tracking="EX1", proof=proof)
    serving.serve(cast.chen, row.pk, said, version=fresh(cast, row).version)


def test_a_term_is_met_on_a_day_with_a_note(cast: Cast) -> None:
    row = order(cast)
    served(cast, row)
    one = term(cast, row, "pay")
    for on, note, fields in (
        (None, "缴清", {"on"}),
        (TODAY - timedelta(days=1), "缴清", {"on"}),
        (TODAY + timedelta(days=1), "缴清", {"on"}),
        (TODAY, " ", {"note"}),
    ):
        with pytest.raises(Incomplete) as refused:
            meet_term(cast.chen, one.pk, on=on, note=note)
        assert set(refused.value.fields) == fields
    with pytest.raises(Forbidden):
        meet_term(cast.wang, one.pk, on=TODAY, note="缴清")
    meet_term(cast.zhao, one.pk, on=TODAY, note="缴清")
    assert "pay" not in terms(cast, row)
    with pytest.raises(NotAllowed, match="已经登记履行"):
        meet_term(cast.zhao, one.pk, on=TODAY, note="缴清")


def test_a_void_document_s_terms_run_no_more(cast: Cast) -> None:
    row = order(cast)
    served(cast, row)
    Writ.objects.within(cast.chen.scope).filter(pk=row.pk).update(state="void")
    assert terms(cast, row) == {}


def told(cast: Cast, kind: str) -> list[tuple[str, str]]:
    """Whom a kind of notice reached, and of which text."""
    rows = Told.objects.within(Scope.whole_town(cast.town.pk)).filter(notice__kind=kind)
    return [
        (one.person.name, one.notice.text) for one in rows.select_related("person", "notice").order_by("pk")
    ]


def test_who_served_and_the_head_are_reminded_once_before_the_end_on_it_and_after(cast: Cast) -> None:
    row = order(cast)
    served(cast, row)
    meet_term(cast.chen, term(cast, row, "file").pk, on=TODAY, note="已报")
    meet_term(cast.chen, term(cast, row, "keep").pk, on=TODAY, note="处理完毕")
    for days in (11, 12, 13, 14, 15, 15, 16, 17):
        with clock.moved(NOW + timedelta(days=days)):
            run_due(cast.town.pk)
    ending = told(cast, "documents.term_ending")
    assert {name for name, _ in ending} == {
        "陈明"
    }  # who drafted, served, and heads the office is one person here
    assert Counter("今天截止" in text for _, text in ending) == {False: 1, True: 1}
    ((_, over),) = told(cast, "documents.term_over")
    assert over == f"责令限期整改指令书{row.number}：缴纳罚款已于2026年6月17日届满，没有登记履行"
    noted = [one for one in events.trail(cast.chen.scope, row.pk) if one.action == "note_term_over"]
    assert len(noted) == 1


def test_the_end_is_noted_once_and_what_is_met_is_not(cast: Cast) -> None:
    row = order(cast)
    served(cast, row)
    meet_term(cast.chen, term(cast, row, "pay").pk, on=TODAY, note="缴清")
    with clock.moved(NOW + timedelta(days=20)):
        assert [note_terms_over(cast.town.pk) for _ in range(2)] == [2, 0]


def test_what_nobody_serves_in_seven_working_days_is_told_and_stands_on_the_desk(cast: Cast) -> None:
    row = order(cast)
    meet_term(cast.chen, term(cast, row, "file").pk, on=TODAY, note="已报")
    for days in (7, 9, 10, 11):
        with clock.moved(NOW + timedelta(days=days)):
            run_due(cast.town.pk)
    assert told(cast, "documents.unserved") == [
        ("陈明", f"责令限期整改指令书{row.number}签发后7个工作日没有送达")
    ]
    late = desk_of(cast.chen, 10)[reverse("writ", args=[row.pk])]
    assert (late.text, late.mark) == ("送达责令限期整改指令书", ("bad", "alert-triangle", "逾期1天未送达"))
    record = Writ.objects.within(cast.chen.scope).get(inspection=row.inspection, kind="record")
    unsigned = desk_of(cast.chen, 3)[reverse("writ", args=[record.pk])]
    assert unsigned.mark == ("wait", "signature", "2处没签")
    served(cast, row)
    marks = [desk_of(cast.zhao, days)[reverse("writ", args=[row.pk])].mark for days in (7, 9, 10)]
    assert marks == [
        ("wait", "clock", "还剩2天"),
        ("wait", "clock", "今天截止"),
        ("bad", "alert-triangle", "已过1天"),
    ]
    assert desk_of(cast.chen, 0) == desk_of(cast.wang, 10) == {}


def desk_of(actor: Actor, days: int) -> dict[str, Item]:
    """A person's documents to do so many days on, by their addresses."""
    found = next(
        (one for one in sections_of(actor, NOW + timedelta(days=days)) if one.title == "文书待办"), None
    )
    return {item.url: item for item in found.items} if found else {}


def test_the_page_says_where_a_year_s_calendar_is_not_published(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    row = order(cast)
    served(cast, row)
    client, page = sign_in("chen"), reverse("writ", args=[row.pk])
    assert "还没有公布" not in client.get(page).content.decode()
    Term.objects.within(cast.chen.scope).filter(writ=row, key="pay").update(due_on=date(2029, 1, 4))
    assert "2027、2028、2029年的放假安排还没有公布" in client.get(page).content.decode()
    met = reverse("term_met", args=[term(cast, row, "keep").pk])
    assert met in client.get(page).content.decode()
    wrong = client.post(met, {"on": "2026-06-02", "note": ""})
    assert wrong.status_code == 422
    assert client.post(met, {"on": "2026-06-02", "note": "全部退还"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "2026年6月2日已履行" in shown
    assert "全部退还" in shown


def test_an_end_on_a_day_off_moves_for_the_party_and_not_for_the_office() -> None:
    friday, saturday, monday = date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 8)
    assert end_of(friday, 1) == monday
    assert end_of(friday, 1, moves=False) == saturday
    assert [one.moves for one in declaration("seizure").starts] == [False]
