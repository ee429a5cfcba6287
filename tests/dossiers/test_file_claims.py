"""What reports say of units' files: their words find the figures, and 完善了“一企一册” is printed only when the records say so."""

import pytest

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.dossiers import actions
from bihuan.figures import rollups
from bihuan.figures.actions import roll_up
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.summaries.binding import binder
from bihuan.summaries.queries import vocabulary
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.truth import claims, wording
from bihuan.summaries.truth.kinds import Said
from bihuan.units.actions import revise_unit
from tests.cast import FOUNDED, TODAY, Cast
from tests.dossiers.deeds import INSURED_TO, complete, take_in
from tests.risks.conftest import stall

__all__ = ["stall"]

SAMPLE = "我镇XX家规模以上企业纳入区级“两个体系”建设范畴，并完善了“一企一册”。"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("建立“一企一册”XX册。", ["units.files"]),
        (
            "“一企一册”建档XX册，其中各项齐全XX册，完整率XX%。",
            ["units.files", "units.files_whole", "units.files_rate"],
        ),
        ("一企一册定稿XX册。", ["units.files_frozen"]),
    ],
)
def test_reports_words_find_their_figures(cast: Cast, text: str, figures: list[str]) -> None:
    narrative = from_text(text)
    found = binder.bind(
        blanks.find(narrative),
        sections.sentences(narrative),
        vocabulary(cast.chen.scope),
        FOUNDED,
        TODAY,
    )
    assert [(one.figure, one.status) for one in found] == [(key, "bound") for key in figures]


def judged(cast: Cast, text: str = SAMPLE) -> tuple[str, str, str]:
    """The verdict on the one claim of a text, what it rests on, and the true wording."""
    found = claims.find(sections.sentences(from_text(text)), vocabulary(cast.chen.scope), FOUNDED, TODAY)
    (claim,) = [one for one in found if one.kind.name == "一企一册"]
    asks = {key: Ask(key, FOUNDED, TODAY, TODAY) for key in claim.kind.figures}
    values = evaluate(cast.chen.scope, asks.values())
    finding = claims.judge(claim, {key: values[ask] for key, ask in asks.items()})
    return finding.verdict, finding.text, finding.wording


def test_a_file_is_said_to_be_perfected_only_when_every_one_is(cast: Cast) -> None:
    assert judged(cast)[0] == "undecidable"  # nobody was taken in
    clock_of_town = cast.chen.clock(cast.town.pk)
    take_in(cast)
    actions.note_files(clock_of_town)
    assert judged(cast) == (
        "disproved",
        "应建一企一册1册，各项齐全0册，不齐全1册",
        "并建立“一企一册”1册，其中各项齐全0册，完整率0.0%",
    )
    complete(cast)
    actions.note_files(clock_of_town)
    assert judged(cast)[:2] == ("proved", "应建一企一册1册，各项都齐全")
    revise_unit(cast.chen, cast.units["site"].pk, version=1, pilot_from=TODAY)
    assert judged(cast)[0] == "disproved"  # taken in, and not even counted over yet


def test_a_number_of_files_is_counted_and_no_claim(cast: Cast) -> None:
    texts = (
        "建立“一企一册”XX册。",
        "建立一企一册12册。",
        "健全“一企一册”档案30份。",
        "督促企业建立一企一册。",
    )
    for text in texts:
        found = claims.find(sections.sentences(from_text(text)), vocabulary(cast.chen.scope), FOUNDED, TODAY)
        assert [one.kind.name for one in found if one.kind.name == "一企一册"] == []


def test_the_true_wording_keeps_how_the_sentence_went_on(cast: Cast) -> None:
    take_in(cast)
    actions.note_files(cast.chen.clock(cast.town.pk))
    asks = {
        key: Ask(key, FOUNDED, TODAY, TODAY)
        for key in ("units.files", "units.files_whole", "units.files_rate")
    }
    values = evaluate(cast.chen.scope, asks.values())
    answers = {key: values[ask] for key, ask in asks.items()}
    assert wording.filed(answers, Said("完善了“一企一册”")).startswith("建立“一企一册”1册")


def test_roll_ups_follow_completeness(cast: Cast) -> None:
    scope = Scope.whole_town(cast.town.pk)
    clock_of_town = cast.chen.clock(cast.town.pk)
    unit = complete(cast)
    actions.note_files(clock_of_town)
    roll_up(cast.town.pk)
    assert rollups.differing(scope) == []
    with clock.moved(clock.at(INSURED_TO.replace(day=INSURED_TO.day + 1), 9)):
        actions.note_files(clock_of_town)
        actions.freeze_file(cast.chen, unit.pk)
        roll_up(cast.town.pk)
        assert rollups.differing(scope) == []
