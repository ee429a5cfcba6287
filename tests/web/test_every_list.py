"""Every list that an app declares, over a town in which each has rows: told and shown in all its columns, found by its keys in an index,
known to the process that exports it."""

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.documents.actions.cases import open_case
from bihuan.grading.actions import grade_units, set_frequency
from bihuan.grading.rules import USUAL_TIMES
from bihuan.inspections.actions import begin_campaign
from bihuan.letters.actions import make_missing, plan_letters
from bihuan.lists.registry import LISTINGS, Listing
from bihuan.risks.actions import Judged, ask_review
from bihuan.rollout.actions import choose_benchmark, take_in
from bihuan.rounds.actions import set_round
from bihuan.selfchecks.models import Doubt, SelfCheck, Standing
from bihuan.training.actions import add_question
from bihuan.training.actions.bank import QuestionGiven
from bihuan.units.actions import register_certificate, register_unit
from bihuan.units.rules import CATEGORIES
from tests.accidents.deeds import enter
from tests.assessments.deeds import given_away
from tests.campaigns.deeds import issued as drive
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.core.deeds import found
from tests.dailies.deeds import asked
from tests.duty.deeds import lived
from tests.joint.deeds import planned as together
from tests.majors.test_story import major
from tests.measures.deeds import decide
from tests.meetings.deeds import issued, wanted
from tests.policies.deeds import own, received
from tests.publicity.deeds import handed_out
from tests.referrals.deeds import assigned, referred
from tests.risks.deeds import add as add_risk
from tests.rollout.deeds import joined
from tests.routing.deeds import at_one
from tests.summaries.deeds import form_due
from tests.tipoffs.deeds import sent
from tests.training.deeds import drill, plan
from tests.training.deeds import planned as train
from tests.web.test_listings import exported
from tests.web.visits import SignIn

# A kind of unit is assessed once a year.
WORKS = sorted(one for one in CATEGORIES if one.startswith("trade."))
RED = Judged("lec", {"L": "6", "E": "6", "C": "40"})
# Where the list opens on less than all of it.
WHOLE = {"decisions": "state=all"}
# Ordered by what people, and the ends of a road, are called; a town has a few hundred of them.
SORTED = {"people", "training_persons", "road_legs"}


def _live_on(cast: Cast, number: int) -> None:
    """One more row of each list."""
    major(cast)
    referred(cast, found(cast, cast.chen, "undecided"))
    assigned(cast, number=f"东安办交〔2026〕{number}号")
    decide(cast, "interview")
    begin_campaign(cast.chen, name=f"第{number}次行动", begins_on=TODAY, ends_on=TODAY)
    drive(cast.chen, name=f"第{number}次大检查")
    until = TODAY + timedelta(days=number)
    unit = cast.units["school"].pk
    open_case(cast.chen, unit, matter=f"第{number}案")
    risk = add_risk(cast.chen, cast.units["school"], name=f"第{number}配电箱", judgement=RED)
    ask_review(cast.chen, unit, chosen=[risk.pk], why="process", note="换线")
    given = {"category": "shop", "cell_id": cast.cells["石桥村"].pk, "opened_on": FOUNDED}
    shop = register_unit(cast.chen, name=f"第{number}小卖部", **given)
    joined(cast.chen, shop, name=f"第{number}批")
    choose_benchmark(cast.chen, shop.pk, ground="样板")
    take_in(cast.chen, shop.pk, number=f"{number}号", body="区局", dated_on=TODAY)
    grade_units(Actor.clock(cast.town.pk))
    _checked(cast, number)
    enter(cast, unit="site", brief=f"第{number}起")
    sent(cast, text=f"第{number}件：楼梯口堆满货")
    plan_letters(cast.chen, year=TODAY.year, kinds=["shop"], sign_by=TODAY + timedelta(days=40))
    make_missing(cast.chen, TODAY.year, 100)
    asked(cast, title=f"第{number}份日报告")
    train(cast, title=f"第{number}场培训")
    drill(cast.chen, title=f"第{number}场演练", cell_id=cast.cells["town"].pk)
    plan(cast, title=f"第{number}份预案")
    add_question(cast.chen, QuestionGiven("judge", f"第{number}题", (), (0,)))
    received(cast, number=f"东安办〔2026〕{number}号")
    own(cast, f"东政发〔2026〕{number + 1}号")
    lived(cast, number)
    form_due(cast.chen, f"第{number}张月报")
    issued(cast, wanted(cast, text=f"第{number}项"), sort="special", chair="zhou")
    works = register_unit(cast.chen, name=f"第{number}作坊", **(given | {"category": WORKS[number]}))
    given_away(cast.chen, works)
    together(cast.chen, [cast.units["school"]], cast.departments, name=f"第{number}次联合检查")
    at_one(cast.chen, shop, cast.people["zhao"])
    handed_out(cast.chen, cast.cells["石桥村"], spot=f"第{number}个路口")
    register_certificate(cast.chen, unit, kind="head", number=str(number), holder="张晓明", valid_until=until)
    register_unit(cast.chen, name=f"第{number}厂", category="trade", pilot_from=TODAY, opened_on=TODAY)


def _checked(cast: Cast, number: int) -> None:
    """A unit of its own with a check, which the town doubts."""
    unit = register_unit(
        cast.chen,
        name=f"第{number}店",
        category="shop",
        cell_id=cast.cells["石桥村"].pk,
        opened_on=TODAY,
    )
    point = add_risk(cast.chen, unit, name=f"第{number}灶台")
    given = {"town": cast.town, "unit": unit}
    check = SelfCheck(
        **given, point=point, level="post", every="month", due_on=TODAY, person=cast.people["feng"],
        at=NOW, entered_at=NOW, is_normal=True, lines=1,
    )  # fmt: skip
    for row in (
        check,
        Standing(**given, last_on=TODAY),
        Doubt(**given, kind="far", on_check=check, says="离得远", raised_on=TODAY, last_on=TODAY),
    ):
        row.save(force_insert=True)


def _reader(cast: Cast, listing: Listing) -> tuple[str, Actor]:
    key = "xu" if "people" in listing.right.split("|") else "chen"
    return key, getattr(cast, key)


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A town with one row of each list."""
    set_round(cast.chen, post="village_head", period="month", times=1, from_on=TODAY)
    set_frequency(cast.chen, times=USUAL_TIMES)
    _live_on(cast, 1)
    return cast


def test_every_column_is_told_and_shown(busy: Cast, sign_in: SignIn) -> None:
    for key, listing in LISTINGS.items():
        client = sign_in(_reader(busy, listing)[0])
        everything = ",".join(one.key for one in listing.columns)
        address = f"{reverse(key)}?{WHOLE.get(key, '')}&columns={everything}"
        rows = exported(client, address)
        assert rows[0] == [one.label for one in listing.columns], key
        assert len(rows) > 1, key
        page = client.get(address)
        assert page.status_code == 200 and "<tbody>" in page.content.decode(), key


def test_every_list_asks_as_much_for_many_rows_as_for_one(busy: Cast, sign_in: SignIn) -> None:
    def costs() -> dict[str, int]:
        found: dict[str, int] = {}
        for key, listing in LISTINGS.items():
            client = sign_in(_reader(busy, listing)[0])
            address = f"{reverse(key)}?{WHOLE.get(key, '')}"
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found[key] = len(asked)
        return found

    _live_on(busy, 2)
    few = costs()
    for number in (3, 4, 5):
        _live_on(busy, number)
    assert costs() == few


def test_a_page_of_every_list_is_found_by_its_keys_in_an_index(busy: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("with few rows PostgreSQL sorts them whatever indexes there are")
    sorting = {
        key
        for key, listing in LISTINGS.items()
        if "TEMP B-TREE FOR ORDER BY" in _plan(listing, _reader(busy, listing)[1])
    }
    assert sorting == SORTED


def _plan(listing: Listing, actor: Actor) -> str:
    rows: Any = listing.rows(actor, QueryDict(WHOLE.get(listing.key, "")))
    plan: str = rows.values_list("pk", flat=True)[: listing.size + 1].explain()
    return plan


def test_names_of_holders_are_masked_in_the_list_of_what_runs_out_and_its_file(
    busy: Cast, sign_in: SignIn
) -> None:
    client = sign_in("chen")
    assert "张*明" in client.get(reverse("running_out")).content.decode()
    assert "张*明" in exported(client, reverse("running_out"))[1]


def test_a_worker_that_serves_no_page_knows_how_to_export_every_list() -> None:
    said = (
        "import django; django.setup()\n"
        "from bihuan.core.jobs.kinds import KINDS\n"
        "print(*sorted(key.removeprefix('lists.') for key in KINDS if key.startswith('lists.')))"
    )
    known = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert known.stdout.split() == sorted(LISTINGS)
