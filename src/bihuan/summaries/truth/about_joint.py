"""Claims about joint inspections: that every school and kindergarten was seen by one, private ones too."""

import re

from bihuan.summaries.truth.judges import DISPROVED, PROVED, UNDECIDABLE, Finding, Values, number
from bihuan.summaries.truth.kinds import WISH, Against, ClaimKind, Said

_SEEN, _ALL = "joint.schools", "joint.schools_all"


def saw_all(values: Values, said: int | None) -> Finding:
    """Holds exactly if as many schools were seen together as are registered at the cut-off."""
    seen, there = values[_SEEN], number(values[_ALL])
    if seen.value is None:
        return Finding(UNDECIDABLE, seen.missing or "期内没有联合检查的记录")
    if not there:
        return Finding(UNDECIDABLE, "没有登记学校、幼儿园")
    if number(seen) >= there:
        return Finding(PROVED, f"在册学校、幼儿园{there}家，都有联合检查的记录")
    return Finding(
        DISPROVED, f"在册学校、幼儿园{there}家，联合检查过{number(seen)}家，没有的{there - number(seen)}家"
    )


def in_words(values: Values, said: Said) -> str:
    """联合检查覆盖全镇学校、幼儿园 → 联合检查学校、幼儿园11家（在册12家）."""
    return f"联合检查学校、幼儿园{number(values[_SEEN])}家（在册{number(values[_ALL])}家）"


KINDS = (
    ClaimKind(
        "学校联合检查覆盖",
        re.compile(
            r"联合检查(?:已经|已|实现)?覆盖(?:了|到)?(?:全镇|全街道|全乡|辖区|全部|所有)[^，。；]{0,8}(?:学校|中小学|幼儿园|校园)[^，。；]{0,8}"
        ),
        (_SEEN, _ALL),
        saw_all,
        (Against(_ALL, apart=_SEEN, field="inspection__recorded_unit"),),
        in_words,
        goal_words=WISH,
        is_of_town=True,
    ),
)
