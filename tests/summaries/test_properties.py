"""What always holds: other words for the same keep a binding, an unrelated sentence changes none, and a printed number is
what a recount that knows nothing of the registry finds."""

from datetime import date, timedelta

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.core import clock
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Finding, Reviewed
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import OutingPlan, begin_campaign
from bihuan.summaries import actions
from bihuan.summaries.binding import binder
from bihuan.summaries.binding.binder import Binding
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.narrative import from_text
from tests.cast import NOW, Cast
from tests.summaries.conftest import SINCE, UNTIL
from tests.summaries.test_story import visit

# One matter, said in several ways: whichever is taken, the figure stays.
SAID = (
    (
        "inspect.visits",
        ("检查企业XX家次", "共检查生产经营单位XX家次", "检查各类企业____家次", "检查场所××家次"),
    ),
    ("hazards.found", ("发现隐患XX条", "排查隐患XX项", "查出问题××个", "共查出各类问题隐患____处")),
    ("hazards.onsite", ("立即整改XX条", "现场整改XX项", "当场整改××处", "立行立改____条", "即查即改XX个")),
    ("hazards.deadline", ("限期整改XX条", "责令限期整改××项", "责令整改____处")),
    ("inspect.persons", ("出动人员XX人次", "出动检查人员××人次", "出动执法人员____人次")),
    ("docs.order", ("下达责令限期整改指令书XX份", "下达整改指令书××份", "下达整改指令____份")),
)
UNRELATED = (
    "镇党委高度重视安全生产工作。",
    "天气逐渐转凉，干部职工精神饱满。",
    "各村干部认真学习了会议精神。",
    "办公室的灯常常亮到深夜。",
)
WAYS = st.tuples(*(st.sampled_from([(key, one) for one in ways]) for key, ways in SAID))


def bound(text: str, vocabulary: Vocabulary) -> list[Binding]:
    narrative = from_text(text)
    return binder.bind(blanks.find(narrative), sections.sentences(narrative), vocabulary, SINCE, UNTIL)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WAYS)
def test_other_words_for_the_same_keep_the_binding(vocabulary: Vocabulary, ways) -> None:  # type: ignore[no-untyped-def]
    text = "全年" + "，".join(words for _, words in ways) + "。"
    found = bound(text, vocabulary)
    assert [(one.figure, one.status) for one in found] == [(key, "bound") for key, _ in ways], text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WAYS, st.sampled_from(UNRELATED), st.integers(0, 3))
def test_an_unrelated_sentence_changes_nothing(vocabulary: Vocabulary, ways, other: str, at: int) -> None:  # type: ignore[no-untyped-def]
    told = [f"{words}。" for _, words in ways]
    before = bound("".join(told), vocabulary)
    after = bound("".join([*told[:at], other, *told[at:]]), vocabulary)
    assert [(one.figure, one.status, one.scope, one.period) for one in before] == [
        (one.figure, one.status, one.scope, one.period) for one in after
    ]


# day of the year, unit, how many fixed on site, how many ordered, whether re-inspected, whether in the campaign
CHECK = st.tuples(
    st.integers(0, 40),
    st.sampled_from(("yongan", "school", "site")),
    st.integers(0, 2),
    st.integers(0, 2),
    st.booleans(),
    st.booleans(),
)
TEXT = "{words}检查企业XX家次，检查企业XX家，排查隐患XX条，立即整改XX条，限期整改XX条，已整改XX条，出动人员XX人次，下达整改指令书XX份。"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(CHECK, min_size=1, max_size=5), st.integers(0, 30), st.integers(0, 30))
def test_a_printed_number_is_what_a_recount_finds(cast: Cast, checks, first: int, length: int) -> None:  # type: ignore[no-untyped-def]
    from_day, to_day = _day(first), _day(first + length)
    with transaction.atomic():  # each drawn town is one of its own
        drive = _carry_out(cast, checks)
        for words, campaign in (("", None), ("夏季攻坚期间，", drive)):
            text = TEXT.format(words=words)
            result = actions.work_out(cast.chen.scope, text=text, since=from_day, until=to_day, as_of=to_day)
            assert all(one.binding.status == "bound" for one in result.blanks)
            printed = [one.value.value for one in result.blanks if one.value]
            counted = _recount(cast, from_day, to_day, campaign)
            assert printed == (counted if printed[0] is not None else [None] * 8), (words, from_day, to_day)
            assert printed[0] is not None or sum(counted) == 0, "no answer though there are records"
        transaction.set_rollback(True)


def _day(number: int) -> date:
    return (NOW + timedelta(days=number)).date()


def _carry_out(cast: Cast, checks):  # type: ignore[no-untyped-def]
    drive = begin_campaign(
        cast.chen, name="夏季攻坚行动", begins_on=_day(0), ends_on=_day(60), aliases=["夏季攻坚"]
    )
    for day, unit, onsite, ordered, again, in_drive in sorted(checks):
        with clock.moved(NOW + timedelta(days=day)):
            photo = (cast.photo(cast.chen, "red"),)
            fixed = [Finding("灭火器失效", "onsite", photos=photo, photos_after=photo) for _ in range(onsite)]
            due = clock.today() + timedelta(days=5)
            left = [Finding("通道堵塞", "deadline", photos=photo, deadline_on=due) for _ in range(ordered)]
            plan = OutingPlan(campaign=drive.pk if in_drive else None)
            hazards.finish_check(cast.chen, visit(cast, unit, outing=plan), fixed + left)
        if again and left:
            with clock.moved(NOW + timedelta(days=day + 2)):
                reviewed = [Reviewed(one.id, 1, True, "已更换") for one in left]
                hazards.reinspect(cast.chen, visit(cast, unit, kind="reinspection"), reviewed)
    return drive


def _recount(cast: Cast, since: date, until: date, campaign) -> list[int]:  # type: ignore[no-untyped-def]
    """The same eight numbers by plain SQL over the tables, written apart from the registry."""
    town, days = cast.town.pk, (since, until)
    drive = " AND campaign_id = %s" if campaign else ""
    of = [Hazard._meta.pk.get_db_prep_value(campaign.pk, connection)] if campaign else []
    own = Hazard._meta.pk.get_db_prep_value(town, connection)

    def count(what: str, table: str, on: str, more: str = "") -> int:
        sql = f"SELECT {what} FROM {table} WHERE town_id = %s AND {on} BETWEEN %s AND %s{drive}{more}"
        with connection.cursor() as cursor:
            cursor.execute(sql, [own, *days, *of])
            return int(cursor.fetchone()[0])

    check = " AND kind = 'check' AND voided_on IS NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM inspections_outingmember m JOIN inspections_outing o ON o.id = m.outing_id"
            f' WHERE o.town_id = %s AND o."on" BETWEEN %s AND %s{drive.replace("campaign_id", "o.campaign_id")}',
            [own, *days, *of],
        )
        persons = int(cursor.fetchone()[0])
    found = "hazards_hazard", "found_on"
    return [
        count("count(*)", "inspections_inspection", "visited_on", check),
        count("count(DISTINCT unit_id)", "inspections_inspection", "visited_on", check),
        count("count(*)", *found),
        count("count(*)", *found, f" AND onsite_on <= '{until}'"),
        count("count(*)", *found, f" AND ordered_on <= '{until}'"),
        count("count(*)", *found, f" AND settled_on <= '{until}'"),
        persons,
        count("count(*)", "inspections_issuedpaper", "issued_on", " AND kind = 'order'"),
    ]
