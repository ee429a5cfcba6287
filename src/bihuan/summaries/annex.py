"""附件 指标说明: every number of an issued summary with what it counts, of where and when, and how many records stand behind it.

Made from the frozen page alone, so that it reads the same after figures have been defined otherwise. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.figures.registry import Kind
from bihuan.paper import Annex, Paragraph, Table
from bihuan.summaries.binding.measures import MEASURES

TITLE = "指标说明"
HEADS = ("序号", "文中", "数值", "指标和定义", "范围和期间", "记录数")


def annex_of(page: dict[str, Any]) -> Annex:
    """The annex of a frozen page (`freezing.frozen`)."""
    rows = tuple((str(number), *row) for number, row in enumerate(_rows(page), start=1))
    since, until = page["period"]
    days = f"期间{_day(since)}至{_day(until)}，数据截止{_day(page['as_of'])}"
    said = f"下列{len(rows)}个数字，除注明由人填写的以外，由系统按记录计算：{days}。指标目录版本{page['registry']}。"
    return Annex(TITLE, (Paragraph(said), Table(HEADS, rows)))


def _rows(page: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for one in page["blanks"]:
        if one["kind"] != "number" or one["status"] != "bound":
            continue
        value = f"{one['printed']}{one['unit'] or ''}" if one["printed"] else "没有上报"
        if "ask" in one:
            where = one["scope"]["text"] if one["scope"] else "全镇"
            days = _days(page, one["ask"])
            yield one["text"], value, _counts(page, one), f"{where}\n{days}", str(one["rows"])
        elif one.get("parts"):
            yield one["text"], value, f"表中所列{one['parts']}项相加。", "—", str(one["rows"])
        else:
            yield one["text"], value, "由人填写，没有记录可查。", "—", "—"


def _days(page: dict[str, Any], ask: dict[str, Any]) -> str:
    """The days that a question was put for, the year told where it is not the summary's; a stock knows one day only."""
    year = page["period"][0][:5]
    since, until, as_of = (
        _day(ask[name]) if ask[name][:5] != year else _day(ask[name]).partition("年")[2]
        for name in ("since", "until", "as_of")
    )
    return f"截至{as_of}" if page["figures"][ask["figure"]]["kind"] == Kind.STOCK else f"{since}至{until}"


def _counts(page: dict[str, Any], entry: dict[str, Any]) -> str:
    """What the number counts: the figure's name and definition, and how it was set against another."""
    figure, measure = page["figures"][entry["ask"]["figure"]], entry["measure"]
    told = f"{figure['label']}：{figure['says']}"
    if measure["kind"] == "share":
        return f"{told}占“{page['figures'][measure['of']]['label']}”的百分比。"
    return f"{told}{MEASURES[measure['kind']]}。" if measure["kind"] in MEASURES else told


def _day(given: str) -> str:
    return in_words(date.fromisoformat(given))
