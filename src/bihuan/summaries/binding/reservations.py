"""Reservations: why a number is asked though a figure speaks for it. A plan, an average, or a part of what the figure
counts is never filled with the whole."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding.leftover import unexplained
from bihuan.summaries.binding.periods import NAMED
from bihuan.summaries.binding.relations import CHANGE, Bound
from bihuan.summaries.binding.scope import Scope
from bihuan.summaries.binding.scorer import DONE, LEFT, Candidate
from bihuan.summaries.binding.vocabulary import FIELD
from bihuan.summaries.reading.blanks import Blank
from bihuan.summaries.reading.sections import Sentence

COMPARISON = re.compile(
    r"同比|环比|[较比](?:上年|去年|上期|上季|同期|20\d\d年|前)|上年同期|去年同期|增长|增加|下降|减少|上升|提高|提升|压减"
)
LAW = re.compile(
    r"周年|届|(?<!销)号令?|第$|〔|部法律|项制度|个体系|级网格|个安全|条规定|条措施|项措施|个一|必须|三年|个专题"
)
# Numbers that are no count of what was done: plans, norms, averages.
PLAN = re.compile(
    r"(?<!检查)计划(?!书)|目标(?!责任|管理)|力争|不少于|不低于|至少|应当|要求|(?<!代)拟|下一?步|明年|下年|将(?!军|全|辖区)|预计|争取|确保"
)
RATE = re.compile(r"每[个家月周日天人次季年村]|平均|人均|日均|月均|户均")
VERB = re.compile(
    r"登记|摸排|摸出|起底|揪出|派出|用去|开出|查看|检查|排查|巡查|督查|抽查|走访|发现|查出|查处|查找|整改|下达|下发|出具|制作|出动|投入|取缔|关闭|组织|开展|复查|划分|配备|纳入|责令|整顿|邀请|聘请|其中|涉及|覆盖"
)
AFTER_NOUN = re.compile(r"[一-龥]{0,10}?(?:企业|单位|隐患|问题|场所|门店|商户)")


def no_figure(blank: Blank) -> str:
    """Why a number is no count of what was done, or ""."""
    if COMPARISON.search(blank.before) and not CHANGE.search(blank.before):
        return "这是与上年或上期的比较，请核对后填写"
    if LAW.search(blank.before[-2:] + blank.follows[:4]):
        return "像是名称或编号里的数字，不是指标"
    if re.search(r"[由从]$", blank.before):
        return "这是变化以前的数，不清楚是哪一时期的"
    if PLAN.search(blank.before):
        return "这是计划、要求或目标，不是已有的数字"
    if "分别" in blank.before:
        return "“分别”后面的数各指哪一项，请确认"
    if LEFT.search(blank.before) and DONE.search(blank.after):
        return "“其余”指哪一部分，请确认"
    if RATE.search(blank.before) or re.match(r"以上|以下|以内", blank.after):
        return "这是平均数或规定数，请核对后填写"
    return ""


def another_matter(best: Candidate, blank: Blank, earlier: Sequence[Bound]) -> str:
    """Why a number counts something else though the words are the figure's: those who went out to rescue, firms that a
    kind of fault was found at. "" where it does not."""
    if best.key == "inspect.persons" and (rescue := _RESCUE.search(blank.before)):
        return f"“{rescue.group()}”不是去检查的"
    checks = any((one.figure or "").startswith("inspect.") for one in earlier)
    if best.key == "inspect.units" and re.search(r"涉及|覆盖", blank.before) and not checks:
        return "不清楚涉及的企业是不是都检查过"
    return ""


_RESCUE = re.compile(r"应急队伍?|民兵|救援|抢险|消防队|志愿|巡堤|巡护|护林")


def left_open(best: Candidate, blank: Blank, scope: Scope) -> str:
    """What the clause narrows to that no figure or scope explains: 用电隐患 is not all 隐患. "" where nothing."""
    figure = FIGURES[best.key]
    known = (
        *(_UNLAWFUL if best.key.startswith("sanction.") else ()),
        *(_MEETING if best.key.startswith("meetings.") else ()),
        figure.label,
        best.phrase,
        *figure.also,
        *figure.verbs,
        *figure.nouns,
        *FIELD.findall(scope.word("campaign")),
        *(word for _, words in scope.said for word in (words, *words.split("、"))),
    )
    verbs = list(VERB.finditer(blank.before))
    start = verbs[-1].end() if verbs else 0
    phrase_at = blank.before.rfind(best.phrase) if best.phrase else -1
    if verbs and phrase_at >= 0 and phrase_at <= verbs[-1].start() < phrase_at + len(best.phrase):
        start = phrase_at  # the verb is part of the phrase: 复查合格
    before = blank.before[start:]
    noun = AFTER_NOUN.match(blank.after)
    for named in scope.word("category").split("、"):
        before = (
            re.sub(rf"^.*等(?={re.escape(named)})", "", before) if named else before
        )  # 商场、宾馆等人员密集场所
    for words in (before, noun.group() if noun else ""):
        left = unexplained(NAMED.sub("", words), known)
        if left and left not in "，".join((best.phrase, scope.word("campaign"), scope.word("team"))):
            return f"“{left}”限定了范围，系统没有按它记录"
    return ""


# What is shut down is always without leave: the words narrow nothing.
_UNLAWFUL = ("非法", "违法", "违规", "无证", "无照", "销售", "售卖", "经营", "关闭", "依法")
# How a meeting is spoken of, whatever its kind; who else met with it (镇长办公会) narrows it still.
_MEETING = (
    *("组织召开", "召开", "专题", "研究", "听取", "汇报", "学习", "部署", "会议", "扩大", "全体"),
    *("党委、政府", "党委政府", "党工委", "党委会上", "党委", "乡", "街道"),
)
_ORDERED_ONES = re.compile(r"限期整改的?(?:隐患|问题)[^。]*，")
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


_OF_MAJOR = {
    "hazards.rectified": "hazards.major_done",
    "hazards.closed": "hazards.major_done",
    "hazards.rate": "hazards.major_rate",
}


def of_level(best: Candidate, earlier: Sequence[Bound]) -> Candidate:
    """排查重大隐患XX条，已整改XX条: where a sentence has spoken of major hazards alone, what was done is theirs."""
    here = [one.figure for one in earlier if (one.figure or "").startswith("hazards.")]
    if best.key not in _OF_MAJOR or not here or here[0] != "hazards.major" or "hazards.found" in here:
        return best
    figure = FIGURES[_OF_MAJOR[best.key]]
    return replace(best, key=figure.key, label=figure.label)


def of_which_level(best: Candidate, blank: Blank, sentence: Sentence, earlier: Sequence[Bound]) -> str:
    """Why an outcome may be that of one level only: 排查重大隐患XX条，整改XX条. "" where it is that of all."""
    if best.key not in _OUTCOMES:
        return ""
    here = [one.figure or "" for one in earlier if one.status == "bound"]
    if (
        best.key == "hazards.rate"
        and "hazards.found" not in here
        and _ORDERED_ONES.search(sentence.text[: blank.start - sentence.start])
    ):
        return "不清楚是全部隐患的还是限期整改的"
    lead = sentence.text[: blank.start - sentence.start]
    if _OTHERS_FOUND.search(lead) and "hazards.found" not in here:
        return "不清楚是本镇发现的还是前面所说的"
    levels = {key for key in here if key in _LEVELS}
    last = max((one.blank.end for one in earlier if one.figure in _LEVELS), default=0)
    apart = "；" in sentence.text[last - sentence.start : blank.start - sentence.start]
    if not levels or len(levels) == len(_LEVELS) or ("hazards.found" in here and apart):
        return ""
    return "不清楚是全部隐患的还是前面那一级隐患的"
