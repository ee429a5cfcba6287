"""What the demo promises: a town whose figures agree, and whose one fault the truth check can find."""

from contextvars import Context
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import is_password_usable

from bihuan.core import clock, events, files
from bihuan.core.models import Event, Installation, StoredFile, Town
from bihuan.demo import story
from bihuan.demo.accounts_scenes import ON_LOAN
from bihuan.demo.cast import CAST
from bihuan.demo.intake_scenes import SHOPS
from bihuan.figures.evaluation import WHOLE
from bihuan.figures.identities import check_identities
from bihuan.grid.models import Person, Post
from bihuan.hazards.models import Demand, Evidence, Hazard
from bihuan.inspections.models import Campaign, Inspection
from bihuan.intake import book
from bihuan.intake.models import Import
from bihuan.intake.queries import rows
from bihuan.measures.models import Decision, Revisit, Watch
from bihuan.members.models import Call
from bihuan.search.models import Entry
from bihuan.search.queries import differing
from bihuan.units.models import Unit
from tests.demo.conftest import YEAR, Demo, emptied, tell

MONTH, DAYS = 31, 10  # of the same story, and of another: enough to see that it is another
HUNDRED_DAYS, SCHOOLS = "安全生产百日攻坚", "校园及周边安全专项检查"


def test_a_database_that_holds_anything_is_refused(demo: Demo) -> None:
    with pytest.raises(story.DemoRefused, match="空数据库"):
        tell()
    assert Town.registry.count() == 1


def test_a_demo_that_was_cut_off_is_named_as_such(demo: Demo) -> None:
    with emptied():
        Installation.objects.create(is_demo=True, made_at="2018-01-01T00:00:00Z")
        with pytest.raises(story.DemoRefused, match="没有建完"):
            tell()


def test_the_town_goes_on_the_morning_after(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.BEHIND, "0")
    story.go_on()
    assert date(YEAR, 12, 31) <= Context().run(clock.today) <= date(YEAR + 1, 1, 1)


def test_a_year_that_is_no_year_is_refused(demo: Demo) -> None:
    with pytest.raises(story.DemoRefused, match="2015年至2040年"):
        tell(year=18)


def test_the_database_carries_the_mark(demo: Demo) -> None:
    assert Installation.objects.get().is_demo


def test_the_cast_can_be_signed_in_as_by_nobody_who_types_a_password(demo: Demo) -> None:
    persons = {person.username: person for person in Person.accounts.exclude(username=None)}
    assert [name for name, _label in CAST if name not in persons] == []
    persons.pop(ON_LOAN)  # invited in the course of the year: whose password nobody kept either
    joined = set(Call.objects.within(demo.scope).exclude(person=None).values_list("person", flat=True))
    hashes = {person.password for person in persons.values() if person.pk not in joined}
    assert len(hashes) == 1
    assert is_password_usable(hashes.pop())


def test_one_order_of_the_year_was_never_reinspected(demo: Demo) -> None:
    left = Hazard.objects.within(demo.scope).exclude(origin="self").get(settled_on__isnull=True)
    assert left.state == "ordered"
    assert left.campaign is None
    assert left.unit.name
    assert date(YEAR, 12, 1) < left.deadline_on < date(YEAR, 12, 31)
    assert (
        not Inspection.objects.within(demo.scope)
        .filter(unit=left.unit, visited_on__gt=left.found_on, kind="reinspection")
        .exists()
    )
    assert (demo.value("hazards.open"), demo.value("hazards.overdue"), demo.value("hazards.undecided")) == (
        1,
        1,
        0,
    )


@pytest.mark.parametrize("name", [HUNDRED_DAYS, SCHOOLS])
def test_in_the_campaigns_of_the_summary_all_was_reinspected(demo: Demo, name: str) -> None:
    part = demo.campaign(name)
    assert demo.value("hazards.deadline", part) > 0
    assert demo.value("hazards.onsite", part) > 0
    assert demo.value("hazards.deadline_done", part) == demo.value("hazards.deadline", part)
    assert demo.value("hazards.open", part) == 0


def test_the_hundred_days_are_a_hundred_and_the_schools_are_seen_in_two(demo: Demo) -> None:
    hundred = Campaign.objects.within(demo.scope).get(name=HUNDRED_DAYS)
    assert hundred.ends_on - hundred.begins_on == timedelta(days=99)
    schools = Campaign.objects.within(demo.scope).get(name=SCHOOLS)
    assert schools.ends_on - schools.begins_on == timedelta(days=1)
    seen = Inspection.objects.within(demo.scope).filter(campaign=schools).values_list("unit", flat=True)
    every = Unit.objects.within(demo.scope).filter(category__startswith="school")
    assert set(seen) == {unit.pk for unit in every}


def test_one_site_was_banned_and_its_hazard_settled(demo: Demo) -> None:
    again, ban = Decision.objects.within(demo.scope).filter(kind="ban")
    assert demo.value("sanction.ban") == 1
    assert (ban.unit.category, ban.unit.state) == ("mine.sand", "banned")
    hazard = ban.hazards.within(demo.scope).get()
    assert (hazard.state, hazard.origin) == ("closed", "patrol")
    assert (ban.watch.state, again.watch.state) == ("replaced", "watching")


def test_the_ban_was_watched_and_its_return_was_noticed(demo: Demo) -> None:
    back = Revisit.objects.within(demo.scope).get(finding="returned")
    assert back.hazard is not None and back.hazard.repeat_of is not None
    assert demo.value("measures.returns") == 1
    assert 0 < demo.value("measures.revisits_in_time") < demo.value("measures.revisits_due")
    assert Revisit.objects.within(demo.scope).filter(missed_on__isnull=False).count() == 1
    assert demo.value("sanction.interviews") == demo.value("docs.supervise") == 1


def test_suspended_works_were_looked_at_until_they_ran_again(demo: Demo) -> None:
    watch = Watch.objects.within(demo.scope).get(decision__kind="suspend")
    assert watch.state == "resumed"
    looked = Revisit.objects.within(demo.scope).filter(watch=watch, seen_on__isnull=False)
    assert looked.count() >= 3


def test_every_cell_has_a_person_and_every_unit_a_cell(demo: Demo) -> None:
    assert (demo.value("grid.uncovered"), demo.value("units.unplaced")) == (0, 0)


def test_the_suspended_works_runs_again(demo: Demo) -> None:
    unit = Decision.objects.within(demo.scope).get(kind="suspend").unit
    assert unit.state == "open"
    assert [row.state for row in unit.states.within(demo.scope)] == ["open", "paused", "open"]


def test_every_identity_holds_for_the_town_and_for_each_campaign(demo: Demo) -> None:
    parts = [demo.campaign(campaign.name) for campaign in Campaign.objects.within(demo.scope)]
    checked = check_identities(demo.scope, *demo.year, [WHOLE, *parts])
    verdicts = [verdict for found in checked.values() for verdict in found]
    assert [verdict for verdict in verdicts if not verdict.holds] == []


def test_the_chain_of_events_is_whole_and_time_never_goes_back(demo: Demo) -> None:
    assert events.check(demo.town.pk) is None
    moments = [event.at for event in Event.objects.within(demo.scope).order_by("seq")]
    assert moments == sorted(moments)


def test_people_were_late_and_sloppy_as_people_are(demo: Demo) -> None:
    hazards = Hazard.objects.within(demo.scope)
    assert hazards.filter(overdue_noted_on__isnull=False).count() > 1
    assert hazards.filter(urgent_on__isnull=False).exists()
    assert Inspection.objects.within(demo.scope).filter(is_late_entry=True, scan__isnull=False).exists()
    sent_back = Demand.objects.within(demo.scope).filter(paper__kind="review")
    assert sent_back.exists()


def test_photos_come_from_a_small_pool(demo: Demo) -> None:
    assert Evidence.objects.within(demo.scope).count() > 100
    assert StoredFile.objects.within(demo.scope).count() < 80


@pytest.mark.once
def test_names_are_of_the_year(demo: Demo) -> None:
    assert demo.town.bureau.endswith("安全生产监督管理局")
    with emptied():
        assert tell(year=2020, days=0).town.bureau.endswith("应急管理局")


@pytest.mark.once
def test_the_same_seed_tells_the_same_story_and_another_seed_another(demo: Demo) -> None:
    journal, visited = _journal(demo), _visited(demo)
    with emptied():
        same = tell(days=MONTH)
        again, seen = _journal(same), _visited(same)
    with emptied():
        begun = _visited(tell(seed=2, days=DAYS))
    assert len(again) > 1000 and again == journal[: len(again)]
    assert len(seen) > MONTH and seen == visited[: len(seen)]
    assert len(begun) > DAYS and begun != visited[: len(begun)]


def _journal(demo: Demo) -> list[object]:
    """All that happened: who did what when, to what kind of thing, and what became of it."""
    told = Event.objects.within(demo.scope).order_by("seq")
    return list(told.values_list("at", "actor_name", "action", "subject_type", "before", "after"))


def _visited(demo: Demo) -> list[object]:
    """Who was visited when, in the order in which it was entered."""
    visits = Inspection.objects.within(demo.scope).order_by("entered_at", "visited_on", "unit__name")
    return list(visits.values_list("visited_on", "unit__name"))


def test_every_major_hazard_was_reported_up_planned_and_accepted_and_one_was_listed(demo: Demo) -> None:
    majors = Hazard.objects.within(demo.scope).filter(level="major")
    assert majors.count() >= 2
    assert all(one.major_case.reported_on == one.major_on and one.major_case.fixed_on for one in majors)
    assert demo.value("hazards.major_open") == 0
    assert (demo.value("hazards.listed"), demo.value("hazards.delisted")) == (1, 1)


def test_the_search_knows_every_record_of_the_year(demo: Demo) -> None:
    assert differing(demo.scope.town) == {}
    assert Entry.objects.within(demo.scope).count() > Hazard.objects.within(demo.scope).count()


def test_somebody_on_loan_left_with_all_posts_and_came_back_as_the_same_person(demo: Demo) -> None:
    person = Person.accounts.get(username=ON_LOAN)
    told = Event.objects.within(demo.scope).filter(subject_id=person.pk).order_by("seq")
    steps = [one.action for one in told if one.before or one.after]
    again = ["invite", "accept_invitation"]
    assert steps == [*again, "close_account", "reopen_account", *again]
    ended, held = Post.objects.within(demo.scope).filter(person=person).order_by("from_on")
    assert ended.to_on and held.to_on is None and person.is_active


def test_the_district_asked_for_a_number_with_its_reason(demo: Demo) -> None:
    event = Event.objects.within(demo.scope).get(action="reveal")
    assert event.given["reason"] and event.given["what"] == "电话"


def test_an_old_ledger_came_in_mended_with_its_file_kept(demo: Demo) -> None:
    done, dropped = Import.objects.within(demo.scope).filter(kind="units").order_by("-made_at", "-pk")
    assert (done.state, dropped.state) == ("done", "dropped")
    assert done.name.endswith("台账.xlsx") and book.heads(files.content_of(done.file))
    found = list(rows(done))
    assert {row.outcome for row in found} == {"made", "updated", ""}
    assert sum(row.outcome == "made" for row in found) == SHOPS
    assert sum(bool(row.mended) for row in found) == 5 and not any(row.wrong for row in found)
    made = Unit.objects.within(demo.scope).get(pk=next(row.pk for row in found if row.outcome == "made"))
    assert made.head and made.phone and made.cell and made.opened_on.year == YEAR
