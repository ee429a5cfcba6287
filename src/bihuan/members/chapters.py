"""What a unit's persons put into its file: who has which post there."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.core.masking import mask_phone
from bihuan.members.queries import members
from bihuan.paper import Leaf, Table
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit


def _posts(_actor: Actor, unit: Unit, on: date) -> list[Leaf]:
    rows = tuple(
        (one.label, one.person.name, mask_phone(one.person.phone or ""), f"{one.from_on:%Y-%m-%d}")
        for one in members(unit, on)
    )
    return [Table(("岗位", "姓名", "电话", "任职日期"), rows)] if rows else []


# Whether somebody keeps its safety is asked by the chapter of persons; who else signs in for it is its own affair.
declare_chapter(Chapter("members.posts", "在岗人员", 25, _posts, required=nowhere))
