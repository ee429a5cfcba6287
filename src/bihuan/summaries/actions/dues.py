"""Forms that fill themselves (定期上报): which are due when, opened and filled by the clock, looked at and handed up by a person."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.errors import Incomplete, NotAllowed, Refused, Stale
from bihuan.core.jobs import ask
from bihuan.core.scope import Scope
from bihuan.grid.rules import POST_KINDS
from bihuan.summaries import rules
from bihuan.summaries.actions.forms import made_of, told_of
from bihuan.summaries.models import FormDue, FormHanding, ReportForm
from bihuan.summaries.queries import handings
from bihuan.summaries.sheets.changed import changes_of

FILLING = "summaries.fill_due"  # the job's kind
KEEPERS = [(code, kind.label) for code, kind in POST_KINDS.items() if "summarize" in kind.rights]
LOOKS_BACK = timedelta(
    days=31
)  # so long after it was handed up the clock looks whether a form would read otherwise


@transaction.atomic
def set_due(
    actor: Actor, form_id: UUID, *, version: int, days: int | None, by: time | None, post: str
) -> ReportForm:
    """定期自动填: from now on the form fills itself when its period is over. The first is the last finished period where its hour is still
    to come, else the one that runs. What is due already keeps its hour."""
    form = _form(actor, form_id)
    wrong = rules.why_not_due(form.kind, days, by is not None)
    if post not in dict(KEEPERS):
        wrong["post"] = "请选择由谁核对上报。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert days is not None and by is not None
    today = clock.today()
    since, until = rules.over(form.kind, today)
    on = rules.due_on(until, days)
    first = since if clock.at(on, by.hour, by.minute) > clock.now() else rules.running(form.kind, today)
    values = {"due_from": form.due_from or first, "due_days": days, "due_at": by, "post": post}
    _change(actor, form, version, values)
    opened = _opened(actor, form)
    given = {"name": form.name, "when": form.due_words, "post": post, "from_on": form.due_from}
    events.record_all(actor, [events.Entry("set_form_due", form, given), *opened])
    _ask(actor, form)
    return form


@transaction.atomic
def end_due(actor: Actor, form_id: UUID, *, version: int) -> ReportForm:
    """停止自动填: no further period falls due. What is due stays until it is handed up or waived."""
    form = _form(actor, form_id)
    if not form.is_due:
        raise NotAllowed(f"“{form.name}”没有设定定期自动填。")
    _change(actor, form, version, {"due_from": None, "due_until": None})
    events.record(actor, "end_form_due", form, given={"name": form.name})
    return form


@transaction.atomic
def open_dues(actor: Actor, form: ReportForm) -> int:
    """到期: by the clock, the periods that are over, each once, and their filling asked for. Returns how many are new."""
    opened = _opened(actor, form)
    if opened:
        events.record_all(actor, opened)
        _ask(actor, form)
    return len(opened)


def _opened(actor: Actor, form: ReportForm) -> list[events.Entry]:
    """The dues of the periods that are over, written down once, and what the log is told."""
    if form.due_from is None or form.due_days is None or form.due_at is None:
        return []
    first = max(form.due_from, form.due_until + timedelta(days=1) if form.due_until else date.min)
    periods = rules.periods_over(form.kind, first, clock.today())
    if not periods:
        return []
    mine = ReportForm.objects.within(Scope.whole_town(actor.town)).filter(
        pk=form.pk, due_until=form.due_until, due_from__isnull=False
    )
    if not mine.update(due_until=periods[-1][1]):
        return []  # another clock was faster
    form.due_until = periods[-1][1]
    there = set(
        FormDue.objects.within(actor.scope)
        .filter(form=form, since__in=[since for since, _ in periods])
        .values_list("since", flat=True)
    )
    dues = [_due(actor, form, since, until) for since, until in periods if since not in there]
    FormDue.objects.bulk_create(dues)
    return [events.Entry("open_form_due", one, {"says": str(one), "by": one.by_at}) for one in dues]


def _due(actor: Actor, form: ReportForm, since: date, until: date) -> FormDue:
    assert form.due_days is not None and form.due_at is not None
    on = rules.due_on(until, form.due_days)
    by = clock.at(on, form.due_at.hour, form.due_at.minute)
    return FormDue(town_id=actor.town, form=form, since=since, until=until, due_on=on, by_at=by)


def _ask(actor: Actor, form: ReportForm) -> None:
    """Have what is not filled yet filled in the background: a large form takes seconds."""
    waiting = FormDue.objects.within(actor.scope).filter(
        form=form, filled=None, problem="", waived_on__isnull=True
    )
    for key in waiting.order_by("since").values_list("pk", flat=True):
        ask(Actor.clock(actor.town), FILLING, {"due": str(key)}, slot=str(key))


def fill_due(actor: Actor, due_id: UUID) -> FormDue:
    """自动填: by the clock, once. What hinders it stands on the due, for a person to put right."""
    due = _find(actor, due_id)
    if due.filled_id or due.problem or due.waived_on:
        return due
    try:
        return _fill(actor, due, seen=False)
    except Stale:
        return _find(actor, due_id)  # a person was faster
    except Refused as refused:
        with transaction.atomic():
            _move(actor, due, seen=False, problem=refused.message[:200])
            events.record(actor, "fail_form_due", due, given={"says": str(due), "why": refused.message})
        return due


def refill_due(actor: Actor, due_id: UUID, *, version: int) -> FormDue:
    """重新填: the same period by the records and the choices of now. What was handed up stays kept as it went."""
    actor.need("summarize")
    due = _seen(actor, due_id, version)
    _not_waived(due)
    return _fill(actor, due)


def _fill(actor: Actor, due: FormDue, *, seen: bool = True) -> FormDue:
    made = made_of(actor, due.form, since=due.since, until=due.until, as_of=due.until)
    with transaction.atomic():
        made.save(force_insert=True)
        _move(actor, due, seen=seen, filled=made, problem="")
        given = {"says": str(due), "by": due.by_at, "filled": made.pk}
        events.record_all(actor, [told_of(made), events.Entry("fill_due", due, given)])
    return due


def hand_up(actor: Actor, due_id: UUID, *, version: int, note: str = "") -> FormHanding:
    """上报: a person has looked at the form and handed it up; the system records it and sends nothing. After its hour it is late. A second
    time: what was filled anew since."""
    actor.need("summarize")
    due = _seen(actor, due_id, version)
    _not_waived(due)
    if due.filled is None:
        raise NotAllowed(f"{due}还没有填好，没有可以上报的。请先点“重新填”。")
    last = handings(actor.scope, due).last()
    if last is not None and last.filled_id == due.filled_id:
        raise NotAllowed(
            f"这一份已由{last.person.name}于{moment_in_words(last.at)}上报。要更正的，请先“重新填”。"
        )
    handing = FormHanding(
        town_id=actor.town,
        due=due,
        number=last.number + 1 if last else 1,
        filled=due.filled,
        person_id=actor.person_id,
        at=clock.now(),
        note=note.strip()[:100],
    )
    values: dict[str, Any] = {"changes": [], "changed_on": None, "left": {}}
    if last is None:
        late = clock.now() > due.by_at
        values |= {"handed_at": clock.now(), "handed_on": clock.today(), "is_late": late}
    with transaction.atomic():
        _move(actor, due, **values)
        handing.save(force_insert=True)
        given = {"says": str(due), "number": handing.number, "late": due.is_late, "note": handing.note}
        events.record(actor, "hand_up_form", due, given=given | {"digest": due.filled.digest})
    return handing


def waive_due(actor: Actor, due_id: UUID, *, version: int, why: str) -> FormDue:
    """本期免报: the superior does not ask for this period."""
    actor.need("summarize")
    due = _seen(actor, due_id, version)
    if not due.is_open:
        raise NotAllowed("已经上报或者免报，不能再改为免报。")
    if not why.strip():
        raise Incomplete("请填写免报的原因。", {"why": "请填写原因，如“区局通知本月免报”。"})
    with transaction.atomic():
        _move(actor, due, waived_on=clock.today(), waived_why=why.strip()[:100])
        events.record(actor, "waive_form_due", due, given={"says": str(due), "why": due.waived_why})
    return due


def leave_changes(actor: Actor, due_id: UUID, *, version: int) -> FormDue:
    """不再更正: what the records say otherwise since is known and stays as it was sent."""
    actor.need("summarize")
    due = _seen(actor, due_id, version)
    if due.handed_at is None:
        raise NotAllowed("还没有上报，数字有变的请“重新填”。")
    now = {one["cell"]: one["now"] for one in _changes(actor, [due])[due.pk]}
    with transaction.atomic():
        _move(actor, due, changes=[], changed_on=None, left=due.left | now)
        events.record(actor, "leave_form_changes", due, given={"says": str(due), "cells": sorted(now)})
    return due


def look_again(actor: Actor) -> int:
    """报后有变: by the clock, once a day, what was handed up lately is held against the records of now. Returns how many are news."""
    today = clock.today()
    unseen = Q(checked_on__lt=today) | Q(checked_on__isnull=True, handed_on__lt=today)
    lately = FormDue.objects.within(actor.scope).filter(
        unseen, handed_on__gte=today - LOOKS_BACK, filled__isnull=False
    )
    dues = list(lately.select_related("form").order_by("pk"))
    if not dues:
        return 0
    found = _changes(actor, dues)
    entries = []
    with transaction.atomic():
        town = FormDue.objects.within(Scope.whole_town(actor.town))
        for due in dues:
            if (changes := found[due.pk]) == due.changes:
                continue
            values = {"changes": changes, "changed_on": today if changes else None}
            if town.filter(pk=due.pk, version=due.version).update(**values, version=F("version") + 1):
                given = {"says": str(due), "cells": [one["cell"] for one in changes]}
                entries.append(events.Entry("note_form_changes", due, given))
        town.filter(pk__in=[due.pk for due in dues]).update(checked_on=today)
        if entries:
            events.record_all(actor, entries)
    return len(entries)


def _changes(actor: Actor, dues: Sequence[FormDue]) -> Mapping[UUID, list[dict[str, Any]]]:
    sent = FormHanding.objects.within(actor.scope).filter(due__in=dues).select_related("filled")
    latest = {one.due_id: one.filled for one in sent.order_by("number")}
    return changes_of(actor.scope, [(due, latest[due.pk]) for due in dues if due.pk in latest])


@transaction.atomic
def remind_dues(actor: Actor) -> int:
    """催报: by the clock, once, what is not handed up at its hour. Returns how many."""
    late = FormDue.objects.within(actor.scope).filter(
        handed_at=None, waived_on=None, reminded=False, by_at__lt=clock.now()
    )
    dues = list(late.held().order_by("pk"))  # or two clocks at once would ask twice
    if not dues:
        return 0
    FormDue.objects.within(Scope.whole_town(actor.town)).filter(pk__in=[one.pk for one in dues]).update(
        reminded=True
    )
    names = ReportForm.objects.within(actor.scope).in_bulk({one.form_id for one in dues})
    for one in dues:
        one.form = names[one.form_id]
    events.record_all(actor, [events.Entry("remind_form", one, {"says": str(one)}) for one in dues])
    return len(dues)


def _form(actor: Actor, form_id: UUID) -> ReportForm:
    actor.need("summarize")
    return actor.find(ReportForm, form_id, what="张报表样式")


def _find(actor: Actor, due_id: UUID) -> FormDue:
    due = FormDue.objects.within(actor.scope).select_related("form__file", "filled").filter(pk=due_id).first()
    return due or actor.find(FormDue, due_id, what="份报表")


def _seen(actor: Actor, due_id: UUID, version: int) -> FormDue:
    """The due as the page showed it; Stale where somebody has been there since."""
    due = _find(actor, due_id)
    if due.version != version:
        raise Stale("这份报表刚刚有人动过（重新填、上报或者报后有变）。请看过最新的再办。")
    return due


def _not_waived(due: FormDue) -> None:
    if due.waived_on:
        raise NotAllowed(f"{due}已登记免报（{due.waived_why}）。")


def _move(actor: Actor, due: FormDue, *, seen: bool = True, **values: Any) -> None:
    """The one way a due changes: a conditional UPDATE on its version. Raises Stale. The version counts what a person may have `seen`: the
    first filling comes before anybody looks."""
    mine = FormDue.objects.within(actor.scope).filter(pk=due.pk, version=due.version)
    if not (mine if seen else mine.filter(filled=None)).update(version=F("version") + int(seen), **values):
        raise Stale("这份报表刚刚有人动过。请看过最新的再办。")
    for name, value in values.items():
        setattr(due, name, value)
    due.version += int(seen)


def _change(actor: Actor, form: ReportForm, version: int, values: dict[str, Any]) -> None:
    mine = ReportForm.objects.within(actor.scope).filter(pk=form.pk, version=version)
    if not mine.update(version=F("version") + 1, **values):
        raise Stale("这张报表刚刚被别人改过。请刷新页面，核对后再设。")
    for name, value in values.items():
        setattr(form, name, value)
    form.version = version + 1
