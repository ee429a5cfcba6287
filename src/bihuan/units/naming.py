"""A unit as a page names it: in words, typed by somebody who may not know how it is registered."""

from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.units.models import Unit
from bihuan.units.queries import search


def named_unit(actor: Actor, name: str, asked: Unit | None) -> Unit | None:
    """The unit that a page names in its field `unit`: the one that it came from (`asked`), else the only one of the actor's that is called so, or is
    alike. None where nothing is named. Raises Incomplete where none or several fit."""
    if not name:
        return None
    if asked is not None and asked.name == name:
        return asked
    near = list(search(actor.scope, words=name)[:20])
    exact = [one for one in near if one.name == name] or near
    if len(exact) == 1:
        return exact[0]
    why = "没有找到这个监管对象，或者它不在您的管辖范围内，请填全称；不针对某一家的可不填。"
    if exact:
        listed = "、".join(one.name for one in exact[:3])
        why = f"有{len(exact)}家相近：{listed}。请填全称，或者从该单位的页面登记。"
    raise Incomplete(why, {"unit": why})
