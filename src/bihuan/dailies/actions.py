"""Verbs of daily reports: ask for one, end it, open a day, report, correct, remind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words, is_workday, moment_in_words
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.dailies import rules
from bihuan.dailies.models import DailyDue, DailyForm, DailyReport
from bihuan.dailies.queries import LATE_DAYS, askable, forms_in_force, is_own, missing, places, records_of
from bihuan.dailies.rules import Field, Number
from bihuan.figures.registry import FIGURES
from bihuan.grid.queries import cells_in_force
from bihuan.units.rules import CATEGORIES

AT_ONCE = 1000
CATCH_UP_DAYS = 7  # a clock that stood still opens so many past days, no more: nobody was asked on them
ASK_AGAIN = timedelta(hours=1)  # after so long what is still missing is told to those above


@transaction.atomic
def ask_for_reports(
    actor: Actor,
    *,
    title: str,
    reporters: Sequence[str],
    days: str,
    by: time | None,
    fields: Sequence[Field],
    from_on: date | None,
    categories: Sequence[str] = (),
    only: Sequence[UUID] = (),
    ranges: Sequence[tuple[date, date]] = (),
    next_day: bool = False,
    goes_to: str = "",
) -> DailyForm:
    """规定报送: from a day on, some places say something of each day. Incomplete names the fields; NotAllowed where the same is asked already."""
    actor.need("supervise")
    wrong = rules.check_form(
        title=title,
        reporters=reporters,
        categories=categories,
        days=days,
        ranges=ranges,
        fields=fields,
        by=by,
        from_on=from_on,
        known=askable(),
        trades=CATEGORIES,
        today=clock.today(),
    )
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert by is not None and from_on is not None
    hold_town(actor)  # or who presses twice asks the same twice
    there = {cell.pk for cell in cells_in_force(actor.scope, clock.today()) if cell.kind == "village"}
    if set(only) - there:
        raise Incomplete("请从列表中选择村。", {"only": "请从列表中选择村。"})
    if forms_in_force(actor.scope).filter(title=title.strip()).exists():
        raise NotAllowed(f"已经有“{title.strip()}”。要改的，先停用它再新设。")
    form = DailyForm(
        town_id=actor.town,
        title=title.strip(),
        reporters=[one for one in rules.REPORTERS if one in reporters],
        categories=sorted(set(categories)) if "unit" in reporters else [],
        days=days,
        only=[str(one) for one in only] if "village" in reporters else [],
        ranges=[(first.isoformat(), last.isoformat()) for first, last in ranges] if days == "named" else [],
        by=by,
        next_day=next_day,
        lines=[_labelled(one).as_kept() for one in fields],
        goes_to=goes_to.strip(),
        from_on=from_on,
    )
    form.save(force_insert=True)
    told = {"says": form.title, "reporters": form.reporters_label, "by": form.by_label, "from_on": from_on}
    entries = [events.Entry("ask_for_reports", form, told)]
    if opened := _opened(actor, form):
        entries.append(opened)
    events.record_all(actor, entries)
    return form


def _labelled(field: Field) -> Field:
    """A field that a figure fills in counts in the figure's unit."""
    unit = FIGURES[field.figure].unit if field.figure else field.unit.strip()
    return Field(
        field.key, field.label.strip(), field.source, unit, field.against, field.zero and not field.is_words
    )


@transaction.atomic
def end_reports(actor: Actor, form_id: UUID) -> DailyForm:
    """停用: nothing falls due by it from tomorrow on. What was sent and what is missing stays."""
    actor.need("supervise")
    form = actor.hold(DailyForm, form_id, what="张报表")
    if form.ended_on:
        raise NotAllowed(f"“{form.title}”已经停用。")
    DailyForm.objects.within(Scope.whole_town(actor.town)).filter(pk=form.pk).update(ended_on=clock.today())
    form.ended_on = clock.today()
    events.record(actor, "end_reports", form, given={"says": form.title})
    return form


@transaction.atomic
def open_days(actor: Actor, form: DailyForm) -> int:
    """布置报送: by the clock, what each place owes of today, and of the last days where the clock stood still. Returns how many are new."""
    opened = _opened(actor, form)
    if opened is None:
        return 0
    events.record_all(actor, [opened])
    return int(opened.given["dues"])


def _opened(actor: Actor, form: DailyForm) -> events.Entry | None:
    """The dues of the days that have begun, written down once, and the entry for the log."""
    today, town = clock.today(), Scope.whole_town(actor.town)
    first = max(
        form.from_on,
        today - timedelta(days=CATCH_UP_DAYS),
        form.opened_until + timedelta(days=1) if form.opened_until else date.min,
    )
    if first > today:
        return None
    mine = DailyForm.objects.within(town).filter(
        pk=form.pk, ended_on__isnull=True, opened_until=form.opened_until
    )
    if not mine.update(opened_until=today):
        return None
    form.opened_until = today
    days = [first + timedelta(days=at) for at in range((today - first).days + 1)]
    asked = [day for day in days if rules.is_asked(form.days, form.spans, day, is_workday(day))]
    owed = [_due(actor.town, form, day, place) for day in asked for place in places(town, form, day)]
    DailyDue.objects.bulk_create(owed, batch_size=AT_ONCE)
    if not owed:
        return None
    return events.Entry(
        "open_dailies",
        form,
        {"says": form.title, "days": [day.isoformat() for day in asked], "dues": len(owed)},
    )


def _due(town: UUID, form: DailyForm, day: date, place: Any) -> DailyDue:
    on = rules.due_day(day, form.next_day)
    return DailyDue(
        town_id=town,
        form=form,
        day=day,
        kind=place.kind,
        place=place.id,
        cell=place.cell,
        department_id=place.department,
        unit=place.unit,
        recorded_cell=place.cell.path,
        recorded_category=place.unit.category if place.unit else "",
        by_at=clock.at(on, form.by.hour, form.by.minute),
    )


@dataclass(frozen=True)
class Saying:
    """What a person says of a day: that nothing happened, or what, by the keys of the form's fields. `told_by`: who reported it by word of
    mouth, where somebody enters it for another place."""

    zero: bool
    typed: Mapping[str, Number | str | None]
    told_by: str = ""


@transaction.atomic
def send_report(actor: Actor, due_id: UUID, saying: Saying) -> DailyReport:
    """报送: the first report of a place and a day. A zero report is refused where the records of that day say otherwise; a late one is taken
    and marked. NotAllowed where somebody has reported already (the words typed are the form's to keep)."""
    due = _held(actor, due_id)
    if due.version:
        first = due.reports.within(actor.scope).select_related("person").order_by("-version").first()
        raise NotAllowed(
            f"{due.name}{in_words(due.day)}的报告已由{first.person.name}于{moment_in_words(first.at)}报送"
            f"（{'零报告' if due.is_zero else '有情况'}）。要改的，请点“更正”。"
        )
    report = _written(actor, due, saying)
    late = report.at > due.by_at
    _mark(actor, due, report, sent_at=report.at, sent_on=report.sent_on, is_late=late)
    events.record(actor, "send_report", due, given=_told(due, report) | {"late": late})
    return report


@transaction.atomic
def correct_report(
    actor: Actor, due_id: UUID, saying: Saying, *, reason: str, version: int | None
) -> DailyReport:
    """更正: another version for a reason; the one before is kept. `version` is the one that the page showed: Stale where somebody has
    corrected it since."""
    due = _held(actor, due_id)
    if not due.version:
        raise NotAllowed("还没有报送，请直接报送。")
    if version != due.version:
        raise Stale("这份报告刚刚有人更正过，请看过最新的再改。您填写的内容还在。")
    if not reason.strip():
        raise Incomplete("请填写更正的原因。", {"reason": "请填写更正的原因，如“漏报一起”。"})
    report = _written(actor, due, saying, reason.strip())
    before = DailyReport.objects.within(Scope.whole_town(actor.town)).filter(
        due=due, replaced_on__isnull=True, version=due.version
    )
    before.update(replaced_on=clock.today())
    _mark(actor, due, report)
    events.record(actor, "correct_report", due, given=_told(due, report) | {"reason": reason.strip()})
    return report


def _held(actor: Actor, due_id: UUID) -> DailyDue:
    """What is owed, held: of two who report at once one is first, and the other is told."""
    actor.need("report")
    due = actor.hold(DailyDue, due_id, what="份报告")
    today = clock.today()
    if due.day > today:
        raise NotAllowed(f"{in_words(due.day)}还没有到，不能提前报送。")
    if due.day < today - timedelta(days=LATE_DAYS):
        raise NotAllowed(
            f"{in_words(due.day)}的报告已过{LATE_DAYS}天，不能再报送或者更正；未报的如实记为未报。"
        )
    return due


def _written(actor: Actor, due: DailyDue, saying: Saying, reason: str = "") -> DailyReport:
    """A new version of a report, written down. Raises Incomplete and NotAllowed."""
    fields = due.form.fields
    if not is_own(actor, due) and not saying.told_by.strip():
        said = f"您代{due.name}报送，请填写是谁报告的。"
        raise Incomplete(said, {"told_by": said})
    records = {key: found.value for key, found in records_of(actor.town, due).items()}
    if saying.zero:
        if against := rules.against_zero(fields, records):
            held = "、".join(f"{one.field.label}{one.records}{one.field.unit}" for one in against)
            raise NotAllowed(
                f"{in_words(due.day)}{due.name}的记录里有{held}，不能报零报告。请核对后按有情况报送。"
            )
        values = rules.zero_values(fields, records)
    else:
        typed = {one.key: saying.typed.get(one.key) for one in fields if one.is_asked}
        if wrong := rules.check_typed(fields, typed):
            raise Incomplete("".join(wrong.values()), wrong)
        filled = {one.key: records.get(one.key) or 0 for one in fields if not one.is_asked}
        values = {key: value if value is not None else "" for key, value in (filled | typed).items()}
    report = DailyReport(
        town_id=actor.town,
        due=due,
        version=due.version + 1,
        person_id=actor.person_id,
        told_by="" if is_own(actor, due) else saying.told_by.strip(),
        at=clock.now(),
        sent_on=clock.today(),
        is_zero=saying.zero or rules.is_nothing(fields, values),
        values={key: _kept(value) for key, value in values.items()},
        records={key: _kept(value) for key, value in records.items()},
        reason=reason,
    )
    report.save(force_insert=True)
    return report


def _kept(value: Any) -> Any:
    """A value as JSON keeps it."""
    return str(value) if isinstance(value, Decimal) else value


def _mark(actor: Actor, due: DailyDue, report: DailyReport, **first: Any) -> None:
    """What is owed says which version holds."""
    values = {"version": report.version, "is_zero": report.is_zero, **first}
    DailyDue.objects.within(Scope.whole_town(actor.town)).filter(pk=due.pk).update(**values)
    for name, value in values.items():
        setattr(due, name, value)


def _told(due: DailyDue, report: DailyReport) -> dict[str, Any]:
    return {
        "says": due.form.title,
        "day": due.day,
        "zero": report.is_zero,
        "version": report.version,
        "told_by": report.told_by,
    }


@transaction.atomic
def remind(actor: Actor, now: datetime) -> int:
    """催报: by the clock. What is not there at its hour is asked for once; an hour later those above are told. Returns how many were asked for."""
    town = Scope.whole_town(actor.town)
    late = missing(actor.scope, now).filter(
        asked__lt=2, day__gte=clock.town_day(now) - timedelta(days=CATCH_UP_DAYS)
    )
    by_form: dict[tuple[UUID, int], list[DailyDue]] = {}
    for due in late.order_by("form", "pk"):
        stage = 2 if due.by_at + ASK_AGAIN <= now else 1
        if due.asked < stage:
            by_form.setdefault((due.form_id, stage), []).append(due)
    entries = []
    for (_, stage), some in by_form.items():
        keys = [due.pk for due in some]
        DailyDue.objects.within(town).filter(pk__in=keys, asked__lt=stage).update(asked=stage)
        given = {"says": some[0].form.title, "stage": stage, "dues": [str(key) for key in keys]}
        entries.append(events.Entry("remind_dailies", some[0].form, given))
    if entries:
        events.record_all(actor, entries)
    return sum(len(some) for some in by_form.values())
