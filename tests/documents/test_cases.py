"""A case file: proposed by the matter, in the order of the field, exported as one PDF, closed for the archive."""

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pikepdf
import pytest
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.ids import new_id
from bihuan.core.jobs import ask
from bihuan.documents.actions import cases
from bihuan.documents.filing import Filed, in_order, matter_of, of_matter
from bihuan.documents.models import CaseFile, Scan, Service
from bihuan.documents.queries import case_items, free_of, links_among
from tests.cast import TODAY, Cast
from tests.documents.case_deeds import done, drafted, ordered, words
from tests.web.conftest import sign_in
from tests.web.visits import SignIn, photo

__all__ = ["sign_in"]
KEYS = [UUID(int=number) for number in range(1, 9)]


def one(at: int, kind: str, day: int = 1, number: str = "", proves: int | None = None) -> Filed:
    return Filed(KEYS[at], kind, date(2026, 6, day), number, None if proves is None else KEYS[proves])


@pytest.mark.parametrize(
    ("there", "order"),
    [
        ((one(0, "review", 9), one(1, "record"), one(2, "order")), (1, 2, 0)),
        ((one(0, "penalty"), one(1, "penalty_notice"), one(2, "statement"), one(3, "inquiry")), (3, 1, 2, 0)),
        ((one(0, "receipt", 2, proves=2), one(1, "review", 9), one(2, "order")), (2, 0, 1)),
        ((one(0, "receipt", 2, proves=7), one(1, "review", 9)), (1, 0)),
        ((one(0, "order", 2, "责改〔2026〕10号"), one(1, "order", 2, "责改〔2026〕9号")), (1, 0)),
        ((one(0, "receipt", 3, proves=1), one(1, "receipt", 2, proves=0)), (1, 0)),
    ],
)
def test_documents_lie_in_the_order_of_the_field(there: tuple[Filed, ...], order: tuple[int, ...]) -> None:
    assert [KEYS.index(found.key) for found in in_order(there)] == list(order)
    assert [found.key for found in in_order(reversed(there))] == [found.key for found in in_order(there)]


def test_what_hangs_together_is_one_matter() -> None:
    links = [(KEYS[0], KEYS[1]), (KEYS[2], KEYS[1]), (KEYS[4], KEYS[5])]
    assert of_matter([KEYS[2]], links) == set(KEYS[:3])
    assert of_matter([KEYS[7]], links) == {KEYS[7]}


def test_the_matter_is_what_was_found() -> None:
    assert (
        matter_of("永安烟花店", [{"text": "电线老化。"}, {"text": "灭火器过期"}])
        == "永安烟花店电线老化等2项事故隐患案"
    )
    assert matter_of("永安烟花店", []) == "永安烟花店安全生产检查案"
    assert len(matter_of("永" * 60, [{"text": "长" * 900}])) == 120


def titles(cast: Cast, case: CaseFile) -> list[str]:
    return [item.title for item in case_items(cast.chen.scope, case.pk)]


def of(cast: Cast, case: CaseFile) -> CaseFile:
    row: CaseFile = CaseFile.objects.within(cast.chen.scope).get(pk=case.pk)
    return row


def test_a_case_is_opened_filled_put_in_order_closed_and_returned(cast: Cast) -> None:
    order, other = ordered(cast), ordered(cast)
    case = cases.open_case(cast.chen, order.unit_id, matter=" 线路老化案 ", writs=[order.pk])
    assert (case.number, case.matter, case.state) == ("案卷〔2026〕1号", "线路老化案", "open")
    scan = cast.photo(cast.chen, "white")
    cases.add_paper(cast.chen, case.pk, version=1, title="授权委托书", file=scan, dated=TODAY)  # type: ignore[arg-type]
    cases.add_writs(cast.chen, case.pk, version=2, writs=[other.pk])
    label = order.label
    assert titles(cast, case) == [label, "授权委托书", label]
    paper = case_items(cast.chen.scope, case.pk)[1]
    cases.shift_item(cast.chen, case.pk, version=3, item=paper.pk, up=False)
    assert titles(cast, case) == [label, label, "授权委托书"]
    cases.shift_item(cast.chen, case.pk, version=4, item=paper.pk, up=False)  # is at the end already
    cases.remove_item(cast.chen, case.pk, version=5, item=case_items(cast.chen.scope, case.pk)[0].pk)
    assert [item.place for item in case_items(cast.chen.scope, case.pk)] == [1, 2]
    with pytest.raises(Stale):
        cases.close_case(cast.chen, case.pk, version=5, outcome="已整改")
    with pytest.raises(Incomplete):
        cases.close_case(cast.chen, case.pk, version=6, outcome=" ")
    with clock.moved(clock.at(TODAY + timedelta(days=9), 9)):
        cases.close_case(cast.chen, case.pk, version=6, outcome="已整改完毕")
    assert of(cast, case).closed_on == TODAY + timedelta(days=9)
    with pytest.raises(NotAllowed):
        cases.add_writs(cast.chen, case.pk, version=7, writs=[order.pk])
    with pytest.raises(Forbidden):
        cases.reopen_case(cast.zhao, case.pk, version=7, note="漏了复查意见书")
    cases.reopen_case(cast.zhou, case.pk, version=7, note="漏了复查意见书")
    assert of(cast, case).state == "open" and of(cast, case).number == "案卷〔2026〕1号"
    told = [event.action for event in events.trail(cast.chen.scope, case.pk)]
    assert sorted(told) == sorted(
        [
            "open_case",
            "file_in_case",
            "file_in_case",
            "order_case",
            "order_case",
            "take_from_case",
            "close_case",
            "reopen_case",
        ]
    )


def test_a_document_lies_in_one_file_and_of_its_own_unit(cast: Cast) -> None:
    order, elsewhere = ordered(cast), ordered(cast, "school")
    first = cases.open_case(cast.chen, order.unit_id, matter="案一", writs=[order.pk])
    with pytest.raises(Incomplete, match=first.number):
        cases.open_case(cast.chen, order.unit_id, matter="案二", writs=[order.pk])
    with pytest.raises(NotFound):
        cases.open_case(cast.chen, order.unit_id, matter="案二", writs=[elsewhere.pk])
    with pytest.raises(NotFound):
        cases.open_case(cast.sun, order.unit_id, matter="案二")
    second = cases.open_case(cast.chen, order.unit_id, matter="案二")
    assert second.number == "案卷〔2026〕2号"  # the refused ones used up none
    with pytest.raises(NotAllowed, match="还没有材料"):
        cases.close_case(cast.chen, second.pk, version=1, outcome="查无实据")
    draft = drafted(cast)
    cases.add_writs(cast.chen, second.pk, version=1, writs=[draft.pk])
    with pytest.raises(NotAllowed, match="还有没签发的文书"):
        cases.close_case(cast.chen, second.pk, version=2, outcome="已整改")


def test_the_matter_s_documents_are_ticked_beforehand(cast: Cast, sign_in: SignIn) -> None:
    order, later = ordered(cast), ordered(cast, text="灭火器过期")
    review = drafted(cast, answers=order)
    receipt = drafted(cast)
    Service(
        id=new_id(),
        town_id=cast.town.pk,
        writ=order,
        way="direct",
        served_on=TODAY,
        first_server=cast.people["chen"],
        receipt=receipt,
        recorded_at=clock.now(),
    ).save(force_insert=True)
    free = list(free_of(cast.chen.scope, order.unit_id))
    mine = {row.pk for row in free if row.inspection_id == order.inspection_id}
    assert of_matter([order.pk], links_among(cast.chen.scope, free)) == {review.pk, receipt.pk} | mine
    client = sign_in("chen")
    page = client.get(f"{reverse('case_new', args=[order.unit_id])}?writ={order.pk}").content.decode()
    assert "库房电线老化裸露" in page and page.count(" checked") == len(mine) + 2 and str(later.pk) in page
    to = client.post(reverse("case_new", args=[order.unit_id]), {"matter": "", "writs": [str(order.pk)]})
    assert to.status_code == 422 and "请填写案由" in to.content.decode()
    to = client.post(
        reverse("case_new", args=[order.unit_id]),
        {"matter": "线路案", "writs": [str(order.pk), str(receipt.pk)]},
    )
    page = client.get(to["Location"]).content.decode()
    assert "线路案" in page and "案卷〔2026〕1号" in page and "导出PDF" in page


def test_the_pages_of_a_case_do_what_the_actions_do(cast: Cast, sign_in: SignIn) -> None:
    order, client = ordered(cast), sign_in("chen")
    case = cases.open_case(cast.chen, order.unit_id, matter="线路案", writs=[order.pk])

    def post(name: str, **given: object) -> str:
        given = {"version": of(cast, case).version, **given}
        answer = client.post(reverse(name, args=[case.pk]), given, follow=True)
        return str(answer.content.decode())

    assert "请选择扫描件" in post("case_paper", title="照片")
    assert "现场照片" in post("case_paper", title="现场照片", file_file=photo())
    item = case_items(cast.chen.scope, case.pk)[1].pk
    post("case_item", item=item, do="up")
    assert titles(cast, case)[0] == "现场照片"
    assert "请从列表中选择" in post("case_item", item=item, do="burn")
    post("case_item", item=item, do="remove")
    assert "请勾选要加入的文书" in post("case_add")
    assert "电线案" in post("case_matter", matter="电线案")
    assert "请填写处理结果" in post("close_case", outcome="")
    assert "已归档" in post("close_case", outcome="已整改")
    listed = client.get(reverse("cases") + "?state=closed").content.decode()
    assert "归档" in listed
    assert f'href="{reverse("writs")}" aria-current="page"' in listed  # a case file is found under 文书
    unit = client.get(reverse("unit", args=[order.unit_id])).content.decode()
    writ = client.get(reverse("writ", args=[order.pk])).content.decode()
    assert case.number in unit and case.number in writ
    assert sign_in("sun").get(reverse("case", args=[case.pk])).status_code == 404


def test_a_case_file_as_one_pdf_has_cover_contents_bookmarks_and_page_numbers(cast: Cast) -> None:
    order, later = ordered(cast), ordered(cast)
    case = cases.open_case(cast.chen, order.unit_id, matter="线路老化案", writs=[order.pk, later.pk])
    scan = cast.photo(cast.chen, "white")
    Scan(
        town_id=cast.town.pk,
        writ=order,
        page=1,
        file_id=scan,
        added_at=clock.now(),
        added_by=cast.people["chen"],
    ).save(force_insert=True)
    cases.add_paper(cast.chen, case.pk, version=1, title="授权委托书", file=cast.photo(cast.chen))  # type: ignore[arg-type]
    job, content = done(cast.chen, "documents.case", {"case": str(case.pk)})
    assert (job.state, job.result_name) == ("done", f"{case.number} 线路老化案.pdf"), job.message
    with pikepdf.open(BytesIO(content)) as made, made.open_outline() as outline:
        at = {page.obj.objgen: number for number, page in enumerate(made.pages, start=1)}
        marks = [(mark.title, at[mark.destination[0].objgen]) for mark in outline.root]
        first = marks[2][1]
        assert [title for title, _ in marks] == ["案卷封面", "卷内目录", str(order), str(later), "授权委托书"]
        assert [number for _, number in marks] == [1, 2, first, first + 1, first + 2]
        assert b"/S Do" in words(made.pages[first - 1])  # the scan, and not the page as it was made
        numbers = [page for page in made.pages if b"(1) Tj" in words(page)]
        assert [at[page.obj.objgen] for page in numbers] == [first]
        assert len(made.pages) == first + 2
    assert done(cast.chen, "documents.case", {"case": str(case.pk)})[1] == content
    with pytest.raises(Forbidden):
        ask(cast.wang, "documents.case", {"case": str(case.pk)})
    assert done(cast.sun, "documents.case", {"case": str(case.pk)})[0].state == "failed"
