"""1,000 papers as one print job, in a process of its own, and as a zip: seconds, and memory at its peak (aim: below 500 MB)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from tests.cast import Cast

from benchmarks import scratch
from bihuan.core.jobs import ask
from bihuan.core.jobs.queries import result_of
from bihuan.core.models import Job
from bihuan.documents.jobs import PRINT
from bihuan.documents.models import Writ
from bihuan.inspections.models import IssuedPaper

PAPERS = 1_000
_WORKS = """
import resource, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.JOBS_DIR, settings.FILES = map(Path, sys.argv[2:4])
from bihuan.core import clock
from bihuan.core.jobs import work_off
from tests.cast import NOW
with clock.moved(NOW):
    work_off()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def run(cast: Cast) -> Iterator[str]:
    """One line for the PDF, one for the zip."""
    keys = [str(key) for key in _papers(cast)]
    for shape in ("pdf", "zip"):
        given: dict[str, Any] = {"shape": shape, "order": "unit", "copies": 1, "duplex": True, "writs": keys}
        job = ask(cast.chen, PRINT.name, given)
        begun = time.monotonic()
        peak = worked_off()
        seconds = time.monotonic() - begun
        ended = Job.registry.get(pk=job.pk)
        assert ended.state == "done", ended.message
        size = result_of(cast.chen, job.pk)[1].stat().st_size // 1024**2
        yield (
            f"{PAPERS:,} papers as one {shape}: {seconds:.1f} s, {peak} MB at its peak, {size} MB on disk"
            f" ({ended.message})"
        )


def _papers(cast: Cast) -> list[Any]:
    """So many orders, each of its own number, as copies of a real one."""
    scratch.one_check(cast)
    scope = cast.chen.scope
    pattern = Writ.objects.within(scope).filter(kind="order").select_related("paper").get()
    paper = pattern.paper
    assert paper is not None
    changed = {"number": "'（东）应急责改〔2026〕' || i || '号'"}
    scratch.multiply(paper, 2, PAPERS, changed | {"id": scratch.counted_id("i")})
    copied = {"paper_id": scratch.counted_id("i"), "code": "'BENCH' || i", "id": scratch.counted_id("i")}
    scratch.multiply(pattern, 2, PAPERS, copied)
    assert IssuedPaper.objects.within(scope).filter(kind="order").count() == PAPERS
    return list(Writ.objects.within(scope).filter(kind="order").values_list("pk", flat=True))


def worked_off() -> int:
    """MB at the peak of a fresh process that does what waits."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "bihuan.settings.test"}
    given = [connection.settings_dict["NAME"], settings.JOBS_DIR, settings.FILES]
    said = subprocess.run(
        [sys.executable, "-c", _WORKS, *map(str, given)], env=env, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr[-2000:]
    return int(said.stdout.split()[-1])
