"""The pages of superiors' forms and of next steps: what is refused keeps what was given."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.core import clock
from bihuan.figures.registry import FIGURES
from bihuan.summaries import actions
from bihuan.summaries.choices import Choice
from bihuan.summaries.models import FilledForm, ReportForm, Summary
from bihuan.summaries.sheets.cells import CellBinding
from bihuan.summaries.sheets.doubles import doubles
from tests.cast import NOW, Cast
from tests.summaries.sheets import month
from tests.summaries.test_nextsteps import draft, half
from tests.web.visits import SignIn

__all__ = ["half"]
JUNE = {"since": "2026-06-01", "until": "2026-06-30", "as_of": "2026-06-30"}


def keep(cast: Cast) -> ReportForm:
    return actions.keep_form(cast.chen, name="月报表", kind="month", content=month(), file_name="月报.xlsx")


def test_a_file_that_is_no_form_is_refused_beside_its_field(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    for content, says in ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为xlsx"), (b"", "文件是空的")):
        sent = {"name": "月报表", "kind": "quarter", "file": SimpleUploadedFile("月报.xls", content)}
        answer = client.post(reverse("report_forms"), sent)
        page = answer.content.decode()
        assert answer.status_code == 422 and says in page
        assert 'value="月报表"' in page and '<option value="quarter" selected>' in page
    answer = client.post(reverse("report_forms"), {"name": "月报表", "kind": "moon"})
    assert "请选择xlsx文件" in answer.content.decode()
    sent = {"name": "月报表", "kind": "month", "file": SimpleUploadedFile("月报.xlsx", month())}
    made = client.post(reverse("report_forms"), sent)
    assert made.headers["Location"] == reverse(
        "report_form", args=[ReportForm.objects.within(cast.chen.scope).get().pk]
    )
    assert "月报表" in client.get(reverse("report_forms")).content.decode()


def test_a_form_is_looked_at_for_its_own_last_period(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in("chen").get(reverse("report_form", args=[keep(cast).pk])).content.decode()
    assert 'value="2026-05-01"' in page and 'value="2026-05-31"' in page
    assert 'rowspan="2"' in page and 'colspan="5"' in page and "公式" in page


def test_a_refused_choice_of_a_cell_keeps_what_was_chosen(cast: Cast, half: None, sign_in: SignIn) -> None:
    form, client = keep(cast), sign_in("chen")
    cell = reverse("report_cell", args=[form.pk])
    sent = {**JUNE, "version": 1, "table": "月报", "at": "B5", "figure": "hazards.found", "category": "moon"}
    answer = client.post(cell, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "没有这个类别" in page
    assert '<option value="hazards.found" selected>' in page
    assert client.get(cell, {**sent, "measure": "half"}).status_code == 200
    assert client.post(cell, {**sent, "category": "", "version": 9}).status_code == 409
    done = client.post(cell, {**sent, "category": "fireworks"})
    assert done.status_code == 302 and "since=2026-06-01" in done.headers["Location"]
    with clock.moved(clock.at(date(2026, 7, 1))):
        page = sign_in("chen").get(cell, {**JUNE, "table": "月报", "at": "B5"}).content.decode()
    assert "已定" in page and "3<" in page
    gone = client.post(cell, {**JUNE, "version": 2, "table": "月报", "at": "B5", "forget": "on"})
    assert gone.status_code == 302
    assert list(ReportForm.objects.within(cast.chen.scope).get().bindings) == ["月报!C6"]
    assert client.get(cell, {"at": "ZZ99"}).status_code == 302


def test_a_form_is_filled_and_taken_down(cast: Cast, half: None, sign_in: SignIn, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    form, client = keep(cast), sign_in("chen")
    assert (
        client.post(reverse("report_fill", args=[form.pk]), {**JUNE, "until": "2026-05-01"}).status_code
        == 302
    )
    assert not FilledForm.objects.within(cast.chen.scope).exists()
    adopt = reverse("report_adopt", args=[form.pk])
    assert client.post(adopt, {**JUNE, "table": "月报", "version": "9" * 5000}).status_code == 302
    client.post(adopt, {**JUNE, "table": "月报", "version": 1})
    made = client.post(reverse("report_fill", args=[form.pk]), JUNE)
    page = client.get(made.headers["Location"]).content.decode()
    assert "校验一致" in page and "整改率" in page
    filled = FilledForm.objects.within(cast.chen.scope).get()
    file = client.get(reverse("filled_file", args=[filled.pk]))
    assert b"".join(file).startswith(b"PK")  # type: ignore[arg-type]
    assert "20260601-20260630.xlsx" in file.headers["Content-Disposition"]
    monkeypatch.delitem(FIGURES, "inspect.visits")
    assert "已经没有了" in client.get(reverse("report_form", args=[form.pk])).content.decode()
    assert client.get(made.headers["Location"]).status_code == 200, "what was filled is read as it was kept"


def test_refused_steps_keep_their_wording(cast: Cast, half: None, sign_in: SignIn) -> None:
    with clock.moved(NOW):
        summary = draft(cast)
    client, address = sign_in("chen"), reverse("summary_next", args=[summary.pk])
    assert "列入检查计划" in client.get(address).content.decode()
    own = "把没去过的都走一遍"
    sent = {"version": 9, "take": ["units.unvisited"], "text-units.unvisited": own}
    answer = client.post(address, sent)
    assert (
        answer.status_code == 422 and own in answer.content.decode() and "checked" in answer.content.decode()
    )
    assert client.post(address, {**sent, "take": []}).status_code == 422
    assert client.post(address, {**sent, "version": 1}).status_code == 302
    assert f"抓好落实。\n{own}。" in Summary.objects.within(cast.chen.scope).get().text


def test_next_steps_of_a_period_that_is_not_over_are_told_as_of_today(
    cast: Cast, half: None, sign_in: SignIn
) -> None:
    page = sign_in("chen").get(reverse("summary_next", args=[draft(cast).pk])).content.decode()
    assert "截至2026年6月2日" in page and "逾期" not in page


def test_the_list_tells_who_asks_what_twice_and_what_filling_it_by_hand_took(
    cast: Cast, half: None, sign_in: SignIn
) -> None:
    client = sign_in("chen")
    sent = {"name": "安委办月报", "kind": "month", "asked_by": "区安委办", "minutes": "-5"}
    wrong = client.post(reverse("report_forms"), {**sent, "file": SimpleUploadedFile("a.xlsx", month())})
    assert wrong.status_code == 422 and 'value="区安委办"' in wrong.content.decode()
    forms = []
    for name, asks in (("安委办月报", "区安委办"), ("督查室月报", "区委督查室")):
        form = actions.keep_form(
            cast.chen,
            name=name,
            kind="month",
            content=month(),
            file_name="月报.xlsx",
            asked_by=asks,
            minutes=40,
        )
        choice = CellBinding(Choice(figure="hazards.found"))
        forms.append(actions.bind_cell(cast.chen, form.pk, version=1, table="月报", at="B5", binding=choice))
    actions.fill_form(
        cast.chen, forms[0].pk, since=date(2026, 5, 1), until=date(2026, 5, 31), as_of=NOW.date()
    )
    page = client.get(reverse("report_forms")).content.decode()
    assert "区委督查室" in page and "与《督查室月报》重复1个数" in page and "40分钟" in page
    found = doubles([*forms, keep(cast)])
    assert {one.name: count for one, count in found[forms[1].pk]} == {"安委办月报": 1, "月报表": 1}
    quarter = actions.keep_form(
        cast.chen, name="季报", kind="quarter", content=month(), file_name="季报.xlsx"
    )
    assert doubles([quarter, forms[0]])[quarter.pk] == []  # another period is another number
