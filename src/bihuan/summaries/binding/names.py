"""The grid cell and the standing team that words name."""

import re
from uuid import UUID

from bihuan.summaries.binding.scope import Scope, doubt, narrowed
from bihuan.summaries.binding.vocabulary import Vocabulary

PLACE = re.compile(
    r"(?:^|在|对|到|其中|是|，|、|；|和)((?!在|对|到|是|和|其)[一-龥]{2,4}?(?:村|社区|办事处|管区|片区|园区|产业园|工业区|集中区|开发区))(?!委|民|级|等各|书记|干部|主任)"
)
_HEADED = re.compile(r"(?:^|[^一-龥])([一-龥]{2,4}(?:镇|乡|街道|开发区|园区|产业园))：")
NO_PLACE = re.compile(
    r"^(?:各|全|本|每|辖区|农|行政|自然|所有|重点|部分|镇|和|与|企业|管|党总支|按|居|城中|工业|产业)|[个各、]"
)
TEAM = re.compile(
    r"([一-龥]{2,8}(?:专项组|巡查组|检查组|督查组|督导组|工作组))(?=[^，。；]{0,6}(?:，|共|累计|已|出动|检查|排查|巡查|发现))"
)
NO_TEAM = re.compile(
    r"出动|组织|全镇|共|联合|由|各|组成|成立|组建|抽调|派出|设立|大|个|^(?:专项|安全|督导|检查|巡查|相关|镇)"
)


def place_in(words: str, vocabulary: Vocabulary) -> Scope:
    """The grid cell that words name last; several in a row, or a village that the town lacks, are a doubt."""
    words = words.replace("村村响", "大喇叭")  # a network of loudspeakers, no village
    known = sorted(
        (words.rfind(name), name, path) for path, name in vocabulary.cells if len(name) >= 2 and name in words
    )
    known = [one for one in known if not any(one[1] != o[1] and one[1] in o[1] for o in known)]
    for match in PLACE.finditer(words):
        name = match.group(1)
        if (not known or match.start(1) > known[-1][0]) and not (
            vocabulary.town in name
            or vocabulary.town.endswith(name)
            or NO_PLACE.search(name)
            or any(name in one[1] or one[1] in name for one in known)
        ):
            return doubt("place", name, f"本镇网格里没有“{name}”")
    head = _HEADED.search(words)
    if head and not any(head[1] in one[1] for one in known) and not vocabulary.town.endswith(head[1]):
        return doubt("place", head[1], f"本镇网格里没有“{head[1]}”")
    if not known:
        return Scope()
    at, name, path = known[-1]
    beside = [one[1] for one in known[:-1] if re.fullmatch(r"[、和与及]", words[one[0] + len(one[1]) : at])]
    clause = max(words.rfind(mark) for mark in "，；。")
    if at < clause and len({one[2] for one in known}) > 1:
        names = "、".join(one[1] for one in known)
        return doubt("place", names, f"前文说到“{names}”，不清楚这里指哪里")
    if beside or sum(one[1] == name for one in known) > 1:
        names = "、".join(dict.fromkeys((*beside, name)))
        return doubt("place", names, f"“{names}”不止一处网格，需要分别填")
    return narrowed("place", path, name)


def team_in(words: str, vocabulary: Vocabulary) -> Scope:
    """The standing team that words name as the one who checked."""
    if re.search(r"连同其他|全部隐患", words):
        return Scope()
    named = [(words.rfind(name), team, name) for team, name in vocabulary.teams if name in words]
    named = named or _by_its_end(words, vocabulary)
    numbered = list(re.finditer(r"第[一二三四五六七八九十\d]+[一-龥]{0,4}组", words))
    last = max(named, default=(-1, None, ""))
    if numbered and numbered[-1].start() > last[0] + len(last[2]):
        short = numbered[-1].group()  # 第二督导组 after 区安委办第一督导组
        meant = [(team, name) for team, name in vocabulary.teams if name.endswith(short)]
        if len(meant) == 1:
            return narrowed("team", str(meant[0][0]), meant[0][1])
        return doubt("team", short, f"不清楚“{short}”是哪个组")
    if named:
        return narrowed("team", str(last[1]), last[2])
    match = TEAM.search(words)
    if match and not NO_TEAM.search(words[max(0, match.start() - 3) : match.end()]):
        return doubt("team", match.group(1), f"本镇没有登记“{match.group(1)}”")
    return Scope()


def _by_its_end(words: str, vocabulary: Vocabulary) -> list[tuple[int, UUID, str]]:
    """The one team whose name ends in what begins a clause: 驻点组 of 园区驻点组."""
    for match in re.finditer(
        r"(?:^|[，。；、：])(?:\d{1,2}月份?，)?([一-龥]{2,6}?(?:组|专班|队))(?=[一-龥])", words
    ):
        short = match.group(1)
        meant = [(match.start(1), team, name) for team, name in vocabulary.teams if name.endswith(short)]
        if len(meant) == 1:
            return meant
    return []
