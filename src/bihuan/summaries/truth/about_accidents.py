"""Claims that nothing happened: no accident of production, none of a grade and above, nobody hurt, no fire.

One on record disproves them. None on record proves them only where reports of the period that are all in vouch for the register (15.3 of the
domain: no entry is not zero). Pure.
"""

import re

from bihuan.figures.registry import evidence_of
from bihuan.summaries.truth.judges import DISPROVED, PROVED, UNDECIDABLE, Finding, Judge, Values, number
from bihuan.summaries.truth.kinds import Against, ClaimKind, Said, Wording

SOURCE = "accidents"
_NOT = r"(?:未|没有|没|无)(?:再)?发生(?:过|了)?"
_LARGER = r"较大|重大|重特大|特大"
# What stands between 未发生 and 事故: a grade, a trade. What is another matter is told by `reservations`.
_BETWEEN = r"[^，。；]{0,14}?"
RECORDED = "据已登记的记录，"

_PERSONS = ("accidents.deaths", "accidents.injured", "accidents.missing")


def _silent(values: Values, what: str) -> Finding:
    """Nothing is on record: whether that is known to be so."""
    told: list[str] = []
    for one in evidence_of(SOURCE):
        if one.owed not in values or one.made not in values:
            continue
        owed, made = number(values[one.owed]), number(values[one.made])
        if not owed:
            continue
        if made < owed:
            said = f"{RECORDED}{what}；期内应报{owed}份报告，已报{made}份，缺{owed - made}份，没有登记不等于没有发生"
            return Finding(UNDECIDABLE, said)
        told.append(f"期内{owed}份报告都已报齐")
    if not told:
        return Finding(UNDECIDABLE, f"{RECORDED}{what}；没有报齐的日报告佐证，没有登记不等于没有发生，请核实")
    return Finding(PROVED, f"{RECORDED}{what}，{'，'.join(told)}")


def _waiting(values: Values) -> Finding | None:
    """Where the records do not reach, or an accident has still to be judged, nothing is known."""
    count, pending = values["accidents.count"], number(values["accidents.pending"])
    if count.value is None:
        return Finding(UNDECIDABLE, count.missing)
    if pending:
        return Finding(UNDECIDABLE, f"有{pending}起事故还没有定性，是不是生产安全事故尚未认定")
    return None


def none_of_production(values: Values, said: int | None) -> Finding:
    """未发生生产安全事故: not one on record, none to be judged, and all reports in."""
    if count := number(values["accidents.count"]):
        return Finding(DISPROVED, f"登记生产安全事故{count}起，{_toll(values)}")
    return _waiting(values) or _silent(values, "期内没有生产安全事故")


def none_larger(values: Values, said: int | None) -> Finding:
    """未发生较大及以上: the lesser ones that it leaves unsaid are told."""
    if larger := number(values["accidents.larger"]):
        return Finding(DISPROVED, f"登记较大及以上生产安全事故{larger}起")
    if found := _waiting(values):
        return found
    if count := number(values["accidents.count"]):
        also = f"另有一般事故{count}起，应当一并写明"
        found = _silent(values, "期内没有较大及以上生产安全事故")
        return Finding(found.verdict, f"{found.text}；{also}")
    return _silent(values, "期内没有生产安全事故，可以直接写“未发生生产安全事故”")


def nobody_hurt(values: Values, said: int | None) -> Finding:
    """零伤亡: nobody dead, injured or missing in an accident of production."""
    if any(number(values[key]) for key in _PERSONS):
        return Finding(DISPROVED, f"登记的生产安全事故中{_toll(values)}")
    return _waiting(values) or _silent(values, "期内没有生产安全事故伤亡")


def nobody_dead(values: Values, said: int | None) -> Finding:
    """零死亡, 未发生亡人事故."""
    if dead := number(values["accidents.deaths"]):
        return Finding(DISPROVED, f"登记的生产安全事故中死亡{dead}人")
    return _waiting(values) or _silent(values, "期内没有生产安全事故死亡")


def no_fire(values: Values, said: int | None) -> Finding:
    """未发生火灾: of production or not."""
    fires = values["fires"]
    if fires.value:
        return Finding(DISPROVED, f"登记火灾{fires.value}起")
    if fires.value is None:
        return Finding(UNDECIDABLE, fires.missing)
    return _silent(values, "期内没有火灾")


def _toll(values: Values) -> str:
    words = (("accidents.deaths", "死亡"), ("accidents.injured", "受伤"), ("accidents.missing", "失踪"))
    told = [f"{word}{number(values[key])}人" for key, word in words if number(values.get(key))]
    return "，".join(told) or "无人员伤亡"


def happened(values: Values, said: Said) -> str:
    """未发生生产安全事故 → 发生生产安全事故1起，受伤1人，未发生较大及以上生产安全事故: the strongest that is true."""
    count, larger = number(values["accidents.count"]), number(values["accidents.larger"])
    rest = f"其中较大及以上{larger}起" if larger else "未发生较大及以上生产安全事故"
    return f"发生生产安全事故{count}起，{_toll(values)}，{rest}"


def larger_happened(values: Values, said: Said) -> str:
    """未发生较大及以上事故 → 发生较大及以上生产安全事故1起，死亡3人."""
    count, larger = number(values["accidents.count"]), number(values["accidents.larger"])
    return f"发生生产安全事故{count}起，其中较大及以上{larger}起，{_toll(values)}"


def burnt(values: Values, said: Said) -> str:
    """未发生火灾 → 发生火灾1起."""
    return f"发生火灾{number(values['fires'])}起"


def _claim(
    name: str, pattern: str, judge: Judge, wording: Wording, against: str, figures: tuple[str, ...] = ()
) -> ClaimKind:
    """A claim of silence; `against`: the figure whose records speak against it."""
    asked = figures or ("accidents.count", "accidents.pending", "accidents.larger", *_PERSONS)
    return ClaimKind(name, re.compile(pattern), asked, judge, (Against(against),), wording, silence=SOURCE)


# Where two overlap, the one that stands first holds: 未发生较大事故 is no claim that there was none.
KINDS = (
    _claim(
        "未发生火灾",
        rf"{_NOT}{_BETWEEN}(?:火灾|火情)(?!隐患)(?:事故)?|零火灾|零火情",
        no_fire,
        burnt,
        "fires",
        ("fires",),
    ),
    _claim(
        "未发生较大事故",
        rf"{_NOT}{_BETWEEN}(?:{_LARGER}){_BETWEEN}事故(?!隐患)|(?:{_LARGER}){_BETWEEN}事故(?:为零|零发生)",
        none_larger,
        larger_happened,
        "accidents.larger",
    ),
    _claim(
        "未发生亡人事故",
        rf"{_NOT}{_BETWEEN}(?:亡人|死亡){_BETWEEN}事故(?!隐患)|零死亡|无一[人起例][^，。；]{{0,6}}死亡",
        nobody_dead,
        happened,
        "accidents.deaths",
    ),
    _claim(
        "零伤亡",
        r"零伤亡|无人员伤亡|无一[人起例][^，。；]{0,6}伤亡",
        nobody_hurt,
        happened,
        "accidents.count",
    ),
    _claim(
        "未发生事故",
        rf"{_NOT}{_BETWEEN}事故(?!隐患)|零事故|事故起数为零|事故(?:为零|零发生)|无(?:安全)?(?:生产)?(?:责任)?事故发生"
        r"|无一[起例][^，。；]{0,6}事故",
        none_of_production,
        happened,
        "accidents.count",
    ),
)
