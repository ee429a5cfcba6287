"""Service: its ways and what each needs, by whom and when; the quick way on the spot; what a unit has confirmed; the proof."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import is_workday
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.documents.actions import consents, revise, serving
from bihuan.documents.actions.receipts import make_receipt
from bihuan.documents.models import Consent, Service, Writ
from bihuan.documents.rules import (
    Serving,
    end_of,
    held_served,
    public_days,
    serve_by,
    serve_within,
    wrong_service,
)
from bihuan.documents.standing import consent_on, services, to_serve
from bihuan.grid.models import Person
from bihuan.hazards.actions import finish_check
from bihuan.inspections.grant_actions import register_grant
from bihuan.inspections.models import Grant, IssuedPaper
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.documents.papers import fresh, order, unsigned
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn

PROOF, SECOND = uuid4(), uuid4()
WHOLE: dict[str, dict[str, Any]] = {
    "direct": {"receiver": "冯永", "place": "石桥村北头", "at": time(9), "second": SECOND},
    "left": {
        "place": "石桥村北头",
        "at": time(9),
        "reason": "冯永拒收",
        "witness": "李桂兰",
        "second": SECOND,
    },
    "post": {"tracking": "EX123456789CN", "proof": PROOF},
    "entrusted": {"entrusted_to": "西河镇", "receiver": "冯永", "proof": PROOF},
    "electronic": {"proof": PROOF},
    "public": {"reason": "下落不明", "proof": PROOF},
}


def wrong(
    way: str, on: date | None = TODAY, *, issued: date = TODAY, since: date | None = TODAY, **more: Any
) -> set[str]:
    said = Serving(way, on, **({**WHOLE.get(way, {})} | more))
    return set(wrong_service(said, issued_on=issued, today=TODAY, two=True, consented_since=since))


@pytest.mark.parametrize("way", WHOLE)
def test_each_way_needs_what_proves_it(way: str) -> None:
    assert wrong(way) == set()
    for name in WHOLE[way]:
        empty: Any = None if name in ("at", "second", "proof") else " "
        assert wrong(way, **{name: empty}) == {name}, name


@pytest.mark.parametrize(
    ("way", "on", "more", "fields"),
    [
        ("pigeon", TODAY, {}, {"way"}),
        ("direct", None, {}, {"on"}),
        ("public", None, {}, {"on"}),
        ("direct", TODAY + timedelta(days=1), {}, {"on"}),
        ("post", TODAY - timedelta(days=1), {}, {"on"}),
        ("left", TODAY, {"witness": "", "proof": PROOF}, set()),
        ("electronic", TODAY, {"since": None}, {"way"}),
        ("electronic", TODAY, {"since": TODAY + timedelta(days=1)}, {"way"}),
    ],
)
def test_no_service_before_issue_in_the_future_or_without_consent(
    way: str, on: date | None, more: dict[str, Any], fields: set[str]
) -> None:
    assert wrong(way, on, **more) == fields


@pytest.mark.parametrize(
    ("published", "days", "served"),
    [
        (date(2021, 12, 31), 60, date(2022, 3, 1)),
        (date(2022, 1, 1), 30, date(2022, 2, 7)),  # 31 January to 6 February: the Spring Festival
        (date(2026, 6, 2), 30, date(2026, 7, 2)),
        (date(2026, 9, 1), 30, date(2026, 10, 8)),  # the first of October
    ],
)
def test_public_notice_takes_thirty_days_since_2022_and_sixty_before(
    published: date, days: int, served: date
) -> None:
    assert public_days(published) == days
    assert held_served("public", published) == served
    assert held_served("post", published) == published


@given(st.dates(date(2012, 1, 1), date(2025, 1, 1)), st.integers(0, 60), st.booleans())
def test_a_period_ends_on_a_working_day_and_never_early(begins: date, days: int, workdays: bool) -> None:
    end = end_of(begins, days, workdays=workdays)
    assert end >= begins + timedelta(days=days)
    if days:
        assert is_workday(end)
        assert end_of(begins, days - 1, workdays=workdays) <= end
    if not workdays:
        between = (begins + timedelta(days=days + number) for number in range((end - begins).days - days))
        assert not any(map(is_workday, between))


@pytest.mark.parametrize(
    ("issued", "by", "within"),
    [
        (date(2018, 3, 5), date(2018, 3, 12), "7日"),
        (
            date(2018, 2, 9),
            date(2018, 2, 22),
            "7日",
        ),  # the 16th is the Spring Festival, which ends on the 21st
        (date(2021, 7, 14), date(2021, 7, 21), "7日"),
        (date(2021, 7, 15), date(2021, 7, 26), "7个工作日"),
        (date(2026, 6, 2), date(2026, 6, 11), "7个工作日"),
    ],
)
def test_seven_days_are_calendar_days_before_the_revision(issued: date, by: date, within: str) -> None:
    assert (serve_by(issued), serve_within(issued)) == (by, within)


def serve(cast: Cast, actor: Actor, row: Writ, way: str = "direct", **more: Any) -> Service:
    """A service by an actor, with what its way needs."""
    other = cast.people["zhao" if actor.person == cast.people["chen"].pk else "chen"].pk
    proof: Any = cast.photo(actor, "blue")
    real = {"proof": proof, "second": other}
    said = {name: real.get(name, value) for name, value in WHOLE[way].items()}
    version = more.pop("version", fresh(cast, row).version)
    given: dict[str, Any] = {"way": way, "on": clock.today()} | said | more
    return serving.serve(actor, row.pk, Serving(**given), version=version)


def test_what_was_signed_on_site_is_served_in_one_press(cast: Cast) -> None:
    row = order(cast)
    assert row in to_serve(cast.chen.scope)
    one = serving.serve_on_the_spot(cast.chen, row.pk, version=row.version)
    assert (one.way, one.served_on, one.served_time, one.place, one.receiver) == (
        "direct",
        TODAY,
        time(9),
        "石桥村北头",
        "冯永",
    )
    assert (one.first_server_id, one.second_server_id) == (cast.people["chen"].pk, cast.people["zhao"].pk)
    assert fresh(cast, row).served_on == TODAY
    assert row not in to_serve(cast.chen.scope)
    with pytest.raises(NotAllowed, match="已经送达"):
        serving.serve_on_the_spot(cast.chen, row.pk, version=fresh(cast, row).version)
    with pytest.raises(NotAllowed, match="还没有在屏幕上签字"):
        serving.serve_on_the_spot(cast.chen, unsigned(cast).pk, version=1)
    refused = order(cast, signature=None, refusal="拒签")
    with pytest.raises(NotAllowed, match="登记其他方式"):
        serving.serve_on_the_spot(cast.chen, refused.pk, version=1)


def test_two_serve_at_once_and_one_is_told(cast: Cast) -> None:
    row = order(cast)
    serve(cast, cast.chen, row, version=row.version)
    with pytest.raises(Stale, match="您填写的内容还在"):
        serve(cast, cast.zhao, row, version=row.version)
    assert services(cast.chen.scope, row.pk).count() == 1


def test_the_first_service_that_stands_is_the_day(cast: Cast) -> None:
    with clock.moved(NOW - timedelta(days=5)):
        row = order(cast)
    later = serve(cast, cast.chen, row, "post", on=TODAY)
    assert fresh(cast, row).served_on == TODAY
    earlier = serve(cast, cast.zhao, row, "left", on=TODAY - timedelta(days=2))
    assert fresh(cast, row).served_on == TODAY - timedelta(days=2)
    with pytest.raises(Forbidden):
        serving.strike_service(cast.zhao, earlier.pk, version=fresh(cast, row).version, reason="不是这家")
    with pytest.raises(Incomplete):
        serving.strike_service(cast.zhou, earlier.pk, version=fresh(cast, row).version, reason=" ")
    serving.strike_service(cast.zhou, earlier.pk, version=fresh(cast, row).version, reason="不是这家")
    assert fresh(cast, row).served_on == TODAY
    serving.strike_service(cast.zhou, later.pk, version=fresh(cast, row).version, reason="退件")
    assert fresh(cast, row).served_on is None
    with pytest.raises(NotAllowed, match="已经作废"):
        serving.strike_service(cast.zhou, later.pk, version=fresh(cast, row).version, reason="退件")
    told = [event.action for event in events.trail(cast.chen.scope, row.pk)]
    assert told == ["serve_writ", "serve_writ", "strike_service", "strike_service"]
    assert events.check(cast.town.pk) is None


def test_who_serves_and_what_can_be_served(cast: Cast) -> None:
    row = order(cast)
    me: UUID = cast.people["chen"].pk
    with pytest.raises(Incomplete) as twice:
        serve(cast, cast.chen, row, second=me)
    assert twice.value.fields == {"second": "两名送达人不能是同一个人。"}
    with pytest.raises(Incomplete) as stranger:
        serve(cast, cast.chen, row, second=cast.people["sun"].pk)
    assert set(stranger.value.fields) == {"second"}
    with pytest.raises(Incomplete) as none:
        serve(cast, cast.chen, row, second=None)
    assert set(none.value.fields) == {"second"}
    with pytest.raises(Incomplete, match="早于文书签发之日"):
        serve(cast, cast.chen, row, on=TODAY - timedelta(days=1))
    with pytest.raises(NotFound):
        serve(cast, cast.sun, row)
    with pytest.raises(Forbidden):
        serve(cast, cast.wang, row)
    Writ.objects.within(cast.chen.scope).filter(pk=row.pk).update(state="void")
    with pytest.raises(NotAllowed, match="只有已签发的"):
        serve(cast, cast.chen, row)
    assert fresh(cast, row).served_on is None


def test_a_paper_of_the_towns_own_is_proved_without_cards_or_a_grant(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    Grant.objects.within(cast.chen.scope).update(papers=[])
    made = finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen)])
    row = made.writs.within(cast.chen.scope).get(kind="notice")
    Person.objects.within(cast.chen.scope).filter(pk=cast.people["chen"].pk).update(card="")
    one = serve(cast, cast.chen, row, second=None)
    page = sign_in("chen").get(reverse("writ", args=[row.pk])).content.decode()
    assert "生成送达签收单" in page and "生成送达回证" not in page
    proof = make_receipt(cast.chen, one.pk)
    assert (proof.kind, proof.state) == ("delivery", "issued")
    assert proof.paper and proof.paper.body == "东岭镇" and proof.paper.power == "own"
    assert proof.fields["officers"] == [{"name": "陈明", "card": ""}]
    assert proof.fields["papers"] == [{"label": "整改通知书", "number": row.number, "pages": "1"}]
    assert make_receipt(cast.chen, one.pk) == proof


def consent(cast: Cast, **more: Any) -> Consent:
    file: Any = cast.photo(cast.chen, "yellow")
    given: dict[str, Any] = {
        "address": "石桥村北头",
        "electronic": "13800000001",
        "signed_by": "冯永",
        "from_on": clock.today(),
        "file": file,
    }
    return consents.record_consent(cast.chen, cast.units["yongan"].pk, **(given | more))


def test_electronic_service_needs_a_consent_in_force(cast: Cast) -> None:
    row = order(cast)
    with pytest.raises(Incomplete) as refused:
        serve(cast, cast.chen, row, "electronic")
    assert "送达地址确认书" in refused.value.fields["way"]
    consent(cast, electronic="", address="石桥村南头")
    with pytest.raises(Incomplete, match="不能电子送达"):
        serve(cast, cast.chen, row, "electronic")
    standing = consent(cast)
    one = serve(cast, cast.chen, row, "electronic")
    assert (one.consent, one.place) == (standing, "13800000001")
    consents.end_consent(cast.chen, standing.pk, on=TODAY)
    assert consent_on(cast.chen.scope, cast.units["yongan"].pk, TODAY) is None
    with pytest.raises(NotAllowed, match="已经失效"):
        consents.end_consent(cast.chen, standing.pk, on=TODAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"address": "", "electronic": " "}, "address"),
        ({"signed_by": ""}, "signed_by"),
        ({"from_on": None}, "from_on"),
        ({"from_on": TODAY + timedelta(days=1)}, "from_on"),
        ({"file": None}, "file"),
    ],
)
def test_what_a_consent_lacks_is_told_at_its_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        consent(cast, **more)
    assert set(refused.value.fields) == {field}


def test_a_soft_paper_is_served_by_one(cast: Cast) -> None:
    """A town without a grant issues its own notice; handing it over takes no two officers."""
    row = order(cast)
    assert serving.by_two(row)
    assert not serving.by_two(Writ(kind="notice"))


def test_the_page_serves_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    row, client = order(cast), sign_in("chen")
    address = reverse("writ_serve", args=[row.pk])
    page = client.get(address).content.decode()
    assert 'value="石桥村北头"' in page
    assert f'value="{cast.people["zhao"].pk}" selected' in page
    typed = {"version": row.version, "way": "post", "on": "2026-06-02", "receiver": "冯永", "tracking": "EX1"}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert 'value="EX1"' in answer.content.decode()
    assert "请上传邮寄回执" in answer.content.decode()
    typed["proof"] = str(cast.photo(cast.chen, "blue"))
    assert client.post(address, typed).status_code == 302
    shown = client.get(reverse("writ", args=[row.pk])).content.decode()
    assert "邮单号EX1" in shown
    (one,) = services(cast.chen.scope, row.pk)
    late = client.post(address, typed)
    assert (late.status_code, "您填写的内容还在" in late.content.decode()) == (409, True)
    strike = reverse("service_strike", args=[one.pk])
    zhou = sign_in("zhou")
    page = zhou.get(strike).content.decode()
    assert "作废送达" in page
    again = {"version": fresh(cast, row).version, "reason": "邮件被退回"}
    assert zhou.post(strike, again).status_code == 302
    assert "邮件被退回" in client.get(reverse("writ", args=[row.pk])).content.decode()
    here = reverse("writ_serve_here", args=[row.pk])
    assert here in client.get(reverse("writ", args=[row.pk])).content.decode()
    pressed = client.post(here, {"version": fresh(cast, row).version}, follow=True).content.decode()
    assert "已登记当场送达" in pressed
    assert "已经送达" in client.post(here, {"version": 9}, follow=True).content.decode()


def test_the_unit_s_page_keeps_its_consents(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    client, unit = sign_in("chen"), cast.units["yongan"]
    address = reverse("consent_new", args=[unit.pk])
    assert 'value="冯永"' in client.get(address).content.decode()
    typed = {
        "address": "石桥村北头",
        "electronic": "微信 fengyong",
        "signed_by": "冯永",
        "from_on": "2026-06-02",
    }
    wrong_page = client.post(address, typed)
    assert wrong_page.status_code == 422
    assert "微信 fengyong" in wrong_page.content.decode()
    typed["file"] = str(cast.photo(cast.chen, "blue"))
    assert client.post(address, typed).status_code == 302
    page = client.get(reverse("unit", args=[unit.pk])).content.decode()
    assert "微信 fengyong" in page
    assert "登记送达地址确认书" in page
    (row,) = Consent.objects.within(cast.chen.scope)
    assert client.post(reverse("consent_end", args=[row.pk]), {"on": "2026-06-02"}).status_code == 302


@pytest.mark.parametrize("way", ["direct", "left", "post"])
def test_the_proof_of_service_is_issued_from_the_service_in_one_press(cast: Cast, way: str) -> None:
    grant(cast)
    row = order(cast)
    one = serve(cast, cast.chen, row, way, proof=cast.photo(cast.chen, "blue"), second=cast.people["zhao"].pk)
    made = make_receipt(cast.chen, one.pk)
    assert (made.kind, made.state, made.answers) == ("receipt", "issued", row)
    assert made.fields["way"] == way
    assert made.fields["papers"][0]["number"] == row.number
    assert [officer["name"] for officer in made.fields["officers"]] == ["陈明", "赵强"]
    assert made.fields["served_at"] == ("" if way == "post" else "2026-06-02T09:00")
    assert ("送达日期：2026年6月2日。邮单号：EX123456789CN。" in made.fields["note"]) == (way == "post")
    again = make_receipt(cast.chen, one.pk)
    assert again == made
    assert services(cast.chen.scope, row.pk).get().receipt == made
    assert IssuedPaper.objects.within(cast.chen.scope).filter(kind="receipt").count() == 1


def test_what_the_proof_lacks_leaves_it_a_draft_and_uses_no_number(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    grant(cast)
    row = order(cast)
    one = serve(cast, cast.chen, row, "post")
    client = sign_in("chen")
    answer = client.post(reverse("service_receipt", args=[one.pk]), {"version": fresh(cast, row).version})
    (draft,) = Writ.objects.within(cast.chen.scope).filter(kind="receipt")
    assert draft.state == "draft"
    assert answer["Location"] == reverse("writ_edit", args=[draft.pk])
    revise(cast.chen, draft.pk, version=draft.version, values={"note": "邮局已签收。"})
    client.post(reverse("service_receipt", args=[one.pk]), {"version": 1})
    assert fresh(cast, draft).fields["note"] == "邮局已签收。"  # pressed again: what was typed since stays
    assert Writ.objects.within(cast.chen.scope).filter(kind="receipt").count() == 1
    struck = serving.strike_service(cast.zhou, one.pk, version=fresh(cast, row).version, reason="退件")
    with pytest.raises(NotAllowed, match="已经作废"):
        make_receipt(cast.chen, struck.pk)


def grant(cast: Cast) -> None:
    """The town signs proofs of service by delegation."""
    register_grant(
        cast.chen,
        body="东城区应急管理局",
        reference="东应急委〔2026〕3号",
        papers=["receipt"],
        from_on=TODAY,
        to_on=TODAY,
    )
