"""What makes a number only a part of its figure: who checked, when in the day, which level. Such a number is asked."""

import re

from bihuan.summaries.binding.scope import Scope
from bihuan.summaries.reading.blanks import Blank

# Words that narrow a count to a part which only one figure counts, with that figure.
NARROWER = (
    (
        re.compile(
            r"主要领导(?![和、及]分管)|主要负责(?!人?[和、及]分管)|(?<![和、及])分管|书记|镇长|主任|班长"
        ),
        "",
    ),
    (re.compile(r"(?:镇|村|街道|社区|片区|办事处|企业|[一二三])级网格"), ""),
    (re.compile(r"带队"), "leaders.led"),
    (re.compile(r"夜间|夜查|凌晨|夜晚"), "inspect.night"),
    (re.compile(r"突击|暗访|四不两直|明查"), "inspect.unannounced"),
    (re.compile(r"回头看|复查(?!合格)"), "inspect.reinspections"),
    (re.compile(r"交办"), "transfers.assigned"),
    (re.compile(r"其他|其它|另有|反馈|巡察|转办|举报|自查"), ""),
)
# These words do not narrow the figures of their own matter.
OWN_WORDS = {"自查": "selfcheck.", "举报": "tips.", "转办": "tips."}
EXPERTS = re.compile(
    r"(?:专家|第三方|中介机构)[^，。；]{0,6}(?:检查|排查|会诊|体检|诊断|查)|(?:组织|由|借助|依托|委托)[^，。；]{0,8}(?:专家|第三方|中介)|(?:专家|第三方|中介机构)[^。；]*会诊"
)


def narrower(key: str, unit: str, lead: str, blank: Blank, scope: Scope) -> str:
    """Why a count is only a part of its figure: 夜间检查企业XX家次 is not all 家次. "" where it is all of it."""
    if key.startswith(("docs.", "hazards.deadline_done")) or unit == "%":
        return ""
    for pattern, own in NARROWER:
        match = pattern.search(blank.before)
        if match and key != own and not key.startswith(OWN_WORDS.get(match.group(), "-")):
            return f"“{match.group()}”只是其中一部分"
    if key.startswith(OF_THE_DRIVE) and (words := _kind_before(scope, lead, blank)):
        return f"前文说到“{words}”，不清楚这里是否只指它"
    if level := _half_said_level(key, unit, blank):
        return level
    if key.startswith(CARRIED) and (words := _carried_part(key, lead)):
        return f"前文说到“{words}”，不清楚这里是否只指它"
    if key.startswith(("inspect.visits", "inspect.units", "hazards.")) and EXPERTS.search(
        lead.rsplit("；", 1)[-1]
    ):
        return "不清楚是否只指专家检查的"
    return ""


# What is used or done beside the checks: 检查食品企业22家次，聘请专家12人次 may be for all.
OF_THE_DRIVE = (
    "inspect.experts",
    "inspect.persons",
    "inspect.vehicles",
    "inspect.night",
    "leaders.",
    "sanction.",
    "docs.",
)


def _kind_before(scope: Scope, lead: str, blank: Blank) -> str:
    """The kind of place that an earlier clause of the sentence, and not the number's own, has named."""
    words = scope.word("category")
    if words in scope.word("campaign") or re.match(rf"[^一-龥]*{re.escape(words)}：", lead):
        return ""  # what the drive or the item of the list is about
    named = [one for one in words.split("、") if one]
    earlier = (
        lead[: len(lead) - len(blank.before)] if lead.endswith(blank.before) else lead[: lead.rfind("，") + 1]
    )
    own = lead[len(earlier) :]
    return words if any(one in earlier for one in named) and not any(one in own for one in named) else ""


CARRIED = ("inspect.visits", "inspect.units", "inspect.persons", "hazards.")
_NUMBER = r"(?:[XＸ×*＊_＿○□N]+|\d+|[一二三四五六七八九十]+|[（【][ _]*[）】]| {2,})"
_OWN_ITEM = re.compile(rf"[^，；。]*{_NUMBER}(?:余|多)?次[^，；。]*，")
_LED_ITEM = re.compile(
    rf"[^，；。]*带队[^，；。]*{_NUMBER}(?:余|多)?次，(?=(?:共|累计)?(?:检查|排查|督查|走访))"
)
_LISTED_ITEMS = re.compile(
    rf"(?:[^，；。]*{_NUMBER}(?:余|多)?次[^，；。]*，)+(?=[^；。]*(?:检查|出动)[^，；。]*{_NUMBER}(?:余|多)?(?:家次|人次|家))"
)
_PART = re.compile(r"带队|夜间|夜查|突击|暗访|四不两直|网格员|网格巡查|复查(?!合格)|回头看")
_WHOLE = re.compile(r"共|累计|合计|总计|全年|全镇|今年以来")


def _carried_part(key: str, lead: str) -> str:
    """The part of all visits that an earlier clause speaks of, where nothing has led back to the whole since:
    领导带队检查XX次，发现隐患XX条 may mean what the leaders found, or all."""
    group = re.split(r"[；。]", lead)[-1]
    before = group[: group.rfind("，") + 1]
    # 领导带队检查14次，检查场所71家次: an item of the list, which goes on with the whole
    before = _LED_ITEM.sub("", group)[: len(before)] if _LED_ITEM.match(group) else before
    before = _OWN_ITEM.sub("", before) if key == "inspect.persons" else _LISTED_ITEMS.sub("", before)
    parts = list(_PART.finditer(before))
    if not parts or _WHOLE.search(group[parts[-1].end() :]):
        return ""
    return parts[-1].group()


def _half_said_level(key: str, unit: str, blank: Blank) -> str:
    """A level and an outcome together (未整改的重大隐患) are one figure's business only for the rate."""
    words = blank.before + blank.after[:8]
    level = re.search(r"重大|一般", words)
    if level is None or not key.startswith("hazards.") or unit == "%":
        return ""
    if key not in ("hazards.major", "hazards.general", "hazards.major_done"):
        return f"“{level.group()}”限定了级别"
    if key != "hazards.major_done" and re.search(r"整改|逾期|销号|挂牌|完成", words):
        return "级别和整改情况要一起统计，系统没有按它记录"
    return ""
