"""A text of the town's own outlives the figures that it was bound to: what is gone is asked in words, the rest is done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bihuan.core import clock
from bihuan.figures.registry import FIGURES
from bihuan.hazards import actions as hazards
from bihuan.summaries import actions
from bihuan.summaries.choices import Choice
from bihuan.summaries.models import Summary, Template
from bihuan.units.rules import CATEGORIES
from tests.cast import NOW, TODAY, Cast
from tests.summaries.test_story import finding, visit

SINCE = TODAY.replace(month=1, day=1)
TEXT = "2026年度总结\n检查企业XX家次，夜里走访XX次，消除问题XX条。"


@pytest.fixture
def template(cast: Cast) -> Template:
    """A signed text whose second and third blanks a person has bound."""
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [finding(cast, "onsite")])
    draft = draft_of(cast, TEXT, {})
    _, second, third = actions.worked_out(cast.chen.scope, draft).blanks
    night = Choice(figure="inspect.night", category="fireworks")
    for version, (blank, choice) in enumerate(
        ((second, night), (third, Choice(figure="hazards.rectified"))), start=1
    ):
        actions.choose(cast.chen, draft.pk, version=version, anchor=blank.anchor, choice=choice)
    actions.submit_summary(cast.chen, draft.pk, version=3)
    issued = actions.issue_summary(cast.zhou, draft.pk, version=4)
    assert issued.filled.endswith("检查企业1家次，夜里走访0次，消除问题1条。")
    return Template.objects.within(cast.chen.scope).get()


def draft_of(cast: Cast, text: str, choices: dict[str, Any]) -> Summary:
    return actions.draft_summary(
        cast.chen, title="2026年度总结", text=text, since=SINCE, until=TODAY, as_of=TODAY, choices=choices
    )


def used_again(cast: Cast, template: Template) -> Summary:
    return draft_of(cast, template.text, actions.choices_of(cast.chen, template.pk, since=SINCE))


def page_of(cast: Cast, path: str) -> str:
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_figure_that_is_gone_is_asked_in_words_and_the_rest_is_filled(
    cast: Cast, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(FIGURES, "inspect.night")
    draft = used_again(cast, template)
    result = actions.worked_out(cast.chen.scope, draft)
    visits, gone, rectified = result.blanks
    assert result.filled_text().endswith("检查企业1家次，夜里走访____次，消除问题1条。")
    assert gone.binding.status == "ask" and "已经停用，请重新选定" in gone.binding.why
    assert visits.binding.status == rectified.binding.status == "bound" and rectified.binding.chosen
    assert draft.choices == template.choices, "what was chosen is kept, for the figure may come back"
    assert "已经停用" in page_of(cast, f"/summaries/{draft.pk}/blank/1/")
    assert "____" in page_of(cast, f"/summaries/{draft.pk}/")


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"figure": "inspect.night", "category": "moonbase"}, "类别（moonbase）已经停用"),
        ({"figure": "inspect.night", "measure": "decade"}, "算法（decade）已经停用"),
        ({"figure": "inspect.night", "place": "00099999"}, "网格已经没有了"),
        ({"figure": "inspect.night", "team": "旧组"}, "没有“旧组”"),
        ({"figure": "inspect.night", "campaign": "旧行动"}, "没有登记“旧行动”"),
    ],
)
def test_whatever_else_a_kept_choice_names_and_is_gone_is_asked(
    bad: dict[str, str], told: str, cast: Cast, template: Template
) -> None:
    anchor = next(key for key, given in template.choices.items() if given["figure"] == "inspect.night")
    draft = draft_of(cast, TEXT, {**template.choices, anchor: bad})
    result = actions.worked_out(cast.chen.scope, draft)
    assert result.blanks[1].binding.status == "ask" and told in result.blanks[1].binding.why
    assert result.filled_text().endswith("夜里走访____次，消除问题1条。")


def test_a_signed_text_is_read_compared_and_printed_without_its_figures(
    cast: Cast, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = template.made_from
    assert issued is not None
    with clock.moved(NOW + timedelta(days=1)):
        second = used_again(cast, template)
    monkeypatch.delitem(FIGURES, "inspect.night")
    assert "检查企业" in page_of(cast, f"/summaries/{issued.pk}/")
    assert "夜里走访XX次" in page_of(cast, f"/summaries/{issued.pk}/blank/1/")
    report = page_of(cast, f"/summaries/{issued.pk}/difference/")
    assert "已经停用，无从重算，印发时的数字不变" in report and "夜里走访XX次" in report
    assert "夜里走访XX次" in page_of(cast, f"/summaries/{issued.pk}/compare/?with={second.pk}")
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    assert client.get(f"/summaries/{issued.pk}/pdf?annex=1").content.startswith(b"%PDF")
    assert CATEGORIES["fireworks"].label in str(issued.result["blanks"][1]["scope"])
