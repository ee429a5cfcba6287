"""What stands before a number and turns it into another: a denial, a duty, other days, other people, a part. The verb alone
speaks for a figure (检查企业XX家次); 未检查, 应检查, 派出所检查 and 历年检查 must not be filled with it. Such a number is asked."""

import re

from bihuan.summaries.binding.scope import Scope
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading.blanks import UNIT, Blank

_DONE_KEYS = (
    "inspect.visits",
    "inspect.units",
    "inspect.count",
    "hazards.found",
    "hazards.onsite",
    "hazards.deadline",
    "hazards.rectified",
    "hazards.closed",
    "hazards.deadline_done",
    "sanction.",
)
_VERB = r"(?:检查|排查|抽查|巡查|督查|走访|整改|复查|销号|查出|取缔|停业)"
_DENIED = re.compile(
    rf"(?:[未没]|没有|尚未|不能|无法|难以|拒不|暂不)(?:能|曾|有|及时|按[期时]|如期|完成|进行|开展|具备|得到|被)*{_VERB}"
)
_DUTY = re.compile(
    rf"(?<![响反对适供])[应需待](?:当|要)?(?:{_VERB}|检)|(?:全年|年度|目标)任务|任务{_VERB}|超额"
)
_KEPT = re.compile(r"(?:按期|按时|如期|提前|及时|限时)(?:完成|全部)?整改|逾期(?:才|完成)?整改")
_PARTS = re.compile(
    r"双随机|首次|再次|(?<!不)(?<!除)重复|补查|最[多少高低]|单[家次个日]|(?:^|[^许很大不至诸])[多少](?=检查|排查|发现)|[高中低]风险|[A-DＡ-Ｄ][类级]|国有|民营|私营|外资|合资"
    r"|周末|自行|村级|(?:党政|班子|镇|街道|乡)领导|志愿者|(?:其余|其他|其它|剩余)(?:各)?(?:村|社区|企业|单位|场所|类|行业)|除[^，。；]{1,20}?(?:以|之)?外|以外"
)
_LESS = re.compile(r"[^，。；]{0,6}[（(](?:不含|不包括|不计|除)")
# Other days than the summary's, told without a date.
_OTHER_DAYS = re.compile(
    r"往年|历年|前年|上一?年度?(?!同期)|(?:近|过去|累计|连续)[一二三四五六七八九十两几\d]+个?(?:年|月|周|天|日|季度)(?!份)|前[一二三四五六七八九十两几\d]+个?(?:年|月|周|天)|十[一二三四五]五"
    r"|第[一二三四五六\d]+(?:轮|阶段|批)|首轮|[上前]期(?!间|整改)|汛前|节后|(?:高温|梅雨)季节"
)
_SPELL = re.compile(r"(?P<what>[一-龥]{2,8}?)(?P<how>期间|以来|前夕)(?!（)")
_OWN_SPELL = re.compile(
    r".*(?:今年|一年|全年|本年|年初|年度|年内|活动|行动|整治|检查|攻坚|会战|排查|治理|季度|半年|月份?|[本此这该其]|启动|开展)$"
)
# Who looked, and where.
_OTHERS = re.compile(
    r"上级[^，。；]{0,6}(?:检查|督查|督导|抽查|巡查|暗访|发现|查出)|[省市区县](?:里|级)[^，。；]{0,8}(?:检查|督查|督导|抽查|查)|(?<!全)[省市区县][一-龥]{0,4}(?:督导组|督查组|巡查组|检查组|领导)"
    r"|(?:消防|交警|公安|刑侦|治安)[一-龥]{0,2}(?:大队|中队|支队|救援站|部门)|派出所|[邻外]镇|(?:兄弟|周边|相邻)乡镇|交叉(?:检查|执法|互查)|互查|互检|与[^，。；]{2,12}联合"
)
_NEIGHBOUR = re.compile(
    rf"(?:^|赴|到|由|与|，)(?P<name>[一-龥]{{2}}[镇乡])(?:共|累计|交叉|全年|[^，。；]{{0,2}})*{_VERB}|(?<=查)(?P<of>[一-龥]{{2}}[镇乡])(?=企业|单位)"
)
_WIDER = re.compile(r"全[区县市省](?!域)")
_OURS = re.compile(r"我[镇乡]|本[镇乡]|全[镇乡]|我街道|全街道|镇[安应]")
_OTHER_WORK = re.compile(r"演练|宣传|抢险|救援|防汛|扑救|值守|值班|巡逻|清淤|培训|慰问|除雪|疏散")
_LISTED = re.compile(r"[一-龥]{2,}、$")
_NEAR = re.compile(r"附近|周边|门口|沿线|对面|食堂|宿舍")
_GONE = re.compile(r"[^，。；]{0,4}(?:移交|上报|立案|列入|转交|转办|报请|报送|提请)")


def turned(key: str, blank: Blank, lead: str, scope: Scope, vocabulary: Vocabulary) -> str:
    """Why a number that seems to be of a figure is of something else, or ""."""
    if not key.startswith(("inspect.", "hazards.", "sanction.")) or blank.unit in ("%", "个百分点"):
        return ""
    own = re.split(r"[，。；：！？\n]", lead)[-1]  # its clause, with what a list has named before it
    near = "，".join(re.split(r"[，。；！？\n]", re.split(r"[；。\n]", lead)[-1])[-2:])
    if key.startswith(_DONE_KEYS) and (match := _DENIED.search(blank.before) or _DUTY.search(blank.before)):
        return f"“{match.group()}”说的不是已经做到的"
    if key in ("hazards.rectified", "hazards.overdue") and (match := _KEPT.search(blank.before)):
        return f"“{match.group()}”只是其中一部分"
    for pattern in (_PARTS, _OTHER_DAYS):
        if (match := pattern.search(blank.before)) and match.group() not in scope.text:
            return f"“{match.group().lstrip('，')}”限定了范围"
    if match := _LESS.match(blank.follows):
        return f"“{match.group()}”除去的部分不好统计"
    if not scope.campaign and (words := _spell(near)):
        return f"“{words}”是哪几天定不下来"
    if words := _elsewhere(near if key.startswith("hazards.") else own, own, vocabulary):
        return f"“{words}”不是本镇自己检查的记录"
    if key.startswith(("inspect.persons", "inspect.vehicles")) and (
        match := _OTHER_WORK.search(f"{near}{blank.follows}")
    ):
        return f"不清楚是不是“{match.group()}”的人数"
    if key == "hazards.open" and (match := _GONE.match(blank.after)):
        return f"“{match.group()}”的系统没有记录"
    return _side_by_side(blank, own, scope)


def _spell(near: str) -> str:
    """A stretch of time that is told by an event (疫情期间), where it is not the summary's own."""
    for match in _SPELL.finditer(near):
        if not _OWN_SPELL.fullmatch(match["what"]):
            return match.group()
    return ""


def _elsewhere(near: str, own: str, vocabulary: Vocabulary) -> str:
    """Who else looked, or where else."""
    if _OURS.search(own):
        return ""
    if match := _OTHERS.search(near):
        return match.group()
    if not vocabulary.town.endswith(("区", "县", "市")) and (match := _WIDER.search(near)):
        return match.group()
    for match in _NEIGHBOUR.finditer(near):
        name = match["name"] or match["of"]
        ours = (vocabulary.town, *(cell for _, cell in vocabulary.cells))
        if not any(one.endswith(name) for one in ours) and not set(name) & set("我本全各该"):
            return str(name)
    return ""


def _side_by_side(blank: Blank, own: str, scope: Scope) -> str:
    """Several kinds with one number (检查加油站、学校XX家次), of which only the last was read; or what is beside a kind."""
    words = scope.word("category")
    if not words:
        return ""
    at = blank.before.find(words)
    behind = blank.before[at + len(words) :] if at >= 0 else ""
    if at >= 0 and (match := _NEAR.match(behind)):
        return f"“{words}{match.group()}”系统没有按它记录"
    if at >= 0 and re.match(r"(?:和|与|及|以及|等)[一-龥]{0,4}(?:企业|单位|场所)", behind):
        return f"“{words}”与别的并列，不好统计"
    ahead = own[: len(own) - len(blank.before)] if own.endswith(blank.before) else ""
    listed = UNIT.sub("", re.split(r"[XＸ×*＊_＿○□N\d）)】\]］]", ahead)[-1].strip(), count=1)
    if at >= 0 and (match := _LISTED.search(listed)):
        return f"“{match.group()}{words}”合在一起，需要分别填"
    return ""
