"""Documents in the registry: by kind, by family, served, void, put to the district; and as reports speak of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.documents.actions import drop, propose, record_outer, return_writ
from bihuan.documents.models import Writ
from bihuan.figures import rollups
from bihuan.figures.actions import roll_up
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.registry import FIGURES, topics
from bihuan.hazards.actions import void_visit
from bihuan.inspections.figures.papers import key_of
from bihuan.inspections.models import IssuedPaper
from bihuan.inspections.papers import ENFORCEMENT, INNER, PAPERS
from bihuan.summaries.binding import binder
from bihuan.summaries.queries import vocabulary
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.truth import claims
from tests.cast import FOUNDED, TODAY, Cast
from tests.documents.case_deeds import drafted, of, ordered

YEAR_END = date(2026, 12, 31)


def value(cast: Cast, key: str, as_of: date = YEAR_END) -> Any:
    ask = Ask(key, FOUNDED, as_of, as_of)
    return evaluate(cast.chen.scope, [ask])[ask].value


def serve(cast: Cast, row: Writ, on: date | None) -> None:
    """As the action of service leaves it."""
    Writ.objects.within(Scope.whole_town(cast.town.pk)).filter(pk=row.pk).update(served_on=on)


def test_every_kind_has_its_figure_and_the_families_their_sums(cast: Cast) -> None:
    for code, kind in PAPERS.items():
        assert kind.family == INNER or FIGURES[key_of(code)].label == kind.label
    assert not {key_of(code) for code in PAPERS} & set(topics())
    ordered(cast)
    ordered(cast)
    enforced = [value(cast, key_of(code)) for code, kind in PAPERS.items() if kind.family == ENFORCEMENT]
    assert sum(enforced) == value(cast, "docs.all") == value(cast, "docs.issued") > 2
    assert value(cast, "docs.order") == 2 and value(cast, "docs.soft_all") == 0
    checked = check_identities(cast.chen.scope, FOUNDED, YEAR_END, YEAR_END)
    assert [one for found in checked.values() for one in found if not one.holds] == []


def test_what_was_served_counts_on_its_day_and_a_past_day_is_answered_as_it_was(cast: Cast) -> None:
    one, _ = ordered(cast), ordered(cast)
    serve(cast, one, TODAY + timedelta(days=3))
    before = TODAY + timedelta(days=2)
    assert (value(cast, "docs.served", before), value(cast, "docs.served")) == (0, 1)
    assert (value(cast, "docs.to_serve"), value(cast, "docs.to_serve_done")) == (2, 1)
    assert float(value(cast, "docs.served_rate")) == 50.0 and value(cast, "docs.served_rate", before) == 0
    serve(cast, one, None)  # struck out
    assert value(cast, "docs.served") == 0


def test_a_void_document_is_counted_apart_on_its_day(cast: Cast) -> None:
    row, stands = ordered(cast), ordered(cast)
    with clock.moved(clock.at(TODAY + timedelta(days=5), 9)):
        void_visit(cast.chen, row.inspection_id, reason="重复录入")  # type: ignore[arg-type]
    assert value(cast, "docs.order") == 1 and of(cast, stands.pk).state == "issued"
    assert value(cast, "docs.void") == value(cast, "docs.all") == 2  # the record and the order of each visit
    assert (value(cast, "docs.void", TODAY + timedelta(days=4)), value(cast, "docs.void_soft")) == (0, 0)


def test_what_was_void_before_its_visit_is_counted_on_its_own_day(cast: Cast) -> None:
    row = ordered(cast)
    IssuedPaper.objects.within(cast.chen.scope).filter(pk=row.paper_id).update(voided_on=TODAY)
    with clock.moved(clock.at(TODAY + timedelta(days=5), 9)):
        void_visit(cast.chen, row.inspection_id, reason="重复录入")  # type: ignore[arg-type]
    assert (value(cast, "docs.void", TODAY), value(cast, "docs.void")) == (1, 2)


def test_what_was_put_to_the_district_and_dropped_later_was_put_to_it(cast: Cast) -> None:
    row = drafted(cast, fields=ordered(cast).fields)
    propose(cast.chen, row.pk, version=1)
    with clock.moved(clock.at(TODAY + timedelta(days=2), 9)):
        return_writ(cast.chen, row.pk, version=2, note="不予立案")
        drop(cast.chen, row.pk, version=3)
    assert value(cast, "docs.proposed", TODAY) == 1


def test_what_was_put_to_the_district_is_counted_once_on_its_first_day(cast: Cast) -> None:
    row = drafted(cast, fields=ordered(cast).fields)
    propose(cast.chen, row.pk, version=1)
    with clock.moved(clock.at(TODAY + timedelta(days=40), 9)):
        return_writ(cast.chen, row.pk, version=2, note="依据有误")
        propose(cast.chen, row.pk, version=3)
        assert of(cast, row.pk).proposed_on == TODAY
        record_outer(
            cast.chen, row.pk, version=4, outer_number="东应急责改〔2026〕77号", outer_on=clock.today()
        )
    assert (value(cast, "docs.proposed"), value(cast, "docs.proposed_outer")) == (1, 1)
    assert (value(cast, "docs.proposed", TODAY), value(cast, "docs.proposed_outer", TODAY)) == (1, 0)


def test_roll_ups_follow_service_voiding_and_proposing(cast: Cast) -> None:
    one, other = ordered(cast), ordered(cast)
    row = drafted(cast, fields=one.fields)
    scope = Scope.whole_town(cast.town.pk)
    roll_up(cast.town.pk)
    propose(cast.chen, row.pk, version=1)
    roll_up(cast.town.pk)
    assert rollups.differing(scope) == []
    with clock.moved(clock.at(TODAY + timedelta(days=40), 9)):
        void_visit(cast.chen, other.inspection_id, reason="重复录入")  # type: ignore[arg-type]
        roll_up(cast.town.pk)
        assert rollups.differing(scope) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("全年下达责令限期整改指令书XX份，全部送达。", ["docs.order"]),
        (
            "应送达文书XX份，已送达XX份，送达率XX%。",
            ["docs.to_serve", "docs.to_serve_done", "docs.served_rate"],
        ),
        ("下达现场处理措施决定书XX份，作出查封扣押决定书XX份。", ["docs.onsite_measure", "docs.seizure"]),
        (
            "制作询问笔录XX份，出具整改复查意见书XX份，填写送达回证XX份。",
            ["docs.inquiry", "docs.review", "docs.receipt"],
        ),
        ("以镇政府名义下发整改通知书XX份。", ["docs.notice"]),
        ("代拟报区文书XX份，作废执法文书XX份。", ["docs.proposed", "docs.void"]),
        ("作出行政（当场）处罚决定书XX份。", ["docs.penalty"]),
    ],
)
def test_reports_words_find_their_figures(cast: Cast, text: str, figures: list[str]) -> None:
    narrative = from_text(text)
    found = binder.bind(
        blanks.find(narrative),
        sections.sentences(narrative),
        vocabulary(cast.chen.scope),
        FOUNDED,
        YEAR_END,
    )
    assert [(one.figure, one.status) for one in found] == [(key, "bound") for key in figures]


def test_all_served_is_said_only_when_the_records_say_so(cast: Cast) -> None:
    one, other = ordered(cast), ordered(cast)
    serve(cast, one, TODAY)
    text = "今年下达责令限期整改指令书2份，全部送达。"

    def verdict() -> tuple[str, str]:
        (claim,) = claims.find(
            sections.sentences(from_text(text)), vocabulary(cast.chen.scope), FOUNDED, YEAR_END
        )
        asks = {key: Ask(key, FOUNDED, YEAR_END, YEAR_END) for key in claim.kind.figures}
        values = evaluate(cast.chen.scope, asks.values())
        finding = claims.judge(claim, {key: values[ask] for key, ask in asks.items()})
        return finding.verdict, finding.wording

    assert verdict() == ("disproved", "指令书2份，已送达1份，其余1份尚未送达")
    serve(cast, other, TODAY)
    assert verdict()[0] == "proved"
