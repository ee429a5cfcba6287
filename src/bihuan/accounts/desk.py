"""The administrator's desk: what was tried in vain at the door, and who cannot come in."""

from datetime import datetime

from django.urls import reverse

from bihuan.accounts.queries import cannot_sign_in, guessed, known_mark, names_tried
from bihuan.accounts.separation import may_agree, post_of_three, standing
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Section, declare_section

LEAST = 5  # failures in one person's name in a day: below, it is a slip of the finger
MANY_NAMES = 10  # persons in whose names it was tried: one common password tried at everybody
SHOWN = 8


def _guesses(actor: Actor, _now: datetime) -> Section | None:
    if not actor.may("authorize"):
        return None
    items = []
    if (names := names_tried(actor.scope)) >= MANY_NAMES:
        text = f"一天内有{names}个人的账号被试过密码"
        items.append(
            Item(text, "可能有人在逐个试常用密码，请提醒各人", reverse("people"), ("bad", "lock", "异常"))
        )
    for one in guessed(actor.scope, LEAST)[:SHOWN]:
        text = f"{one.person.name}：一天内密码输错{one.failures}次"
        where = f"来自{one.addresses}个网络地址，请问本人是不是自己输错"
        items.append(Item(text, where, reverse("person", args=[one.person.pk]), ("wait", "lock", "请核实")))
    return Section("登录异常", items)


def _shut_out(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("people"):
        return None
    items = [
        Item(
            person.name,
            "一次性密码还没有改" if person.must_change_password else "有岗位，还不能登录，请邀请",
            reverse("person", args=[person.pk]),
            known_mark(person),
        )
        for person in cannot_sign_in(actor.scope, clock.town_day(now))[:SHOWN]
    ]
    return Section("账号", items, reverse("people"))


def _rejoining(actor: Actor, _now: datetime) -> Section | None:
    """To those of the three administrators who can agree: one of them wants to be one again."""
    if not (actor.apart and post_of_three(actor)):
        return None
    wish = standing(actor).wish
    if wish is None or not may_agree(actor, wish):
        return None
    text = f"{wish.asked_by.name}（{wish.asked_as_label}）提出停用三员分设"
    return Section(
        "三员分设", [Item(text, wish.reason, reverse("administrators"), ("wait", "user", "待确认"))]
    )


declare_section(20, _guesses)
declare_section(30, _rejoining)
declare_section(70, _shut_out)
