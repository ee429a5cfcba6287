"""The desk's section of major hazards: what each of them still lacks, for whoever may do it, and where a visit is due."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.hazards.lifecycle import CLOSED, PASSED
from bihuan.majors.lifecycle import LISTED, PROPOSED
from bihuan.majors.queries import Standing, open_majors, to_delist

SHOWN = 8
VISIT_SOON_DAYS = 2
_RIGHTS = ("inspect", "supervise", "rectify", "accept", "decide")


def _to_do(actor: Actor, now: datetime) -> Section | None:
    """What is red stands first."""
    if not any(actor.may(right) for right in _RIGHTS):
        return None
    today, scope = clock.town_day(now), actor.scope
    found = [
        _item(one, mark, page)
        for one in (*open_majors(scope), *(to_delist(scope) if actor.may("decide") else ()))
        for right, mark, page in _lacking(one, today)
        if actor.may(right)
    ]
    found.sort(key=lambda item: item.mark is None or item.mark[0] != "bad")
    return Section("重大隐患", found[:SHOWN], reverse("majors") if len(found) > SHOWN else "")


def _lacking(one: Standing, today: date) -> Iterator[tuple[str, Mark, str]]:
    """What a major hazard lacks: who may do it, how it presses, the page."""
    hazard = one.hazard
    if hazard.is_open and not one.case.reported_on:
        late = hazard.major_on is not None and hazard.major_on < today
        yield "supervise", ("bad", "alert-triangle", "逾时未上报" if late else "今天须上报"), "major_report"
    if hazard.is_open and not one.case.fixed_on:
        yield "rectify", ("wait", "file-text", "五落实未落实"), "major_plan"
    if hazard.state == PASSED:
        yield "accept", ("wait", "file-check", "待验收"), "hazard_accept"
    if hazard.is_open and one.listing_state == PROPOSED:
        yield "decide", ("wait", "flag", "已提请挂牌，待登记答复"), "listing_record"
    if hazard.state == CLOSED and one.listing_state == LISTED:
        yield "decide", ("wait", "flag", "已验收，待登记摘牌"), "listing_delist"
    if one.visit_due_on and (one.visit_due_on - today).days <= VISIT_SOON_DAYS:
        yield "inspect", _pressing(one.visit_due_on, today), "hazard"


def _pressing(due: date, today: date) -> Mark:
    left = (due - today).days
    if left < 0:
        return ("bad", "alert-triangle", f"逾期{-left}天未巡查")
    return ("wait", "calendar", f"{left}天内须巡查" if left else "今天须巡查")


def _item(one: Standing, mark: Mark, page: str) -> Item:
    return Item(one.hazard.text, one.hazard.unit.name_and_place, reverse(page, args=[one.hazard.pk]), mark)


declare_section(20, _to_do)
