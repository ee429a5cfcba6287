"""The pages of the checklists, and the check's page with what stands behind an item."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bihuan.core.ids import new_id
from bihuan.inspections.checklist_actions import save_draft
from bihuan.inspections.models import ChecklistVersion, Inspection, Obligation
from bihuan.inspections.queries import draft_of
from tests.cast import TODAY, Cast
from tests.checklists.deeds import CAMERA, demanded, filled, published, sheet_of
from tests.web.pages import error_at
from tests.web.visits import SIGNED, SignIn, page_of, photo


def own(at: int, **more: str) -> dict[str, str]:
    """What the editor sends of an item of the town's own."""
    given = {
        "text": CAMERA.text,
        "group": "场所",
        "look": "",
        "topic": "",
        "measure": "",
        "days": "",
        "key": "",
    }
    return {f"o{at}-{name}": value for name, value in (given | more).items()}


def test_everybody_reads_the_lists_with_how_to_look_and_basis(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("wang")
    assert "烟花爆竹零售店（点）检查表" in client.get(reverse("checklists")).content.decode()
    page = client.get(reverse("checklist", args=["fireworks"])).content.decode()
    assert "清点箱数" in page and "《烟花爆竹安全管理条例》第十八条（2016年修订，2016年2月6日起施行）" in page
    assert "编辑" not in page
    assert client.get(reverse("checklist", args=["no-such"])).status_code == 404


def test_the_head_of_the_office_adds_an_item_and_publishes(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    page = client.get(reverse("checklist_edit", args=["fireworks"])).content.decode()
    assert "可构成重大，必查" in page

    given = {"version": "0", "own": "3", "hidden": ["warnings"], "at-flames": "0"} | own(
        0, topic="exits", days="3"
    )
    answer = client.post(reverse("checklist_edit", args=["fireworks"]), given, follow=True)
    assert "与程序自带的对照" in answer.content.decode() and "增加1项" in answer.content.decode()
    draft = draft_of(cast.chen.scope, "fireworks")
    assert draft and draft.order[0] == "flames"

    client.post(reverse("checklist_publish", args=[draft.pk]), {"version": "1", "note": "门口要有录像"})
    item = next(one for one in sheet_of(cast).items if one.key == "t1")
    assert (item.days, item.basis) == (3, "《中华人民共和国安全生产法》第四十二条")
    assert "门口要有录像" in client.get(reverse("checklist", args=["fireworks"])).content.decode()


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    given = {"version": "0", "own": "3"} | own(0, text="") | own(1, group="") | own(2, days="三天")
    answer = sign_in("chen").post(reverse("checklist_edit", args=["fireworks"]), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert error_at(page, "o1-group") == "请填写分组，最多10字。"
    assert error_at(page, "o2-days") == "整改期限0至90天。"
    assert CAMERA.text in page


def test_who_edits_what_another_saved_meanwhile_is_told_and_loses_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    save_draft(cast.zhou, "fireworks", version=0, hidden=["warnings"])
    given = {"version": "0", "own": "1"} | own(0)
    answer = sign_in("chen").post(reverse("checklist_edit", args=["fireworks"]), given)
    assert answer.status_code == 409
    assert CAMERA.text in answer.content.decode() and "您填的内容还在" in answer.content.decode()


def test_two_versions_stand_side_by_side_and_one_goes_back(cast: Cast, sign_in: SignIn) -> None:
    client, first = sign_in("chen"), published(cast.chen)
    second = published(cast.chen, own=(), hidden=["warnings"])
    address = f"{reverse('checklist_compare', args=['fireworks'])}?old={first.pk}&new={second.pk}"
    page = client.get(address).content.decode()
    assert "不用2项" in page and CAMERA.text in page

    client.post(reverse("checklist_restore", args=[first.pk]))
    draft = draft_of(cast.chen.scope, "fireworks")
    assert draft and draft.own == first.own
    client.post(reverse("checklist_drop", args=[draft.pk]), {"version": "1"})
    assert draft_of(cast.chen.scope, "fireworks") is None
    assert ChecklistVersion.objects.within(cast.chen.scope).count() == 3


def test_a_districts_paper_is_entered_once_a_line_an_item(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    given = {"key": "", "body": "东城区安委办", "reference": "东安委办〔2026〕3号", "issued_on": "2026-06-01"}
    wrong = client.post(
        reverse("obligation_new"), given | {"from_on": "2026-05-01", "lines": "店内装有烟感｜按测试键"}
    )
    assert error_at(wrong.content.decode(), "from_on") == "施行日期不能早于成文日期。"
    assert "店内装有烟感｜按测试键" in wrong.content.decode()
    client.post(
        reverse("obligation_new"),
        given | {"from_on": "2026-06-01", "lines": "店内装有烟感|按测试键\n\n门口有监控"},
    )
    assert [(one.text, one.look) for one in Obligation.objects.within(cast.chen.scope).get().found] == [
        ("店内装有烟感", "按测试键"),
        ("门口有监控", ""),
    ]
    listed = client.get(reverse("obligations")).content.decode()
    assert "所有检查表" in listed and "东安委办〔2026〕3号" in listed
    paper = Obligation.objects.within(cast.chen.scope).get()
    client.post(reverse("obligation_end", args=[paper.pk]), {"ended_on": TODAY.isoformat()})
    assert "已废止" in client.get(reverse("obligations")).content.decode()


def test_the_checks_page_folds_how_to_look_and_says_what_may_be_major(cast: Cast, sign_in: SignIn) -> None:
    demanded(cast.chen)
    page = sign_in("chen").get(page_of(cast)).content.decode()
    assert page.count('<details class="about">') == len(sheet_of(cast).items)
    block = page[page.index('data-if-bad="r-limit"') :]
    assert "可构成重大" in block and "零售场所存放量超过许可" in block[: block.index("隐患照片")]
    assert "检查表建议立即整改。" in block
    assert "东城区安委办（东安委办〔2026〕3号）" in page


def test_what_was_typed_stays_with_its_item_when_the_list_is_published_meanwhile(
    cast: Cast, sign_in: SignIn
) -> None:
    seen = sheet_of(cast)
    demanded(cast.chen)  # between the opening of the page and the press
    given = {f"r-{item.key}": "good" for item in seen.items} | {
        "visit_id": str(new_id()),
        "outing": "new",
        "outing_id": str(new_id()),
        "second_inspector": str(cast.people["zhao"].pk),
        "signature": SIGNED,
        "r-limit": "bad",
        "ilimit-id": str(new_id()),
        "ilimit-text": "存放量超过许可",
        "ilimit-outcome": "deadline",
        "ilimit-deadline_on": (TODAY + timedelta(days=1)).isoformat(),
        "ilimit-photos_file": photo(),
    }
    client = sign_in("chen")
    answer = client.post(page_of(cast), given)
    page = answer.content.decode()
    assert "还有2项没有结论" in page
    assert re.search(r'name="r-limit" value="bad" checked', page)
    assert "存放量超过许可" in page


def test_a_record_shows_its_own_sheet(cast: Cast, sign_in: SignIn) -> None:
    record = filled(cast, sheet_of(cast))
    published(cast.chen, hidden=["warnings"])
    page = sign_in("chen").get(reverse("inspection", args=[record.pk])).content.decode()
    assert "禁放" in page and CAMERA.text not in page
    assert Inspection.objects.within(cast.chen.scope).get().results["warnings"] == "good"


@pytest.mark.parametrize("key", ["fireworks", "school"])
def test_a_blank_is_printed_for_those_who_go_with_paper(cast: Cast, sign_in: SignIn, key: str) -> None:
    answer = sign_in("wang").get(reverse("checklist_paper", args=[key]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) > 10_000
