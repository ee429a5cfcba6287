"""A year's responsibility letters of 1,000 units: made out as one job, and as one PDF by another, each in a process of its own: seconds, and
memory at its peak (aim: below 500 MB)."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta

from tests.cast import TODAY, Cast

from benchmarks import scratch
from benchmarks.printing import worked_off
from bihuan.core.jobs import ask
from bihuan.core.jobs.queries import result_of
from bihuan.core.models import Job
from bihuan.letters.actions import plan_letters
from bihuan.letters.jobs import MAKE, PRINT
from bihuan.letters.models import ResponsibilityLetter
from bihuan.units.actions import register_unit

UNITS = int(1_000 * float(os.environ.get("BENCH_SCALE", "1")))


def run(cast: Cast) -> Iterator[str]:
    """One line for the making, one for the PDF."""
    cell = cast.cells["石桥村"]
    pattern = register_unit(
        cast.chen, name="木业0号", category="trade.wood", cell_id=cell.pk, opened_on=TODAY, head="张三"
    )
    scratch.multiply(pattern, 2, UNITS, {"id": scratch.counted_id("i"), "name": "'木业' || i || '号'"})
    scratch.analyze()
    plan_letters(cast.chen, year=TODAY.year, kinds=["trade"], sign_by=TODAY + timedelta(days=60))
    for name, given, said in (
        (MAKE.name, {"year": TODAY.year}, "made out"),
        (
            PRINT.name,
            {"query": "", "copies": 1, "address": "https://aq.example"},
            "as one PDF",
        ),
    ):
        job = ask(cast.chen, name, given)
        begun = time.monotonic()
        peak = worked_off()
        seconds = time.monotonic() - begun
        ended = Job.registry.get(pk=job.pk)
        assert ended.state == "done", ended.message
        size = ""
        if ended.has_result:
            size = f", {result_of(cast.chen, job.pk)[1].stat().st_size // 1024**2} MB on disk"
        yield f"{UNITS:,} letters {said}: {seconds:.1f} s, {peak} MB at its peak{size} ({ended.message})"
    assert ResponsibilityLetter.objects.within(cast.chen.scope).count() == UNITS
