"""An old ledger comes in: the shops along the streets, as villages wrote them down in autumn, mistakes and all. Mended and taken in by
the same steps as on the pages; before it, a file of which it turned out that it was another town's.

Played before the offices open and with chances of its own, so that the rest of the year stays what it is.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from io import BytesIO
from random import Random
from typing import Any

import xlsxwriter

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.demo.names import Names
from bihuan.demo.stage import Stage, working_day
from bihuan.intake import actions
from bihuan.intake.models import Import
from bihuan.units.models import Unit

SHOPS = 18
VILLAGES = 6
TRADES = ("便利店", "小吃店", "五金门市", "理发店", "劳保用品店", "快递驿站")
HEADS = ("序号", "所在村", "店名", "行业", "负责人及电话", "地址", "建档日期")
MONTH_ONLY, SHORT_PHONE, UNKNOWN_TRADE = 3, 7, ("小超市", (4, 11, 15))


def schedule(stage: Stage, since: date) -> None:
    """Put the ledger on the agenda."""
    day = working_day(date(stage.year, 10, 18))
    if day >= since:
        stage.later(day, partial(_ledger, stage, day), at=7 * 60 + 45)


def _ledger(stage: Stage, day: date) -> None:
    officer = stage.actor("inspector_1")
    with clock.moved(clock.at(day, 7, 45)):
        other = [["", "云泉镇东街", "喜来副食店", "沿街商铺", "", "东街1号", ""]]
        wrong = read_in(officer, _saved(other, "云泉镇"), "沿街门店（云泉）.xlsx")
        actions.drop_import(officer, wrong.pk, version=wrong.version)
        batch = read_in(
            officer, _saved(_rows(stage, day), "各村报送"), f"{stage.year}年沿街门店排查台账.xlsx"
        )
        _mended(officer, batch, day)
        batch = actions.find_import(officer, batch.pk)
        actions.carry_out(officer, batch.pk, version=batch.version, only_good=True)
        to_the_end(officer, batch)


def _rows(stage: Stage, day: date) -> list[list[Any]]:
    """The ledger's rows from row 4 on: new shops, with mistakes here and there; last a shop that is in the register already, with a
    new phone, and one whose name is nearly another's."""
    rng = Random(f"{stage.year} ledger")
    names = Names(rng)
    villages = [name for name, cell in stage.cells.items() if cell.kind == "village" and not cell.ended_on]
    rows: list[list[Any]] = []
    for at in range(SHOPS):
        village = villages[at % VILLAGES]
        person, phone = names.person(), f"1990001{at + 1:04d}"
        trade = UNKNOWN_TRADE[0] if at in UNKNOWN_TRADE[1] else "餐饮" if at % 6 == 1 else "沿街商铺"
        phone = phone[:-1] if at == SHORT_PHONE else phone
        since = f"{day.year}年9月" if at == MONTH_ONLY else f"{day.year}.9.{at + 3}"
        name = f"{names.brand()}{TRADES[at % len(TRADES)]}"
        rows.append(
            [
                at + 1,
                village,
                name,
                trade,
                f"{person[0]} {person[1:]}{phone}",
                f"{village}主街{at + 1}号",
                since,
            ]
        )
    known = [unit for unit in stage.units if unit.category == "trade.catering" and not unit.kept_apart][:2]
    there = Unit.objects.within(stage.actor("inspector_1").scope).in_bulk([unit.id for unit in known])
    for at, unit in enumerate(there[one.id] for one in known):
        name = unit.name if at == 0 else f"{unit.name}分店"
        place = known[at].village
        rows.append([SHOPS + at + 1, place, name, "餐饮", f"1990001{SHOPS + at + 1:04d}", unit.address, ""])
    return rows


def _saved(rows: Sequence[Sequence[Any]], sheet_name: str) -> bytes:
    """The workbook as villages send it: a title, a line of who reports, the heads; a sum and signatures at the foot."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2018, 10, 1)})  # or the same story would be other bytes
    sheet = book.add_worksheet(sheet_name)
    sheet.merge_range("A1:G1", "沿街门店安全排查台账")
    sheet.write("A2", "填报单位：各村（社区）")
    sheet.write_row(2, 0, HEADS)
    for at, row in enumerate(rows):
        sheet.write_row(3 + at, 0, row)
    sheet.write_row(3 + len(rows), 0, ["合计", "", f"{len(rows)}家"])
    sheet.write_row(4 + len(rows), 0, ["填表人：", "", "审核人："])
    book.close()
    return out.getvalue()


def read_in(officer: Actor, content: bytes, name: str, kind: str = "units") -> Import:
    """A file sent up, its columns taken as they were found, read to the end."""
    batch = actions.begin_import(officer, kind=kind, content=content, file_name=name)
    where = {"sheet": batch.sheet, "head_row": batch.head_row, "columns": batch.columns, "fills": batch.fills}
    actions.match_columns(officer, batch.pk, version=batch.version, **where)
    to_the_end(officer, batch)
    return actions.find_import(officer, batch.pk)


def _mended(officer: Actor, batch: Import, day: date) -> None:
    """What the officer asked the villages for and put in; a shop that moved stays out until somebody has been there."""
    first = 4
    cells = {
        (first + MONTH_ONLY, "opened_on"): f"{day.year}-09-06",
        (first + UNKNOWN_TRADE[1][0], "category"): "沿街商铺",
        (first + SHORT_PHONE, "phone"): f"1990001{SHORT_PHONE + 1:04d}",
    }
    choices = {first + SHOPS: "update", first + SHOPS + 1: "skip"}
    actions.mend_rows(officer, batch.pk, cells=cells, choices=choices, alike=True)


def to_the_end(officer: Actor, batch: Import) -> None:
    """Whatever an import has before it is done."""
    while actions.go_on(officer, batch.pk):
        continue
