"""The fixed town of all stories: who is who. Built once a run through the same actions as the screens.

东岭镇, 2026: 钱 party secretary, 周 vice-mayor, 陈 head of the safety office and 赵 inspector (officers with cards), 李 head of 石桥村, 王 its
grid member, 吴 head of 东片办事处, 郑 head of the building office (department), 冯 safety manager of 永安 (a fireworks shop), 卢 who works there, 何 of the district, 许
the administrator. 孙 is an officer of the next town, 西河镇, and must see nothing.
"""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from zlib import crc32

from PIL import Image

from bihuan.core import clock, files
from bihuan.core.actions import Actor
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.grid import actions as grid
from bihuan.grid.models import Cell, Department, Person
from bihuan.grid.queries import actor_of
from bihuan.inspections.actions import form_team
from bihuan.inspections.grant_actions import register_grant
from bihuan.members.actions import invite_member, join_unit
from bihuan.units import actions as units
from bihuan.units.models import Unit

TODAY = date(2026, 6, 2)
NOW = clock.at(TODAY, 9)
FOUNDED = date(2026, 1, 1)
PASSWORD = "qingshan-lüshui-7-guanlan"


@dataclass
class Cast:
    """The town's persons by surname, its cells and its units. Actors are asked for when needed: `cast.chen`."""

    town: Town
    next_town: Town
    people: dict[str, Person]
    cells: dict[str, Cell]
    departments: dict[str, Department]
    units: dict[str, Unit]

    def __getattr__(self, name: str) -> Actor:
        try:
            return actor_of(self.people[name], TODAY)
        except KeyError:
            raise AttributeError(name) from None

    def photo(self, actor: Actor, colour: str = "red") -> object:
        """The id of a small real photo, kept for the actor's town."""
        return files.keep_picture(actor, picture(colour), f"{colour}.jpg").id


def picture(colour: str = "red", kind: str = "JPEG") -> bytes:
    """The bytes of a real picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, kind)
    return out.getvalue()


def build() -> Cast:
    """Make both towns."""
    with clock.moved(NOW):
        cast = settle("东岭镇")
        cast.next_town, next_top = _town("西河镇")
        founder = Actor.founder(cast.next_town.pk)
        cast.people["sun"] = _person(founder, "sun", "孙越", "safety_head", next_top, "11020001")
        return cast


def there(built: Cast) -> Cast:
    """The cast as it was built, in rows of its own that a test may change; anew where a test that commits has emptied the database since."""
    is_there = Town.objects.within(Scope.whole_town(built.town.pk)).exists()
    return Cast(**deepcopy(vars(built))) if is_there else build()


def settle(name: str, suffix: str = "") -> Cast:
    """Make a town with its persons, whose user names end in `suffix`, and its units."""
    town, top = _town(name)
    founder = Actor.founder(town.pk)
    cells = {"town": top}
    for name, parent, kind in (
        ("东片办事处", "town", "office"),
        ("西片办事处", "town", "office"),
        ("石桥村", "东片办事处", "village"),
        ("柳林村", "西片办事处", "village"),
        ("永安烟花店", "石桥村", "enterprise"),
    ):
        cells[name] = grid.open_cell(founder, cells[parent].pk, name=name, kind=kind, opened_on=FOUNDED)
    departments = {name: grid.found_department(founder, name=name) for name in ("城建办", "教委办")}
    people: dict[str, Person] = {}
    for key, name, kind, cell, card in (
        ("qian", "钱国栋", "secretary", "town", ""),
        ("shen", "沈立", "mayor", "town", ""),
        ("zhou", "周正", "vice_mayor", "town", ""),
        ("chen", "陈明", "safety_head", "town", "11010001"),
        ("zhao", "赵强", "inspector", "town", "11010002"),
        ("wu", "吴刚", "office_head", "东片办事处", ""),
        ("li", "李桂兰", "village_head", "石桥村", ""),
        ("wang", "王小红", "grid_member", "石桥村", ""),
        ("feng", "冯永", "enterprise_safety", "永安烟花店", ""),
        ("he", "何监", "district", "town", ""),
        ("xu", "许安", "admin", "town", ""),
    ):
        people[key] = _person(founder, key + suffix, name, kind, cells[cell], card)
    people["zheng"] = _person(
        founder, f"zheng{suffix}", "郑建", "department_head", top, "", departments["城建办"]
    )
    register_grant(
        founder,
        body="东城区应急管理局",
        reference="东应急委〔2026〕1号",
        papers=["record", "order", "review"],
        from_on=FOUNDED,
        to_on=date(2028, 12, 31),
    )
    form_team(founder, name="烟花爆竹专项组", categories=["fireworks"])
    made = {
        "yongan": units.register_unit(
            founder,
            name="永安烟花店",
            category="fireworks",
            cell_id=cells["永安烟花店"].pk,
            opened_on=FOUNDED,
            head="冯永",
            phone="13800000001",
            address="石桥村北头",
        ),
        "school": units.register_unit(
            founder,
            name="石桥小学",
            category="school",
            cell_id=cells["石桥村"].pk,
            department_id=departments["教委办"].pk,
            opened_on=FOUNDED,
        ),
        "site": units.register_unit(
            founder,
            name="柳林村便民中心工地",
            category="building",
            cell_id=cells["柳林村"].pk,
            department_id=departments["城建办"].pk,
            opened_on=FOUNDED,
        ),
    }
    _, code = invite_member(founder, made["yongan"].pk, kind="post_worker", name="卢小军")
    people["lu"] = join_unit(
        code, name="卢小军", phone=f"139{crc32(suffix.encode()) % 10**8:08d}", password=PASSWORD
    )
    return Cast(town, town, people, cells, departments, made)


def _town(name: str) -> tuple[Town, Cell]:
    return grid.found_town(
        name=name,
        district="东城区",
        bureau="东城区应急管理局",
        office="应急管理办公室",
        number_word="（东）应急",
        opened_on=FOUNDED,
    )


def _person(
    founder: Actor,
    key: str,
    name: str,
    kind: str,
    cell: Cell,
    card: str,
    department: Department | None = None,
) -> Person:
    person = grid.register_person(founder, name=name, username=key, card=card)
    grid.appoint(
        founder,
        person.pk,
        kind=kind,
        cell_id=cell.pk,
        from_on=FOUNDED,
        department_id=department.pk if department else None,
    )
    return person
