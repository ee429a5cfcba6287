"""A database's tables as its own catalogue tells of them, whatever the order of their columns."""

import re
from typing import Any

from django.db import connection

# A name that is made by a rule ends in what comes of the table's name, and the table may have had another one.
BY_RULE = re.compile(r"^(__|fk_\d+$)|_[0-9a-f]{8}(_|$)|_pkey$")


def drawn() -> dict[str, Any]:
    """Each table's columns, keys, constraints and indexes; these by their names where somebody gave them one."""
    with connection.cursor() as cursor:
        return {name: _table(cursor, name) for name in connection.introspection.table_names(cursor)}


def _table(cursor: Any, name: str) -> tuple[dict[str, object], list[str]]:
    columns = connection.introspection.get_table_description(cursor, name)
    constraints = connection.introspection.get_constraints(cursor, name)
    return {one.name: (one.type_code, *one[2:]) for one in columns}, sorted(
        f"{'' if BY_RULE.search(named) else named} {sorted(said.items(), key=str)}"
        for named, said in constraints.items()
    )
