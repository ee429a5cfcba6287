"""What a column may name: cells, departments, persons."""

from collections import Counter
from datetime import date

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.models import Department, Person
from bihuan.grid.queries import cells_in_force
from bihuan.intake.registry import Option

# What people leave out of a cell's name, or write for it.
_ENDS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "办事处", "村")


def cell_options(actor: Actor, on: date) -> list[Option]:
    """The cells in force within the actor's scope. Two of one name are told apart by what lies above: 东片办事处/石桥村."""
    cells = list(cells_in_force(actor.scope, on))
    names = {one.path: one.name for one in cells}
    often = Counter(names.values())
    found = []
    for one in cells:
        full = f"{names.get(one.path[:-4], '')}/{one.name}".lstrip("/")
        label = one.name if often[one.name] == 1 else full
        found.append(Option(one.pk, label, also_called(one.name, full)))
    return found


def also_called(name: str, full: str = "") -> tuple[str, ...]:
    """Other ways to write a cell's name: 石桥, 石桥村委会 for 石桥村."""
    stem = next((name.removesuffix(end) for end in _ENDS if name.endswith(end) and name != end), name)
    return tuple(dict.fromkeys(filter(None, [name, full, stem, *(stem + end for end in _ENDS)])))


def department_options(actor: Actor) -> list[Option]:
    """The town's departments."""
    found = Department.objects.within(Scope.whole_town(actor.town))
    return [Option(one.pk, one.name) for one in found]


def person_options(actor: Actor) -> list[Option]:
    """The town's persons with an open account, by name, user name or phone; of one name by the phone's end."""
    there = list(Person.objects.within(Scope.whole_town(actor.town)).filter(is_active=True))
    often = Counter(one.name for one in there)
    found = []
    for one in there:
        label = (
            one.name if often[one.name] == 1 else f"{one.name}（{(one.phone or one.username or '')[-4:]}）"
        )
        also = (one.name, one.phone or "", one.username or "")
        found.append(Option(one.pk, label, tuple(filter(None, also))))
    return found
