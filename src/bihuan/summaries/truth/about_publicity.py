"""Claims about publicity: that it came to every village, and by which channels it was done."""

import re

from bihuan.publicity.rules import CHANNELS, channels_in
from bihuan.summaries.truth.each import CELL, CHANNEL, done_in_each
from bihuan.summaries.truth.judges import DISPROVED, PROVED, UNDECIDABLE, Each, Finding, Values, number
from bihuan.summaries.truth.kinds import DUTY, HUNDRED, WISH, Against, ClaimKind, Said

TIMES = {code: f"out.times_{code}" for code in CHANNELS}
_WORDS = "|".join(sorted({word for one in CHANNELS.values() for word in one.named}, key=len, reverse=True))
_WAYS = r"(?:方式|形式|渠道|手段|途径|载体|媒介|办法)"
_CELLS = r"(?P<of>村（社区）|村、社区|村居|村|社区)"


def reached_all(values: Values, said: int | None) -> Finding:
    """宣传全覆盖 holds exactly if something on record came to each village in the period; what goes to everybody's phone came to none."""
    came, there = values["out.villages"], number(values["out.villages_all"])
    if came.value is None:
        return Finding(UNDECIDABLE, came.missing or "期内没有宣传记录")
    if not there:
        return Finding(UNDECIDABLE, "还没有划定村（社区）")
    if number(came) >= there:
        return Finding(PROVED, f"{there}个村都有到村的宣传记录")
    return Finding(
        DISPROVED, f"{there}个村中有到村宣传记录的{number(came)}个，没有的{there - number(came)}个"
    )


def reached_in_words(values: Values, said: Said) -> str:
    """宣传实现村村全覆盖 → 宣传到村24个（共26个村）."""
    return f"宣传到村{number(values['out.villages'])}个（共{number(values['out.villages_all'])}个村）"


def used_each(whole: Values, each: Each, said: int | None) -> Finding:
    """通过微信、宣传车等方式 holds exactly if each channel that is named has a record in the period; a way that is no channel is left open."""
    if whole["out.times"].value is None:
        return Finding(UNDECIDABLE, whole["out.times"].missing or "期内没有宣传记录")
    told, lacking, unknown = [], [], []
    for name, _values in each:
        codes = [code for _, code in channels_in(name)]
        if not codes:
            unknown.append(name)
        for code in codes:
            times = number(whole[TIMES[code]])
            told.append(f"{CHANNELS[code].label}{times}次")
            if not times:
                lacking.append(CHANNELS[code].label)
    if lacking:
        return Finding(DISPROVED, f"没有记录的渠道：{'、'.join(lacking)}；{'，'.join(told)}")
    if unknown:
        return Finding(UNDECIDABLE, f"系统没有按“{'、'.join(unknown)}”记录宣传；{'，'.join(told)}")
    return Finding(PROVED, "，".join(told))


def ways_in_words(values: Values, said: Said) -> str:
    """通过短信、微信、宣传车等方式 → 通过短信、微信等方式, without what has no record; "" where nothing is left."""
    match = _BY_CHANNELS.search(said.words)
    if match is None:
        return ""
    parts = re.split(r"([、，和与及])", match["of"])
    kept = [
        part
        for part in parts[::2]
        if not (codes := [code for _, code in channels_in(part)])
        or all(number(values[TIMES[code]]) for code in codes)
    ]
    if not any(channels_in(part) for part in kept):
        return ""
    start, end = match.span("of")
    return said.words[:start] + "、".join(kept) + said.words[end:]


_BY_CHANNELS = re.compile(
    rf"(?:通过|利用|采取|采用|运用|借助|依托|以)(?P<of>(?=[^。；]{{0,80}}?(?:{_WORDS}))[^。；]{{2,90}}?)等"
    rf"(?:多种|各种|各类|多个)?(?:宣传{_WAYS}|{_WAYS}(?=[^。；]{{0,16}}(?:宣传|宣讲|普及|营造|氛围|知识)))"
)

KINDS = (
    ClaimKind(
        "宣传全覆盖",
        re.compile(
            rf"[^，。；]{{0,14}}宣传[^，。；检查]{{0,10}}(?:全覆盖|覆盖[率面]{HUNDRED})"
            r"|[^，。；]{0,8}宣传[^，。；检查]{0,6}村村[^，。；响]{0,4}(?:全覆盖|到位|到)"
            r"|(?:做到|实现)?村村(?:都|均)?(?:有|开展|进行)[^，。；响]{0,6}宣传"
        ),
        ("out.villages", "out.villages_all"),
        reached_all,
        (Against("out.villages_all", apart="out.villages", field="village"),),
        reached_in_words,
        goal_words=WISH,
        is_of_town=True,
    ),
    ClaimKind(
        "各村均宣传",
        re.compile(
            rf"(?:各|每个|所有|逐){_CELLS}[^，。；]{{0,6}}?(?:均|都|全部|逐一|逐个|(?<=逐村)|(?<=逐社区))"
            r"(?:已|已经|进行|开展|组织)*了?[^，。；检查]{0,6}?宣传(?!栏|牌|车|员|册|单|资料|标语)"
        ),
        ("out.villages",),
        each=CELL,
        judge_each=done_in_each("out.villages"),
        goal_words=DUTY,
    ),
    ClaimKind(
        "宣传方式",
        _BY_CHANNELS,
        ("out.times", *TIMES.values()),
        wording=ways_in_words,
        each=CHANNEL,
        judge_each=used_each,
        goal_words=WISH,
    ),
)
