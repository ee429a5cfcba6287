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
from bihuan.summaries.binding.context import Reader, Scope, unexplained
from bihuan.summaries.binding.measures import MEASURES, PLAIN, Measure
from bihuan.summaries.binding.parts import narrower
from bihuan.summaries.binding.periods import period_at
from bihuan.summaries.binding.relations import (
    CHANGE,
    SHARE,
    Bound,
    compared,
    named_in_change,
    one_more,
    whole_of,
)
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading.blanks import Blank
from bihuan.summaries.reading.sections import Sentence, sentence_of

SURE = 0.75
COMPARISON = re.compile(
    r"同比|环比|[较比](?:上年|去年|上期|上季|同期|20\d\d年|前)|上年同期|去年同期|增长|增加|下降|减少|上升|提高|提升|压减"
)
DONE = re.compile(r"整改完毕|整改到位|完成整改|整改完成|复查合格|均已整改|已整改|销号")
STILL = re.compile(r"正在整改|未整改|整改中|尚未|限期内|整改期限内|没有整改")
ORDERED = re.compile(r"^[^，。；]{0,4}(?:责令|限期(?!内)|下达)")
LAW = re.compile(
    r"周年|届|号令?|第$|〔|部法律|项制度|个体系|级网格|个安全|条规定|条措施|项措施|个一|必须|三年|个专题"
)
# Numbers that are no count of what was done: plans, norms, averages.
PLAN = re.compile(
    r"计划|目标|力争|不少于|不低于|至少|应当|要求|拟|下一?步|明年|下年|将(?!军|全|辖区)|预计|争取|确保"
)
RATE = re.compile(r"每[个家月周日天人次季年村]|平均|人均|日均|月均|户均")
VERB = re.compile(
    r"检查|排查|巡查|督查|抽查|走访|发现|查出|查处|查找|整改|下达|下发|出具|制作|出动|投入|取缔|关闭|组织|开展|复查|划分|配备|纳入|责令|整顿|邀请|聘请|其中|涉及|覆盖"
)
CHECKED = re.compile(r"检查|抽查|督查|走访|巡查|排查")
LEFT = re.compile(r"其余|剩余|剩下")
BARE_DONE = re.compile(r"^(?:共|已|均|累计|现已)?整改$")
AFTER_NOUN = re.compile(r"[一-龥]{0,10}?(?:企业|单位|隐患|问题|场所|门店|商户)")


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
    cutoff: date | None = None  # where the text states one (截至9月底)
    measure: Measure = PLAIN
    chosen: bool = False  # by a person


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


def bind(
    blanks: Iterable[Blank], sentences: list[Sentence], vocabulary: Vocabulary, since: date, until: date
) -> list[Binding]:
    """Bind all blanks of a narrative, in order."""
    found: list[Binding] = []
    reader = Reader(vocabulary, since, until)
    for blank in blanks:
        sentence = sentence_of(sentences, blank.start)
        if blank.kind == "number":
            found.append(_number(blank, sentence, found, reader))
        else:
            found.append(_name_or_date(blank, sentence, reader))
    return found


def _number(blank: Blank, sentence: Sentence, before: list[Binding], reader: Reader) -> Binding:
    upto = blank.start - sentence.start
    earlier = [one for one in before if sentence.start <= one.blank.start < sentence.end]
    beside = re.split(r"[和及（(]", blank.after)[0][:10]
    scope = reader.scope_at(sentence, upto, blank.before[-16:] + beside, blank.follows.partition("、")[2])
    if sentence.text.lstrip().startswith("其中") and (whole := _before(sentence, before)) is not None:
        scope = whole.scope.plus(scope)  # a part of what the sentence before has counted
    period = period_at(sentence, upto, reader.since, reader.until, reader.days_of(scope.campaign))
    asked = Binding(
        blank, sentence.text, None, scope, period.days, 0.0, "ask", "从上下文看不出指什么，请选定指标"
    )
    if reason := "这一节说的是下步打算，不是已有的数字" if sentence.is_plan else no_figure(blank):
        return replace(asked, why=reason)
    if (change := compared(blank, sentence.text[:upto], *period.days)) is not None:
        return _change(asked, change, earlier)
    if blank.unit == "%" and SHARE.search(blank.before):
        return _share(asked, earlier)
    ranked = rank(_of_units(blank, scope), earlier)
    if not blank.before and blank.unit == "家次" and earlier and earlier[-1].figure == "inspect.units":
        ranked = [_of("inspect.visits", blank)]  # 检查企业XX家、XX家次
        scope = earlier[-1].scope
        asked = replace(asked, scope=scope)
    if not ranked or confidence(ranked[0], ranked) < SURE:
        nameless = reader.nameless(blank.before)
        if (like := one_more(blank, scope, sentence.text, before, nameless)) and not period.unknown:
            return _one_more(asked, like)
    if not ranked:
        return replace(asked, status="typed") if blank.said is not None else asked
    best = ranked[0]
    sure = confidence(best, ranked)
    guess = replace(asked, figure=best.key, confidence=sure)
    if sure < SURE:
        return replace(guess, why=f"可能是“{best.label}”，没有把握，请确认")
    why = _reason(best, blank, scope)
    if best.key not in FIGURES:
        return replace(guess, status="unrecorded", why=f"{why}；系统还没有地方记录这一事项")
    doubt = (
        scope.unknown
        or period.unknown
        or left_open(best, blank, scope)
        or narrower(best.key, best.unit, sentence.text[:upto], blank)
        or of_which_level(best, blank, sentence, earlier)
    )
    if doubt:
        return replace(guess, confidence=min(sure, 0.5), why=f"可能是“{best.label}”；{doubt}，不扩大范围填数")
    return replace(guess, status="bound", why=why, cutoff=period.cutoff)


def _before(sentence: Sentence, before: list[Binding]) -> Binding | None:
    """The last number of the sentence before, where it is sure."""
    last = next((one for one in reversed(before) if one.blank.start < sentence.start), None)
    return last if last and last.status == "bound" and not last.measure.kind else None


def _of(key: str, blank: Blank) -> Candidate:
    figure = FIGURES[key]
    return Candidate(key, figure.label, figure.unit, 6.0, "", "exact", "verb")


def _change(asked: Binding, change: Measure, earlier: list[Binding]) -> Binding:
    """同比减少XX条: of the figure that its words name, else of the number before it."""
    if change.kind == "?":
        return replace(asked, why="这是与另一时期的比较，看不出与哪一时期比，请确认")
    if words := named_in_change(asked.blank):
        units = [asked.blank.unit] if asked.blank.unit not in ("%", "个百分点") else ["", "条", "家次", "%"]
        named = (rank(replace(asked.blank, before=words, after="", unit=unit), []) for unit in units)
        best = next(
            (found[0] for found in named if found and found[0].support in ("phrase", "verb", "bare")), None
        )
        if best is None or asked.scope.unknown:
            return replace(asked, why="这是与另一时期的比较，看不出比的是什么，请确认")
        return _measured(asked, best.key, asked.scope, asked.period, change)
    plain = [one for one in earlier if not one.measure.kind]
    if not plain or plain[-1].figure is None or plain[-1].status == "ask":
        return replace(asked, why="这是与另一时期的比较，前面的数还没有定，请确认")
    return _measured(asked, str(plain[-1].figure), plain[-1].scope, plain[-1].period, change)


def _share(asked: Binding, earlier: list[Binding]) -> Binding:
    """占XX%: of what was found."""
    last = earlier[-1] if earlier else None
    if last is None or last.status != "bound" or last.measure.kind or not (whole := whole_of(last.figure)):
        return replace(asked, why="看不出是谁占谁的比例，请确认")
    return _measured(asked, str(last.figure), last.scope, last.period, Measure("share", of=whole))


def _measured(asked: Binding, key: str, scope: Scope, period: tuple[date, date], measure: Measure) -> Binding:
    if key not in FIGURES:
        label = topics()[key].label
        return replace(asked, figure=key, status="unrecorded", why=f"系统还没有地方记录“{label}”")
    label = FIGURES[key].label
    against = FIGURES[measure.of].label if measure.of else MEASURES[measure.kind]
    why = f"“{label}”占“{against}”的比例" if measure.of else f"“{label}”{against}"
    where = f"；限于“{scope.text}”" if scope else ""
    return replace(
        asked,
        figure=key,
        scope=scope,
        period=period,
        measure=measure,
        status="bound",
        confidence=0.92,
        why=f"{why}{where}",
    )


def _one_more(asked: Binding, like: Bound) -> Binding:
    key = "units.total" if str(like.figure).startswith("units.") else str(like.figure)
    figure, where = FIGURES[key], asked.scope.text
    why = f"接着前面的“{figure.label}”；限于“{where}”"
    return replace(asked, figure=key, status="bound", confidence=0.91, why=why)


def _of_units(blank: Blank, scope: Scope) -> Blank:
    """The blank as if its category were units at large, which is how figures speak: 检查加油站XX家次."""
    words = scope.word("category")
    return replace(blank, before=blank.before.replace(words, "企业")) if words else blank


def _reason(best: Candidate, blank: Blank, scope: Scope) -> str:
    words = f"“{best.phrase}”" if best.phrase else ""
    unit = f"单位“{blank.unit}”" if blank.unit else ""
    where = f"；限于“{scope.text}”" if scope else ""
    return f"由{'和'.join(one for one in (words, unit) if one)}判定为“{best.label}”{where}"


def no_figure(blank: Blank) -> str:
    """Why a number is no count of what was done, or ""."""
    if COMPARISON.search(blank.before) and not CHANGE.search(blank.before):
        return "这是与上年或上期的比较，请核对后填写"
    if LAW.search(blank.before[-2:] + blank.follows[:4]):
        return "像是名称或编号里的数字，不是指标"
    if PLAN.search(blank.before):
        return "这是计划、要求或目标，不是已有的数字"
    if "分别" in blank.before:
        return "“分别”后面的数各指哪一项，请确认"
    if LEFT.search(blank.before) and DONE.search(blank.after):
        return "“其余”指哪一部分，请确认"
    if RATE.search(blank.before) or re.match(r"以上|以下|以内", blank.after):
        return "这是平均数或规定数，请核对后填写"
    return ""


def left_open(best: Candidate, blank: Blank, scope: Scope) -> str:
    """What the clause narrows to that no figure or scope explains: 用电隐患 is not all 隐患. "" where nothing."""
    figure = FIGURES[best.key]
    known = (
        *(_UNLAWFUL if best.key.startswith("sanction.") else ()),
        figure.label,
        best.phrase,
        *figure.also,
        *figure.verbs,
        *figure.nouns,
        *(word for _, words in scope.said for word in (words, *words.split("、"))),
    )
    verbs = list(VERB.finditer(blank.before))
    start = verbs[-1].end() if verbs else 0
    phrase_at = blank.before.rfind(best.phrase) if best.phrase else -1
    if verbs and phrase_at >= 0 and phrase_at <= verbs[-1].start() < phrase_at + len(best.phrase):
        start = phrase_at  # the verb is part of the phrase: 复查合格
    before = blank.before[start:]
    noun = AFTER_NOUN.match(blank.after)
    for words in (before, noun.group() if noun else ""):
        if left := unexplained(words, known):
            return f"“{left}”限定了范围，系统没有按它记录"
    return ""


# What is shut down is always without leave: the words narrow nothing.
_UNLAWFUL = ("非法", "违法", "违规", "无证", "无照", "销售", "售卖", "经营", "关闭", "依法")
_OTHERS_FOUND = re.compile(r"自查|交办|反馈|转办|举报")
_LEVELS = ("hazards.general", "hazards.major")
_OUTCOMES = (
    "hazards.onsite",
    "hazards.deadline",
    "hazards.deadline_done",
    "hazards.rectified",
    "hazards.open",
    "hazards.rate",
    "hazards.overdue",
)


def of_which_level(best: Candidate, blank: Blank, sentence: Sentence, earlier: list[Binding]) -> str:
    """Why an outcome may be that of one level only: 排查重大隐患XX条，整改XX条. "" where it is that of all."""
    if best.key not in _OUTCOMES:
        return ""
    here = [one.figure or "" for one in earlier]
    lead = sentence.text[: blank.start - sentence.start]
    if _OTHERS_FOUND.search(lead) and "hazards.found" not in here:
        return "不清楚是本镇发现的还是前面所说的"
    levels = {key for key in here if key in _LEVELS}
    last = max((one.blank.end for one in earlier if one.figure in _LEVELS), default=0)
    apart = "；" in sentence.text[last - sentence.start : blank.start - sentence.start]
    if not levels or len(levels) == len(_LEVELS) or ("hazards.found" in here and apart):
        return ""
    return "不清楚是全部隐患的还是前面那一级隐患的"


def rank(blank: Blank, earlier: list[Binding]) -> list[Candidate]:
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
    if blank.after.startswith(("问题", "隐患")) and one.key.split(".")[0] in ("campaigns", "inspect", "grid"):
        return None  # what is counted stands behind the number: 专项行动发现的XX个问题
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
    verb = next((word for word in verbs if word in blank.before or blank.after.startswith(word)), "")
    noun = next((word for word in nouns if word in blank.before or blank.after.startswith(word)), "")
    speaks = phrase or (verb and (noun or fit == "exact" or len(blank.unit) > 1)) or (noun and fit != "none")
    if not speaks and not (fit == "exact" and len(one.unit) > 1):
        return None
    score += strength + (1.2 if verb else 0.0) + (1.0 if noun else 0.0)
    support = "phrase" if phrase else "verb" if verb else "noun" if noun else "unit"
    if support == "noun" and noun in _THINGS_FOUND and blank.before.endswith(noun):
        support = "bare"
    return Candidate(one.key, one.label, one.unit, score, phrase or verb + noun, fit, support)


def _elided(blank: Blank, earlier: list[Binding]) -> list[Candidate]:
    """What numbers without a noun mean after those of hazards: 整改XX处, 其余XX项."""
    if blank.unit not in _HAZARD_UNITS:
        return []
    if BARE_DONE.match(blank.before) and not blank.after:
        done = FIGURES["hazards.rectified"]
        return [Candidate(done.key, done.label, done.unit, 6.0, "整改", "other", "verb")]
    if LEFT.search(blank.before) and any((one.figure or "").startswith("hazards.") for one in earlier):
        key = "hazards.deadline" if ORDERED.match(blank.after) else "hazards.open"
        return [Candidate(key, FIGURES[key].label, FIGURES[key].unit, 8.0, "其余", "exact", "verb")]
    return []


def _sharing(one: Candidate, blank: Blank, earlier: list[Binding]) -> Candidate:
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


_NOT = re.compile(r"[未没不自]$")
_HAZARD_UNITS = ("条", "项", "个", "处", "起")


def refine(best: Candidate, blank: Blank) -> Candidate:
    """What the words behind the blank make of a hazard figure.

    限期整改XX项问题已整改完毕 is what has been done of the ordered; 其中XX条已整改 is what was rectified.
    """
    whole = blank.before + blank.after
    key = best.key
    if key in ("hazards.deadline", "hazards.rectified", "hazards.found"):
        if STILL.search(blank.after):
            key = "hazards.open" if key != "hazards.deadline" else key
        elif re.search(r"限期|责令", whole) and DONE.search(blank.after.split("（")[0]):
            key = "hazards.deadline_done"
        elif key == "hazards.found" and DONE.search(blank.after):
            key = "hazards.rectified"
    if key == "hazards.open" and re.search(r"[到逾超]期|超过期限", blank.before):
        key = "hazards.overdue"
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
    if len(ranked) > 1 and best.score - ranked[1].score < 0.5:
        sure -= 0.3
    if best.score < 4.0 and best.support != "bare":
        sure -= 0.25
    return round(max(sure, 0.1), 2)


def _name_or_date(blank: Blank, sentence: Sentence, reader: Reader) -> Binding:
    days = (reader.since, reader.until)
    asked = Binding(blank, sentence.text, None, Scope(), days, 0.5, "ask", "请填写名称")
    if blank.kind == "date":
        if re.match(r"年(?!.?月)", blank.follows) and reader.since.year == reader.until.year:
            year = str(reader.since.year)
            return replace(asked, fixed=year, status="bound", confidence=0.95, why="总结的年度")
        return replace(asked, why="请填写日期或编号")
    for name in (reader.vocabulary.town, reader.vocabulary.district):
        for suffix in ("街道", "镇", "乡", "区", "县", "市"):
            if name.endswith(suffix) and re.match(rf"{suffix}(?!长|党委书记|级)", blank.follows):
                why = f"{'本镇' if name == reader.vocabulary.town else '本区（县、市）'}名称：{name}"
                fixed = name[: -len(suffix)]
                return replace(asked, fixed=fixed, status="bound", confidence=0.95, why=why)
    return asked
