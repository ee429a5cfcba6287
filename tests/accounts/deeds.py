"""What the accounts' tests have in common."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bihuan.accounts.actions import invite
from bihuan.accounts.models import Rejoining
from bihuan.core.actions import Actor
from bihuan.grid.models import Person
from tests.cast import NOW, Cast

PASSWORD = "yushan-bridge-77"


def give_password(cast: Cast, key: str, password: str = PASSWORD) -> Person:
    """One of the cast sets a password of his own choice."""
    person = Person.accounts.get(pk=cast.people[key].pk)
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


def press(client: Client, username: str, password: str = PASSWORD, **more: Any) -> HttpResponse:
    return client.post(reverse("sign_in"), {"username": username, "password": password}, **more)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def invited(cast: Cast, key: str) -> str:
    """The code of a fresh invitation by 许."""
    return invite(cast.xu, cast.people[key].pk)[1]


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def code_on(answer: HttpResponse) -> str:
    """The code that the inviter's page shows."""
    found = re.search(r"<dd>([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})</dd>", text_of(answer))
    assert found, "no code on the page"
    return found[1]


def wished(actor: Actor) -> Any:
    """A wish that the administrators become one again, as if they were kept apart."""
    wish = Rejoining(
        town_id=actor.town, reason="调离", asked_by_id=actor.person, asked_as="audit_admin", asked_at=NOW
    )
    wish.save(force_insert=True)
    return wish.pk
