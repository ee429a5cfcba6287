"""Which of the units that are there a row looks like. Pure: it is given them all at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.intake.registry import Like, Values, Wrong
from bihuan.units.likeness import Known, Register
from bihuan.units.rules import clean_unit


class KnownUnits:
    """The town's units. `paths` of the cells by their ids."""

    def __init__(self, units: Iterable[Known], paths: Mapping[Any, str]) -> None:
        self._paths, self._register = paths, Register(units)

    def judge(self, values: Values) -> Wrong:
        """What is wrong with the code; that something is lacking has been said."""
        if not values.get("uscc"):
            return {}
        _cleaned, wrong = clean_unit({"uscc": values["uscc"]}, name="—", category="other")
        return wrong

    def like(self, values: Values) -> Like | None:
        """The unit that a row means, certainly or perhaps (`units.likeness`)."""
        if not values.get("name"):
            return None
        told = {key: values.get(key, "") for key in ("name", "address", "uscc", "phone")}
        row = Known(None, **told, cell=self._paths.get(values.get("cell_id"), ""))
        pair = self._register.most_like(row)
        return Like(pair.one.id, pair.one.name, pair.why, pair.is_sure) if pair else None
