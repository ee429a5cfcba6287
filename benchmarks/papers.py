"""The list of documents with a million papers of 60 towns behind it: its first page, one kind, a number looked for. Aim: flat, each
as quick as behind ten thousand, told as one against the other of the same run. BENCH_SCALE=0.1 makes it small."""

from collections.abc import Iterator
from time import perf_counter
from uuid import UUID

from django.test import Client
from tests.cast import Cast

from benchmarks import scratch
from benchmarks.county import SCALE, TOWNS, UNITS, settle
from bihuan.documents.models import Signature, Writ
from bihuan.search.actions import rebuild

ROUNDS = 15
SMALL, PAPERS = 10_000, int(1_000_000 * SCALE)
_ASKED = {
    "first page": "/documents/",
    "one kind": "/documents/?kind=order",
    "to be served": "/documents/?state=unserved",
    "a number": "/documents/?words=%E3%80%942026%E3%80%9560%E5%8F%B7",  # 〔2026〕60号: the town asked has each sixtieth
    "what no paper says": "/documents/?words=%E6%97%A0%E6%AD%A4%E5%8F%B7",
}


def run(cast: Cast) -> Iterator[str]:
    """A line for each page."""
    towns = settle(cast)
    scratch.one_check(cast)
    pattern = Writ.objects.within(cast.chen.scope).filter(kind="order").select_related("paper").get()
    signed = Signature.objects.within(cast.chen.scope).filter(writ=pattern).first()
    assert signed is not None
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    taken: dict[int, dict[str, float]] = {}
    at = 2  # the check has issued two papers, whose numbers are not to be given again
    for size in (SMALL, PAPERS):
        _grow(towns, pattern, signed, at + 1, size)
        at = size
        rebuild(cast.town.pk)  # what other towns have is tagged as theirs, and not met
        scratch.analyze()
        taken[size] = {label: _seconds(client, address) for label, address in _ASKED.items()}
    for label, small in taken[SMALL].items():
        large = taken[PAPERS][label]
        yield (
            f"list of documents, {label}: behind {PAPERS:,} papers {1000 * large:.0f} ms : behind {SMALL:,}"
            f" {1000 * small:.0f} ms = {large / small:.1f} : 1"
        )


def _grow(towns: list[UUID], pattern: Writ, signed: Signature, since: int, until: int) -> None:
    """Papers up to a number with their documents, a signature each, in turn for each town's units."""
    assert pattern.paper is not None
    day = scratch.after("'2023-06-03'", "(i * 37) %% 1096")
    kind = "CASE i / 60 %% 4 WHEN 0 THEN 'order' WHEN 1 THEN 'review' ELSE 'record' END"
    # The i-th paper is of town i modulo 60, and there of each unit in turn.
    unit = f"((i %% {TOWNS}) * {UNITS} + (i / {TOWNS}) %% {UNITS} + 1)"
    placed = {"town_id": scratch.in_turn(towns, "i")}
    of_unit = placed | {"id": scratch.counted_id("i"), "unit_id": scratch.counted_id(unit), "kind": kind}
    number = {"number": "'（东）应急〔2026〕' || i || '号'", "issued_on": day}
    scratch.multiply(pattern.paper, since, until, of_unit | number)
    served = f"CASE WHEN i %% 50 > 0 THEN {day} END"
    told = {"paper_id": scratch.counted_id("i"), "code": "'B' || i", "dated": day, "served_on": served}
    scratch.multiply(pattern, since, until, of_unit | told)
    scratch.multiply(signed, since, until, placed | {"writ_id": scratch.counted_id("i")})


def _seconds(client: Client, address: str) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        answer = client.get(address)
        taken.append(perf_counter() - begun)
        assert answer.status_code == 200, address
    return min(taken)  # the two sizes cannot take turns, and the machine is not alone
