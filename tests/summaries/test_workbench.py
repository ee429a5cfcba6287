"""From last year's finished text to this year's signed one: choosing, rewording, remarks, signing, next year's template."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.figures.evaluation import Value
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Reviewed
from bihuan.inspections.actions import OutingPlan, begin_campaign
from bihuan.summaries import actions, queries
from bihuan.summaries.candidates import options
from bihuan.summaries.choices import Choice
from bihuan.summaries.engine import shown
from bihuan.summaries.models import Remark, Summary, Template
from tests.cast import NOW, TODAY, Cast
from tests.summaries.test_story import finding, made_true, visit

LAST_YEAR = """东岭镇2025年度安全生产工作总结
2025年，全镇共检查企业96家次，排查隐患50余条，同比减少3条，已全部整改完毕。实行24小时值班。
开展清河行动，发现问题7项。发放宣传册3000余份。
2026年，计划检查企业120家次。"""
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def year(cast: Cast):  # type: ignore[no-untyped-def]
    """Two checks, three hazards; one order is still open."""
    drive = begin_campaign(
        cast.chen, name="夏季攻坚行动", begins_on=TODAY, ends_on=TODAY, aliases=["夏季攻坚"]
    )
    ordered = finding(cast, "deadline")
    hazards.finish_check(
        cast.chen,
        visit(cast, "yongan", outing=OutingPlan(campaign=drive.pk)),
        [ordered, finding(cast, "onsite")],
    )
    hazards.finish_check(cast.chen, visit(cast, "site"), [finding(cast, "deadline")])
    with clock.moved(NOW + timedelta(days=3)):
        hazards.reinspect(
            cast.chen, visit(cast, "yongan", kind="reinspection"), [Reviewed(ordered.id, 1, True, "已更换")]
        )
    return drive


def draft(cast: Cast, text: str = LAST_YEAR) -> Summary:
    return actions.draft_summary(
        cast.chen, title="2026年度安全生产工作总结", text=text, since=SINCE, until=UNTIL, as_of=UNTIL
    )


def blanks(cast: Cast, summary: Summary):  # type: ignore[no-untyped-def]
    """The blanks of a draft by their own words."""
    return {one.binding.blank.text: one for one in actions.worked_out(cast.chen.scope, summary).blanks}


def test_old_numbers_give_way_to_the_records_and_plans_stay(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    result = actions.worked_out(cast.chen.scope, draft(cast))
    filled = result.filled_text()
    assert "检查企业2家次，排查隐患3条" in filled and "24小时值班" in filled
    assert "计划检查企业120家次" in filled, "a plan is no figure"
    assert "同比减少3条" in filled, "what has no answer stays as it was typed, and is open"


def test_a_choice_is_one_press_and_can_be_taken_back(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    summary = draft(cast)
    asked = blanks(cast, summary)["发现问题7项"]
    assert asked.binding.status == "ask" and "清河行动" in asked.binding.why
    result = actions.worked_out(cast.chen.scope, summary)
    offers = options(cast.chen.scope, result, asked.binding.blank.index, queries.vocabulary(cast.chen.scope))
    first = offers[0]
    assert (first.choice.figure, first.scope, first.value.value) == ("hazards.found", "全镇", 3)
    choice = Choice(figure="hazards.found", campaign="夏季攻坚行动")
    actions.choose(cast.chen, summary.pk, version=1, anchor=asked.anchor, choice=choice)
    chosen = blanks(cast, Summary.objects.within(cast.chen.scope).get(pk=summary.pk))["发现问题7项"]
    assert (chosen.value.value, chosen.binding.chosen) == (2, True)
    assert not chosen.binding.is_narrowed, "what a person has chosen wants no second look"
    with pytest.raises(Stale):
        actions.choose(cast.chen, summary.pk, version=1, anchor=asked.anchor, choice=None)
    actions.choose(cast.chen, summary.pk, version=2, anchor=asked.anchor, choice=None)
    assert Summary.objects.within(cast.chen.scope).get(pk=summary.pk).choices == {}


def test_a_round_number_is_printed_by_choice_alone(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    summary = draft(cast, "2026年，全镇共排查隐患XX条。")
    (asked,) = blanks(cast, summary).values()
    rounded = Choice(figure="grid.members", rounded=True)
    actions.choose(cast.chen, summary.pk, version=1, anchor=asked.anchor, choice=rounded)
    result = actions.worked_out(cast.chen.scope, Summary.objects.within(cast.chen.scope).get(pk=summary.pk))
    assert result.blanks[0].binding.rounded and Choice.of(rounded.as_json()) == rounded
    assert shown(replace(result.blanks[0], value=Value(523, 523))) == "520余"


@pytest.mark.parametrize(
    "choice",
    [
        Choice(),
        Choice(figure="hazards.found", words="7"),
        Choice(figure="no.such"),
        Choice(figure="hazards.found", category="moon"),
        Choice(figure="hazards.found", since=UNTIL, until=SINCE),
        Choice(words="长" * 61),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(choice: Choice, cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    summary = draft(cast)
    anchor = blanks(cast, summary)["发现问题7项"].anchor
    with pytest.raises(Incomplete):
        actions.choose(cast.chen, summary.pk, version=1, anchor=anchor, choice=choice)
    with pytest.raises(Stale):
        actions.choose(cast.chen, summary.pk, version=1, anchor="gone.0.0", choice=Choice(words="7"))


def test_an_untrue_sentence_gives_way_to_the_truthful_one(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    summary = draft(cast)
    untrue = next(one for one in actions.worked_out(cast.chen.scope, summary).claims if one.finding.wording)
    words = summary.text[untrue.claim.start : untrue.claim.end]
    with pytest.raises(Stale):
        actions.replace_words(cast.chen, summary.pk, version=1, start=0, words=words, wording="x")
    revised = actions.replace_words(
        cast.chen,
        summary.pk,
        version=1,
        start=untrue.claim.start,
        words=words,
        wording=untrue.finding.wording,
    )
    assert untrue.finding.wording in revised.text and words not in revised.text
    assert not [
        one
        for one in actions.worked_out(cast.chen.scope, revised).claims
        if one.finding.verdict == "disproved"
    ]


def test_last_years_text_moves_to_this_year(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    assert draft(cast).text.startswith("东岭镇2026年度"), "a finished text of last year moves by itself"
    text = "东岭镇2025年度总结\n检查企业XX家次。2026年，计划检查企业120家次。"
    moved = actions.move_years(cast.chen, draft(cast, text).pk, version=1)
    assert moved.text.startswith("东岭镇2026年度") and "2027年，计划检查" in moved.text
    with pytest.raises(NotAllowed):
        actions.move_years(cast.chen, moved.pk, version=2)


def test_old_numbers_must_be_answered_before_a_leader_signs(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    summary = made_true(cast, draft(cast))
    with pytest.raises(Incomplete, match="旧稿的数字"):
        actions.submit_summary(cast.chen, summary.pk, version=summary.version)
    version = summary.version
    for one in blanks(cast, summary).values():
        if one.binding.status in ("ask", "unrecorded") or (one.value and one.value.value is None):
            actions.choose(
                cast.chen, summary.pk, version=version, anchor=one.anchor, choice=Choice(words="5")
            )
            version += 1
    remark = actions.add_remark(cast.zhou, summary.pk, text="宣传册的份数核一下", quote="发放宣传册")
    with pytest.raises(Incomplete, match="批注"):
        actions.submit_summary(cast.chen, summary.pk, version=version)
    actions.settle_remark(cast.chen, remark.pk)
    with pytest.raises(Stale):
        actions.settle_remark(cast.chen, remark.pk)
    actions.submit_summary(cast.chen, summary.pk, version=version)
    with pytest.raises(NotAllowed):
        actions.revise_summary(cast.chen, summary.pk, version=version + 1, text="检查企业XX家次")
    with pytest.raises(Forbidden):
        actions.issue_summary(cast.chen, summary.pk, version=version + 1)
    with pytest.raises(Incomplete):
        actions.return_summary(cast.zhou, summary.pk, version=version + 1, reason=" ")
    actions.return_summary(cast.zhou, summary.pk, version=version + 1, reason="开头再写短些")
    said = Remark.objects.within(cast.chen.scope).get(summary=summary, settled_at=None)
    assert said.text == "退回：开头再写短些"
    actions.settle_remark(cast.chen, said.pk)
    actions.submit_summary(cast.chen, summary.pk, version=version + 2)
    issued = actions.issue_summary(cast.zhou, summary.pk, version=version + 3)
    told = events.trail(cast.chen.scope, summary.pk).last()
    assert issued.state == "issued" and set(told.given) == {"head", "text", "result"}
    with pytest.raises(NotAllowed):
        actions.add_remark(cast.chen, summary.pk, text="晚了")


def test_next_year_asks_only_what_has_changed(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    text = "东岭镇年度总结\n检查企业XX家次。开展清河行动，发现问题XX项。签订责任书XX份。"
    summary = draft(cast, text)
    asked = next(one for one in blanks(cast, summary).values() if one.binding.status == "ask")
    choice = Choice(figure="hazards.found", campaign="夏季攻坚行动", since=SINCE, until=date(2026, 6, 30))
    actions.choose(cast.chen, summary.pk, version=1, anchor=asked.anchor, choice=choice)
    actions.submit_summary(cast.chen, summary.pk, version=2)
    actions.issue_summary(cast.zhou, summary.pk, version=3)
    template = Template.objects.within(cast.chen.scope).get()
    with clock.moved(clock.at(date(2027, 12, 31))):
        assert_the_campaign_is_asked_until_it_runs_again(cast, template)


def assert_the_campaign_is_asked_until_it_runs_again(cast: Cast, template: Template) -> None:
    next_year = actions.draft_summary(
        cast.chen,
        text=template.text,
        choices=actions.choices_of(cast.chen, template.pk, since=date(2027, 1, 1)),
        title="2027年度安全生产工作总结",
        since=date(2027, 1, 1),
        until=date(2027, 12, 31),
        as_of=date(2027, 12, 31),
    )
    again = {
        one.binding.blank.text: one.binding for one in actions.worked_out(cast.chen.scope, next_year).blanks
    }
    assert again["发现问题XX项"].status == "ask" and "夏季攻坚行动" in again["发现问题XX项"].why
    begin_campaign(
        cast.chen,
        name="夏季攻坚行动",
        begins_on=date(2027, 6, 1),
        ends_on=date(2027, 6, 20),
        aliases=["夏季攻坚"],
    )
    again = {
        one.binding.blank.text: one.binding for one in actions.worked_out(cast.chen.scope, next_year).blanks
    }
    found = again["发现问题XX项"]
    assert found.chosen and found.period == (date(2027, 1, 1), date(2027, 6, 30))


def test_the_next_town_sees_nothing(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    summary = draft(cast)
    for act in (
        lambda: actions.choose(cast.sun, summary.pk, version=1, anchor="a", choice=None),
        lambda: actions.add_remark(cast.sun, summary.pk, text="看看"),
        lambda: actions.submit_summary(cast.sun, summary.pk, version=1),
        lambda: actions.move_years(cast.sun, summary.pk, version=1),
    ):
        with pytest.raises(NotFound):
            act()
