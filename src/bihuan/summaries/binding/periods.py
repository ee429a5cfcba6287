"""Which days a number speaks of: what its sentence or heading names, within the summary's own period."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bihuan.summaries.reading.sections import Sentence

NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_BLANK = r"[XＸ×*＊_＿○]{1,4}"
_HANZI = "(?:十[一二]?|[一二三四五六七八九])"
_TO = r"[—\-–~～至到]{1,2}"
NAMED = re.compile(
    rf"(?P<span>20\d\d年?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:{_TO}|以来至)20\d\d年(?:\d{{1,2}}月)?(?:\d{{1,2}}日|底|末)?)"
    r"|(?P<from>(?:自|从)?(?<!\d)(?P<fm>\d{1,2})月(?:(?P<fd>\d{1,2})日|份)?(?:以来|起|[^，。；\d]{0,8}以来)(?!步))"
    r"|(?P<first>前(?P<fq>[二三两])个?季度)"
    rf"|(?P<quarters>第?(?P<q1>[一二三四1-4])(?P<between>(?:(?:{_TO}|[、和])?[一二三四])*?)(?:{_TO}|[、和])?第?(?P<q2>[一二三四1-4])季度)"
    r"|(?P<quarter>第?(?P<q>[一二三四1-4])季度(?P<on>以来|起)?)"
    r"|(?P<half>上半年|下半年)"
    rf"|(?P<until>(?:截[至止]?到?|(?<![日月底末\d份])[到至])(?:(?P<uy>20\d\d)年)?(?P<um>\d{{1,2}})月(?:(?P<ud>\d{{1,2}})日|份?(?:底|末)?))"
    rf"|(?P<days>(?P<am>\d{{1,2}})月(?P<ad>\d{{1,2}})日{_TO}(?:(?P<bm>\d{{1,2}})月)?(?:(?P<bd>\d{{1,2}})日|(?P<be>[底末])))"
    rf"|(?P<months>(?<!\d)(?P<m1>\d{{1,2}})月?份?{_TO}(?P<m2>\d{{1,2}})月(?!\d)|从(?P<h1>{_HANZI})月[^，。；\d]{{0,6}}[到至](?P<h2>{_HANZI})月)"
    r"|(?P<day>(?<![\d—\-至])(?P<dm>\d{1,2})月(?P<dd>\d{1,2})日)"
    r"|(?P<month>(?<![\d—\-至])(?P<m>\d{1,2}|(?<![第每一二三四五六七八九十])(?:十[一二]?|[一二三四五六七八九]))月份?(?!\d))"
    r"|(?P<whole>全年|今年以来|一年来|本年度|年内|截至目前|截止目前|今年)"
    r"|(?P<year>(?<!\d)(?P<y>20\d\d)年(?!\d{0,2}月?\d*号))"
    rf"|(?P<open>(?<!截至)(?<!截止)(?<!截止到){_BLANK}月(?:{_BLANK}日)?)"
    r"|(?P<vague>[上中下]旬|春节|元旦|清明|五一|六一|七一|寒假|暑假|暑期|中高考|岁末年初|开学|端午|中秋|国庆|两节|双节|两会|汛期|[春夏秋冬]季|假期|节前|节假日|本周|本月|当日|当天|近日|去年|上年"
    r"|近[两三几]年|[两三]年来|连续)"
)
# 较一季度减少 tells what is compared with; 围绕春季开学 what it was about: neither says when.
_COMPARED = re.compile(r"(?:较|比|同)(?:上|去|前|同)?[^，。；]{0,2}$")
_ABOUT = re.compile(r"(?:围绕|针对|聚焦|紧盯|抓住|紧扣|结合|瞄准)[^，。；]*$")
_PAST = re.compile(r"[^，。；]{0,6}过的|(?:同期|度)?相?比(?=，)")  # 去年整治过的餐饮场所, 与去年同期比
_ENDS = re.compile(
    r"[底末初]?(?:全部|全面)?(?:结束|收兵|收官|收网|动手|启动|完成|收官|开始|起步|部署)"
)  # 整治于6月底结束 tells when it ended
_FOUNDED = re.compile(r"[^，。；]{0,8}(?:批准|设立|成立|建成|印发|出台|获批|获评|认定)")
_FROM_THE_START = re.compile(
    r"整个(?:行动|整治|治理|检查)|累计|从头算|启动以来|开展以来|启动至今|(?:行动|整治|攻坚)以来"
)
_NOW = re.compile(r"今年|全年|本年|年内|本月|当月|本季度?|上半年|下半年|[一二三四]季度|本周|[1-9１-９]\d?月")
_THIS_YEAR = ("今年以来", "今年", "年内", "全年")
_HOLIDAY = re.compile(r"假期|节假日|春节|元旦|国庆|五一|端午|中秋|清明|两节|双节|本周")
SHORT_DAYS = 16
_QUOTED = re.compile(r"“[^”]{5,}”|《[^》]*》|〈[^〉]*〉")


@dataclass(frozen=True)
class Period:
    """Both days counted. `cutoff` where the text states one (截至9月底); `unknown` says why the days stay open."""

    since: date
    until: date
    cutoff: date | None = None
    unknown: str = ""

    @property
    def days(self) -> tuple[date, date]:
        return self.since, self.until


def period_at(
    sentence: Sentence, upto: int, since: date, until: date, campaign: tuple[date, date] | None = None
) -> Period:
    """The period of a number at an offset of its sentence: the last that is named before it, then its section's.

    Of a number that is narrowed to a `campaign` (its days), days count only where its own sentence names them exactly:
    the campaign has its own, and what its section says of them, or of the month in which it began, tells when it was."""
    whole = Period(since, until)
    lead = sentence.text[:upto]
    own = _named(lead)
    if "；" in lead and own and "其中" in (group := lead[: lead.rfind("；")].rsplit("；", 1)[-1]):
        part = lead.rfind("；") - len(group) + group.rfind("其中")
        own = [
            one for one in own if not part < one.start() < lead.rfind("；")
        ]  # 其中2月份检查XX家次；排查隐患
    if campaign:
        if campaign[0] < since and (all_of_it := _FROM_THE_START.search(lead)) and not _NOW.search(lead):
            why = f"行动在总结的期间之前就已开始，不清楚“{all_of_it.group()}”从哪天算起"
            return Period(since, until, unknown=why)
        exact = [one for one in own if not (one["vague"] or one["open"])]
        if not exact or _DURING.search(sentence.text[:upto]) or own[-1]["vague"]:
            return whole
        begins = exact[-1]["fm"] or exact[-1]["dm"] or exact[-1]["m"]
        if begins and month_of(begins) == campaign[0].month:
            why = f"“{exact[-1].group()}”早于总结的期间" if exact[-1]["from"] and campaign[0] < since else ""
            return Period(since, until, unknown=why)
        if begins and _DRIVE.search(sentence.text[exact[-1].end() : upto]):
            why = f"不清楚“{exact[-1].group()}”是行动的时间，还是只统计这段时间"
            return Period(since, until, unknown=why)
        return _period(exact[-1], whole)
    others = [_named(text) for text in (*reversed(sentence.earlier), *reversed(sentence.heads))]
    # A single day or a holiday of an earlier sentence tells of that sentence's event alone.
    lasting = [[one for one in found if not (one["day"] or one["vague"] or one["open"])] for found in others]
    # A head's year is that of the summary or of the plan that it is bound with (总结暨2019年计划).
    over = len(sentence.earlier)
    lasting[over:] = [[one for one in found if not one["year"]] for found in lasting[over:]]
    for found in (own, *lasting):
        if found is not own and found and _period(found[-1], whole).unknown:
            continue  # another sentence looks ahead or back
        if found:
            ahead = found[-2] if len(found) > 1 and found[-2].end() == found[-1].start() else None
            if ahead and ahead.group() in ("去年", "上年"):
                return Period(since, until, unknown=f"“{ahead.group()}”不在总结的期间内")
            year = ahead["y"] if ahead else None
            if year is None or int(year) == since.year:
                return _period(found[-1], whole)
            return Period(since, until, unknown=f"“{year}年”不在总结的期间内")
    return whole


def _named(text: str) -> list[re.Match[str]]:
    return [match for match in NAMED.finditer(_unquoted(text)) if not _is_aside(text, match)]


def month_of(text: str) -> int:
    """A month in digits or characters, 1 to 12."""
    if text.isdigit():
        return int(text)
    return 10 * text.startswith("十") + (" 一二三四五六七八九".find(text[-1]) if text != "十" else 0)


_DRIVE = re.compile(r"行动|攻坚|整治|会战|攻势")
_DURING = re.compile(r"(?:行动|攻坚|整治|活动|检查|会战)(?:期间|期内|中(?!心))")


def _unquoted(text: str) -> str:
    """The text with quoted words blanked out: a title's 2018年 names no period."""
    return _QUOTED.sub(lambda match: "〇" * len(match.group()), text)


def _is_aside(text: str, match: re.Match[str]) -> bool:
    """Words of time that tell of no count: a document's date, a campaign that is named after a season."""
    ahead, before = text[match.end() :], text[: match.start()]
    if _COMPARED.search(before) or (match["vague"] and (_ABOUT.search(before) or _PAST.match(ahead))):
        return True
    if re.match(r"[^，。；]{0,16}(?:文件|会议精神|通知|印发)", ahead):
        return True
    if re.match(r"[，。；]|$", ahead) and re.search(r"[一-龥]{2}(?:在|于|是|为)$", before):
        return True  # 增长主要在二季度
    if (match["month"] and _ENDS.match(ahead)) or (match["year"] and _FOUNDED.match(ahead)):
        return True
    if match["from"] or match["quarter"] or match["half"] or match["until"] or match["months"]:
        return False
    named = re.match(r"([^，。；]{0,16}?)(?:检查活动|大检查|专项|行动|攻坚)", ahead)
    return named is not None and not re.search(r"开展|组织|实施|进行|共|检查|排查|集中", named.group(1))


def _period(match: re.Match[str], whole: Period) -> Period:
    found = _read(match, whole)
    if not found.unknown and (found.since > whole.until or found.until < whole.since):
        return Period(whole.since, whole.until, unknown=f"“{match.group()}”不在总结的期间内")
    return found


def _read(match: re.Match[str], whole: Period) -> Period:
    year = whole.since.year
    words = match.group()
    try:
        if match["from"]:
            begins = date(year, int(match["fm"]), int(match["fd"] or 1))
            if begins < whole.since:
                return Period(whole.since, whole.until, unknown=f"“{words}”早于总结的期间")
            return Period(begins, whole.until)
        if match["first"]:
            return months_of(year, 1, 9 if match["fq"] == "三" else 6)
        if match["quarters"]:
            return _quarters(match, year)
        if match["quarter"]:
            found = quarter_of(year, NUMERALS[match["q"]])
            return Period(found.since, whole.until) if match["on"] else found
        if match["half"]:
            return months_of(year, 1, 6) if words == "上半年" else months_of(year, 7, 12)
        if match["until"]:
            return _up_to(match, whole)
        if match["days"]:
            begins = date(year, int(match["am"]), int(match["ad"]))
            month = int(match["bm"] or match["am"])
            last = int(match["bd"] or monthrange(year, month)[1])
            return Period(begins, date(year, month, last))
        if match["months"]:
            return months_of(year, month_of(match["m1"] or match["h1"]), month_of(match["m2"] or match["h2"]))
        if match["day"]:
            day = date(year, int(match["dm"]), int(match["dd"]))
            return Period(day, day)
        if match["month"]:
            found = months_of(year, month_of(match["m"]), month_of(match["m"]))
            return whole if found.since <= whole.since and whole.until <= found.until else found
    except ValueError:
        return Period(whole.since, whole.until, unknown=f"“{words}”不是日期")
    if match["whole"] and words in _THIS_YEAR:
        return Period(date(year, 1, 1), whole.until)
    if match["whole"] or (match["year"] and int(match["y"]) == year):
        return whole
    if words == "本月" and (whole.since.year, whole.since.month) == (whole.until.year, whole.until.month):
        return whole
    if (whole.until - whole.since).days < SHORT_DAYS and _HOLIDAY.search(words):
        return whole  # a report of the holiday itself
    return Period(whole.since, whole.until, unknown=f"“{words}”是哪几天定不下来")


def _quarters(match: re.Match[str], year: int) -> Period:
    """一至三季度, 一、二季度: from the first to the last. Raises ValueError where one between is left out."""
    named = [NUMERALS[one] for one in re.findall(r"[一二三四1-4]", match.group())]
    if not re.search(_TO, match.group()) and named != list(range(named[0], named[-1] + 1)):
        raise ValueError("quarters apart")
    return months_of(year, named[0] * 3 - 2, named[-1] * 3)


def _up_to(match: re.Match[str], whole: Period) -> Period:
    year, month = int(match["uy"] or whole.since.year), int(match["um"])
    day = int(match["ud"]) if match["ud"] else monthrange(year, month)[1]
    last = date(year, month, day)
    return Period(whole.since, last, cutoff=last)


def quarter_of(year: int, number: int) -> Period:
    """A quarter, 1 to 4."""
    return months_of(year, number * 3 - 2, number * 3)


def months_of(year: int, first: int, last: int) -> Period:
    """Whole months of a year, both counted. Raises ValueError where they are none."""
    if not 1 <= first <= last <= 12:
        raise ValueError("months out of order")
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
