"""Reading of accidents: those that count, those still to be told upward, what is known of one, and what the next report would say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from bihuan.accidents import rules
from bihuan.accidents.lifecycle import CANCELLED, FINAL, REPORTING
from bihuan.accidents.models import (
    Accident,
    AccidentPhoto,
    FlashReport,
    Remedy,
    ReportLimit,
    Telling,
    Toll,
)
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.scope import Scope, under
from bihuan.grid.models import Person
from bihuan.grid.queries import posts_held
from bihuan.units.models import Unit

SIGNERS = ("secretary", "mayor", "vice_mayor", "safety_head")


def standing(scope: Scope) -> QuerySet[Accident]:
    """Accidents that were not taken back."""
    found: QuerySet[Accident] = Accident.objects.within(scope).exclude(state=CANCELLED)
    return found


def tolls_that_count(scope: Scope) -> QuerySet[Toll]:
    """Tolls of accidents that stand, without those that came after the window."""
    found: QuerySet[Toll] = Toll.objects.within(scope).filter(counts_from__isnull=False)
    return found.exclude(accident__state=CANCELLED)


def running(scope: Scope) -> QuerySet[Accident]:
    """Accidents that are still being told upward, what presses first first."""
    return standing(scope).filter(state=REPORTING).order_by("word_due_at", "id")


def with_work(scope: Scope) -> QuerySet[Accident]:
    """Accidents of which something is left to do: to be told upward, to be closed, or what was asked for to be done."""
    asked = Remedy.objects.within(scope).filter(done_on__isnull=True).values("accident")
    return standing(scope).filter(Q(state__in=(REPORTING, FINAL)) | Q(pk__in=asked))


def to_close(scope: Scope) -> QuerySet[Accident]:
    """Accidents told to the end whose investigation is not on record."""
    return standing(scope).filter(state=FINAL).order_by("happened_at", "id")


def remedies_open(scope: Scope, accidents: Collection[Accident]) -> QuerySet[Remedy]:
    """What the investigations of some accidents asked for and nobody has reported done, what is due first first."""
    found: QuerySet[Remedy] = Remedy.objects.within(scope).filter(
        accident__in=accidents, done_on__isnull=True
    )
    return found.select_related("accident", "accident__unit").order_by("due_on", "id")


def limit_on(scope: Scope, on: date) -> ReportLimit:
    """The term that a town gives itself on a day; the law's where it has set none."""
    found: ReportLimit | None = ReportLimit.objects.within(scope).filter(from_on__lte=on).first()
    return found or ReportLimit.lawful()


def with_toll(found: QuerySet[Accident], scope: Scope) -> QuerySet[Accident]:
    """Accidents with what is known last of each: `deaths`, `severe` and the like, `grade`."""
    whole = Scope.whole_town(scope.town)
    last = Toll.objects.within(whole).filter(accident=OuterRef("pk")).order_by("-known_at", "-id")
    return found.annotate(**{name: Subquery(last.values(name)[:1]) for name in (*rules.COUNTED, "grade")})


def tolls(scope: Scope, accident: Accident) -> list[Toll]:
    """What was known of an accident's toll, the first first."""
    return list(Toll.objects.within(scope).filter(accident=accident).select_related("by"))


def reports(scope: Scope, accident: Accident) -> list[FlashReport]:
    """The flash reports of an accident, the first first."""
    return list(FlashReport.objects.within(scope).filter(accident=accident).select_related("toll"))


def tellings(scope: Scope, accident: Accident) -> list[Telling]:
    """Who was told of an accident, the first first."""
    return list(Telling.objects.within(scope).filter(accident=accident).select_related("report"))


def photos(scope: Scope, accident: Accident) -> list[AccidentPhoto]:
    return list(AccidentPhoto.objects.within(scope).filter(accident=accident))


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is a photo of an accident in the scope."""
    return bool(AccidentPhoto.objects.within(scope).filter(file=file_id).exists())


def signers(scope: Scope, on: date) -> list[tuple[Person, str]]:
    """Who may sign a flash report on a day, with the post: the leaders and the head of the safety office."""
    held = posts_held(Scope.whole_town(scope.town), on).filter(kind__in=SIGNERS)
    found = {post.person_id: (post.person, post.get_kind_display()) for post in reversed(held)}
    return list(reversed(found.values()))


def untold_toll(scope: Scope, accidents: Collection[Accident]) -> set[UUID]:
    """Those of some accidents whose toll has changed since the last report. One query for tolls, one for reports."""
    ids = [one.pk for one in accidents]
    known = dict(Toll.objects.within(scope).filter(accident__in=ids).values_list("accident", "pk"))
    told = dict(FlashReport.objects.within(scope).filter(accident__in=ids).values_list("accident", "toll"))
    return {pk for pk, toll in told.items() if known[pk] != toll}


def of_unit(scope: Scope, unit: Unit) -> QuerySet[Accident]:
    """A unit's accidents, the latest first."""
    return with_toll(standing(scope).filter(unit=unit), scope)


def remedies_of(scope: Scope, accidents: Collection[Accident]) -> dict[UUID, list[str]]:
    """What the investigations of some accidents asked for, each with whether it is done."""
    found: dict[UUID, list[str]] = {}
    for one in Remedy.objects.within(scope).filter(accident__in=[row.pk for row in accidents]):
        found.setdefault(one.accident_id, []).append(f"{one.text}（{'已' if one.done_on else '未'}落实）")
    return found


def of_production_since(scope: Scope, since: date) -> QuerySet[Toll]:
    """What counts last of the accidents of production from a day on: each accident once."""
    return tolls_that_count(scope).filter(
        counts_until__isnull=True, accident__nature=rules.PRODUCTION, accident__happened_on__gte=since
    )


def search(
    scope: Scope,
    *,
    words: str = "",
    state: str = "",
    nature: str = "",
    cell: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Accident]:
    """The register, those taken back among them, the latest first."""
    found: QuerySet[Accident] = Accident.objects.within(scope).order_by("-happened_at", "-id")
    for word in words.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(place__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(brief__icontains=word)
        )
    if state:
        found = found.filter(state=state)
    if nature:
        found = found.filter(nature=nature)
    if cell:
        found = found.filter(under("cell__path", cell))
    if since:
        found = found.filter(happened_on__gte=since)
    return found.filter(happened_on__lte=until) if until else found


@dataclass(frozen=True)
class Draft:
    """What the next report would say, and how that differs from the last one."""

    fields: dict[str, str]
    last: FlashReport | None
    order: int

    @property
    def changes(self) -> list[rules.Change]:
        return rules.changes(self.last.fields, self.fields) if self.last else []


def draft(scope: Scope, accident: Accident) -> Draft:
    """The next report as the records fill it; what is written by hand is as in the last one."""
    made = reports(scope, accident)
    last = made[-1] if made else None
    by_hand = {name: last.fields.get(name, "") for name in rules.WRITTEN_BY_HAND} if last else {}
    facts = facts_of(accident, tolls(scope, accident)[-1])
    return Draft(facts | {"brief": accident.brief} | by_hand, last, len(made) + 1)


def facts_of(accident: Accident, toll: Toll) -> dict[str, str]:
    """What a report says by the records alone, as it is printed."""
    unit = accident.unit
    position = (
        f"东经{accident.longitude:.6f}，北纬{accident.latitude:.6f}（WGS 84）"
        if accident.latitude is not None and accident.longitude is not None
        else ""
    )
    return {
        "unit": unit.name if unit else "",
        "category": accident.category_label,
        "happened": moment_in_words(accident.happened_at),
        "heard": "，".join(filter(None, (moment_in_words(accident.heard_at), accident.heard_from))),
        "place": accident.place,
        "position": position,
        "kind": accident.kind or "待核实",
        "nature": accident.nature_label,
        "grade": toll.grade_label if accident.is_graded else "不适用",
        **{name: f"{getattr(toll, name)}人" for name in rules.PERSONS},
        "loss_yuan": f"{toll.loss_yuan / rules.WAN:g}万元" if toll.loss_yuan else "待核定",
    }


def pressing(scope: Scope, now: datetime) -> list[Accident]:
    """Running accidents with a term of the town's that is about to run out or has, of which the clock has not told yet."""
    found = []
    for one in running(scope).filter(Q(pressed_at__isnull=True) | Q(late_noted_at__isnull=True)):
        next_one = one.next_clock()
        if next_one and next_one.presses(now):
            found.append(one)
    return found


def seen_by(actor: Actor) -> QuerySet[Accident]:
    """The accidents of an actor's, with unit and cell."""
    found: QuerySet[Accident] = Accident.objects.within(actor.scope)
    return found.select_related("unit", "unit__cell", "cell", "town")


def today_limit(scope: Scope) -> ReportLimit:
    return limit_on(scope, clock.today())
