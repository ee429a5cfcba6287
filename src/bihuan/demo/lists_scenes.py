"""The lists in the demo's year: filters that the cast keeps by name; what is late urged once a month, all at once, as from the page; a
decision entered at the wrong unit and struck out, which its list still finds."""

from datetime import date
from functools import partial

from django.http import QueryDict

from bihuan.core import clock
from bihuan.demo.stage import Stage, working_day
from bihuan.hazards.listing import HAZARDS
from bihuan.lists.actions import do_to_all, save_filter
from bihuan.lists.registry import bulks
from bihuan.measures.actions import record_decision, void_decision
from bihuan.supervision.queries import why_not_urge

# Who keeps what of which list: key of the person, list, name, query.
KEPT = (
    ("vice_mayor", "hazards", "逾期未改", "state=overdue&sort=deadline"),
    ("vice_mayor", "majors", "未销号的重大隐患", "state=open&sort=deadline"),
    ("safety_head", "hazards", "等复查的", "state=reported&sort=deadline"),
    ("safety_head", "hazards", "逾期未改", "state=overdue&sort=deadline"),
    ("safety_head", "referrals", "移送没回音的", "state=late&sort=due"),
    ("inspector_1", "units", "很久没去的", "state=open&sort=visited&columns=name,category,cell,head,visited"),
    ("inspector_1", "running_out", "两个月内到期", "term=60"),
    ("village_head", "hazards", "正在整改", "state=ordered&sort=deadline&columns=text,unit,deadline,demand"),
)
MISTAKEN = (11, 21)
URGED_ON = 25  # of each month, or the next working day
URGED = "逾期没有整改到位，请立即整改；确有困难的当天报安监办"


def schedule(stage: Stage, since: date) -> None:
    """On the first day the filters, on one of each month the word. Before the offices open, so that it takes nobody's time."""
    stage.later(since, partial(_keep, stage, since), at=7 * 60 + 45)
    for month in range(1, 13):
        day = working_day(date(stage.year, month, URGED_ON))
        if day >= since:
            stage.later(day, partial(_urge, stage, day), at=7 * 60 + 45)
    mistake = working_day(date(stage.year, *MISTAKEN))
    if mistake >= since:
        stage.later(mistake, partial(_mistake, stage, mistake), at=7 * 60 + 46)


def _keep(stage: Stage, day: date) -> None:
    with clock.moved(clock.at(day, 7, 45)):
        for key, listing, name, query in KEPT:
            save_filter(stage.actor(key), listing, name=name, query=query)


def _urge(stage: Stage, day: date) -> None:
    """The deputy mayor urges what is late, but where the clock has told who has to mend on the same morning."""
    with clock.moved(clock.at(day, 7, 45)):
        actor = stage.actor("vice_mayor")
        late = list(HAZARDS.rows(actor, QueryDict("state=overdue")))
        told = why_not_urge(actor.scope, late, day)
        if rows := [row for row in late if row.pk not in told]:
            bulk = next(one for one in bulks(HAZARDS) if one.key == "urge")
            do_to_all(actor, bulk, rows, {"note": URGED})


def _mistake(stage: Stage, day: date) -> None:
    """A warning registered at the neighbour of whom it was meant for; who did so sees it at once."""
    head = stage.actor("safety_head")
    unit = next(one for one in stage.units if not one.kept_apart and one.opened_on <= day)
    with clock.moved(clock.at(day, 7, 46)):
        wrong = record_decision(
            head,
            unit.id,
            kind="warning",
            body=stage.town.name + "人民政府",
            number=f"澜东政安〔{stage.year}〕9号",
            decided_on=day,
            reason="安全管理台账长期不更新，限期补正",
        )
    with clock.moved(clock.at(day, 7, 49)):
        void_decision(head, wrong.pk, note="登错单位，应为相邻的一家")
