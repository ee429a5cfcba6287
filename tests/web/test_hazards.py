"""The pages of hazards: list and its views, a hazard's page, its steps, re-inspection, decisions."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import resolve, reverse

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.hazards import actions
from bihuan.hazards.actions import Finding
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Evidence, Hazard
from bihuan.hazards.steps import PAGES
from bihuan.inspections.actions import Visit
from tests.cast import NOW, TODAY, Cast
from tests.web.visits import SIGNED, SignIn, photo, told_at

LATER = (TODAY + timedelta(days=10)).isoformat()


def found(cast: Cast, text: str = "库房电线老化裸露", unit: str = "yongan") -> Hazard:
    """What 王 (or 陈 elsewhere) found and an officer has yet to decide."""
    actor = cast.wang if unit == "yongan" else cast.chen
    finding = Finding(text, "undecided", photos=(cast.photo(actor, "red"),))  # type: ignore[arg-type]
    visit = Visit(unit=cast.units[unit].pk, visited_on=TODAY, kind="patrol")
    actions.finish_check(actor, visit, [finding])
    return Hazard.objects.within(cast.chen.scope).get(pk=finding.id)


def ordered(cast: Cast, text: str = "库房电线老化裸露", unit: str = "yongan", days: int = 7) -> Hazard:
    """The same, ordered by 陈 and 赵."""
    hazard = found(cast, text, unit)
    return actions.order_rectification(
        cast.chen,
        hazard.pk,
        version=1,
        second_officer=cast.people["zhao"].pk,
        demand="更换老化线路",
        deadline_on=TODAY + timedelta(days=days),
    )


def now(cast: Cast, hazard: Hazard) -> Hazard:
    return Hazard.objects.within(cast.chen.scope).get(pk=hazard.pk)


def reviewed(cast: Cast, hazard: Hazard, **more: object) -> dict[str, object]:
    """What 赵 sends after looking at the unit again with 陈."""
    given: dict[str, object] = {
        "visit_id": str(new_id()),
        "outing": "new",
        "outing_id": str(new_id()),
        "second_inspector": str(cast.people["chen"].pk),
        "signature": SIGNED,
        f"h{hazard.pk}-version": str(hazard.version),
        f"h{hazard.pk}-verdict": "pass",
        f"h{hazard.pk}-note": "线路已更换",
    }
    return given | {f"h{hazard.pk}-{name}": value for name, value in more.items()}


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        (
            "chen",
            [
                "确认现场整改",
                "责令限期整改",
                "判定为重大隐患",
                "列为急办",
                "移送",
                "作废",
                "登记决定",
                "开具文书",
            ],
        ),
        ("zhao", ["确认现场整改", "责令限期整改", "开具文书"]),
        ("zhou", ["确认现场整改", "判定为重大隐患", "列为急办", "移送", "作废", "登记决定"]),
        ("wang", ["确认现场整改"]),
        ("feng", []),
        ("he", []),
    ],
)
def test_the_buttons_are_those_of_the_table_that_ones_post_allows(
    cast: Cast, sign_in: SignIn, who: str, steps: list[str]
) -> None:
    hazard = found(cast)
    page = sign_in(who).get(reverse("hazard", args=[hazard.pk])).content.decode()
    actions_part = page.split('class="actions">')[1].split("</div>")[0]
    assert re.findall(r">([^<>\s]+)</a>", re.sub(r"\s", "", actions_part)) == steps


def test_each_steps_page_asks_the_right_that_the_table_asks() -> None:
    for action, page in PAGES.items():
        door = resolve(reverse(page, args=[new_id()])).func.door  # type: ignore[attr-defined]
        assert {move.right for move in HAZARD.moves if move.action == action} == {door.right}


def test_an_order_is_given_from_the_page(cast: Cast, sign_in: SignIn) -> None:
    hazard = found(cast)
    client, address = sign_in("chen"), reverse("hazard_order", args=[hazard.pk])
    assert "赵强（持执法证）" in client.get(address).content.decode()
    given = {"version": 1, "demand": "更换老化线路", "deadline_on": LATER}
    refused = client.post(address, given)
    assert (refused.status_code, "两名执法人员" in refused.content.decode()) == (422, True)
    shown = client.post(address, given | {"second_officer": cast.people["zhao"].pk}, follow=True)
    assert "责令限期整改指令书" in shown.content.decode()
    assert now(cast, hazard).state == "ordered"


@pytest.mark.parametrize(
    ("term", "field", "words"),
    [
        ({}, "deadline_on", "请填写整改期限，或者填几个工作日。"),
        ({"workdays": "0"}, "workdays", "应填1至250的整数"),
        ({"workdays": "十"}, "workdays", "应填1至250的整数"),
        ({"workdays": "5", "deadline_on": LATER}, "workdays", "只填一个"),
    ],
)
def test_a_term_that_is_none_is_refused(
    cast: Cast, sign_in: SignIn, term: dict[str, str], field: str, words: str
) -> None:
    hazard = found(cast)
    given = {"version": 1, "demand": "换线", "second_officer": cast.people["zhao"].pk} | term
    answer = sign_in("chen").post(reverse("hazard_order", args=[hazard.pk]), given)
    assert answer.status_code == 422
    assert words in told_at(field, answer.content.decode())


def test_a_term_may_be_given_in_working_days(cast: Cast, sign_in: SignIn) -> None:
    hazard, page = found(cast), "hazard_order"
    given = {"version": 1, "demand": "换线", "second_officer": cast.people["zhao"].pk, "workdays": "5"}
    sign_in("chen").post(reverse(page, args=[hazard.pk]), given)
    assert now(cast, hazard).deadline_on == TODAY + timedelta(days=7)  # over a weekend
    other = found(cast, "门厅堆放杂物", "school")
    with clock.moved(clock.at(TODAY.replace(year=2199), 9)):
        text = sign_in("chen").get(reverse(page, args=[other.pk])).content.decode()
    assert "2199年的放假安排还没有公布" in text


def test_the_enterprise_reports_with_a_photo_and_sees_only_its_own(cast: Cast, sign_in: SignIn) -> None:
    mine, other = ordered(cast), found(cast, "门厅堆放杂物", "school")
    client = sign_in("feng")
    listed = client.get(reverse("hazards")).content.decode()
    assert mine.text in listed
    assert other.text not in listed
    address = reverse("hazard_report", args=[mine.pk])
    given = {"version": mine.version, "note": "已换新线"}
    assert "请填写整改后照片" in client.post(address, given).content.decode()
    client.post(address, given | {"photos_after_file": photo("green")})
    assert now(cast, mine).state == "reported"
    assert client.get(reverse("hazard", args=[other.pk])).status_code == 404


def test_a_stale_form_is_told_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    hazard = found(cast)
    actions.mark_urgent(cast.chen, hazard.pk, version=1, hours=24, note="节前")
    address = reverse("hazard_void", args=[hazard.pk])
    answer = sign_in("chen").post(address, {"version": 1, "note": "与上月一条重复"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚刚被别人处理过" in page
    assert "与上月一条重复" in page
    assert 'name="version" value="2"' in page
    assert now(cast, hazard).state == "found"


def test_a_step_that_the_state_no_longer_allows_says_what_it_does(cast: Cast, sign_in: SignIn) -> None:
    hazard = ordered(cast)
    answer = sign_in("chen").post(
        reverse("hazard_order", args=[hazard.pk]), {"version": 1, "demand": "换线", "deadline_on": LATER}
    )
    assert answer.status_code == 409
    assert "“整改中”状态下不能责令限期整改" in answer.content.decode()


@pytest.mark.parametrize("route", ["hazard", "hazard_order", "hazard_fix", "hazard_urgent", "hazard_void"])
def test_the_next_towns_officer_finds_nothing(cast: Cast, sign_in: SignIn, route: str) -> None:
    hazard = found(cast)
    client = sign_in("sun")
    assert client.get(reverse(route, args=[hazard.pk])).status_code == 404
    assert client.post(reverse(route, args=[hazard.pk]), {"version": 1}).status_code == 404
    assert client.get(reverse("reinspect", args=[hazard.unit_id])).status_code == 404
    assert client.get(reverse("decision_new", args=[hazard.unit_id])).status_code == 404


def test_urgent_wants_whole_hours(cast: Cast, sign_in: SignIn) -> None:
    hazard = found(cast)
    client, address = sign_in("zhou"), reverse("hazard_urgent", args=[hazard.pk])
    assert (
        "时限应填整数小时"
        in client.post(address, {"version": 1, "hours": "两天", "note": "节前"}).content.decode()
    )
    shown = client.post(address, {"version": 1, "hours": "48", "note": "节前"}, follow=True).content.decode()
    assert "48小时内办结" in shown
    assert "急办" in shown


def test_a_reinspection_shows_the_failed_items_only_and_closes_one(cast: Cast, sign_in: SignIn) -> None:
    hazard, waiting = ordered(cast), found(cast, "疏散标志不亮")
    client, address = sign_in("zhao"), reverse("reinspect", args=[hazard.unit_id])
    page = client.get(address).content.decode()
    photo_of = Evidence.objects.within(cast.chen.scope).get(hazard=hazard).file_id
    assert hazard.text in page
    assert waiting.text not in page
    assert reverse("file_thumb", args=[photo_of]) in page
    shown = client.post(address, reviewed(cast, hazard), follow=True).content.decode()
    assert now(cast, hazard).state == "closed"
    assert "整改复查意见书" in shown
    assert "合格" in shown


def test_what_fails_again_needs_words_and_a_new_deadline(cast: Cast, sign_in: SignIn) -> None:
    hazard = ordered(cast)
    client, address = sign_in("zhao"), reverse("reinspect", args=[hazard.unit_id])
    given = reviewed(cast, hazard, verdict="fail", note="只换了一半")
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert told_at(f"h{hazard.pk}-deadline_on", answer.content.decode()) == "请填写整改期限。"
    assert "只换了一半" in answer.content.decode()
    client.post(address, given | {f"h{hazard.pk}-deadline_on": LATER})
    assert (now(cast, hazard).state, now(cast, hazard).deadline_on.isoformat()) == ("ordered", LATER)  # type: ignore[union-attr]


def test_a_reinspection_page_gone_stale_keeps_its_words(cast: Cast, sign_in: SignIn) -> None:
    hazard = ordered(cast)
    given = reviewed(cast, hazard)
    actions.report_rectified(
        cast.feng,
        hazard.pk,
        version=hazard.version,
        note="已换",
        photos_after=[cast.photo(cast.feng, "green")],  # type: ignore[list-item]
    )
    answer = sign_in("zhao").post(reverse("reinspect", args=[hazard.unit_id]), given)
    page = answer.content.decode()
    assert "刚刚被别人处理过" in page
    assert "线路已更换" in page
    assert f'name="h{hazard.pk}-version" value="3"' in page


def test_a_hazard_closed_meanwhile_is_not_dropped_in_silence(cast: Cast, sign_in: SignIn) -> None:
    mine, theirs = ordered(cast), ordered(cast, "疏散标志不亮")
    address = reverse("reinspect", args=[mine.unit_id])
    given = reviewed(cast, mine) | {f"h{theirs.pk}-verdict": "pass", f"h{theirs.pk}-note": "已亮"}
    sign_in("zhao").post(address, reviewed(cast, theirs))
    page = sign_in("zhao").post(address, given).content.decode()
    assert "有1条隐患刚被别人处理过" in page
    assert now(cast, mine).state == "ordered"


def test_the_list_narrows_sorts_and_its_address_can_be_passed_on(cast: Cast, sign_in: SignIn) -> None:
    wiring, heap = ordered(cast, days=1), found(cast, "门厅堆放杂物", "school")
    client = sign_in("chen")

    def shown(query: str) -> list[str]:
        page = client.get(f"{reverse('hazards')}?{query}").content.decode()
        return list(re.findall(r'class="main"><a href="[^"]+">([^<]+)<', page))

    assert shown("") == [heap.text, wiring.text]
    assert shown("sort=number") == [wiring.text, heap.text]
    assert shown("state=found") == [heap.text]
    assert shown("words=永安") == [wiring.text]
    assert shown("category=school") == [heap.text]
    assert shown(f"cell={cast.cells['西片办事处'].path}") == []
    assert shown("since=2026-06-03") == []
    assert shown("state=overdue") == []
    assert shown("campaign=nonsense&since=nonsense") == [heap.text, wiring.text]
    with clock.moved(NOW + timedelta(days=3)):
        assert shown("state=overdue") == [wiring.text]


@pytest.mark.parametrize("name", ["hazards", "problem_list", "ledger"])
def test_the_lists_ask_the_same_number_of_queries_for_many_rows(
    cast: Cast, sign_in: SignIn, name: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for index in range(6):
        ordered(cast, f"隐患{index}")
    client = sign_in("chen")
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        page = client.get(reverse(name)).content.decode()
    assert all(f"隐患{index}" in page for index in range(6))


def test_the_ledger_gives_paper_deadline_and_inspectors(cast: Cast, sign_in: SignIn) -> None:
    hazard = ordered(cast)
    page = sign_in("chen").get(reverse("ledger")).content.decode()
    for part in ("（东）应急责改〔2026〕1号", "2026年6月9日", "王小红", "更换老化线路", hazard.number):
        assert part in page


def test_the_timeline_tells_the_whole_way(cast: Cast, sign_in: SignIn) -> None:
    hazard = ordered(cast)
    client = sign_in("zhao")
    client.post(reverse("reinspect", args=[hazard.unit_id]), reviewed(cast, hazard))
    page = client.get(reverse("hazard", args=[hazard.pk])).content.decode()
    told = page.split('class="timeline">')[1]
    places = [told.index(word) for word in ("登记隐患", "责令限期整改", "复查合格销号，线路已更换")]
    assert places == sorted(places)
