"""Forms of the district that fill themselves: one each month, from autumn on one each week that asks for much the same; looked at before the offices
open and handed up, hardly ever late. In autumn the office begins to issue a bulletin each month, drafted by itself.

Without chances, so that the rest of the year stays what it is.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from io import BytesIO

import xlsxwriter

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.jobs import work_off
from bihuan.core.scope import Scope
from bihuan.demo.stage import Stage, working_day
from bihuan.summaries import actions
from bihuan.summaries.models import Summary
from bihuan.summaries.queries import open_dues

MONTHLY = "安全生产检查情况月报表"
WEEKLY = "隐患排查治理周报"
LINES = {
    MONTHLY: (
        ("检查企业", "家次", "检查企业家次"),
        ("出动人员", "人次", "出动人员"),
        ("排查隐患", "条", "排查隐患"),
        ("其中：重大隐患", "条", "重大隐患"),
        ("已整改", "条", "已整改"),
        ("整改率", "%", "整改率"),
        ("下达执法文书", "份", "行政执法文书"),
    ),
    WEEKLY: (
        ("检查企业", "家次", "检查企业家次"),
        ("排查隐患", "条", "排查隐患"),
        ("已整改", "条", "已整改"),
    ),
}
MONTHLY_FROM, WEEKLY_FROM, BULLETINS_FROM = (1, 8), (10, 1), (10, 8)
SMALL_WEEKLY_FROM = (11, 26)
TUESDAY = 1  # the hour of last week's has passed
LATE_MONTH, LATE_WEEKS = 5, (11,)  # whose form was late; the months in which a week's was, once each
LAST_MINUTE = 57  # before the offices open, after all else of a morning


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    year, last = stage.year, date(stage.year, 12, 31)
    with clock.moved(clock.at(date(year - 1, 12, 20), 9, 30)):  # the year before is nobody's to tell of
        actions.set_bulletins(Actor.founder(stage.town.pk), [])
    monthly = max(since + timedelta(days=7), date(year, *MONTHLY_FROM))
    weekly = max(since, date(year, *(SMALL_WEEKLY_FROM if stage.size == "small" else WEEKLY_FROM)))
    weekly += timedelta(days=(TUESDAY - weekly.weekday()) % 7)
    _on(stage, monthly, partial(_ask, stage, MONTHLY, "month", 3, time(17)))
    _on(stage, weekly, partial(_ask, stage, WEEKLY, "week", 1, time(16)))
    _on(stage, max(since, date(year, *BULLETINS_FROM)), partial(_bulletins, stage, ["month"]))
    _on(stage, date(year, 12, 20), partial(_bulletins, stage, ["month", "quarter"]))
    for month in range(monthly.month + 1, 13):
        _on(stage, date(year, month, 1), work_off)
        handed = date(year, month, 4 if month == LATE_MONTH + 1 else 2)
        _on(stage, handed, partial(_hand_up, stage, "month"))
    late = set(LATE_WEEKS)
    day = weekly + timedelta(days=7 - weekly.weekday())
    while day <= last:
        is_late = day.month in late
        late.discard(day.month)
        _on(stage, day, work_off)
        _on(stage, day + timedelta(days=is_late), partial(_hand_up, stage, "week"))
        day += timedelta(days=7)
    for month in (11, 12):
        _on(stage, working_day(date(year, month, 3)), partial(_issue, stage))


def _on(stage: Stage, day: date, scene: Callable[[], object]) -> None:
    stage.early(day, LAST_MINUTE, scene)


def _ask(stage: Stage, name: str, kind: str, days: int, by: time) -> None:
    """The office keeps the district's form and says when it is asked."""
    officer = stage.actor("inspector_1")
    whom, minutes = (stage.town.bureau, 45) if name == MONTHLY else (f"{stage.town.district}安委会办公室", 20)
    form = actions.keep_form(
        officer,
        name=name,
        kind=kind,
        content=_sheet(name),
        file_name=f"{name}.xlsx",
        asked_by=whom,
        minutes=minutes,
    )
    actions.set_due(officer, form.pk, version=form.version, days=days, by=by, post="safety_head")


def _sheet(name: str) -> bytes:
    """The form as the district sends it, with the names of its figures in the squares."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name[-3:])
        framed = book.add_format({"border": 1, "align": "center"})
        head = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        sheet.merge_range("A1:C1", name, head)
        rows = (("指标", "单位", "本期"), *LINES[name])
        for number, (label, unit, figure) in enumerate(rows, 1):
            said = figure if number == 1 else "{{ " + figure + " }}"
            sheet.write_row(number, 0, (label, unit, said), framed)
        sheet.set_column("A:A", 24)
    return out.getvalue()


def _hand_up(stage: Stage, kind: str) -> None:
    """Whatever of the kind is filled has been looked at and gone up."""
    head = stage.actor("safety_head")
    for due in open_dues(head.scope).filter(form__kind=kind, filled__isnull=False):
        actions.hand_up(head, due.pk, version=due.version, note="政务邮箱")


def _bulletins(stage: Stage, kinds: list[str]) -> None:
    actions.set_bulletins(stage.actor("safety_head"), kinds)


def _issue(stage: Stage) -> None:
    """The draft of the month that is over: untrue claims give way to true ones, then it is signed."""
    work_off()
    head, leader = stage.actor("safety_head"), stage.actor("vice_mayor")
    drafts = Summary.objects.within(Scope.whole_town(stage.town.pk)).filter(
        kind="month", state="draft", made_by=None
    )
    for draft in drafts.order_by("since"):
        if actions.worked_out(head.scope, draft).untrue:
            draft = actions.tell_the_truth(head, draft.pk, version=draft.version)
        summary = actions.submit_summary(head, draft.pk, version=draft.version)
        actions.issue_summary(leader, summary.pk, version=summary.version)
