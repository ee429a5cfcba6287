"""The pages of duty beside each other."""

from django.urls import reverse

from bihuan.core.actions import Actor

PAGES = (
    ("值班表", "duty", "office"),
    ("交接班", "duty_reliefs", "office"),
    ("来电来文", "duty_calls", "office"),
    ("查岗", "spot_checks", "office"),
    ("换班", "duty_swaps", "office"),
    ("请假", "duty_leaves", "office"),
    ("编排", "roster_new", "duty"),
    ("值班人员", "duty_fits", "duty"),
    ("排班规定", "duty_rules", "duty"),
)


def tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of those that an actor has."""
    return [(label, reverse(name), name == here) for label, name, right in PAGES if actor.may(right)]
