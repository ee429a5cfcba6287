"""The desk's sections of those who keep the accounts and the grid: what they lack."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Section, declare_section
from bihuan.grid.queries import tree, without_password

SHOWN = 8


def _accounts(actor: Actor) -> Section:
    items = [
        Item(
            person.name,
            "一次性密码还没有改" if person.must_change_password else "有岗位，还没有密码",
            reverse("person", args=[person.pk]),
            ("wait", "key", "待改密码" if person.must_change_password else "未设密码"),
        )
        for person in without_password(actor.scope, clock.today())[:SHOWN]
    ]
    return Section("账号", items, reverse("people"))


def _uncovered(actor: Actor) -> Section:
    """Cells without a keeper; each leads to where one is appointed."""
    page = reverse("post_new")
    empty = [row.cell for row in tree(actor.scope, clock.today()) if not row.holders]
    mark = ("bad", "user", "无责任人")
    items = [
        Item(cell.name, cell.get_kind_display(), f"{page}?cell={cell.pk}", mark) for cell in empty[:SHOWN]
    ]
    return Section("没有责任人的网格", items, page)


def _of_keeper(actor: Actor, _now: datetime) -> Section | None:
    return _accounts(actor) if actor.may("people") else None


def _gaps(actor: Actor, _now: datetime) -> Section | None:
    return _uncovered(actor) if actor.may("authorize") else None


declare_section(70, _of_keeper)
declare_section(70, _gaps)
