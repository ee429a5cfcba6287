"""What goes out of the house: planned with the telling, gathered into one letter a person and way, sent by a job."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.clock import TOWN_TIME
from bihuan.core.ids import new_id
from bihuan.core.installation import is_demo
from bihuan.core.jobs import ask
from bihuan.core.jobs.lifecycle import OPEN
from bihuan.core.models import Job
from bihuan.core.scope import Scope
from bihuan.notices import rules
from bihuan.notices.models import Letter, Reading, Sending, Told, Wishes
from bihuan.notices.queries import due_sendings, open_letters, rhythm_of_town, still_wanted

BATCH = 500
SENDING = "notices.send"
LEASE = timedelta(minutes=5)  # a mail server may take its time, and nobody else is to send the same meanwhile
DELAYS = tuple(timedelta(minutes=one) for one in (1, 5, 30, 120, 480))


def plan(scope: Scope, rows: Sequence[Told]) -> None:
    """Put down when each person is sent what they were told of just now, by the ways for which they gave an address. A demo sends
    nothing to anybody."""
    if not rows or is_demo():
        return
    wishes = {
        one.person_id: one
        for one in Wishes.objects.within(scope).filter(person__in={row.person_id for row in rows})
    }
    if not wishes:
        return
    of_town, now = rhythm_of_town(scope), clock.now().astimezone(TOWN_TIME)
    Sending.objects.bulk_create(
        (
            Sending(id=new_id(), town_id=scope.town, told=row, way=way, due_at=due_at)
            for row in rows
            if (mine := wishes.get(row.person_id))
            for way in mine.ways
            if (due_at := _due_at(mine, way, row, now, of_town))
        ),
        batch_size=BATCH,
    )


def _due_at(mine: Wishes, way: str, row: Told, now: datetime, of_town: rules.Rhythm) -> datetime | None:
    """When a notice goes by a way; None: not at all."""
    pace = rules.pace(row.notice.level, mine.paces.get(way, {}).get(row.notice.kind, ""))
    return None if pace == rules.OFF else rules.send_at(pace, now, mine.rhythm(of_town))


def write_letters(town: UUID) -> int:
    """Gather what is due into one letter a person and way, however much it is; what was read or settled meanwhile, or whose post
    the person has left, is left out. Returns how many letters."""
    scope, now = Scope.whole_town(town), clock.now()
    if not due_sendings(scope, now).exists():
        return 0
    with transaction.atomic():
        _hold(scope)
        due = list(due_sendings(scope, now).values_list("pk", "told__person", "way"))
        wanted = set(still_wanted(scope, now, [pk for pk, _, _ in due]))
        letters = {
            (person, way): Letter(
                id=new_id(), town_id=town, person_id=person, way=way, made_at=now, try_at=now
            )
            for pk, person, way in due
            if pk in wanted
        }
        Letter.objects.bulk_create(letters.values(), batch_size=BATCH)
        for at, letter in letters.items():
            mine = [pk for pk, person, way in due if (person, way) == at and pk in wanted]
            Sending.objects.within(scope).filter(pk__in=mine).update(letter=letter)
        dropped = [pk for pk, _, _ in due if pk not in wanted]
        Sending.objects.within(scope).filter(pk__in=dropped).update(dropped_at=now)
    return len(letters)


def _hold(scope: Scope) -> None:
    """One clock at a time."""
    list(Reading.objects.within(scope).held())


@transaction.atomic
def ask_sending(town: UUID) -> None:
    """发送通知: have the letters that are due sent, where nobody is at it."""
    scope = Scope.whole_town(town)
    _hold(scope)
    at_it = Job.objects.within(scope).filter(kind=SENDING, state__in=OPEN)
    if open_letters(scope, clock.now()).exists() and not at_it.exists():
        ask(Actor.clock(town), SENDING, {})


def take(letter: Letter) -> bool:
    """Whether the letter is this process's to send: of two that would, one. If it dies over it, the letter is due again after
    LEASE."""
    mine = Letter.objects.within(Scope.whole_town(letter.town_id)).filter(pk=letter.pk, try_at=letter.try_at)
    return bool(mine.filter(sent_at__isnull=True).update(try_at=clock.now() + LEASE))


@transaction.atomic
def note_sent(letter: Letter) -> None:
    """已发出: the letter has left the house. If the process dies between that and this, it is sent again under the same number, by which a
    mailbox knows it."""
    _end(letter, sent_at=clock.now())


@transaction.atomic
def note_unsent(letter: Letter, why: str) -> bool:
    """没有发出: the letter could not be sent: it is tried again, each time later, and in the end given up, of which the log is told. Returns
    whether it was given up."""
    attempts = letter.attempts + 1
    if attempts <= len(DELAYS):
        _end(letter, attempts=attempts, try_at=clock.now() + DELAYS[attempts - 1], why=why[:200])
        return False
    _end(letter, attempts=attempts, given_up_at=clock.now(), why=why[:200])
    events.record(
        Actor.clock(letter.town_id), "give_up_letter", letter, given={"way": letter.way, "why": why}
    )
    return True


def _end(letter: Letter, **values: object) -> None:
    whole = Scope.whole_town(letter.town_id)
    Letter.objects.within(whole).filter(pk=letter.pk, sent_at__isnull=True).update(**values)
