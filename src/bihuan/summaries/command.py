"""`bihuan summarize`: a file in, numbers and verdicts out."""

import json
import sys
from datetime import date
from pathlib import Path

from django.conf import settings

from bihuan import paper
from bihuan.core import clock, installation
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.summaries.binding.vocabulary import running
from bihuan.summaries.builtin import text_of
from bihuan.summaries.engine import Result, summarize
from bihuan.summaries.queries import vocabulary
from bihuan.summaries.reading.limits import NarrativeError
from bihuan.summaries.reading.narrative import read
from bihuan.summaries.report import as_document, as_json, in_words

CLEAN, DISPROVED, BAD_INPUT = 0, 1, 2


def run(
    narrative: Path,
    *,
    year: int | None,
    since: date | None,
    until: date | None,
    as_of: date | None,
    town: str,
    out: Path | None,
    as_json: bool,
    with_rows: bool,
) -> int:
    """Fill and check a narrative. JSON or words on stdout, progress on stderr; returns the exit status."""
    try:
        first, last = period(year, since, until)
        found = _town(town)
        scope = Scope.whole_town(found.pk)
        _say(f"读取 {narrative.name}")
        text = read(narrative)
        _say(f"核对 {found.name} {first:%Y-%m-%d} 至 {last:%Y-%m-%d} 的记录")
        result = summarize(
            scope,
            text,
            since=first,
            until=last,
            as_of=as_of or clock.so_far(last),
            vocabulary=vocabulary(scope),
        )
    except NarrativeError as error:
        _say(str(error))
        return BAD_INPUT
    answer = _json(result, scope, with_rows)
    if out is not None and (problem := _write(result, answer, found, out, narrative.stem)):
        _say(problem)
        return BAD_INPUT
    sys.stdout.buffer.write((answer if as_json else in_words(result) + "\n").encode())
    sys.stdout.buffer.flush()
    return CLEAN if result.is_clean else DISPROVED


def annual_text(year: int) -> str:
    """The built-in annual text for the only town of the database, with a section for each campaign of the year."""
    words = vocabulary(Scope.whole_town(_town("").pk))
    return text_of("annual", running(words, date(year, 1, 1), date(year, 12, 31)))


def period(year: int | None, since: date | None, until: date | None) -> tuple[date, date]:
    """The days of the summary, both counted: a year, or from a day to a day. Raises NarrativeError."""
    if year is not None and not 1990 <= year <= 2100:
        raise NarrativeError(f"“{year}”不是年份，请写四位数字，如2018。")
    if year is None and (since is None or until is None):
        raise NarrativeError("请用 --year 指定年度，或用 --from 和 --to 指定起止日期。")
    first = since or date(year or 0, 1, 1)
    last = until or date(year or 0, 12, 31)
    if last < first:
        raise NarrativeError("截止日期不能早于起始日期。")
    return first, last


def _town(name: str) -> Town:
    towns = list(Town.registry.filter(**({"name": name} if name else {})))
    if len(towns) == 1:
        return towns[0]
    if not towns:
        raise NarrativeError(
            f"没有“{name}”这个镇。" if name else "还没有建立镇，请先运行 bihuan init 或 bihuan demo。"
        )
    raise NarrativeError(f"共有{len(towns)}个镇，请用 --town 指定。")


def _json(result: Result, scope: Scope, with_rows: bool) -> str:
    return json.dumps(as_json(result, scope, with_rows=with_rows), ensure_ascii=False, indent=2) + "\n"


def _write(result: Result, answer: str, town: Town, out: Path, name: str) -> str:
    """Write docx, PDF and JSON; returns what went wrong, or ""."""
    mark = "演示" if installation.is_demo() else ""
    document = as_document(
        result.filled_text(),
        title=f"{town.name}安全生产工作总结",
        organ=f"{town.name}人民政府",
        dated=result.until,
        mark=mark,
    )
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.docx").write_bytes(paper.docx(document))
        (out / f"{name}.pdf").write_bytes(paper.pdf(document, extra_fonts=Path(settings.FONTS_DIR)))
        (out / f"{name}.json").write_text(answer, encoding="utf-8")
    except paper.GlyphMissing as error:
        return str(error)
    except OSError as error:
        return f"文件夹写不进去：{out}（{error.strerror}）。请换一个文件夹。"
    _say(f"已写出 {out / name}.docx、.pdf、.json")
    return ""


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
