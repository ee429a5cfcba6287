"""Decisions counted apart by kind and by whose they are; a past day is answered as it was."""

from datetime import date, timedelta

from bihuan.core import clock
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.registry import topics
from bihuan.hazards.actions import finish_check
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.measures.deeds import OWN, decide, look

YEAR_END = date(2026, 12, 31)


def value(cast: Cast, key: str, as_of: date = YEAR_END) -> int:
    ask = Ask(key, FOUNDED, as_of, as_of)
    found = evaluate(cast.chen.scope, [ask])[ask].value
    return int(found or 0)


def test_decisions_are_counted_by_kind_and_by_the_level_of_the_body(cast: Cast) -> None:
    finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen, "onsite")])
    decide(cast, "interview", body=OWN)
    decide(cast, "interview")
    decide(cast, "warning", body=OWN)
    decide(cast, "notice", body=OWN)
    decide(cast, "suspend")
    told = {
        key: value(cast, key)
        for key in (
            "sanction.interviews",
            "sanction.interviews_town",
            "sanction.interviews_district",
            "docs.supervise",
            "sanction.suspend",
            "sanction.suspend_district",
            "sanction.ban",
            "sanction.close",
        )
    }
    assert list(told.values()) == [1, 1, 1, 2, 1, 1, 0, 0]
    assert not {"sanction.interviews", "docs.supervise"} & set(topics())


def test_a_past_day_is_answered_as_it_was(cast: Cast) -> None:
    finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen, "onsite")])
    stop = decide(cast, "suspend")
    with clock.moved(clock.at(TODAY + timedelta(days=9), 9)):
        look(cast, stop, cast.zhao)
        decide(cast, "resume")
    before, after = TODAY + timedelta(days=8), TODAY + timedelta(days=9)
    assert (value(cast, "sanction.resumed", before), value(cast, "sanction.resumed", after)) == (0, 1)
    assert (
        value(cast, "measures.revisits_due", before),
        value(cast, "measures.revisits_in_time", after),
    ) == (1, 0)
    with clock.moved(clock.at(TODAY + timedelta(days=30), 9)):
        ban = decide(cast, "ban")
    with clock.moved(clock.at(TODAY + timedelta(days=33), 9)):
        look(cast, ban, cast.zhao, kept=False)
    assert (value(cast, "measures.returns", TODAY + timedelta(days=32)), value(cast, "measures.returns")) == (
        0,
        1,
    )
    assert (value(cast, "measures.revisits_due"), value(cast, "measures.revisits_in_time")) == (2, 1)


def test_the_identities_hold(cast: Cast) -> None:
    decide(cast, "suspend")
    decide(cast, "resume")
    decide(cast, "ban")
    checked = check_identities(cast.chen.scope, FOUNDED, YEAR_END, YEAR_END)
    assert [one for found in checked.values() for one in found if not one.holds] == []
