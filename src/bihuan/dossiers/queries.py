"""Reading of units' files: which units have one, how whole each is today, what was frozen."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from bihuan.core.scope import Scope
from bihuan.dossiers.models import FileStanding, FileVersion
from bihuan.units.models import Unit

# Who reads a unit's file: the office, and who keeps the unit's risks. Its documents are not for everybody who works there.
READS = "office|risks"


def with_files(scope: Scope, on: date) -> QuerySet[Unit]:
    """The units that have a file: those in the register that were taken into the building of the two systems (两个体系)."""
    found: QuerySet[Unit] = Unit.objects.within(scope).filter(pilot_from__lte=on, ended_on__isnull=True)
    return found


def standings(scope: Scope, units: Sequence[Unit]) -> dict[UUID, FileStanding]:
    """How whole the files of some units are by what was noted last."""
    rows = FileStanding.objects.within(scope).filter(unit__in=units, until_on__isnull=True)
    return {row.unit_id: row for row in rows}


def standing_of(scope: Scope, unit: Unit) -> FileStanding | None:
    return standings(scope, [unit]).get(unit.pk)


def is_whole(scope: Scope, *, whole: bool) -> Q:
    """Units whose files are whole, or are not, by what was noted last."""
    rows = FileStanding.objects.within(scope).filter(until_on__isnull=True, is_whole=whole)
    return Q(pk__in=rows.values("unit"))


def versions(scope: Scope, unit: Unit) -> QuerySet[FileVersion]:
    """What was frozen of a unit's file, the latest first, without what it says."""
    found: QuerySet[FileVersion] = FileVersion.objects.within(scope).filter(unit=unit)
    return found.defer("content").select_related("frozen_by").order_by("-number")


def latest_version(scope: Scope, unit: Unit) -> FileVersion | None:
    """The latest, with what it says."""
    found: FileVersion | None = (
        FileVersion.objects.within(scope).filter(unit=unit).order_by("-number").first()
    )
    return found


def latest_versions(scope: Scope, units: Sequence[Unit]) -> dict[UUID, FileVersion]:
    """The latest of each of some units, without what it says."""
    newest = (
        FileVersion.objects.within(scope).filter(unit=OuterRef("unit")).order_by("-number").values("pk")[:1]
    )
    rows = FileVersion.objects.within(scope).filter(unit__in=units, pk=Subquery(newest)).defer("content")
    return {row.unit_id: row for row in rows}
