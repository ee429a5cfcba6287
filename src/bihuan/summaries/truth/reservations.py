"""What makes words that look like a claim none (隐患未全部整改完毕), or a claim of something else than the records count
(上级督查发现的隐患均已整改). The first are passed over, the second are left open: neither proved nor disproved. Pure."""

import re

from bihuan.summaries.binding.vocabulary import FIELD, Vocabulary, categories_in
from bihuan.summaries.truth.each import TIMES
from bihuan.summaries.truth.kinds import ClaimKind

_CLAUSE = "，。；：！？\n"
# Right before the claim: it is denied, wished, or asked about (是否, 有无).
_DENIED = re.compile(
    r"(?:[未没不无]|没有|尚未|还未|未能|不能|无法|难以|建议|(?<![草代])拟)"
    r"(?:能|能够|有|做到|实现|达到|完成|得到|予以|责令|对其|对|完全|真正|切实)*$|(?:并非|并不是|不是|是否|能否)[^，。；]{0,12}$"
)
_CAN = re.compile(r"(?:^|[^功职可效产])能够?$")
# Inside it, where its pattern begins with free words: 检查未实现全覆盖, 各村均没有检查.
_DENIED_INSIDE = re.compile(
    r"(?:未能?|没有|没能|不能|无法|难以|并非)(?:完全|真正|及时)?(?:实现|做到|达到|开展|进行|组织|实施|形成|对|检查|排查|巡查|逐|全覆盖)"
)
_EXCEPTED = re.compile(r"除(?:了)?[^，。；]{1,40}?(?:以|之)?外|除外")
_NEARLY = re.compile(r"基本上?$|大体上?$|几乎$|大部分|大多|多数|部分|个别|少数")
_FEW = re.compile(
    r"(?:\d+|[XＸ×*＊_＿○□]+|[一二两三四五六七八九十百]+)(?:余|多)?(?:家|户|处|个|所)(?:企业|单位|场所|门店|学校|村|社区|商户)"
)
# Of hazards: found by others, found in one way of looking, of one level, or no hazards at all.
_OTHER_HAZARDS = re.compile(
    r"自查|自改|自纠|举报|投诉|信访|上级|(?<!层层)交办|转办|反馈|移交|巡察|巡视|审计|督察|挂牌督办|督办(?:隐患|问题|单位|企业|事项)|区里|县里|市里"
    r"|夜查|夜间|暗访|明查|突击|专家|第三方|中介|四不两直|双随机|(?:回头看|复查)(?:时|中)?(?:又|再次|新)*(?:发现|$)|志愿者|网格员"
    r"|一般|较大|逾期|超期|遗留|历史|往年|历年|其余|其他|另外|制度|台账|资料|手续|档案|规上|规模以上"
)
# Of checks: a part of the units, another body, one way of looking.
_OTHER_CHECKS = re.compile(
    r"重点(?:行业|领域|企业|单位|场所|部位|对象)|规上|规模以上|[高低中]风险|[红橙黄蓝ABCD][色类级]|双随机|回头看|复查|逾期|有隐患|存在隐患|夜查|夜间|暗访|突击|自查"
    r"|领导|书记|镇长|主任|专家|第三方|派出所|大队|中队|支队|(?<!各)部门|其余|其他|检查内容"
)
_OTHER_BODY = re.compile(r"(?:[省市区县]|上级|消防|公安|市场监管)[^，。；]{0,6}(?:局|委|大队|支队|所)(?!有)")
# Of accidents: what the register tells apart otherwise than by trade, and the words that limit nothing.
_APART = re.compile(r"交通|溺水|食物|食品|治安|群体|踩踏|医疗|自然灾害|环境|特种设备|质量")
_OF_ACCIDENTS = re.compile(
    r"未|没有|没|再|发生|过|了|一[起例人]|任何|各类|大的|较大|重特大|特别重大|重大|特大|一般|及?以上|等级|级|生产|经营|安全|责任|性"
    r"|亡人|死亡|伤亡|人员|人身|有|的|事故|起数|为|火灾|火情|零|无|[“”]"
)
_ABROAD = re.compile(r"全[区县市省]|[邻外][镇乡县区]")
_THINGS = re.compile(r"隐患|问题")
_NO_SUBJECT = re.compile(r"\s*(?:共|累计|先后|一共|并|其中)*(?:发现|查出|排查|查找|整改)")
_PRACTICES = ("领导带队检查", "四不两直", "夜查", "专家查隐患", "网格巡查")


def is_denied(kind: ClaimKind, text: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` of a sentence, in which a claim was found, are no claim in it."""
    if not kind.figures:
        return False
    before, words = text[:start], text[start:end]
    if _DENIED.search(before) or _CAN.search(before) or text.startswith("的", end):
        return True
    if words.startswith(("无", "没有")) and before.endswith(("有", "是否")):
        return True  # 查看有无逾期隐患
    return _DENIED_INSIDE.search(words) is not None


def other_matter(kind: ClaimKind, text: str, start: int, end: int, vocabulary: Vocabulary) -> str:
    """Why a claim is about something else than the records that would decide it, or about a part of it; "" where it is
    about them. 全区 is a wider area, unless the town is one."""
    if not kind.figures or kind.name in _PRACTICES or kind.is_of_town:
        return ""
    clause = _clauses(text[:start])[-1] + text[start:end]
    own = clause[: len(clause) - (end - start)]
    if kind.each in TIMES and (thing := _thing(clause + _clauses(text[end:])[0], vocabulary)):
        return f"只说到“{thing}”，不好逐期核对"
    about_hazards = kind.figures[0].startswith("hazards.")
    if not kind.each and (match := _EXCEPTED.search("，".join(_clauses(text[:start])[-2:]))):
        return f"文中说“{match.group()}”，除去的部分不好核对"
    if match := _NEARLY.search(own) or _FEW.search(own):
        return f"“{match.group()}”说的只是一部分"
    if not vocabulary.town.endswith(("区", "县", "市")) and (match := _ABROAD.search(clause)):
        return f"“{match.group()}”说的不是本镇的范围"
    if match := _OTHER_BODY.search(clause):
        return f"“{match.group()}”做的，本镇没有记录"
    if about_hazards and (match := _OTHER_HAZARDS.search(_antecedent(text[:start]))):
        return f"前面说到“{match.group()}”，不清楚是不是全部隐患"
    if kind.silence:
        return _other_accident(text[start:end], vocabulary)
    if not about_hazards and (match := _OTHER_CHECKS.search(clause)) and match.group() not in kind.name:
        return f"“{match.group()}”限定了范围，系统没有按它记录"
    return ""


def _other_accident(words: str, vocabulary: Vocabulary) -> str:
    """Accidents that the register does not tell apart by these words: 未发生道路交通事故. A trade is told by its category."""
    found = _APART.search(words)
    rest = _OF_ACCIDENTS.sub("", words.replace(categories_in(words, vocabulary).words or "\0", ""))
    if found or rest:
        return f"“{found.group() if found else rest}”限定了范围，事故登记没有按它统计"
    return ""


def _thing(words: str, vocabulary: Vocabulary) -> str:
    """The kind of place or matter that is looked at each month: 每月对学校检查一次."""
    if found := categories_in(words, vocabulary).words:
        return found
    field = FIELD.search(words)
    return field.group() if field else ""


def _clauses(text: str) -> list[str]:
    return re.split(f"[{_CLAUSE}]", text)


def _antecedent(before: str) -> str:
    """The words before a claim that say whose hazards it is about: back to the clause that names them, and to the one
    before it where that has no subject (督促企业自查，发现隐患5条，均已整改)."""
    clauses = _clauses(re.split(r"[。；]", before)[-1])
    at = next((n for n in range(len(clauses) - 1, -1, -1) if _THINGS.search(clauses[n])), len(clauses) - 1)
    if at and _NO_SUBJECT.match(clauses[at]):
        at -= 1
    return "，".join(clauses[at:])
