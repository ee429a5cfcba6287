"""What the tests of letters do again and again."""

import base64
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.grid.queries import actor_of
from bihuan.letters.actions import make_missing, plan_letters, sign_for_town, sign_letter
from bihuan.letters.models import ResponsibilityLetter
from bihuan.members.actions import invite_member, join_unit
from bihuan.units.models import Unit
from tests.cast import FOUNDED, PASSWORD, TODAY, Cast, picture

STROKE = "data:image/png;base64," + base64.b64encode(picture("black", "PNG")).decode()
TOWN_STROKE = "data:image/png;base64," + base64.b64encode(picture("navy", "PNG")).decode()
KINDS = ("department", "office", "village", "fireworks", "school", "building")
BY = date(2026, 7, 15)


def town(cast: Cast) -> Scope:
    return Scope.whole_town(cast.town.pk)


def made(cast: Cast, *kinds: str, sign_by: date = BY) -> int:
    """陈 asks for some kinds of letters of this year (all of the cast's town), and they are made out."""
    plan_letters(cast.chen, year=TODAY.year, kinds=kinds or KINDS, sign_by=sign_by)
    return make_missing(cast.chen, TODAY.year, 100)


def of(cast: Cast, name: str, **more: Any) -> ResponsibilityLetter:
    """The standing letter of a party by its name."""
    rows = ResponsibilityLetter.objects.within(town(cast)).filter(party_name=name, ended_on__isnull=True)
    return rows.filter(**more).select_related("unit", "cell", "department").get()


def signed(actor: Actor, letter: ResponsibilityLetter, **more: Any) -> ResponsibilityLetter:
    """The other side signs on the screen."""
    return sign_letter(actor, letter.pk, **({"signature": STROKE, "version": letter.version} | more))


def signed_by_both(cast: Cast, actor: Actor, name: str, **more: Any) -> ResponsibilityLetter:
    letter = signed(actor, of(cast, name, **more))
    return sign_for_town(cast.zhou, [letter.pk], signature=TOWN_STROKE)[0]


def head_of(cast: Cast, unit: str, name: str, phone: str) -> Actor:
    """A head with an account at a unit."""
    _, code = invite_member(Actor.founder(cast.town.pk), cast.units[unit].pk, kind="unit_head", name=name)
    person = join_unit(code, name=name, phone=phone, password=PASSWORD)
    return actor_of(person, TODAY)


KEYS = ("due", "done", "left", "rate", "signed", "units", "departments", "offices", "villages", "enterprises")


def numbers(cast: Cast, on: date) -> dict[str, int | Decimal | None]:
    """The figures of the year as of the end of a day; identities hold."""
    asks = [Ask(f"letters.{key}", FOUNDED, on, on) for key in KEYS]
    values = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return {ask.figure.removeprefix("letters."): values[ask].value for ask in asks}


def of_place(actor: Actor, unit: Unit) -> dict[str, Any]:
    """What addresses name of a letter of a unit, to be signed."""
    kind = unit.category.removesuffix(".wood")
    plan = plan_letters(actor, year=TODAY.year, kinds=[kind], sign_by=TODAY + timedelta(days=40))[0]
    make_missing(actor, TODAY.year, 100)
    row = ResponsibilityLetter.objects.within(actor.scope).get(unit=unit)
    named = {"letter_id": row.pk, "letter_plan_id": plan.pk, "letter_code": row.code}
    return named | {"letter_kind": kind, "letter_page": 1}
