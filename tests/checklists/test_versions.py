"""A town arranges its checklists, a district demands items, and a record shows the sheet that it was filled with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bihuan.core import clock
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.models import Event
from bihuan.inspections.actions import Visit, complete_patrol
from bihuan.inspections.checklist_actions import (
    Own,
    drop_draft,
    end_obligation,
    keep_sheet,
    publish_checklist,
    restore_checklist,
    save_draft,
)
from bihuan.inspections.models import ChecklistVersion, FilledSheet, Inspection
from bihuan.inspections.queries import draft_of, sheet_for
from tests.cast import NOW, TODAY, Cast
from tests.checklists.deeds import CAMERA, demanded, filled, published, sheet_of


def test_a_draft_binds_nobody_until_it_is_published(cast: Cast) -> None:
    before = sheet_of(cast)
    draft = save_draft(cast.chen, "fireworks", version=0, hidden=["warnings"], own=[CAMERA])
    assert sheet_of(cast) == before

    publish_checklist(cast.chen, draft.pk, version=1, note="门口要有录像")

    keys = {item.key: item for item in sheet_of(cast).items}
    assert "warnings" not in keys
    assert keys["t1"].text == CAMERA.text
    told = Event.objects.within(cast.chen.scope).order_by("-seq").first()
    assert (told.action, told.given["note"]) == ("publish_checklist", "门口要有录像")


def test_a_record_shows_the_sheet_that_it_was_filled_with_whatever_comes_later(cast: Cast) -> None:
    asked = sheet_of(cast)
    record = filled(cast, asked)
    published(cast.chen, hidden=["warnings"])
    demanded(cast.chen)

    kept = Inspection.objects.within(cast.chen.scope).get(pk=record.pk).sheet
    assert kept and kept.checklist == asked
    assert filled(cast, sheet_of(cast)).sheet != kept


def test_the_same_sheet_is_kept_once(cast: Cast) -> None:
    assert filled(cast, sheet_of(cast)).sheet == filled(cast, sheet_of(cast)).sheet
    assert FilledSheet.objects.within(cast.chen.scope).count() == 1
    assert keep_sheet(cast.sun, sheet_of(cast)).town_id == cast.next_town.pk


def test_a_changed_word_of_the_library_is_another_sheet(cast: Cast) -> None:
    now = sheet_of(cast)
    later = replace(now, items=(replace(now.items[0], look="换了一句"), *now.items[1:]))
    assert filled(cast, now).sheet != filled(cast, later).sheet


def test_results_of_items_that_are_not_on_the_sheet_are_refused(cast: Cast) -> None:
    sheet = sheet_of(cast)
    short = replace(sheet, items=sheet.items[1:])
    visit = Visit(
        cast.units["yongan"].pk,
        TODAY,
        checklist=short,
        results={item.key: "good" for item in sheet.items},
        refusal="店主不在",
    )
    with pytest.raises(Incomplete, match="对不上"):
        complete_patrol(cast.chen, visit)


def test_the_next_version_takes_the_place_of_the_one_before_and_each_has_its_days(cast: Cast) -> None:
    first = published(cast.chen)
    tomorrow = TODAY + timedelta(days=1)
    with clock.moved(NOW + timedelta(days=1)):
        second = published(cast.chen, own=(), hidden=["warnings"])
    first.refresh_from_db()
    assert (first.state, first.replaced_on, second.number) == ("replaced", tomorrow, 2)
    # A check on paper of the day before, entered later, is asked by that day's version.
    assert "t1" in {item.key for item in sheet_of(cast, on=TODAY).items}
    assert "t1" not in {item.key for item in sheet_of(cast, on=tomorrow).items}


def test_one_goes_back_to_an_older_version_by_a_new_one(cast: Cast) -> None:
    first = published(cast.chen)
    published(cast.chen, own=(), hidden=["warnings"])
    again = restore_checklist(cast.chen, first.pk)
    publish_checklist(cast.chen, again.pk, version=1, note="退回第一版")
    assert (again.number, draft_of(cast.chen.scope, "fireworks")) == (3, None)
    assert "t1" in {item.key for item in sheet_of(cast).items}


def test_what_is_published_is_never_altered(cast: Cast) -> None:
    version = published(cast.chen)
    with pytest.raises(NotAllowed):
        publish_checklist(cast.chen, version.pk, version=version.version, note="再发一次")
    with pytest.raises(NotAllowed):
        drop_draft(cast.chen, version.pk, version=version.version)
    other = save_draft(cast.chen, "fireworks", version=0)
    assert other.pk != version.pk


def test_of_two_who_save_a_draft_one_is_told(cast: Cast) -> None:
    draft = save_draft(cast.chen, "fireworks", version=0, own=[CAMERA])
    with pytest.raises(Stale):
        save_draft(cast.zhou, "fireworks", version=0, hidden=["warnings"])
    save_draft(cast.zhou, "fireworks", version=1, hidden=["warnings"])
    with pytest.raises(Stale):
        publish_checklist(cast.chen, draft.pk, version=1, note="我的改动")


def test_what_differs_in_nothing_is_not_published(cast: Cast) -> None:
    draft = save_draft(cast.chen, "fireworks", version=0)
    with pytest.raises(NotAllowed, match="没有差别"):
        publish_checklist(cast.chen, draft.pk, version=1, note="什么也没改")
    with pytest.raises(Incomplete, match="改了什么"):
        publish_checklist(cast.chen, draft.pk, version=1, note=" ")


def test_what_may_be_a_major_hazard_is_not_left_out(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="限量"):
        save_draft(cast.chen, "fireworks", version=0, hidden=["limit"])


@pytest.mark.parametrize(
    ("own", "field"),
    [
        (replace(CAMERA, text="短"), "own.0.text"),
        (replace(CAMERA, group=""), "own.0.group"),
        (replace(CAMERA, days=91), "own.0.days"),
        (replace(CAMERA, topic="no_such"), "own.0.topic"),
    ],
)
def test_an_own_item_is_refused_where_it_is_wrong(cast: Cast, own: Own, field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        save_draft(cast.chen, "fireworks", version=0, own=[own])
    assert list(refused.value.fields) == [field]


def test_what_the_district_demands_comes_first_from_its_day_to_its_end(cast: Cast) -> None:
    paper = demanded(cast.chen, from_on=TODAY)
    first = sheet_of(cast).items[0]
    assert (first.text, first.basis) == ("店内装有独立式烟感", "东城区安委办（东安委办〔2026〕3号）")
    assert first.key not in {item.key for item in sheet_of(cast, on=TODAY - timedelta(days=1)).items}
    assert first.key not in {item.key for item in sheet_of(cast, "school").items}

    end_obligation(cast.chen, paper.pk, ended_on=TODAY)
    assert first.key not in {item.key for item in sheet_of(cast).items}
    with pytest.raises(NotAllowed):
        end_obligation(cast.chen, paper.pk, ended_on=TODAY)


def test_a_demand_for_all_lists_is_asked_everywhere_once(cast: Cast) -> None:
    demanded(cast.chen, key="")
    unit = cast.units["school"]
    for one in (cast.units["yongan"], unit):
        sheet = sheet_for(cast.chen.scope, one, TODAY)
        assert sheet and [item.text for item in sheet.items].count("店内装有独立式烟感") == 1
    with pytest.raises(NotAllowed, match="已经登记"):
        demanded(cast.chen, key="")


@pytest.mark.parametrize("who", ["zhao", "wang", "feng", "he", "xu"])
def test_who_may_not_keep_the_lists_changes_nothing(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    with pytest.raises(Forbidden):
        save_draft(actor, "fireworks", version=0, own=[CAMERA])
    with pytest.raises(Forbidden):
        demanded(actor)


def test_the_next_town_neither_sees_nor_uses_what_this_one_changed(cast: Cast) -> None:
    published(cast.chen)
    demanded(cast.chen, key="")
    assert not ChecklistVersion.objects.within(cast.sun.scope).exists()
    theirs = sheet_for(cast.sun.scope, cast.units["yongan"], TODAY)
    assert theirs and {"t1", "d1"} & {item.key for item in theirs.items} == set()
