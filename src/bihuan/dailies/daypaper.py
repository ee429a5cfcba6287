"""A day of reports as a paper: a line for each place, the sums, who is missing; to be signed and handed up."""

from datetime import date, datetime

from bihuan.core.calendar import in_words
from bihuan.core.clock import TOWN_TIME
from bihuan.core.models import Town
from bihuan.dailies.listing import badge_of
from bihuan.dailies.queries import Day
from bihuan.paper.ledger import Head, Ledger


def _when(moment: datetime, day: date) -> str:
    """20:20; with its day where that is another: 1月2日 08:05."""
    local = moment.astimezone(TOWN_TIME)
    return f"{local:%H:%M}" if local.date() == day else f"{local.month}月{local.day}日 {local:%H:%M}"


def paper_of(found: Day, town: Town, mark: str = "") -> Ledger:
    """A day's compilation. Cells, departments, units and persons are loaded."""
    fields = found.form.fields
    heads = (
        Head("序号", 3, True),
        Head("报送单位", 9),
        Head("状态", 5, True),
        *(
            Head(
                one.label + (f"（{one.unit}）" if one.unit else ""),
                10 if one.is_words else 6,
                not one.is_words,
            )
            for one in fields
        ),
        Head("报送人", 5),
        Head("报送时间", 5, True),
    )
    rows = [
        (
            str(number),
            row.due.name,
            badge_of(row.due)[2],
            *(("" if line.said is None else str(line.said)) for line in row.lines),
            (row.report.told_by or row.report.person.name) if row.report else "",
            _when(row.report.at, found.day) if row.report else "",
        )
        for number, row in enumerate(found.rows, 1)
    ]
    sums = {line.field.key: str(line.said) for line in found.sums}
    rows.append(("", "合计", "", *(sums.get(one.key, "") for one in fields), "", ""))
    missing = "、".join(row.due.name for row in found.missing)
    return Ledger(
        title=f"{town.name}{found.form.title}",
        facts=(
            ("日期", in_words(found.day)),
            ("应报", f"{len(found.rows)}处"),
            ("已报", f"{len(found.rows) - len(found.missing)}处"),
            ("未报", missing or "无"),
            *((("报给", found.form.goes_to),) if found.form.goes_to else ()),
        ),
        heads=heads,
        rows=tuple(rows),
        dated=found.day,
        signs=("填报人", "审核人", "带班领导"),
        mark=mark,
        names=tuple(row.due.name for row in found.rows),
    )
