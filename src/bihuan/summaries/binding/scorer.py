"""The scorer: what speaks for each figure by the words and the unit around a blank. The words live beside the figures
(`also`, `verbs`, `nouns`, `units_also`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bihuan.figures.registry import FIGURES, Figure, Topic, topics
from bihuan.summaries.binding.relations import Bound
from bihuan.summaries.reading.blanks import Blank

SURE = 0.75
DONE = re.compile(
    r"整改完毕|整改到位|完成整改|整改完成|复查合格|均已整改|已整改|销号|复查(?:均|全部|都)?(?:合格|过关|通过)|通过复查"
)
STILL = re.compile(r"正在整改|在改$|挂账|挂在账|未整改|整改中|尚未|限期内|整改期限内|没有整改")
ORDERED = re.compile(r"^[^，。；]{0,4}(?:责令|限期(?!内)|下达|明确了?整改期限)")
CHECKED = re.compile(r"检查|抽查|督查|走访|巡查|排查")
LEFT = re.compile(r"其余|剩余|剩下|余下|^余$")
STAYS = re.compile(r"(?:尚有|还有|仍有)$")
FOUND = re.compile(r"(?:发现|查出|查找|查找出|排查出|排查|揪出|起底|清出|摸排出)$")
RUNS_ON = re.compile(
    r"(?:已|均已)?(?:完成)?整改(?:到位|完毕|完成)?$|(?:现场|当场|立即|限期)整改$"
)  # the next number's
OVERDUE = re.compile(r"[^，。；]{0,6}(?:超期|逾期|超过(?:整改)?期限|超过时限)")
LATE = re.compile(r"(?:过了?期限?|超了?期限?)的?$")
MENDED = re.compile(
    r"(?<!限期)(?<!责令)(?<!立即)(?<!现场)(?<!当场)(?<!未)整改[^，。；整改]{0,4}(?:隐患|问题)$"
)
VACANT = re.compile(r"缺|没有|尚无|无人|未配|未落实")
THING = re.compile(r"(?:隐患|问题)(?:数|数量|总数|总量)?(?:为|有|是|共)?$")
DRILLED = re.compile(r"演练[^，。；]{0,4}(?:发现|查找|查摆|暴露)")
BARE_DONE = re.compile(r"^(?:共|已|均|累计|现已|只)?(?:整改|改了)$")


@dataclass(frozen=True)
class Candidate:
    """A figure or topic with what speaks for it."""

    key: str
    label: str
    unit: str
    score: float
    phrase: str
    unit_fit: str  # exact, other, none
    support: str  # phrase, verb, bare, noun, unit: the strongest thing that speaks for it


def rank(blank: Blank, earlier: Sequence[Bound]) -> list[Candidate]:
    """All figures and topics for which a word or the unit speaks, best first."""
    everything: list[Figure | Topic] = [*FIGURES.values(), *topics().values()]
    found = [candidate for one in everything if (candidate := _score(one, blank)) is not None]
    found += _elided(blank, earlier)
    found = [_sharing(one, blank, earlier) for one in found]
    best_of: dict[str, Candidate] = {}
    for candidate in sorted((refine(one, blank) for one in found), key=lambda one: -one.score):
        best_of.setdefault(candidate.key, candidate)
    return list(best_of.values())


def _score(one: Figure | Topic, blank: Blank) -> Candidate | None:
    """Unit 3 (2 for another usual one), a phrase by its length and nearness, a verb or noun 1 each."""
    if one.key.startswith(("units.", "inspect.vehicles")) and CHECKED.search(blank.before):
        return None  # units that were checked are no stock of units, nor cars that were checked cars that went out
    if THING.search(blank.before) and one.key.startswith(("units.", "inspect.")):
        return None  # 饭店问题XX个 counts what was found
    if blank.after.startswith(("问题", "隐患")) and one.key.split(".")[0] in ("campaigns", "inspect", "grid"):
        return None  # what is counted stands behind the number: 专项行动发现的XX个问题
    if one.key.startswith("hazards.") and DRILLED.search(blank.before):
        return None  # what a drill has shown is a lesson
    others = one.units_also if isinstance(one, Figure) else _UNITS_OF_TOPIC.get(one.unit, ())
    if blank.unit == one.unit:
        fit, score = "exact", 3.0
    elif blank.unit in others and blank.unit:
        fit, score = "other", 2.0 if len(blank.unit) < 2 else 2.8  # 户次, 校次: the unit says as much as 家次
    elif not blank.unit:
        fit, score = "none", 0.0
    else:
        return None
    phrase, strength = _phrase(one.also, blank)
    verbs = one.verbs if isinstance(one, Figure) else ()
    nouns = one.nouns if isinstance(one, Figure) else ()
    verb = next((word for word in verbs if word in blank.before or blank.after.startswith(word)), "")
    noun = next((word for word in nouns if word in blank.before or blank.after.startswith(word)), "")
    speaks = phrase or (verb and (noun or fit == "exact" or len(blank.unit) > 1)) or (noun and fit != "none")
    if not speaks and not (fit == "exact" and len(one.unit) > 1):
        return None
    score += strength + (1.2 if verb else 0.0) + (1.0 if noun else 0.0)
    support = "phrase" if phrase else "verb" if verb else "noun" if noun else "unit"
    if support == "noun" and noun in _THINGS_FOUND and blank.before.endswith(noun):
        support = "bare"
    elif support == "noun" and fit == "exact" and len(blank.unit) > 1:
        support = "verb"  # 到企业XX家次: the unit is half the words
    return Candidate(one.key, one.label, one.unit, score, phrase or verb + noun, fit, support)


def _elided(blank: Blank, earlier: Sequence[Bound]) -> list[Candidate]:
    """What numbers without a noun mean after those of hazards: 整改XX处, 其余XX项."""
    if blank.unit not in _HAZARD_UNITS:
        return []
    after_hazards = any((one.figure or "").startswith("hazards.") for one in earlier)
    if BARE_DONE.match(blank.before) and not blank.after:
        return [implied("hazards.rectified", "整改")]
    if FOUND.search(blank.before) and not blank.after:
        return [implied("hazards.found", "查出")]
    if over := LATE.search(blank.before):
        return [implied("hazards.open_overdue", over.group())]
    if OVERDUE.match(blank.after) and after_hazards:
        return [implied("hazards.open_overdue", "超期")]
    if (left := LEFT.search(blank.before) or STAYS.search(blank.before)) and after_hazards:
        key = "hazards.deadline" if ORDERED.match(blank.after) else "hazards.open"
        return [implied(key, left.group(), score=8.0, unit_fit="exact")]
    return []


def implied(key: str, phrase: str, *, score: float = 6.0, unit_fit: str = "other") -> Candidate:
    """A figure that the words around a number mean without naming it: as sure as a verb makes it."""
    figure = FIGURES[key]
    return Candidate(key, figure.label, figure.unit, score, phrase, unit_fit, "verb")


def _sharing(one: Candidate, blank: Blank, earlier: Sequence[Bound]) -> Candidate:
    """Numbers in a row share the verb of the first: 检查加油站XX家次、学校XX家次."""
    last = earlier[-1] if earlier else None
    if (
        last is None
        or last.status != "bound"
        or last.figure != one.key
        or last.blank.unit != blank.unit
        or one.support != "noun"
    ):
        return one
    return replace(one, score=one.score + 1.2, support="verb")


# 农贸市场隐患XX处: nobody counts hazards but those that were found.
_THINGS_FOUND = ("隐患", "问题", "问题隐患")
_UNITS_OF_TOPIC = {
    "条": ("项", "个", "处", "起"),
    "场": ("次", "期", "个"),
    "次": ("场",),
    "家": ("个", "户"),
    "人次": ("人", "名"),
    "份": ("张", "本", "册"),
    "块": ("个", "处"),
    "起": ("次",),
    "个": ("处", "项", "份"),
    "人": ("名",),
    "天": ("次",),
    "件": ("起", "条"),
}


def _phrase(words: tuple[str, ...], blank: Blank) -> tuple[str, float]:
    """The words of a figure in the clause: longer and nearer weigh more; each further one adds a little."""
    hits: list[tuple[float, str]] = []
    for word in words:
        at = blank.before.rfind(word)
        if at >= 0 and not _NOT.search(blank.before[:at]):
            gap = len(blank.before) - at - len(word)
            hits.append((2.0 + 0.5 * len(word) + max(0.0, 2.0 - 0.4 * gap), word))
        at = blank.after.find(word)
        if at >= 0:
            hits.append((1.5 + 0.5 * len(word) + (1.5 if at == 0 else max(0.0, 0.6 - 0.1 * at)), word))
    if not hits:
        return "", 0.0
    hits.sort(reverse=True)
    apart = [hit for hit in hits[1:] if hit[1] not in hits[0][1] and hits[0][1] not in hit[1]]
    return hits[0][1], hits[0][0] + 0.8 * min(len(apart), 2)


_NOT = re.compile(r"(?:[未没不自复]|没有|尚未|还没)$")
_HAZARD_UNITS = ("条", "项", "个", "处", "起")


def refine(best: Candidate, blank: Blank) -> Candidate:
    """What the words behind the blank make of a hazard figure.

    限期整改XX项问题已整改完毕 is what has been done of the ordered; 其中XX条已整改 is what was rectified.
    """
    behind = RUNS_ON.sub("", blank.after) if blank.runs_on else blank.after
    whole = blank.before + behind
    key = best.key
    if key in ("hazards.deadline", "hazards.rectified", "hazards.found"):
        if STILL.search(behind):
            key = "hazards.open" if key != "hazards.deadline" else key
        elif re.search(r"限期|责令", whole) and DONE.search(behind.split("（")[0]):
            key = "hazards.deadline_done"
        elif key == "hazards.found" and DONE.search(behind):
            key = "hazards.rectified"
    if key == "hazards.open" and re.search(r"[到逾超]期|超过期限", blank.before):
        key = "hazards.overdue"
    if key == "hazards.rectified" and re.search(r"重大(?:事故)?隐患[^，；。]{0,4}整改", blank.before):
        key = "hazards.major_done"
    if key == "hazards.found" and MENDED.search(blank.before):
        key = "hazards.rectified"
    if key == "hazards.open" and re.search(r"逾期|超期", blank.after):
        key = "hazards.overdue"
    if key == "grid.cells" and VACANT.search(blank.after):
        key = "grid.uncovered"
    if key == "hazards.overdue" and "其中" in blank.before:
        key = "hazards.open_overdue"
    if key == best.key:
        return best
    figure = FIGURES[key]
    return replace(best, key=key, label=figure.label, score=best.score + 1.0)


_SURENESS = {
    ("phrase", "exact"): 0.97,
    ("phrase", "other"): 0.94,
    ("phrase", "none"): 0.9,
    ("verb", "exact"): 0.92,
    ("verb", "other"): 0.8,
    ("bare", "exact"): 0.85,
    ("bare", "other"): 0.8,
}


def confidence(best: Candidate, ranked: list[Candidate]) -> float:
    """How often a binding so supported is right, by the parts that agree and the distance to the next."""
    sure = _SURENESS.get((best.support, best.unit_fit), 0.5)
    rival = next(
        (one for one in ranked[1:] if best.support not in ("phrase", "verb") or one.support != "noun"), None
    )
    if rival and best.score - rival.score < 0.5:
        sure -= 0.3
    if best.score < 4.0 and best.support != "bare":
        sure -= 0.25
    return round(max(sure, 0.1), 2)
