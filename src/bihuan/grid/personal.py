"""The phone of a person in a post, which a cell's page masks, to be shown for a reason to who sees the cell."""

from uuid import UUID

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotFound
from bihuan.core.personal import Personal, Shown, declare_personal
from bihuan.core.scope import Scope
from bihuan.grid.queries import cells_in_force, posts_held


def _of_person(actor: Actor, row_id: UUID) -> Shown:
    held = posts_held(Scope.whole_town(actor.town), clock.today()).filter(person=row_id)
    post = held.filter(cell__in=cells_in_force(actor.scope, clock.today())).first()
    if post is None:
        raise NotFound("没有找到这个人，或者他的岗位不在您的管辖范围内。")
    return Shown(post.person, post.person.name, post.person.phone or "", reverse("cell", args=[post.cell_id]))


declare_personal(Personal("person.phone", "手机号", "view", _of_person))
