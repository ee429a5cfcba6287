"""Personal data: masked in every list and every file taken out; shown once, for a reason that the log keeps."""

from io import BytesIO
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.audit.actions import reveal
from bihuan.core.errors import Forbidden, Incomplete, NotFound
from bihuan.core.models import Event
from bihuan.core.personal import PERSONAL
from bihuan.grid.actions import revise_person
from bihuan.grid.models import Person
from bihuan.hazards.timeline import told
from bihuan.lists.registry import LISTINGS
from bihuan.units.actions import revise_unit
from bihuan.units.models import Unit
from tests.accounts.deeds import text_of
from tests.cast import Cast
from tests.core.deeds import found
from tests.web.pages import error_at
from tests.web.visits import SignIn

REASON = {"reason": "contact", "words": "通知明天现场复查"}


@pytest.fixture
def phones(cast: Cast) -> list[str]:
    """Every person and every unit of the town has a phone."""
    numbers = (f"139{number:08d}" for number in count(12340001))
    given = []
    for person in Person.objects.within(cast.xu.scope):
        given.append(next(numbers))
        revise_person(
            cast.xu, person.pk, name=person.name, username=person.username, card=person.card, phone=given[-1]
        )
    for unit in Unit.objects.within(cast.chen.scope):
        given.append(next(numbers))
        revise_unit(cast.chen, unit.pk, version=unit.version, phone=given[-1])
    found(cast, cast.chen)
    return given


def told_in(page: str, phones: list[str]) -> list[str]:
    return [one for one in phones if one in page]


def all_columns(key: str) -> str:
    return "columns=" + ",".join(column.key for column in LISTINGS[key].columns)


@pytest.mark.once
@pytest.mark.parametrize("who", ["qian", "chen", "zhao", "li", "feng", "he", "xu"])
def test_no_list_and_no_file_of_any_list_holds_a_whole_phone(
    cast: Cast, sign_in: SignIn, phones: list[str], who: str
) -> None:
    client, opened = sign_in(who), 0
    for key in LISTINGS:
        address = f"{reverse(key)}?{all_columns(key)}"
        page = client.get(address)
        if page.status_code == 403:
            continue
        opened += 1
        assert not told_in(text_of(page), phones), key
        taken = client.post(address, {"do": "export"})
        assert taken["Content-Type"].endswith("sheet"), key
        sheet = load_workbook(BytesIO(taken.content)).active
        values = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
        assert not told_in(values, phones), key
    assert opened >= 2
    for name in ("desk", "grid", "summaries", "referrals", "urgent", "decisions", "campaigns", "search"):
        assert not told_in(text_of(client.get(f"{reverse(name)}?words=139")), phones), name


def test_the_masked_form_is_what_stands_there(cast: Cast, sign_in: SignIn, phones: list[str]) -> None:
    page = text_of(sign_in("he").get(reverse("unit", args=[cast.units["yongan"].pk])))
    number = Unit.objects.within(cast.chen.scope).get(pk=cast.units["yongan"].pk).phone
    assert number not in page and f"{number[:3]}****{number[-4:]}" in page


def test_who_checks_sees_the_number_to_call_at_once(cast: Cast, sign_in: SignIn, phones: list[str]) -> None:
    number = Unit.objects.within(cast.chen.scope).get(pk=cast.units["yongan"].pk).phone
    assert f"tel:{number}" in text_of(sign_in("zhao").get(reverse("unit", args=[cast.units["yongan"].pk])))


@pytest.mark.parametrize("what", ["unit.phone", "person.phone"])
def test_the_district_asks_with_a_reason_and_sees_it_on_this_page_alone(
    cast: Cast, sign_in: SignIn, phones: list[str], what: str
) -> None:
    row = cast.units["yongan"] if what == "unit.phone" else cast.people["li"]
    page = reverse("reveal", args=[what, row.pk])
    client: Client = sign_in("he")
    asked = client.get(page)
    assert asked.status_code == 200 and not told_in(text_of(asked), phones)
    assert not Event.objects.within(cast.xu.scope).filter(action="reveal").exists()
    shown = client.post(page, REASON)
    assert len(told_in(text_of(shown), phones)) == 1 and "no-store" in shown["Cache-Control"]
    assert not told_in(text_of(client.get(page)), phones)
    event = Event.objects.within(cast.xu.scope).get(action="reveal")
    assert event.subject_id == row.pk and event.actor_name == "何监"
    assert told(event).text.startswith("查看个人信息") and "通知明天现场复查" in told(event).text
    assert not told_in(str(event.given), phones)
    log = text_of(sign_in("xu").get(f"{reverse('log')}?deed=reveal"))
    assert "联系办理检查、整改" in log and "何监" in log


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"reason": ""}, "reason"), ({"words": "看"}, "words"), ({"reason": "curious"}, "reason")],
)
def test_without_a_reason_nothing_is_shown(
    cast: Cast, sign_in: SignIn, phones: list[str], wrong: dict[str, str], field: str
) -> None:
    page = reverse("reveal", args=["unit.phone", cast.units["yongan"].pk])
    answer = sign_in("he").post(page, REASON | wrong)
    assert answer.status_code == 422 and error_at(text_of(answer), field)
    assert not told_in(text_of(answer), phones)
    assert not Event.objects.within(cast.xu.scope).filter(action="reveal").exists()


def test_what_is_outside_ones_place_is_not_there_for_any_reason(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("feng")  # of 永安 alone
    for what, row in (("unit.phone", cast.units["site"]), ("person.phone", cast.people["wu"])):
        assert client.get(reverse("reveal", args=[what, row.pk])).status_code == 404
    assert client.get(reverse("reveal", args=["unit.secret", cast.units["yongan"].pk])).status_code == 404
    with pytest.raises(NotFound):
        reveal(cast.sun, PERSONAL["unit.phone"], cast.units["yongan"].pk, **REASON)
    with pytest.raises(Forbidden):
        reveal(cast.xu, PERSONAL["unit.phone"], cast.units["yongan"].pk, **REASON)
    with pytest.raises(Incomplete):
        reveal(cast.he, PERSONAL["unit.phone"], cast.units["yongan"].pk, reason="contact", words=" ")
