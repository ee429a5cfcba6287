"""When a month is over a draft of the town's bulletin is there, with the month before and the same of a year ago beside, on the paper too;
what nobody recorded is no nought."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.jobs import work_off
from bihuan.hazards import actions as hazards
from bihuan.summaries import actions
from bihuan.summaries.beside import NOTHING, on_paper, rows_of, table_of
from bihuan.summaries.freezing import page_of, seals
from bihuan.summaries.models import Summary, Template
from bihuan.summaries.queries import bulletin_kinds
from bihuan.summaries.reading.seasonal import without_drives
from bihuan.summaries.report import as_document, questions
from tests.cast import Cast
from tests.summaries.test_story import finding, made_true, visit
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")

JULY_1, AUGUST_1 = clock.at(date(2026, 7, 1), 8), clock.at(date(2026, 8, 1), 8)


def drafts(cast: Cast) -> list[str]:
    return list(
        Summary.objects.within(cast.chen.scope)
        .filter(made_by=None)
        .order_by("title")  # those of one morning have the same hour
        .values_list("title", flat=True)
    )


def pass_to(cast: Cast, moment: object) -> None:
    with clock.moved(moment):  # type: ignore[arg-type]
        run_due(cast.town.pk)
        work_off()


@pytest.fixture
def june(cast: Cast) -> Summary:
    """Two visits and two hazards in June, of which one is mended at once; then June is over."""
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [finding(cast, "deadline")])
    hazards.finish_check(cast.chen, visit(cast, "site"), [finding(cast, "onsite")])
    pass_to(cast, JULY_1)
    return Summary.objects.within(cast.chen.scope).get(kind="month")


def signed(cast: Cast, summary: Summary) -> Summary:
    """Put right, handed over, signed."""
    summary = made_true(cast, summary)
    summary = actions.submit_summary(cast.chen, summary.pk, version=summary.version)
    return actions.issue_summary(cast.zhou, summary.pk, version=summary.version)


def test_each_month_and_each_quarter_a_draft_is_there_once(cast: Cast, june: Summary) -> None:
    assert drafts(cast) == ["2026年6月安全生产工作总结", "2026年二季度安全生产工作总结"]
    pass_to(cast, JULY_1)
    pass_to(cast, clock.at(date(2026, 7, 20), 8))
    assert len(drafts(cast)) == 2
    assert (june.since, june.until, june.as_of) == (date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 30))
    text = actions.worked_out(cast.chen.scope, june).filled_text()
    assert "检查企业2家次" in text and "____" not in text, "nothing is held against a year without records"


def test_what_a_person_has_drafted_is_not_drafted_again(cast: Cast) -> None:
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [])
    with clock.moved(clock.at(date(2026, 6, 30), 18)):
        given = {"since": date(2026, 6, 1), "until": date(2026, 6, 30), "as_of": date(2026, 6, 30)}
        actions.draft_summary(cast.chen, title="六月小结", text="检查企业XX家次。", kind="month", **given)
    pass_to(cast, JULY_1)
    assert drafts(cast) == ["2026年二季度安全生产工作总结"]


def test_nothing_is_drafted_of_what_was_over_before_the_town_began(cast: Cast) -> None:
    pass_to(cast, clock.at(date(2026, 6, 2), 10))
    assert drafts(cast) == []


def test_the_town_says_which_kinds_and_a_new_one_begins_with_the_period_that_runs(cast: Cast) -> None:
    with clock.moved(clock.at(date(2026, 7, 8), 9)):
        actions.set_bulletins(cast.chen, ["week"])
        assert bulletin_kinds(cast.chen.scope) == {"week": date(2026, 7, 6)}
        with pytest.raises(Incomplete, match="没有这种"):
            actions.set_bulletins(cast.chen, ["annual"])
        with pytest.raises(Forbidden):
            actions.set_bulletins(cast.wang, [])
    pass_to(cast, clock.at(date(2026, 7, 10), 8))
    assert drafts(cast) == []
    pass_to(cast, clock.at(date(2026, 7, 13), 8))
    assert drafts(cast) == ["2026年7月6日当周安全生产工作情况"]
    with clock.moved(clock.at(date(2026, 7, 14), 9)):
        actions.set_bulletins(cast.chen, [])
    pass_to(cast, clock.at(date(2026, 7, 20), 8))
    assert len(drafts(cast)) == 1


def test_the_next_one_is_the_towns_own_last_text(cast: Cast, june: Summary) -> None:
    with clock.moved(JULY_1):
        text = june.text.replace("坚持问题导向", "坚持逢查必改")
        june = actions.revise_summary(cast.chen, june.pk, version=june.version, text=text)
        signed(cast, june)
    kept = Template.objects.within(cast.chen.scope).get()
    assert kept.name == "安全生产工作总结", "one a kind, not one a month"
    pass_to(cast, AUGUST_1)
    july = Summary.objects.within(cast.chen.scope).get(kind="month", since=date(2026, 7, 1))
    assert july.title == "2026年7月安全生产工作总结" and "坚持逢查必改" in july.text
    assert "排查出的隐患已全部整改完毕。" in july.text, "what was not so of June is asked anew of July"
    assert july.text == june.text.replace("6月", "7月"), "and no number of June's stays"
    for form in (paper.pdf, paper.docx):
        assert form(as_document(july.text, title=july.title, organ="", dated=july.until))


def test_all_that_is_untrue_gives_way_in_one_press(cast: Cast, june: Summary, sign_in: SignIn) -> None:
    with clock.moved(JULY_1):
        client, page = sign_in("chen"), reverse("summary", args=[june.pk])
        assert "不属实的说法全部改用如实的说法" in client.get(page).content.decode()
        press = reverse("summary_truthful", args=[june.pk])
        client.post(press, {"version": june.version})
        june.refresh_from_db()
        assert actions.worked_out(cast.chen.scope, june).untrue == []
        assert june.reworded and all(wording in june.text for _claim, wording in june.reworded)
        again = client.post(press, {"version": june.version}, follow=True)
        assert "没有可以改用的如实说法" in again.content.decode()
        assert "请刷新页面后再改" in client.post(press, follow=True).content.decode()


def test_a_drive_that_runs_no_more_falls_out_of_the_towns_own_text() -> None:
    text = (
        "一、检查\n查了。\n二、行动\n（一）百日攻坚。攻坚XX次。\n（二）国庆检查。检查XX次。\n三、打算\n再查。"
    )
    once = without_drives(text, {"百日攻坚"})
    assert once == "一、检查\n查了。\n二、行动\n（一）国庆检查。检查XX次。\n三、打算\n再查。"
    assert without_drives(text, {"百日攻坚", "国庆检查"}) == "一、检查\n查了。\n二、打算\n再查。"
    assert without_drives(text, {"夏季行动"}) == text


def test_last_month_and_last_year_stand_beside_and_nothing_recorded_is_told(
    cast: Cast, june: Summary
) -> None:
    with clock.moved(JULY_1):
        result = actions.worked_out(cast.chen.scope, june)
        table = table_of(cast.chen.scope, questions(result), june.since, june.until)
    rows = {row.cells[0]: row.cells[1:] for row in rows_of(table)}
    assert rows["检查企业家次"] == ("家次", "2", NOTHING, "—", NOTHING, "—")
    with clock.moved(clock.at(date(2026, 7, 9), 9)):
        hazards.finish_check(cast.chen, visit(cast, "school"), [])
    pass_to(cast, AUGUST_1)
    july = Summary.objects.within(cast.chen.scope).get(kind="month", since=date(2026, 7, 1))
    with clock.moved(AUGUST_1):
        result = actions.worked_out(cast.chen.scope, july)
        table = table_of(cast.chen.scope, questions(result), july.since, july.until)
    rows = {row.cells[0]: row.cells[1:] for row in rows_of(table)}
    assert rows["检查企业家次"] == ("家次", "1", "2", "减1（50.0%）", NOTHING, "—")
    assert rows["排查隐患"][:3] == ("条", "0", "2")


def test_the_table_stands_on_the_paper_and_stays_as_it_was_signed(cast: Cast, june: Summary) -> None:
    with clock.moved(JULY_1):
        june = signed(cast, june)
    with clock.moved(clock.at(date(2026, 7, 2), 9)):
        scan = cast.photo(cast.chen, "blue")
        late = visit(cast, "school", visited_on=date(2026, 6, 30), late_entry=True, scan=scan)
        hazards.finish_check(cast.chen, late, [])
    june = Summary.objects.within(cast.chen.scope).get(pk=june.pk)
    table = page_of(june)["beside"]
    assert next(row for row in rows_of(table) if row.cells[0] == "检查企业家次").cells[2] == "2"
    document = as_document(
        june.filled, title=june.title, organ="东岭镇人民政府", dated=june.until, below=on_paper(table)
    )
    word = Document(BytesIO(paper.docx(document)))
    cells = [[cell.text for cell in row.cells] for row in word.tables[-1].rows]
    assert cells[0] == ["指标", "单位", "本期", "上期", "比上期", "上年同期", "比上年同期"]
    assert ["检查企业家次", "家次", "2", NOTHING, "—", NOTHING, "—"] in cells
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.pdf(document))).pages)
    assert "上年同期没有记录，不作比较" in text.replace("\n", "") and "上期指2026年5月1日" in text.replace(
        "\n", ""
    )
    assert all(one.fits for one in seals(cast.chen.scope, june))
    Summary.objects.within(cast.chen.scope).filter(pk=june.pk).update(
        result=june.result | {"beside": table | {"rows": table["rows"][1:]}}
    )
    june.refresh_from_db()
    assert [one.label for one in seals(cast.chen.scope, june) if not one.fits] == ["数字、说法和依据"]


def test_a_bulletin_may_go_without_the_table(cast: Cast, june: Summary) -> None:
    with clock.moved(JULY_1):
        plain = actions.compare_summary(cast.chen, june.pk, version=june.version, has_beside=False)
        with pytest.raises(Stale):
            actions.compare_summary(cast.chen, june.pk, version=june.version, has_beside=True)
        assert "beside" not in page_of(signed(cast, plain))


def test_a_draft_that_nobody_wants_is_put_away_and_moves_no_more(cast: Cast, june: Summary) -> None:
    with clock.moved(JULY_1):
        gone = actions.drop_summary(cast.chen, june.pk, version=june.version)
        with pytest.raises(NotAllowed):
            actions.submit_summary(cast.chen, gone.pk, version=gone.version)
    pass_to(cast, clock.at(date(2026, 7, 2), 8))
    assert len(drafts(cast)) == 2, "and is not drafted again"


def test_the_clock_signs_nothing(cast: Cast, june: Summary) -> None:
    with pytest.raises(Forbidden):
        actions.submit_summary(Actor.clock(cast.town.pk), june.pk, version=june.version)
