"""The verbs of dossiers: a version of a unit's file is frozen, how whole the files are is noted day by day, and that something was taken out of the
system is itself recorded."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.scope import Scope
from bihuan.dossiers import filing
from bihuan.dossiers.filing import File
from bihuan.dossiers.models import FileStanding, FileVersion
from bihuan.dossiers.queries import latest_version, standings, with_files
from bihuan.units.actions import hold_unit, hold_units
from bihuan.units.models import Unit

AT_ONCE = 200  # units


@transaction.atomic
def record_export(actor: Actor, unit_id: UUID, *, on: date, form: str, content: bytes, last_seq: int) -> str:
    """导出某日情况: writes down who took a unit's file out, of which day, and the digest by which the file is known again."""
    actor.need("supervise")
    unit = actor.find(Unit, unit_id, what="个监管对象")
    digest = hashlib.sha256(content).hexdigest()
    given = {"on": on, "form": form, "last_seq": last_seq, "sha256": digest}
    events.record(actor, "export_dossier", unit, given=given)
    return digest


@transaction.atomic
def freeze_file(actor: Actor, unit_id: UUID, *, note: str = "") -> FileVersion:
    """一企一册定稿: what the file says today is kept under the next number, whole or not; what it lacks is kept with it. Raises NotAllowed where
    today's last version says the same."""
    actor.need("risks")
    unit = hold_unit(actor, unit_id)
    if unit.ended_on:
        raise NotAllowed(f"“{unit.name}”{unit.state_label}，不在册，不再定稿；以前的各版都在。")
    today = clock.today()
    found = filing.file_of(actor.scope, unit, today)
    said = filing.content(actor, found, today, frozen_by=actor.name, note=note.strip())
    last = latest_version(actor.scope, unit)
    if last and last.frozen_on == today and _same(last.content, said):
        raise NotAllowed(f"今天已经定稿为{last}，此后内容没有变化，不用再定稿。")
    rows = FileVersion.objects.within(Scope.whole_town(actor.town)).filter(unit=unit)
    made = FileVersion(
        town_id=actor.town,
        unit=unit,
        number=int(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        frozen_on=today,
        frozen_at=clock.now(),
        frozen_by_id=actor.person_id,
        note=note.strip()[:200],
        required=found.completeness.required,
        complete=found.completeness.complete,
        lacks=found.lacks,
        content=said,
        digest=hashlib.sha256(events.canonical(said)).hexdigest(),
    )
    made.save(force_insert=True)
    _note(actor, [found])
    told = {"number": made.number, "said": found.completeness.said, "sha256": made.digest}
    events.record(actor, "freeze_file", unit, given=told)
    return made


@transaction.atomic
def note_files(actor: Actor) -> int:
    """档案完整度变化: by the clock, how whole each unit's file is today, where that is otherwise than it was. Returns how many are; twice is harmless."""
    today, units = clock.today(), list(with_files(actor.scope, clock.today()).order_by("pk"))
    changed: list[File] = []
    for some in (units[at : at + AT_ONCE] for at in range(0, len(units), AT_ONCE)):
        known = standings(actor.scope, some)
        found = filing.files(actor.scope, some, today)
        changed += [one for pk, one in found.items() if _differs(one, known.get(pk))]
    if not changed:
        return 0
    hold_units(actor, [one.unit.pk for one in changed])
    noted = _note(actor, changed)
    if noted:
        events.record_all(
            actor,
            [events.Entry("note_file", one.unit, {"said": one.completeness.said}) for one in noted],
        )
    return len(noted)


def _same(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether two versions print the same behind their covers."""
    one, other = (events.canonical(said["chapters"]) for said in (before, now))
    return one == other


def _differs(found: File, known: FileStanding | None) -> bool:
    return known is None or known.completeness != found.completeness


def _note(actor: Actor, among: Iterable[File]) -> list[File]:
    """Write how whole some files are, whose units are held. Returns those that were noted otherwise."""
    today, whole = clock.today(), Scope.whole_town(actor.town)
    files = list(among)
    known = standings(whole, [one.unit for one in files])
    noted = [one for one in files if _differs(one, known.get(one.unit.pk))]
    rows = FileStanding.objects.within(whole).filter(
        unit__in=[one.unit for one in noted], until_on__isnull=True
    )
    rows.update(until_on=today)
    FileStanding.objects.bulk_create(
        FileStanding(
            town_id=actor.town,
            unit=one.unit,
            required=one.completeness.required,
            complete=one.completeness.complete,
            is_whole=one.completeness.is_whole,
            from_on=today,
        )
        for one in noted
    )
    return noted
