"""Documents per CPU second, in a warm process: a record of a check, and an order of six pages with strokes and seal. Side by side with
bare typst, which gets the same template and the finished payload. Aim: at least 80 % of it. Each document is another one, for typst
remembers what it has set, in one memory for both; their numbers are drawn, so that neither is helped more often by what the other has
just set."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

import typst
from tests.cast import Cast
from tests.documents.samples import SAMPLES, Sample
from tests.paper.forms import seal, stroke

from bihuan import paper
from bihuan.documents.composing import Stroke, compose
from bihuan.paper import Form
from bihuan.paper.compiling import TEMPLATES
from bihuan.paper.faces import font_set
from bihuan.paper.forms import TEMPLATE, FormValues

DOCUMENTS = 150
FIRST, *NUMBERS = Random(1).sample(
    range(10_000, 100_000), 1 + 2 * DOCUMENTS
)  # as long as each other, or lines break elsewhere
FINDINGS = 36  # of an order of six pages


@dataclass(frozen=True)
class Work:
    """What is written again and again: a kind's sample with its values."""

    label: str
    sample: Sample
    values: dict[str, Any]
    pages: int = 1
    strokes: Mapping[str, Stroke] = field(default_factory=dict)
    seal: bytes = b""

    def form(self, number: int) -> Form:
        """Its form with a number of its own in each finding, as from a row."""
        findings = [row | {"text": f"{row['text']}（{number}）"} for row in self.values["findings"]]
        frame = replace(
            self.sample.frame,
            number=f"（东）应急〔2026〕{number}号",
            code=f"BH1/{number:012d}",
            strokes=self.strokes,
            seal=self.seal,
        )
        form = compose(self.sample.made, self.values | {"findings": findings}, {}, frame)
        assert isinstance(form, Form)
        return form


def run(cast: Cast) -> list[str]:
    """A line for each document, and one for the first of a new process. The town is not needed."""
    record, order = SAMPLES["record"], SAMPLES["order"]
    few = order.values["findings"]
    strokes = {slot: Stroke(stroke(), "2026年6月2日10时5分") for slot in ("officer1", "officer2", "party")}
    values = order.values | {"findings": [few[number % len(few)] for number in range(FINDINGS)]}
    works = (
        Work("record of a check, 1 page", record, record.values),
        Work("order of 6 pages, signed and sealed", order, values, 6, strokes, seal()),
    )
    return [*map(_compared, works), _cold()]


def _compared(work: Work) -> str:
    compiler = typst.Compiler(
        input=str(TEMPLATES / TEMPLATE), root=str(TEMPLATES), font_paths=font_set().fonts
    )
    made = paper.pdf(work.form(FIRST))
    assert paper.page_count(made) == work.pages, f"{work.label}: {paper.page_count(made)} pages"
    assert _bare(compiler, _payload(work.form(FIRST))) == made, "the bare document is another one"
    bare_numbers, our_numbers = NUMBERS[:DOCUMENTS], NUMBERS[DOCUMENTS:]
    payloads = [_payload(work.form(number)) for number in bare_numbers]
    ours, bare = [], []
    for payload, number in zip(payloads, our_numbers, strict=True):  # in turn: the machine is not alone
        bare.append(_seconds(lambda one: _bare(compiler, one), payload))
        ours.append(_seconds(lambda one: paper.pdf(work.form(one)), number))
    return (
        f"{work.label}: {1 / median(ours):.0f} documents a CPU second, bare typst {1 / median(bare):.0f}"
        f" = {100 * median(bare) / median(ours):.0f} %"
    )


def _payload(form: Form) -> str:
    values = FormValues(form, font_set())
    return json.dumps(values.payload(values.pages), ensure_ascii=False)


def _bare(compiler: Any, payload: str) -> bytes:
    made: bytes = compiler.compile(format="pdf", sys_inputs={"d": payload}, pdf_standards="a-2b")
    return made


def _seconds(deed: Callable[[Any], object], given: Any) -> float:
    """CPU seconds of a deed."""
    begun = process_time()
    deed(given)
    return process_time() - begun


COLD = """
import sys
from time import perf_counter
from bihuan import paper
from tests.paper.forms import record
begun = perf_counter()
paper.warm()
warmed = perf_counter()
paper.pictures(record(), ppi=96)
sys.stdout.write(f"{warmed - begun} {perf_counter() - warmed}")
"""


def _cold() -> str:
    """The first document of a new process as a picture on the screen, its fonts read before (absolute)."""
    begun = perf_counter()
    told = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    whole = perf_counter() - begun
    warming, first = map(float, told.stdout.split())
    return (
        f"first document of a new process: {1000 * first:.0f} ms, warming before it {1000 * warming:.0f} ms,"
        f" {whole:.1f} s with the interpreter"
    )
