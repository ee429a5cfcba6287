"""The kinds of writ: each as a person fills it, held against its golden text; what each lacks, cites and refuses. No database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.documents import declarations as d
from bihuan.documents.checking import TEXT_MAX, missing, readable
from bihuan.documents.composing import compose, signing_body, slots
from bihuan.documents.declarations import DECLARATIONS, Declaration, Field, current
from bihuan.documents.facts import Facts
from bihuan.documents.texts import capital
from bihuan.inspections import law
from bihuan.inspections.papers import PAPERS
from bihuan.paper import Form, OfficialDocument
from tests.documents.known import CHECKED, DAY, DAY_2018, LAMP, OWN
from tests.documents.reading import as_text, is_as_kept
from tests.documents.samples import MORE, OF_2018, SAMPLES, Sample

IDENTITY = "110105198003140025"


def test_every_kind_of_the_register_is_declared() -> None:
    assert set(current()) == set(PAPERS)


@pytest.mark.parametrize("kind", [*PAPERS, *MORE])
def test_a_paper_is_whole_and_reads_as_kept(kind: str) -> None:
    one = (SAMPLES | MORE)[kind]
    assert missing(one.made, one.values, one.facts.on) == {}
    text = as_text(one.form)
    assert "＿" not in text and "{" not in text and "。。" not in text
    assert is_as_kept(kind, text), f"{kind}: look at it, then UPDATE_GOLDEN=1"


@pytest.mark.parametrize("kind", OF_2018)
def test_a_paper_of_2018_cites_the_law_of_2018(kind: str) -> None:
    one = OF_2018[kind]
    assert missing(one.made, one.values, one.facts.on) == {}
    text = as_text(one.form)
    assert is_as_kept(f"{kind}_2018", text)
    assert "第六十二条" in text and "第六十五条" not in text
    assert "东城区安全生产监督管理局" in text


def test_an_issued_edition_is_never_altered() -> None:
    """What a frozen document says is its values set by its edition: another sentence is another edition."""
    told = []
    for (kind, edition), made in sorted(DECLARATIONS.items()):
        said = (
            made.fields,
            made.layout,
            made.copies,
            made.page_sign,
            made.family,
            made.across,
            made.official,
        )
        told.append(f"{kind} {edition} {sha256(repr(said).encode()).hexdigest()[:16]}")
    assert is_as_kept("editions", "\n".join(told) + "\n"), "add an edition instead of altering one"


@pytest.mark.parametrize("kind", PAPERS)
def test_what_a_form_needs_is_told_by_field(kind: str) -> None:
    made = current()[kind]
    wrong = missing(made, {}, DAY)
    assert {one.key for one in made.fields if one.need} <= set(wrong)
    assert all(made.field(key) for key in wrong)
    assert all(why.endswith("。") for why in wrong.values())


@pytest.mark.parametrize("kind", PAPERS)
def test_a_declaration_is_of_one_piece(kind: str) -> None:
    """Every name in its layout is a field's; what starts or stands on a condition names one; slots are told apart."""
    made = current()[kind]
    keys = {one.key for one in made.fields}
    filled = made.fill(CHECKED)
    assert set(filled) <= keys | {"power"}
    for piece in made.layout:
        when = getattr(piece, "when", "").lstrip("!").partition("=")[0]
        assert not when or when in keys
        assert getattr(piece, "field", "") in {"", *keys}
    assert all(not one.when or one.when in keys for one in made.starts)
    said = [piece.key for piece in made.layout if isinstance(piece, d.Say)]
    assert len(said) == len(set(said))
    assert len({one.slot for one in slots(made, filled)}) == len(slots(made, filled))
    if PAPERS[kind].is_enforcement:
        assert made.family
        assert kind in ("listing", "delisting", "receipt", "record") or "officers" in keys


@pytest.mark.parametrize(
    ("kind", "on", "days", "workdays", "said"),
    [
        ("evidence", DAY, 7, True, "自登记保存之日起7个工作日内"),
        ("evidence", DAY_2018, 7, False, "自登记保存之日起7日内"),
        ("seizure", DAY, 30, False, "期限为15日"),
        ("penalty", DAY, 15, False, "15日内缴纳罚款"),
        ("penalty_notice", DAY, 5, True, "5个工作日内提出"),
        ("penalty_notice", DAY_2018, 3, False, "3日内提出"),
    ],
)
def test_terms_are_those_of_the_law_of_the_day(
    kind: str, on: date, days: int, workdays: bool, said: str
) -> None:
    one = SAMPLES[kind]
    typed = {**one.typed, "hearing": "yes"} if kind == "penalty_notice" else one.typed
    sample = Sample(kind, replace(one.facts, on=on), typed)
    (term,) = [start for start in sample.made.starts if start.applies(sample.values, on)]
    assert (term.days, term.workdays) == (days, workdays)
    assert said in as_text(sample.form)
    assert not [start for start in sample.made.starts if start.when and start.applies({}, on)]


def test_a_record_without_findings_says_so() -> None:
    one = Sample("record", replace(CHECKED, found=()))
    assert "未发现安全生产违法行为和事故隐患" in as_text(one.form)
    assert missing(one.made, one.values, DAY) == {}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (CHECKED, "检查时间：2026年6月2日9时05分至9时50分 "),
        (replace(CHECKED, visit=replace(CHECKED.visit, began_at=None)), "检查时间：2026年6月2日 "),  # type: ignore[type-var]
        (replace(CHECKED, visit=replace(CHECKED.visit, ended_at=None)), "检查时间：2026年6月2日9时05分 "),  # type: ignore[type-var]
        (
            CHECKED,
            "我们是受东城区应急管理局委托的东岭镇应急管理办公室的执法人员陈明（执法证号11010001）、赵强",
        ),
        (replace(CHECKED, body=OWN), "我们是东岭镇应急管理办公室的执法人员"),
        (replace(CHECKED, body=OWN), "依据《中华人民共和国安全生产法》第九条"),
        (
            replace(CHECKED, body=replace(OWN, basis="《东江省安全生产条例》第四十七条")),
            "依据《东江省安全生产条例》第四十七条",
        ),
        (
            CHECKED,
            "2．营业厅后门：后门被货架堵住，打不开，不符合《中华人民共和国安全生产法》第四十二条的规定。处理：现场已整改。",
        ),
        (CHECKED, "处理：责令限期整改，期限至2026年6月9日。"),
        (CHECKED, "处理：按重大事故隐患报东城区应急管理局处置。"),
    ],
)
def test_the_record_tells_when_who_and_how_each_was_dealt_with(facts: Facts, said: str) -> None:
    assert said in as_text(Sample("record", facts).form)


@pytest.mark.parametrize(
    ("facts", "body"),
    [
        (SAMPLES["order"].facts, "向东城区人民政府申请行政复议"),
        (OF_2018["order"].facts, "向东城区人民政府或者东城区安全生产监督管理局的上一级主管部门申请行政复议"),
        (
            replace(SAMPLES["order"].facts, on=date(2023, 12, 31)),
            "或者东城区应急管理局的上一级主管部门申请行政复议",
        ),
        (replace(SAMPLES["order"].facts, on=date(2024, 1, 1)), "向东城区人民政府申请行政复议"),
        (replace(SAMPLES["order"].facts, on=date(2023, 12, 31), body=OWN), "向东城区人民政府申请行政复议"),
    ],
)
def test_the_remedy_names_who_reviews_on_the_day(facts: Facts, body: str) -> None:
    text = as_text(Sample("order", facts).form)
    assert body in text and "60日" in text and "6个月" in text and "向东城区人民法院提起行政诉讼" in text


def _penalty(**typed: str) -> Mapping[str, Any]:
    return SAMPLES["penalty"].values | typed


@pytest.mark.parametrize(
    ("on", "typed", "field"),
    [
        (DAY, {"fine": "3000"}, ""),
        (DAY, {"fine": "3001"}, "fine"),
        (DAY, {"fine": "0"}, "fine"),
        (DAY, {"fine": ""}, "fine"),
        (DAY, {"fine": "三千"}, "fine"),
        (DAY, {"upon": "person", "person_name": "冯永", "identity": IDENTITY, "fine": "200"}, ""),
        (DAY, {"upon": "person", "person_name": "冯永", "identity": IDENTITY, "fine": "201"}, "fine"),
        (
            DAY,
            {"upon": "person", "person_name": "冯永", "identity": IDENTITY[:-1] + "6", "fine": "200"},
            "identity",
        ),
        (DAY, {"upon": "person", "person_name": "", "identity": IDENTITY, "fine": "200"}, "person_name"),
        (DAY_2018, {"fine": "1000"}, ""),
        (DAY_2018, {"fine": "1001"}, "fine"),
        (DAY_2018, {"upon": "person", "person_name": "冯永", "identity": IDENTITY, "fine": "51"}, "fine"),
        (DAY, {"pay": ""}, "pay"),
        (DAY, {"bank": ""}, "bank"),
        (DAY, {"pay": "cash", "fine": "100"}, ""),
        (DAY, {"pay": "cash", "fine": "101"}, "cash_reason"),
        (DAY_2018, {"pay": "cash", "fine": "21"}, "cash_reason"),
        (DAY, {"penalty": "warning"}, "fine"),
        (DAY, {"penalty": "warning", "fine": "", "pay": ""}, ""),
    ],
)
def test_a_simple_penalty_keeps_within_the_law_of_its_day(
    on: date, typed: dict[str, str], field: str
) -> None:
    cited = {
        "broken": law.basis("hazards", on),
        "applied": law.basis("pen_management", on),
        "procedure": "《中华人民共和国行政处罚法》",
    }
    wrong = missing(SAMPLES["penalty"].made, _penalty(**cited, **typed), on)
    assert (field in wrong) if field else wrong == {}


def test_a_warning_says_nothing_of_money() -> None:
    one = SAMPLES["penalty"]
    text = as_text(
        Sample("penalty", one.facts, {**one.typed, "penalty": "warning", "fine": "", "pay": ""}).form
    )
    assert "警告的行政处罚" in text and "罚款" not in text


@pytest.mark.parametrize(
    ("kind", "typed", "field", "why"),
    [
        ("inquiry", {"ended_at": "2026-06-02T09:00"}, "ended_at", "早于开始时间"),
        ("inquiry", {"ended_at": "2026年6月2日"}, "ended_at", "不是时间"),
        ("inquiry", {"identity": "110105198003140026"}, "identity", "校验码"),
        ("inquiry", {"identity": "123"}, "identity", "位数"),
        ("inquiry", {"talk": [{"q": "问", "a": " "}]}, "talk", "没有记录回答"),
        ("inquiry", {"gender": "女"}, "gender", "从列表中选择"),
        ("inquiry", {"age": "四十"}, "age", "整数"),
        ("inquiry", {"age": "-1"}, "age", "整数"),
        ("inquiry", {"party_name": "   "}, "party_name", "还没有填写“被询问人”"),
        ("inquiry", {"party_name": "冯" * 201}, "party_name", "最多200字，现在201字"),
        ("inquiry", {"case": "案" * (TEXT_MAX + 1)}, "case", "最多50000字，现在50001字"),
        ("inquiry", {"talk": [{"q": "问", "a": "答" * (TEXT_MAX + 1)}]}, "talk", "第1行一格最多50000字"),
        ("inquiry", {"talk": "问答"}, "talk", "一行一行"),
        ("order", {"officers": [{"name": "陈明", "card": "11010001"}]}, "officers", "两名"),
        ("order", {"officers": [{"name": "陈明", "card": "11010001"}] * 2}, "officers", "两名"),
        ("order", {"party": ""}, "party", "还没有填写“被检查单位”"),
        ("order", {"basis": "《中华人民共和国安全生产法》第十八条"}, "basis", "第18条没有收入"),
        ("evidence", {"goods": [{"name": "烟花", "quantity": ""}]}, "goods", "名称或者数量"),
        ("evidence", {"approved_on": "2026-06-03"}, "approved_on", "晚于文书日期"),
        ("evidence", {"approved_on": "2026-02-30"}, "approved_on", "不是日期"),
        ("seizure", {"days": "31"}, "days", "不得超过30日"),
        ("measures", {"remove": "", "stop": "", "withdraw": ""}, "remove", "哪一项"),
        ("measures", {"power": "own"}, "stop", "没有责令暂时停产停业"),
        ("measures", {"stop_until": ""}, "stop_until", "暂停到何时"),
        ("suspend", {"until_on": "2026-06-01"}, "until_on", "早于开始日期"),
        ("delisting", {"accepted_on": "2026-06-01"}, "accepted_on", "早于挂牌日期"),
        ("receipt", {"way": "left"}, "refusal", "拒收的事由"),
        ("receipt", {"way": "left", "refusal": "拒收"}, "witness_name", "见证人"),
        ("receipt", {"served_at": ""}, "served_at", "送达时间"),
        ("tip", {"reply_on": ""}, "reply_on", "答复期限"),
        ("tip", {"matter": "联系13900001234"}, "matter", "手机号码"),
        ("tip", {"answer": "moved"}, "moved_to", "哪个单位"),
        ("tip", {"answer": "refused"}, "why", "理由"),
        ("joint_plan", {"ends_on": "2026-05-01"}, "ends_on", "早于开始日期"),
    ],
)
def test_what_cannot_stand_is_told_by_field(kind: str, typed: dict[str, Any], field: str, why: str) -> None:
    one = SAMPLES[kind]
    assert why in missing(one.made, one.values | typed, one.facts.on)[field]


def test_a_text_of_fifty_thousand_characters_is_taken() -> None:
    one = SAMPLES["inquiry"]
    values = one.values | {"case": "案" * TEXT_MAX}
    assert missing(one.made, values, DAY) == {}
    assert "案" * TEXT_MAX in as_text(compose(one.made, values, {}, one.frame))


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        (0, "零元整"),
        (5, "伍元整"),
        (10, "壹拾元整"),
        (200, "贰佰元整"),
        (1000, "壹仟元整"),
        (1005, "壹仟零伍元整"),
        (3050, "叁仟零伍拾元整"),
        (20000, "贰万元整"),
        (20300, "贰万零叁佰元整"),
        (1000001, "壹佰万零壹元整"),
        (100000000, "壹亿元整"),
        (100050000, "壹亿零伍万元整"),
        (100000005, "壹亿零伍元整"),
        (100001000, "壹亿零壹仟元整"),
        (1234567890, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元整"),
    ],
)
def test_money_is_written_against_forgery(yuan: int, text: str) -> None:
    assert capital(yuan) == text


@pytest.mark.parametrize(
    ("organ", "name"),
    [
        ("东岭镇", "东岭镇人民政府"),
        ("柳林乡", "柳林乡人民政府"),
        ("红星街道", "红星街道办事处"),
        ("东城区应急管理局", "东城区应急管理局"),
        ("东岭镇人民政府", "东岭镇人民政府"),
    ],
)
def test_a_township_signs_by_its_governments_name(organ: str, name: str) -> None:
    assert signing_body(organ) == name


# No NUL: a page leaves it out, and PostgreSQL keeps none.
_words = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40)


def _value(of: Field) -> st.SearchStrategy[Any]:
    if of.is_rows:
        columns = {key: _words for key, _ in of.shown_columns}
        return st.lists(st.fixed_dictionaries({}, optional=columns), max_size=3)
    made = {
        d.DATE: st.dates().map(date.isoformat),
        d.MOMENT: st.datetimes().map(lambda at: at.strftime("%Y-%m-%dT%H:%M").rjust(16, "0")),
        d.NUMBER: st.integers(0, 10**10 - 1).map(str),
        d.MONEY: st.integers(0, 10**10 - 1).map(str),
        d.CHOICE: st.sampled_from([key for key, _ in of.choices] or [""]),
        d.IDENTITY: st.just(IDENTITY),
    }
    return st.one_of(st.just(""), made.get(of.kind, _words))


@st.composite
def filled(draw: st.DrawFn) -> tuple[Declaration, dict[str, Any]]:
    """A kind with readable values of all its fields."""
    made = current()[draw(st.sampled_from(sorted(PAPERS)))]
    return made, {one.key: draw(_value(one)) for one in made.fields}


@given(filled())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_can_be_kept_can_be_set(one: tuple[Declaration, dict[str, Any]]) -> None:
    made, values = one
    assert readable(made, values) == {}
    missing(made, values, DAY)
    form = compose(made, values, {}, SAMPLES["order"].frame)
    assert isinstance(form, OfficialDocument if made.official else Form)
    assert as_text(form)
    assert compose(made, values, {}, SAMPLES["order"].frame) == form


@given(st.sampled_from(sorted(PAPERS)), st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_cannot_be_read_is_shown_as_typed(kind: str, data: st.DataObject) -> None:
    """The preview beside what is being typed never fails."""
    made = current()[kind]
    typed = {one.key: data.draw(_words) for one in made.fields if not one.is_rows}
    assert as_text(compose(made, typed, {}, SAMPLES["order"].frame))
    assert all(why.endswith("。") for why in missing(made, typed, DAY).values())


def test_a_listing_is_of_the_hazard_that_was_found() -> None:
    assert LAMP.criterion in as_text(SAMPLES["listing"].form)
