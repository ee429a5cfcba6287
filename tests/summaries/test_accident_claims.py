"""Claims that nothing happened: one on record disproves them, none proves them only where reports that are all in vouch for it."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from bihuan.accidents.rules import Counts
from bihuan.core.ids import new_id
from bihuan.figures import registry
from bihuan.figures.evaluation import Value
from bihuan.figures.registry import Evidence, declare_complete, evidence_of
from bihuan.inspections.actions import Visit, complete_patrol
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.truth import claims
from bihuan.summaries.truth.judges import Values
from tests.accidents.deeds import enter, judge
from tests.cast import TODAY, Cast
from tests.summaries.test_claims import found
from tests.summaries.test_truth import worked_out

KEYS = ("count", "pending", "larger", "deaths", "injured", "missing")


@pytest.fixture(autouse=True)
def nobody_vouches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever apps declare, here a test says who vouches for the register."""
    monkeypatch.setattr(registry, "_EVIDENCE", {})


@pytest.fixture
def all_in() -> Iterator[None]:
    """Thirty reports of visits stand for the daily reports."""
    declare_complete("accidents", Evidence(owed="inspect.records", made="inspect.visits"))
    yield


def values(reports: tuple[int, int] = (30, 30), **known: int | None) -> Values:
    """The values that decide; what is not named is nought. `reports`: owed and made."""
    told: Values = {f"accidents.{key}": Value(known.get(key, 0), known.get(key) or 0) for key in KEYS}
    if known.get("count", 0) is None:
        told["accidents.count"] = Value(None, 0, "没有检查记录，不能据此填0")
    told |= {"fires": Value(known.get("fires", 0), known.get("fires") or 0)}
    owed, made = reports
    return told | {"inspect.records": Value(owed, owed), "inspect.visits": Value(made, made)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全年未发生生产安全事故", "未发生事故"),
        ("没有发生一起安全生产责任事故", "未发生事故"),
        ("全镇事故起数为零", "未发生事故"),
        ("实现了零事故、零伤亡", "未发生事故"),
        ("未发生较大及以上生产安全事故", "未发生较大事故"),
        ("未发生重特大安全事故", "未发生较大事故"),
        ("较大及以上事故零发生", "未发生较大事故"),
        ("未发生亡人事故", "未发生亡人事故"),
        ("无人员伤亡", "零伤亡"),
        ("未发生火灾事故", "未发生火灾"),
    ],
)
def test_a_claim_of_silence_is_found(text: str, kind: str, vocabulary: Vocabulary) -> None:
    assert found(text, vocabulary)[0].kind.name == kind


@pytest.mark.parametrize(
    "text", ["消除事故隐患", "重大事故隐患已销号", "防止发生事故", "开展事故演练", "发生事故1起"]
)
def test_other_words_on_accidents_are_none(text: str, vocabulary: Vocabulary) -> None:
    assert not [one for one in found(text, vocabulary) if one.kind.silence]


@pytest.mark.parametrize(
    ("text", "known", "verdict", "said"),
    [
        ("未发生生产安全事故", {}, "proved", "期内30份报告都已报齐"),
        ("未发生生产安全事故", {"count": 1, "injured": 2}, "disproved", "登记生产安全事故1起，受伤2人"),
        ("未发生生产安全事故", {"pending": 1}, "undecidable", "1起事故还没有定性"),
        ("未发生生产安全事故", {"count": None}, "undecidable", "不能据此填0"),
        ("未发生较大及以上事故", {}, "proved", "可以直接写“未发生生产安全事故”"),
        ("未发生较大及以上事故", {"count": 2}, "proved", "另有一般事故2起，应当一并写明"),
        (
            "未发生较大及以上事故",
            {"count": 2, "larger": 1, "deaths": 3},
            "disproved",
            "较大及以上生产安全事故1起",
        ),
        ("零事故", {}, "proved", ""),
        ("零伤亡", {"count": 1}, "proved", ""),
        ("零伤亡", {"count": 1, "missing": 1}, "disproved", "失踪1人"),
        ("零死亡", {"count": 1, "injured": 1}, "proved", ""),
        ("零死亡", {"count": 1, "deaths": 1}, "disproved", "死亡1人"),
        ("未发生火灾", {}, "proved", ""),
        ("未发生火灾", {"fires": 2}, "disproved", "登记火灾2起"),
    ],
)
def test_it_is_as_true_as_the_register_and_the_reports(
    text: str, known: dict[str, int | None], verdict: str, said: str, vocabulary: Vocabulary, all_in: None
) -> None:
    (claim,) = found(text, vocabulary)
    finding = claims.judge(claim, values(**known))
    assert finding.verdict == verdict and said in finding.text


@pytest.mark.parametrize(
    "text", ["未发生生产安全事故", "未发生较大及以上事故", "零事故", "零伤亡", "未发生火灾"]
)
def test_silence_alone_proves_nothing(text: str, vocabulary: Vocabulary) -> None:
    (claim,) = found(text, vocabulary)
    finding = claims.judge(claim, values())
    assert finding.verdict == "undecidable" and "据已登记的记录" in finding.text
    declare_complete("accidents", Evidence(owed="inspect.records", made="inspect.visits"))
    finding = claims.judge(claim, values((30, 28)))
    assert finding.verdict == "undecidable" and "缺2份" in finding.text
    assert claims.judge(claim, values((0, 0))).verdict == "undecidable"  # nobody owed a report
    assert claims.judge(claim, values((30, 30))).verdict == "proved"
    assert len(evidence_of("accidents")) == 1


@pytest.mark.parametrize(
    ("text", "known", "wording"),
    [
        (
            "全年未发生生产安全事故",
            {"count": 1, "injured": 1},
            "发生生产安全事故1起，受伤1人，未发生较大及以上生产安全事故",
        ),
        ("零事故", {"count": 2, "larger": 1, "deaths": 3}, "发生生产安全事故2起，死亡3人，其中较大及以上1起"),
        (
            "未发生较大及以上事故",
            {"count": 2, "larger": 1, "deaths": 3},
            "发生生产安全事故2起，其中较大及以上1起，死亡3人",
        ),
        ("未发生火灾", {"fires": 2}, "发生火灾2起"),
    ],
)
def test_the_strongest_true_sentence_is_offered(
    text: str, known: dict[str, int | None], wording: str, vocabulary: Vocabulary
) -> None:
    (claim,) = found(text, vocabulary)
    assert claims.judge(claim, values(**known)).wording == wording


@pytest.mark.parametrize("text", ["未发生道路交通事故", "未发生食物中毒事故", "全区未发生生产安全事故"])
def test_what_the_register_does_not_tell_apart_is_left_open(text: str, vocabulary: Vocabulary) -> None:
    (claim,) = found(text, vocabulary)
    assert claim.open and claims.judge(claim, values()).verdict == "undecidable"


def patrolled(cast: Cast) -> None:
    """The town is at work: only then is a zero a zero."""
    complete_patrol(
        cast.wang,
        Visit(unit=cast.units["school"].pk, visited_on=TODAY, id=new_id(), kind="patrol", opinion="无异常"),
    )


def test_a_trade_narrows_the_claim(cast: Cast) -> None:
    patrolled(cast)
    judge(cast, enter(cast))
    (shops,) = worked_out(cast, "烟花爆竹领域未发生生产安全事故。").claims
    (schools,) = worked_out(cast, "学校未发生生产安全事故。").claims
    assert (shops.finding.verdict, schools.finding.verdict) == ("disproved", "undecidable")
    assert shops.offending and "SG20260001" in shops.offending[0]


def test_a_blank_beside_it_is_filled_from_the_register(cast: Cast) -> None:
    patrolled(cast)
    judge(cast, enter(cast, hurt=Counts(deaths=1, light=2, loss_yuan=350_000)))
    text = "发生生产安全事故XX起，死亡XX人，受伤XX人，直接经济损失XX万元。"
    filled = worked_out(cast, text)
    assert [one.value.value for one in filled.blanks if one.value] == [1, 1, 2, Decimal(35)]
