"""Binding a blank to a figure: from the unit after it, the words around it, and where its sentence stands.

The scorer adds up what speaks for a figure; the words live beside the figures (`also`, `verbs`, `nouns`,
`units_also`). What is not sure is asked; a topic without records is said to be unrecorded; what a text names and the
town lacks is asked and never widened.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bihuan.figures.registry import FIGURES, Figure, Topic, topics
from bihuan.summaries import context
from bihuan.summaries.blanks import Blank
from bihuan.summaries.context import Scope, Sentence
from bihuan.summaries.vocabulary import Vocabulary

SURE = 0.75
COMPARISON = re.compile(r"同比|环比|较上年|比上年|较去年|比去年|上年同期|去年同期|增长|下降|减少|上升|增加")
DONE = re.compile(r"整改完毕|整改到位|完成整改|整改完成|复查合格|均已整改|已整改|销号")
STILL = re.compile(r"正在整改|未整改|整改中|尚未|限期内")
LAW = re.compile(r"周年|届|号令?|第$|〔|部法律|项制度|个体系|级网格|个安全")


@dataclass(frozen=True)
class Binding:
    """What a blank means. `status`: bound (decided), ask (not sure; best guess in `figure`), unrecorded (topic)."""

    blank: Blank
    sentence: str
    figure: str | None
    scope: Scope
    period: tuple[date, date]
    confidence: float
    status: str
    why: str
    fixed: str | None = None  # of a name or date: its value


@dataclass(frozen=True)
class Candidate:
    """A figure or topic with what speaks for it."""

    key: str
    label: str
    unit: str
    score: float
    phrase: str
    unit_fit: str  # exact, other, none
    support: str  # phrase, verb, noun, unit: the strongest thing that speaks for it


def bind(
    blanks: Iterable[Blank], sentences: list[Sentence], vocabulary: Vocabulary, since: date, until: date
) -> list[Binding]:
    """Bind all blanks of a narrative, in order."""
    found: list[Binding] = []
    for blank in blanks:
        sentence = next(one for one in sentences if one.start <= blank.start < one.end)
        earlier = [one for one in found if one.sentence == sentence.text]
        found.append(_bind(blank, sentence, earlier, vocabulary, since, until))
    return found


def _bind(
    blank: Blank,
    sentence: Sentence,
    earlier: list[Binding],
    vocabulary: Vocabulary,
    since: date,
    until: date,
) -> Binding:
    period = context.period_of(sentence.text, since, until)
    if blank.kind != "number":
        return _name_or_date(blank, sentence, period, vocabulary)
    scope = context.scope_at(sentence, blank.start - sentence.start, _clause(blank), vocabulary)
    nothing = Binding(
        blank, sentence.text, None, scope, period, 0.0, "ask", "从上下文看不出指什么，请选定指标"
    )
    if COMPARISON.search(blank.before) and (blank.unit in ("%", "个百分点") or "同" in blank.before):
        return replace(nothing, why="这是与上年或上期的比较，请核对后填写")
    if LAW.search(blank.before[-2:] + blank.follows[:3]):
        return replace(nothing, why="像是名称或编号里的数字，不是指标")
    ranked = rank(blank, earlier)
    if not ranked:
        return nothing
    best = ranked[0]
    sure = confidence(best, ranked)
    where = f"；限于“{scope.text}”" if scope else ""
    why = f"由“{best.phrase or blank.unit}”{f'和单位“{blank.unit}”' if blank.unit and best.phrase else ''}判定为“{best.label}”{where}"
    bound = replace(nothing, figure=best.key, confidence=sure, why=why)
    if best.key not in FIGURES:
        if sure < SURE:
            return replace(bound, why=f"可能是“{best.label}”，没有把握，请确认")
        return replace(bound, status="unrecorded", why=f"{why}；系统还没有地方记录这一事项")
    if scope.unknown:
        return replace(bound, why=f"{scope.unknown}，不扩大范围填数", confidence=min(sure, 0.5))
    if sure < SURE:
        return replace(bound, why=f"可能是“{best.label}”，没有把握，请确认")
    return replace(bound, status="bound")


def _clause(blank: Blank) -> str:
    """The words of the blank's own clause, where a category may narrow it: 检查加油站XX家次."""
    return blank.before[-16:] + blank.after[:10]


def rank(blank: Blank, earlier: list[Binding]) -> list[Candidate]:
    """All figures and topics for which a word or the unit speaks, best first."""
    found = []
    for one in (*FIGURES.values(), *topics().values()):
        if (candidate := _score(one, blank)) is not None:
            found.append(candidate)
    refined = [refine(one, blank, earlier) for one in found]
    best_of: dict[str, Candidate] = {}
    for one in sorted(refined, key=lambda one: -one.score):
        best_of.setdefault(one.key, one)
    return list(best_of.values())


def _score(one: Figure | Topic, blank: Blank) -> Candidate | None:
    """Unit 3 (2 for another usual one), a phrase by its length and nearness, a verb or noun 1 each."""
    others = one.units_also if isinstance(one, Figure) else _UNITS_OF_TOPIC.get(one.unit, ())
    if blank.unit == one.unit:
        fit, score = "exact", 3.0
    elif blank.unit in others and blank.unit:
        fit, score = "other", 2.0
    elif not blank.unit:
        fit, score = "none", 0.0
    else:
        return None
    phrase, strength = _phrase(one.also, blank)
    verbs = one.verbs if isinstance(one, Figure) else ()
    nouns = one.nouns if isinstance(one, Figure) else ()
    verb = next((word for word in verbs if word in blank.before or word in blank.after), "")
    noun = next((word for word in nouns if word in blank.before or blank.after.startswith(word)), "")
    speaks = phrase or (verb and (noun or fit == "exact")) or (noun and fit != "none")
    if not speaks and not (fit == "exact" and len(one.unit) > 1):
        return None
    score += strength + (1.2 if verb else 0.0) + (1.0 if noun else 0.0)
    support = "phrase" if phrase else "verb" if verb else "noun" if noun else "unit"
    return Candidate(one.key, one.label, one.unit, score, phrase or verb + noun, fit, support)


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
        if at >= 0:
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


_HAZARD_UNITS = ("条", "项", "个", "处", "起")


def refine(best: Candidate, blank: Blank, earlier: list[Binding]) -> Candidate:
    """What the words behind the blank and the numbers before it make of a hazard figure.

    限期整改XX项问题已整改完毕 is what has been done of the ordered; 其余XX条 is what is left; 其中XX条已整改 is what was rectified.
    """
    whole = blank.before + blank.after
    hazards_before = any((one.figure or "").startswith("hazards.") for one in earlier)
    key = best.key
    if key in ("hazards.deadline", "hazards.rectified", "hazards.found"):
        if re.search(r"限期|责令", whole) and DONE.search(blank.after):
            key = "hazards.deadline_done"
        elif key == "hazards.found" and STILL.search(blank.after):
            key = "hazards.open"
        elif key == "hazards.found" and DONE.search(blank.after):
            key = "hazards.rectified"
    if hazards_before and re.search(r"其余|剩余|剩下", blank.before) and blank.unit in _HAZARD_UNITS:
        key = "hazards.open"
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
}


def confidence(best: Candidate, ranked: list[Candidate]) -> float:
    """How often a binding so supported is right, by the parts that agree and the distance to the next."""
    sure = _SURENESS.get((best.support, best.unit_fit), 0.5)
    if len(ranked) > 1 and best.score - ranked[1].score < 0.5:
        sure -= 0.3
    if best.score < 4.0:
        sure -= 0.25
    return round(max(sure, 0.1), 2)


def _name_or_date(
    blank: Blank, sentence: Sentence, period: tuple[date, date], vocabulary: Vocabulary
) -> Binding:
    base = Binding(blank, sentence.text, None, Scope(), period, 0.5, "ask", "请填写名称")
    if blank.kind == "date":
        if re.match(r"年度?", blank.follows) and not re.match(r"年.?月", blank.follows):
            return replace(base, fixed=str(period[0].year), status="bound", confidence=0.95, why="总结的年度")
        return replace(base, why="请填写日期或编号")
    for name in (vocabulary.town, vocabulary.district):
        for suffix in ("街道", "镇", "乡", "区", "县", "市"):
            if name.endswith(suffix) and blank.follows.startswith(suffix):
                return replace(
                    base,
                    fixed=name[: -len(suffix)],
                    status="bound",
                    confidence=0.95,
                    why=f"本镇（区县）名称：{name}",
                )
    return base
