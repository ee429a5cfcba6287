"""Notices of letters: one is there to be signed, its day nears or has passed; what waits for the town's signature."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.grid.rules import UNIT_KEEPERS
from bihuan.letters import rules
from bihuan.letters.lifecycle import BY_PARTY, BY_TOWN, MADE
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import letters
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST

GROUP = "责任书"
BEFORE_DAYS = 7


def _signers(letter: ResponsibilityLetter) -> Whom:
    """Who signs for the party, by post."""
    kinds: tuple[str, ...] = (rules.SIGNERS[letter.party_kind],)
    if letter.unit_id:
        kinds = (*UNIT_KEEPERS, "enterprise_safety")
    return Whom(kinds=kinds, path=letter.cell.path, department=letter.department_id, unit=letter.unit_id)


def _made(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    found = letters(scope).in_bulk([one.subject_id for one in happened])
    for one in happened:
        letter = found.get(one.subject_id)
        if letter is not None and letter.is_open:
            yield Telling(
                key=str(letter.pk),
                about=letter.pk,
                whom=_signers(letter),
                text=f"{letter.year}年{letter.label}请在{in_words(letter.sign_by)}前签订",
                where=letter.party_name,
                url=reverse("letter", args=[letter.pk]),
                by=one.actor_id,
            )


def _still_unsigned(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    rows = ResponsibilityLetter.objects.within(scope).filter(pk__in=ids, state__in=(MADE, BY_TOWN))
    return set(rows.values_list("pk", flat=True))


def _near(scope: Scope, today: date) -> Iterable[Telling]:
    """To who signs, a week before the day and once after it; after it to the village (or the department) above a unit as well."""
    soon = today + timedelta(days=BEFORE_DAYS)
    rows = letters(scope).filter(state__in=(MADE, BY_TOWN), sign_by__lte=soon, to_on__gte=today)
    rows = rows.order_by("sign_by", "pk")
    for letter in rows:
        gone = letter.sign_by < today
        whom = _signers(letter)
        if gone and letter.unit_id:
            above = (*whom.kinds, "village_head")
            whom = Whom(kinds=above, path=whom.path, department=whom.department, unit=whom.unit)
        yield Telling(
            key=f"{letter.pk}:{letter.sign_by}:{'gone' if gone else 'near'}",
            about=letter.pk,
            whom=whom,
            text=f"{letter.year}年{letter.label}{'已过' if gone else '快到'}签订期限（{in_words(letter.sign_by)}），还没有签",
            where=letter.party_name,
            url=reverse("letter", args=[letter.pk]),
        )


def _for_town(scope: Scope, today: date) -> Iterable[Telling]:
    """To the leaders, once a week while anything waits: how many the other side has signed."""
    rows = ResponsibilityLetter.objects.within(scope).filter(state=BY_PARTY, to_on__gte=today).order_by()
    week = today.isocalendar()
    for year, count in rows.values_list("year").annotate(n=Count("pk")):
        first = rows.filter(year=year).order_by("pk").values_list("pk", flat=True)[0]
        yield Telling(
            key=f"{year}:{week.year}-{week.week}",
            about=first,
            whom=Whom(kinds=("mayor", "vice_mayor")),
            text=f"{year}年责任书有{count}份对方已签，等镇里签字",
            where="责任书",
            url=f"{reverse('letters_list')}?year={year}&state={BY_PARTY}",
        )


def _still_waiting(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    rows = ResponsibilityLetter.objects.within(scope).filter(pk__in=ids, state=BY_PARTY)
    return set(rows.values_list("pk", flat=True))


MADE_OUT = on("responsibilityletter", "make_letter")
declare_notice(
    Kind("letters.made", "责任书待签", GROUP, DIGEST, on=MADE_OUT, tell=_made, waits=_still_unsigned)
)
declare_notice(Kind("letters.near", "责任书签订期限", GROUP, DIGEST, due=_near, waits=_still_unsigned))
declare_notice(Kind("letters.town", "责任书等镇里签字", GROUP, DIGEST, due=_for_town, waits=_still_waiting))
