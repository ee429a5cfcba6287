"""What accounts add to a person's page: the state of the account with its buttons, and its history."""

from django.urls import reverse

from bihuan.accounts.lifecycle import ACCOUNT, INVITED
from bihuan.accounts.queries import account_mark, account_state, factor_of, open_invitation, sittings_of
from bihuan.core.actions import Actor
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.grid.models import Person


def _account(actor: Actor, row: Person) -> Given:
    invitation, factor = open_invitation(row), factor_of(row)
    state = account_state(row, invitation)
    invites = [move.label for move in ACCOUNT.from_state(state) if move.action == "invite"]
    return {
        "row": row,
        "state": state,
        "mark": account_mark(row, invitation),
        "invitation": invitation if state == INVITED else None,
        "sittings": sittings_of(row).count(),
        "has_factor": bool(factor and factor.confirmed_at),
        "own": row.pk == actor.person,
        "invite": invites[0] if invites and (row.username or row.phone) else "",
    }


def _links(actor: Actor, row: Person) -> list[Link]:
    if not actor.may("people"):
        return []
    if not row.is_active:
        return [Link("恢复", reverse("person_reopen", args=[row.pk]), "arrow-back-up")]
    own = row.pk == actor.person
    return [] if own else [Link("离职停用", reverse("person_close", args=[row.pk]), "ban")]


declare_part(Part("person", "accounts/part_account.html", _account, links=_links))
