"""A summary of 3,000 characters with 30 blanks, in a county of 60 towns and a million hazards. Aims: binding under 300 ms of
CPU; its values within 3 times of hand-written SQL, one pass a table."""

from datetime import date
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from tests.cast import Cast

from benchmarks import scratch
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.summaries.binding import binder
from bihuan.summaries.engine import slice_of
from bihuan.summaries.queries import vocabulary
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.narrative import from_text

SIZE, TOWNS, ROUNDS = 1_000_000, 60, 5
SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 2)
_FILLER = "镇党委、政府把安全生产摆在突出位置，坚持问题导向，压实各方责任，推动各项措施落到实处。"
_COUNTED = (
    "全镇共检查企业XX家次，涉及检查企业XX家，排查隐患XX条，其中立即整改XX条，责令限期整改XX条，已整改XX条，"
    "整改率XX%，未整改XX条；下达行政执法文书XX份，其中现场检查记录XX份。"
)
TEXT = "\n".join(f"{number}、{_FILLER * 21}{_COUNTED}" for number in "一二三")
# The same ten numbers by hand: one pass over each table.
_BY_HAND = (
    "SELECT count(CASE WHEN kind = 'check' THEN 1 END), count(DISTINCT CASE WHEN kind = 'check' THEN unit_id END)"
    " FROM inspections_inspection WHERE town_id = %s AND voided_on IS NULL AND visited_on BETWEEN %s AND %s",
    "SELECT count(*), count(CASE WHEN onsite_on <= '2026-06-02' THEN 1 END),"
    " count(CASE WHEN ordered_on <= '2026-06-02' THEN 1 END), count(CASE WHEN settled_on <= '2026-06-02' THEN 1 END)"
    " FROM hazards_hazard WHERE town_id = %s AND state <> 'void' AND found_on BETWEEN %s AND %s",
    "SELECT count(CASE WHEN kind IN ('record', 'order', 'review') THEN 1 END), count(CASE WHEN kind = 'record' THEN 1 END)"
    " FROM inspections_issuedpaper WHERE town_id = %s AND issued_on BETWEEN %s AND %s",
)


def run(cast: Cast) -> list[str]:
    """One line for the binding, one for the values."""
    others = [_town(number) for number in range(1, TOWNS)]
    pattern = scratch.one_check(cast)
    scratch.grow(cast, pattern, since=1, until=SIZE, towns=[cast.town.pk, *others])
    scratch.analyze()
    scope = cast.chen.scope
    words, narrative = vocabulary(scope), from_text(TEXT)
    binding: list[float] = []
    for _ in range(ROUNDS):
        begun = process_time()
        found = binder.bind(blanks.find(narrative), sections.sentences(narrative), words, SINCE, UNTIL)
        binding.append(process_time() - begun)
    asks = [
        Ask(str(one.figure), *one.period, UNTIL, slice_of(one.scope))
        for one in found
        if one.status == "bound"
    ]
    assert len(asks) == len(found) == 30, "a blank of the benchmark's own text is not bound"
    registry, by_hand = [], []
    for _ in range(ROUNDS):
        begun = perf_counter()
        values = evaluate(scope, asks)
        registry.append(perf_counter() - begun)
        begun = perf_counter()
        counted = _count_by_hand(cast)
        by_hand.append(perf_counter() - begun)
    assert [values[ask].value for ask in asks[:6]] == counted[:6], "the registry and the SQL disagree"
    return [
        f"binding {len(TEXT):,} characters with {len(found)} blanks: {1000 * median(binding):.0f} ms of CPU",
        f"values of {len(asks)} blanks : SQL by hand, {SIZE:,} hazards of {TOWNS} towns"
        f" = {median(registry) / median(by_hand):.1f} : 1",
    ]


def _count_by_hand(cast: Cast) -> list[int]:
    counted: list[int] = []
    with connection.cursor() as cursor:
        for sql in _BY_HAND:
            cursor.execute(sql, [scratch.key(cast.town.pk), SINCE, UNTIL])
            counted += cursor.fetchone()
    return counted


def _town(number: int) -> Any:
    town = Town(
        id=new_id(),
        name=f"第{number}镇",
        district="东城区",
        bureau="东城区应急管理局",
        number_word="（东）应急",
    )
    town.save(force_insert=True)
    return town.pk
