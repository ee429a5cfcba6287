"""What becomes of accounts in a year: somebody on loan is invited, leaves, comes back; the district asks for a phone number. Played before
all else of the day, and without the year's dice: the rest of the story is the same with it and without."""

import secrets
from collections.abc import Callable
from datetime import date
from functools import partial

from bihuan.accounts.actions import accept_invitation, close_account, invite, reopen_account
from bihuan.audit.actions import reveal
from bihuan.core.personal import PERSONAL
from bihuan.core.scope import Scope
from bihuan.demo.stage import Stage, working_day
from bihuan.grid.actions import appoint, register_person
from bihuan.grid.models import Person
from bihuan.units.models import Unit

ON_LOAN = "on_loan"
Scene = Callable[[Stage, date], None]


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    scenes = (((10, 9), _arrives), ((11, 6), _is_called), ((11, 30), _leaves), ((12, 17), _comes_back))
    for (month, number), scene in scenes:
        day = working_day(date(stage.year, month, number))
        if day >= since:
            stage.early(day, 45, partial(scene, stage, day))


def _arrives(stage: Stage, day: date) -> None:
    """A grid member on loan, with a post and an invitation."""
    admin = stage.actor("admin")
    person = register_person(admin, name="祝思远", username=ON_LOAN, phone="13899990001")
    stage.people[ON_LOAN] = person
    _takes_the_post(stage, day, person)


def _is_called(stage: Stage, day: date) -> None:
    """The district asks for the number of a unit's head, with the reason."""
    unit = Unit.objects.within(Scope.whole_town(stage.town.pk)).exclude(phone="").order_by("pk")[0]
    words = "核对区级督查通知的接收人"
    reveal(stage.actor("district"), PERSONAL["unit.phone"], unit.pk, reason="contact", words=words)


def _leaves(stage: Stage, day: date) -> None:
    close_account(stage.actor("admin"), stage.people[ON_LOAN].pk, reason="借调期满，回原单位", left_on=day)


def _comes_back(stage: Stage, day: date) -> None:
    person = stage.people[ON_LOAN]
    reopen_account(stage.actor("admin"), person.pk, reason="岁末值守，再次借调")
    _takes_the_post(stage, day, person)


def _takes_the_post(stage: Stage, day: date, person: Person) -> None:
    admin = stage.actor("admin")
    village = next(cell for cell in stage.cells.values() if cell.kind == "village")
    appoint(admin, person.pk, kind="grid_member", cell_id=village.pk, from_on=day)
    _, code = invite(admin, person.pk)
    accept_invitation(code, password=secrets.token_urlsafe(16))
