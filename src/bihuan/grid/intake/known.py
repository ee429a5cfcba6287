"""What of a row of cells, persons or posts is there already, and what is wrong with it taken together. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from bihuan.grid.rules import POST_KINDS
from bihuan.intake.registry import Like, Values, Wrong


class KnownCells:
    """The town's cells: id, name and the name of the one above. `named`: those that the file itself opens."""

    def __init__(self, cells: Iterable[tuple[UUID, str, str]], named: frozenset[str]) -> None:
        self._cells = {(above, name): pk for pk, name, above in cells}
        self._names = {name for _above, name in self._cells} | {one.strip() for one in named}

    def judge(self, values: Values) -> Wrong:
        """The cell above must be there, or in the file; none lies under itself."""
        above, name = values.get("parent", ""), values.get("name", "")
        if above and above == name:
            return {"parent": "上级网格不能是它自己。"}
        if above and above not in self._names:
            return {"parent": f"没有“{above}”这个网格，表里也没有。请改成已有的，或者在前面加上这一行。"}
        return {}

    def like(self, values: Values) -> Like | None:
        """A cell of the same name under the same one."""
        name = values.get("name", "")
        found = self._cells.get((values.get("parent", ""), name))
        return Like(found, name, "同一上级下已有", True) if found else None


class KnownPersons:
    """The town's persons: id, name, phone, user name. `elsewhere`: numbers that sign in at another town."""

    def __init__(self, persons: Iterable[tuple[UUID, str, str, str]], elsewhere: frozenset[str]) -> None:
        there = list(persons)
        self._by_phone = {phone: (pk, name) for pk, name, phone, _user in there if phone}
        self._by_user = {user: (pk, name) for pk, name, _phone, user in there if user}
        self._by_name = {name: (pk, name) for pk, name, _phone, _user in there}
        self._elsewhere = elsewhere

    def judge(self, values: Values) -> Wrong:
        """A number signs in at one town only."""
        if values.get("phone") in self._elsewhere:
            return {
                "phone": "这个手机号已在别处开户。一个人在两个镇任职的，本镇这一行不填手机号，另填一个用户名。"
            }
        return {}

    def like(self, values: Values) -> Like | None:
        """Certainly by phone or user name; perhaps by name."""
        for known, key, why in (
            (self._by_phone, "phone", "手机号相同"),
            (self._by_user, "username", "用户名相同"),
        ):
            if found := known.get(values.get(key, "")):
                return Like(*found, why, True)
        found = self._by_name.get(values.get("name", ""))
        return Like(*found, "同名", False) if found else None


class KnownPosts:
    """The posts held: id by person, kind, cell and department; the levels of cells."""

    def __init__(self, posts: Mapping[tuple[Any, ...], UUID], levels: Mapping[Any, int]) -> None:
        self._posts, self._levels = posts, levels

    def judge(self, values: Values) -> Wrong:
        """Where a kind of post stands, as `appoint` asks for it."""
        kind = POST_KINDS.get(values.get("kind", ""))
        if kind is None:
            return {}
        if kind.stands == "department" and not values.get("department_id"):
            return {"department_id": f"“{kind.label}”要选定部门。"}
        if kind.stands == "town" and self._levels.get(values.get("cell_id"), 1) != 1:
            return {"cell_id": f"“{kind.label}”是镇级岗位，请选镇。"}
        return {}

    def like(self, values: Values) -> Like | None:
        """The same post, held already."""
        kind = POST_KINDS.get(values.get("kind", ""))
        if kind is None:
            return None
        department = values.get("department_id") if kind.stands == "department" else None
        found = self._posts.get((values.get("person_id"), kind.code, values.get("cell_id"), department))
        return Like(found, kind.label, "已在任", True) if found else None
