"""The pages of a visit: on site, from paper, patrol, re-inspection, and the list."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from bihuan.core.ids import new_id
from bihuan.hazards.actions import finish_check
from bihuan.hazards.forms import kind_of
from bihuan.hazards.models import Evidence, Hazard
from bihuan.inspections.checklist_data import LIBRARY
from bihuan.inspections.checklists import Checklist
from bihuan.inspections.models import Inspection, IssuedPaper, Outing, OutingMember
from tests.cast import TODAY, Cast
from tests.web.visits import SIGNED, SignIn, failed, page_of, photo, told_at, typed


def test_a_check_with_all_items_good_is_recorded_and_shows_its_paper(
    cast: Cast, sheet: Checklist, sign_in: SignIn
) -> None:
    client = sign_in("chen")
    page = client.get(page_of(cast)).content.decode()
    assert "线路穿管保护" in page
    assert "其余全部合格" in page

    answer = client.post(page_of(cast), typed(cast), follow=True)

    record = Inspection.objects.within(cast.chen.scope).get()
    assert record.results == {"0": "good", "1": "good", "2": "none"}
    assert (record.kind, record.first_inspector_id) == ("check", cast.people["chen"].pk)
    assert OutingMember.objects.within(cast.chen.scope).filter(outing=record.outing_id).count() == 3
    shown = answer.content.decode()
    assert IssuedPaper.objects.within(cast.chen.scope).get().number in shown
    assert "未发现隐患" in shown


def test_a_failed_item_becomes_a_hazard_with_photo_order_and_basis(
    cast: Cast, sheet: Checklist, sign_in: SignIn
) -> None:
    answer = sign_in("chen").post(page_of(cast), typed(cast) | failed(), follow=True)

    hazard = Hazard.objects.within(cast.chen.scope).get()
    assert (hazard.state, hazard.item, hazard.basis, hazard.kind) == ("ordered", "0", "GB 50054", "power")
    assert Evidence.objects.within(cast.chen.scope).get().shows == "before"
    assert hazard.number in answer.content.decode()
    assert "责令限期整改指令书" in answer.content.decode()


def test_a_thing_found_besides_the_list_is_registered_too(
    cast: Cast, sheet: Checklist, sign_in: SignIn
) -> None:
    besides = {
        "x0-id": str(new_id()),
        "x0-text": "门前堆放纸箱",
        "x0-outcome": "onsite",
        "x0-photos_file": photo("red"),
        "x0-photos_after_file": photo("green"),
        "x1-id": str(new_id()),
    }
    sign_in("chen").post(page_of(cast), typed(cast) | besides)
    hazard = Hazard.objects.within(cast.chen.scope).get()
    assert (hazard.state, hazard.text, hazard.item) == ("fixed", "门前堆放纸箱", "")


def test_every_group_of_the_checklists_suggests_a_kind_of_hazard() -> None:
    groups = {row.group for source in LIBRARY.values() for row in source.rows}
    assert {group for group in groups if kind_of(group) == "other"} == set()


def test_pressing_twice_records_once_and_says_so(cast: Cast, sheet: Checklist, sign_in: SignIn) -> None:
    client, given = sign_in("chen"), typed(cast)
    client.post(page_of(cast), given)
    answer = client.post(page_of(cast), given, follow=True)
    assert "没有重复登记" in answer.content.decode()
    assert Inspection.objects.within(cast.chen.scope).count() == 1


def test_two_presses_that_meet_in_the_database_record_once(
    cast: Cast, sheet: Checklist, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def beaten(*given: object) -> None:
        finish_check(*given)  # type: ignore[arg-type]
        raise IntegrityError

    monkeypatch.setattr("bihuan.hazards.views.checks.finish_check", beaten)
    answer = sign_in("chen").post(page_of(cast), typed(cast), follow=True)
    assert "没有重复登记" in answer.content.decode()


def test_a_deadline_before_the_check_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, sheet: Checklist, sign_in: SignIn
) -> None:
    early = (TODAY - timedelta(days=1)).isoformat()
    answer = sign_in("chen").post(page_of(cast), typed(cast, opinion="店主配合") | failed(deadline_on=early))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told_at("i0-deadline_on", page) == "整改期限不能早于检查日期。"
    assert "店主配合" in page
    assert "库房电线老化裸露" in page
    assert SIGNED in page
    kept = cast.chen.scope
    stored = str(cast.photo(cast.chen, "red"))
    assert f'name="i0-photos" value="{stored}"' in page
    assert not Inspection.objects.within(kept).exists()
    assert not Outing.objects.within(kept).exists()


def test_a_photo_that_is_no_picture_is_told_at_its_field(
    cast: Cast, sheet: Checklist, sign_in: SignIn
) -> None:
    wrong = SimpleUploadedFile("a.jpg", b"not a picture", "image/jpeg")
    answer = sign_in("chen").post(page_of(cast), typed(cast) | failed(photos_file=wrong))
    assert answer.status_code == 422
    assert "这个文件不是照片" in answer.content.decode()
    assert not Hazard.objects.within(cast.chen.scope).exists()


def test_items_without_a_result_are_counted(cast: Cast, sheet: Checklist, sign_in: SignIn) -> None:
    answer = sign_in("chen").post(page_of(cast), typed(cast) | {"r-1": "", "r-2": ""})
    assert "还有2项没有结论" in answer.content.decode()


def test_without_a_signature_the_refusal_must_be_explained(
    cast: Cast, sheet: Checklist, sign_in: SignIn
) -> None:
    client, given = sign_in("chen"), typed(cast, signature="")
    assert "拒绝签字的请写明原因" in client.post(page_of(cast), given).content.decode()
    client.post(page_of(cast), given | {"refusal": "负责人拒绝签字并离开"})
    assert Inspection.objects.within(cast.chen.scope).get().refusal == "负责人拒绝签字并离开"


def test_the_second_unit_of_the_day_joins_the_sortie(cast: Cast, sheet: Checklist, sign_in: SignIn) -> None:
    client = sign_in("chen")
    client.post(page_of(cast), typed(cast))
    first = Inspection.objects.within(cast.chen.scope).get()
    page = client.get(page_of(cast, "school")).content.decode()
    assert f'value="{first.outing_id}" checked' in page
    client.post(page_of(cast, "school"), typed(cast, outing=str(first.outing_id)))
    assert Outing.objects.within(cast.chen.scope).count() == 1


def test_a_grid_member_patrols_without_signature_and_reports_what_was_found(
    cast: Cast, sheet: Checklist, sign_in: SignIn
) -> None:
    client = sign_in("wang")
    page = client.get(page_of(cast)).content.decode()
    assert "报安全办处置" in page
    assert "data-signature" not in page
    given = {"visit_id": str(new_id()), "r-1": "good", "r-2": "good"} | failed(
        outcome="undecided", deadline_on=""
    )
    client.post(page_of(cast), given)
    hazard = Hazard.objects.within(cast.wang.scope).get()
    assert (hazard.state, hazard.origin) == ("found", "patrol")


def test_a_paper_check_is_entered_later_with_both_days(cast: Cast, sign_in: SignIn) -> None:
    client, unit = sign_in("chen"), cast.units["school"]
    on = TODAY - timedelta(days=20)
    address = f"{reverse('inspection_late')}?unit={unit.pk}&on={on.isoformat()}"
    assert "补录" in client.get(address).content.decode()
    given = typed(cast, signature="") | {
        "x0-id": str(new_id()),
        "x0-text": "灭火器过期",
        "x0-outcome": "deadline",
        "x0-deadline_on": (on + timedelta(days=7)).isoformat(),
    }
    assert "补录要附纸质记录" in client.post(address, given).content.decode()
    scan = SimpleUploadedFile("record.pdf", b"%PDF-1.4 a scan", "application/pdf")
    answer = client.post(address, given | {"scan_file": scan}, follow=True).content.decode()
    record = Inspection.objects.within(cast.chen.scope).get()
    assert (record.visited_on, record.is_late_entry) == (on, True)
    assert "2026年5月13日" in answer
    assert "2026年6月2日 09:00（补录）" in answer
    assert Hazard.objects.within(cast.chen.scope).get().found_on == on


@pytest.mark.parametrize(
    ("on", "told"), [("2026-06-03", "不能晚于今天"), ("2001-01-01", "超过三年"), ("", "请填写检查日期")]
)
def test_a_day_that_cannot_be_is_refused_before_anything_is_typed(
    cast: Cast, sign_in: SignIn, on: str, told: str
) -> None:
    address = f"{reverse('inspection_late')}?unit={cast.units['school'].pk}&on={on}"
    assert told in sign_in("chen").get(address).content.decode()


def test_only_the_units_of_ones_place_can_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("wang")
    offered = client.get(reverse("inspection_new")).content.decode()
    assert "石桥小学" in offered
    assert "柳林村便民中心工地" not in offered
    assert client.get(page_of(cast, "site")).status_code == 404
    assert sign_in("sun").get(page_of(cast)).status_code == 404
    assert client.get(f"{reverse('inspection_new')}?unit=nonsense").status_code == 404


@pytest.mark.parametrize("who", ["feng", "he", "xu"])
def test_who_does_not_inspect_gets_no_form(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert sign_in(who).get(page_of(cast)).status_code == 403


def test_the_list_shows_what_was_found_and_asks_few_queries(
    cast: Cast,
    sheet: Checklist,
    sign_in: SignIn,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client = sign_in("chen")
    for _ in range(4):
        client.post(page_of(cast), typed(cast) | failed())
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        page = client.get(reverse("inspections"))
    assert page.content.decode().count("永安烟花店") == 4
    assert "没有符合条件" in client.get(f"{reverse('inspections')}?mark=late").content.decode()
    assert "永安烟花店" not in sign_in("sun").get(reverse("inspections")).content.decode()


def test_a_record_entered_in_error_is_voided_and_says_why(
    cast: Cast, sheet: Checklist, sign_in: SignIn
) -> None:
    client = sign_in("chen")
    client.post(page_of(cast), typed(cast))
    record = Inspection.objects.within(cast.chen.scope).get()
    address = reverse("inspection_void", args=[record.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert "录错单位" in client.post(address, {"reason": "录错单位"}, follow=True).content.decode()
    assert sign_in("zhao").post(address, {"reason": "x"}).status_code == 403
