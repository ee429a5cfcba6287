"""50,000 units out of one table, as the background does it, piece by piece: seconds, on the wall and of CPU, and memory at its peak."""

import resource
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import xlsxwriter
from tests.cast import Cast

from bihuan.core import events
from bihuan.intake import actions
from bihuan.intake.queries import counts
from bihuan.units.models import Unit

ROWS = 50_000
HEADS = [
    "序号",
    "单位名称",
    "统一社会信用代码",
    "行业类别",
    "所在村",
    "详细地址",
    "法人",
    "联系电话",
    "从业人数",
    "建档日期",
]


def run(cast: Cast) -> Iterator[str]:
    """Read, judge, take in; then the same file again, of which every row is there already."""
    chen, content = cast.chen, _table()
    begun, cpu = time.monotonic(), _cpu()
    batch = actions.begin_import(chen, kind="units", content=content, file_name="台账.xlsx")
    where: dict[str, Any] = {"sheet": batch.sheet, "head_row": batch.head_row, "columns": batch.columns}
    actions.match_columns(chen, batch.pk, version=batch.version, **where, fills={})
    _to_the_end(cast, batch)
    read, cpu_read = time.monotonic(), _cpu()
    batch = actions.find_import(chen, batch.pk)
    found = counts(batch)
    assert found["good"] == ROWS, found
    actions.carry_out(chen, batch.pk, version=batch.version, only_good=False)
    _to_the_end(cast, batch)
    done, cpu_done = time.monotonic(), _cpu()
    assert Unit.objects.within(chen.scope).count() >= ROWS
    assert events.check(cast.town.pk) is None
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    yield f"{ROWS:,} units: read and judged in {read - begun:.1f} s, taken in in {done - read:.1f} s"
    yield f"of CPU, whatever else the machine does: {cpu_read - cpu:.1f} s and {cpu_done - cpu_read:.1f} s"
    yield f"memory at its peak: {own} MB here, {child} MB in the process that reads the file"


def _cpu() -> float:
    """Seconds of CPU so far, here and in the processes that have read files."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _to_the_end(cast: Cast, batch: Any) -> None:
    while actions.go_on(cast.chen, batch.pk):
        continue


def _table() -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ["东岭镇监管对象台账"])
    sheet.write_row(1, 0, HEADS)
    trades = ("木材加工", "食品加工", "餐饮", "沿街商铺", "机械加工")
    for n in range(ROWS):
        village = ("石桥村", "柳林村")[n % 2]
        row = [
            n + 1,
            f"{_word(n)}{n}号店",
            "",
            trades[n % 5],
            village,
            f"{village}{n % 97}号院{n}",
            f"张{n % 100}",
        ]
        sheet.write_row(n + 2, 0, [*row, 13_000_000_000 + n, n % 40, "2018-03-05"])
    book.close()
    return out.getvalue()


def _word(n: int) -> str:
    letters = "永安石桥柳林宏达兴旺顺丰东升"
    return letters[n % 14] + letters[n // 14 % 14] + letters[n // 196 % 14]
