"""What of a row of cells, persons or posts is there already, and what is wrong with it taken together. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bihuan.grid.rules import POST_KINDS, child_path, why_not_code
from bihuan.intake.cells import bare
from bihuan.intake.registry import Like, Values, Wrong


@dataclass(frozen=True)
class ToldCell:
    """A cell as far as it is compared; `above` is the name of the one above, "" for the town itself."""

    pk: UUID
    path: str
    name: str
    above: str
    code: str


class KnownCells:
    """The town's cells. `named`: those that the file itself opens."""

    def __init__(self, cells: Iterable[ToldCell], named: frozenset[str]) -> None:
        there = list(cells)
        self._top = next((one for one in there if not one.above), None)
        self._by_name: dict[str, list[ToldCell]] = defaultdict(list)
        for one in there:
            self._by_name[one.name].append(one)
        self._codes = {one.path: (one.code, one.name) for one in there if one.code}
        self._names = set(self._by_name) | {one.strip() for one in named}

    def judge(self, values: Values) -> Wrong:
        """The cell above must be there, or in the file; none lies under itself; a code fits its place."""
        above, name = values.get("parent", ""), values.get("name", "")
        if above and above == name:
            return {"parent": "上级网格不能是它自己。"}
        if above and above not in self._names:
            return {"parent": f"没有“{above}”这个网格，表里也没有。请改成已有的，或者在前面加上这一行。"}
        path = self._path(values)
        if path and (said := why_not_code(values.get("code", ""), path, self._codes)):
            return {"code": said}
        return {}

    def _path(self, values: Values) -> str:
        """Where a row's cell lies: its own path if it is there, else one below the cell above it; "" if that comes in the file."""
        same = self._same(values)
        if len(same) == 1:
            return same[0].path
        above = self._by_name.get(values["parent"], []) if values.get("parent") else [self._top]
        return child_path(above[0].path, 9998) if len(above) == 1 and above[0] else ""

    def _same(self, values: Values) -> list[ToldCell]:
        """Cells of the row's name under the one that it says, anywhere if it says none."""
        found = self._by_name.get(values.get("name", ""), [])
        parent = values.get("parent", "")
        return [one for one in found if not parent or one.above == parent]

    def like(self, values: Values) -> Like | None:
        """A cell of the same name under the same one; where the row does not say under which, the only one of its name."""
        same = self._same(values)
        if not same:
            return None
        if len(same) == 1:
            why = "同一上级下已有" if values.get("parent") else "已有同名"
            return Like(same[0].pk, same[0].name, why, True)
        return Like(same[0].pk, f"{same[0].above}/{same[0].name}", f"有{len(same)}个同名", False)


@dataclass(frozen=True)
class ToldPerson:
    """A person as far as it is compared: `stands` are the words for the posts held and for the cells and departments they are on."""

    pk: UUID
    name: str
    phone: str
    username: str
    stands: frozenset[str]


class KnownPersons:
    """The town's persons. `elsewhere`: numbers that sign in at another town."""

    def __init__(self, persons: Iterable[ToldPerson], elsewhere: frozenset[str]) -> None:
        there = list(persons)
        self._by_phone = {one.phone: one for one in there if one.phone}
        self._by_user = {one.username: one for one in there if one.username}
        self._by_name: dict[str, list[ToldPerson]] = defaultdict(list)
        for one in there:
            self._by_name[bare(one.name)].append(one)
        self._elsewhere = elsewhere

    def judge(self, values: Values) -> Wrong:
        """A number signs in at one town only."""
        if values.get("phone") in self._elsewhere:
            return {
                "phone": "这个手机号已在别处开户。一个人在两个镇任职的，本镇这一行不填手机号，另填一个用户名。"
            }
        return {}

    def like(self, values: Values) -> Like | None:
        """Certainly by phone or user name and name; perhaps by one of these, best one who stands where the row says."""
        name = bare(values.get("name", ""))
        for known, key, why in (
            (self._by_phone, "phone", "手机号相同"),
            (self._by_user, "username", "用户名相同"),
        ):
            if found := known.get(values.get(key, "")):
                same = bare(found.name) == name
                return Like(found.pk, found.name, why if same else f"{why}、姓名不同", same)
        said = {bare(values[key]) for key in ("post", "place") if values.get(key)}
        namesakes = [(len(said & one.stands), at, one) for at, one in enumerate(self._by_name.get(name, []))]
        if not namesakes:
            return None
        shared, _at, best = max(namesakes, key=lambda one: (one[0], -one[1]))
        why = "同名" if not said else "同名、岗位相同" if shared == len(said) else "同名、岗位不同"
        return Like(best.pk, best.name, why, False)


@dataclass(frozen=True)
class ToldPost:
    """A post that is held, as far as it is compared."""

    pk: UUID
    from_on: date


class KnownPosts:
    """The posts held, by person, kind, cell and department; the levels of cells."""

    def __init__(self, posts: Mapping[tuple[Any, ...], ToldPost], levels: Mapping[Any, int]) -> None:
        self._posts, self._levels = posts, levels

    def judge(self, values: Values) -> Wrong:
        """Where a kind of post stands, as `appoint` asks for it; its days in order."""
        kind = POST_KINDS.get(values.get("kind", ""))
        if kind is None:
            return {}
        if kind.stands == "department" and not values.get("department_id"):
            return {"department_id": f"“{kind.label}”要选定部门。"}
        if kind.stands == "town" and self._levels.get(values.get("cell_id"), 1) != 1:
            return {"cell_id": f"“{kind.label}”是镇级岗位，请选镇。"}
        held, to_on = self._held(values), values.get("to_on")
        from_on = values.get("from_on") or (held.from_on if held else None)
        if to_on and from_on and to_on < from_on:
            return {"to_on": "离任日期不能早于任职日期。"}
        return {}

    def _held(self, values: Values) -> ToldPost | None:
        kind = POST_KINDS[values["kind"]]
        department = values.get("department_id") if kind.stands == "department" else None
        return self._posts.get((values.get("person_id"), kind.code, values.get("cell_id"), department))

    def like(self, values: Values) -> Like | None:
        """The same post, held already."""
        if values.get("kind") not in POST_KINDS or (found := self._held(values)) is None:
            return None
        return Like(found.pk, POST_KINDS[values["kind"]].label, "已在任", True)
