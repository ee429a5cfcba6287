"""What a number is narrowed to: the campaign, category, place and team that its clause, sentence and section name.

Heads are read from the outermost in, then the sentences since the head, then the words before the number. What is
named and the town lacks, or what may be meant or not, makes the scope `unknown`: then the number is asked, never widened.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bihuan.summaries.binding.leftover import outside, unexplained
from bihuan.summaries.binding.names import place_in, team_in
from bihuan.summaries.binding.periods import NAMED, SHORT_DAYS
from bihuan.summaries.binding.scope import Scope, doubt, narrowed
from bihuan.summaries.binding.vocabulary import (
    BODY,
    FIELD,
    Vocabulary,
    campaigns_named,
    categories_in,
    core_of,
    running,
)
from bihuan.summaries.reading.sections import Sentence

_DRIVES = (
    "百日攻坚|百日行动|百日会战|攻坚战|攻坚行动|专项整治行动|专项行动|专项整治|专项检查|专项治理|整治行动|大检查|大排查|大整治|大起底|联合检查|集中行动|集中整治|三年行动"
    "|安全检查|安全整治|综合整治|打非治违|会战|行动(?!计划|方案|以来|中|前|后)"
)
DRIVE = re.compile(
    r"(?:[“\"《]([^”\"》，。]{2,24})[”\"》](?:专项)?(?:行动|活动|整治|检查|攻坚)?)"
    rf"|(?:开展|启动|实施|部署|进行|组织|推进|参加|根据|按照|结合|^[^一-龥]*[一二三四五六七八九十]{{0,3}}[是、.．）)]?)了?(?:为期[^，。]{{1,8}}的)?"
    rf"((?:(?!开展|进行|对)[一-龥、]){{2,18}}?(?:{_DRIVES}))(?!组|队|人员|方案)"
)
# A drive spoken of without a verb: 冬季攻坚期间检查企业XX家次.
SHORT_DRIVE = re.compile(
    r"(?:^|[，。；])([一-龥]{2,8}?(?:攻坚战?|会战|百日行动))(?:期间|中|里|以来)?(?=，|共|累计|出动|检查|排查|发现|下达)"
)
# Quoted words that are no drives: systems, rules, slogans.
NO_DRIVE = re.compile(
    r"体系|一岗双责|同责|责任|一票否决|报告|为本|至上|第一|管|一企一|四不两直|清单|台账|意见|办法|方案|法$|条例|精神|讲安全|抓安全|不放过"
)
# What stands before a drive's own words in the same breath: 一是打非治违, 年初的集中整治, 园区是三年行动的主战场.
LEAD_IN = re.compile(r"^.*(?:[一二三四五六七八九十]是|是|的)(?=[一-龥]{2})")
# The drive in hand, and a check that is no drive: 整个行动, 全年组织安全检查.
THIS_DRIVE = re.compile(
    r"(?:整个|本次|此次|这次|该|各类|各项|重点|全年|日常|上述|以上|[的等、])*(?:组织|开展)?(?:安全生产|安全)?(?:专项)?(?:行动|整治|检查|治理|攻坚|会战|大检查)+"
)
OF_HOLIDAY = re.compile(
    r"(?:元旦|春节|清明|五一|端午|中秋|国庆|七一|双节|两节|假期|节日|节|两会|开学|[前后、及和期间])+"
)
# A drive, rather than a check: without its rows no category stands in for it.
IS_DRIVE = re.compile(r"行动|整治|攻坚|会战|治理|活动|起底|违$")
ALL_TEAMS = re.compile(
    r"[两各几三四五六七八九十]个?(?:检查|巡查|督查|专项)?组|合计|全部|总体|^[^，]{0,4}(?:行动|整治|攻坚)"
)
NO_SUBJECT = re.compile(
    r"^[^一-龥]*(?:共计?|累计|先后|其中|期间|一共|同时|检查|抽查|巡查|发现|查出|排查|当场|现场|责令|限期|下达|开具|目前|截[至止]|至|已|对|隐患|问题|上述|重大|整改|[一-龥]{2,6}(?:隐患|问题)[^，]{0,4}$)"
)
OTHERS = re.compile(
    r"(?:^|[，。；、])[^，。；、]{0,6}?(?:[省市区县]|上级|国家|第三方)[^，。；、镇]{0,8}?(?:局|委|办|管委会|大队|支队|总队|督查组|巡查组|检查组|专家组|部门|机构)"
    r"(?:\d{1,2}月份?|同期|本季度|本月|当月|近日)?(?:来|到|对|在|共|累计|抽查|指出|先后|检查|督查|反馈|交办|发现|查出|排查|下达)"
)
CHECKED = re.compile(r"检查|排查|巡查|督查|抽查|走访|整治")
PREFIX = re.compile(r"([^，。；：]{2,14})：")
SECTOR = re.compile(r"(?:^|[；。：])\s*([一-龥]{2,10})，(?P<more>[^，；。：]*，)*[^，；。：]*$")
JOINT = re.compile(r"(?:联合|会同|配合|协同)(?!执法|检查|行动|整治|监管|惩戒|工作)[^，。；]{2,}")
WHOLE_YEAR = re.compile(r"全年|一年来|本年度|年内")
# 从区域看, 按行业分: what follows breaks down what was counted before.
BREAKDOWN = re.compile(
    r"(?:^|[，；])\s*(?:从[^，；]{1,8}看|按[^，；]{1,6}(?:分|：)|[^，；]{0,6}(?:专项行动|攻坚|整治|行动)(?:所|共|期间))"
)


@dataclass(frozen=True)
class Reader:
    """Reads scopes out of words, for one town and period."""

    vocabulary: Vocabulary
    since: date
    until: date
    _read: dict[str, Scope] = field(default_factory=dict, compare=False, repr=False)
    of_heads: dict[str, Scope | None] = field(default_factory=dict, compare=False, repr=False)  # of tables

    def scope_at(self, sentence: Sentence, upto: int, near: str, after: str = "") -> Scope:
        """The scope of a number at an offset of its sentence; `near` are the words of its own
        clause, `after` what follows its unit."""
        lead = sentence.text[:upto]
        own = self._own(lead, near, after, sentence.text)
        over = Scope()
        for head in sentence.heads:
            over = over.plus(self._head(head))
        reached = over
        for text in sentence.earlier:
            if text not in self._read:  # each number asks again for all that stands before it
                self._read[text] = self._sentence(text)
            named = self._read[text]
            reached = over.plus(named) if counts_anew(text) else reached.plus(named)
        reached = self._of_team(reached, over, own, sentence.text)
        if BREAKDOWN.search(lead):
            reached = reached.without("place", "team", "category")
        elif counts_anew(lead):
            reached = Scope() if sentence.loose else over
        elif sentence.loose and reached and not own.campaign:
            words = reached.text
            return reached.plus(own).plus(doubt("other", words, f"另起一段，不清楚是否仍指“{words}”"))
        found = reached.plus(own)
        if reached.place and not over.place and not own.place and not counts_anew(lead):
            words = reached.word("place")
            return found.plus(doubt("place", words, f"前面说到“{words}”，不清楚这里是否仍指它"))
        if not found and (joint := JOINT.search(lead)):
            return doubt("other", joint.group(), "联合检查只是其中一部分，要按哪次行动统计请确认")
        if found.campaign and WHOLE_YEAR.search(lead) and _campaign_first(lead, own):
            words = found.word("campaign")
            return found.plus(doubt("other", "全年", f"文中又说全年又说“{words}”，不清楚指哪个"))
        if (
            found.doubted == "category"
            and found.campaign
            and found.word("category") in found.word("campaign")
        ):
            found = found.without("category")  # 有限空间 in the drive on 有限空间 says nothing new
        if apart := re.search(r"不属[^，。；]*|不含[^，。；]*|不包括[^，。；]*", lead):
            return found.plus(doubt("other", apart.group(), f"“{apart.group()}”，除去的部分不好统计"))
        return found

    def _of_team(self, reached: Scope, over: Scope, own: Scope, text: str) -> Scope:
        """A team of an earlier sentence goes on where a sentence has no subject of its own; else it is left open."""
        if not reached.team or reached.team == over.team or own.team:
            return reached
        if own.campaign or ALL_TEAMS.search(text):
            return reached.without("team")
        if NO_SUBJECT.match(text):
            return reached
        words = reached.word("team")
        return reached.without("team").plus(doubt("team", words, f"前面说到“{words}”，不清楚这里是否仍指它"))

    def _own(self, lead: str, near: str, after: str, whole: str) -> Scope:
        """What the words before a number in its sentence, and its own clause, name."""
        if others := OTHERS.search(lead):
            return doubt("other", others.group().strip("，。；、"), "这是别的单位检查的情况，不是本镇的记录")
        group = lead.rsplit("；", 1)[-1]  # another time of the year, another campaign
        drive = self.drive_in(group if NAMED.search(group) else lead)
        found = drive.plus(team_in(lead, self.vocabulary)).plus(
            place_in(outside(group), self.vocabulary) or place_in(outside(lead), self.vocabulary)
        )
        if named := self._narrowing(near):
            beside = self._beside(lead, whole)
            if self._parted(named, after) or any(code.startswith(f"{named.category}.") for code in beside):
                words = named.text
                named = doubt("category", words, f"“{words}”的下级类别另列，不好分开统计")
            return found.plus(named)
        if named := self._object(lead):
            return found.plus(named)
        if (prefix := PREFIX.match(lead)) and (named := self._narrowing(prefix.group(1))):
            return found.plus(named)
        if (alone := SECTOR.search(lead)) and not found.category:  # 木材加工，检查XX家次
            words = alone.group(1)
            named = self._narrowing(words)
            if named and (not alone["more"] or named.text == words):
                return found.plus(named)
            if words.endswith(("行业", "领域", "系统")):
                return found.plus(doubt("category", words, f"监管对象类别里没有“{words}”，系统没有按它记录"))
        if re.match(r"[^，]{0,6}(?:行动|治理|攻坚|整治|检查)期间", group):
            return found
        return found.plus(self._carried(lead[: max(lead.rfind(mark) for mark in "，。；：") + 1]))

    def _parted(self, named: Scope, after: str) -> bool:
        """Whether a sub-category is counted apart right behind: 中小学XX所、幼儿园XX所."""
        codes = categories_in(after[:10], self.vocabulary).codes
        return bool(named.category) and any(code.startswith(f"{named.category}.") for code in codes)

    def _beside(self, lead: str, whole: str) -> list[str]:
        """The categories that have numbers of their own elsewhere in the sentence."""
        start = max(lead.rfind(mark) for mark in _PARTS) + 1
        others = f"{whole[:start]}，{whole[len(lead) :]}"
        parts = [part for part in re.split(f"[{_PARTS}]", others) if HAS_NUMBER.search(part)]
        return [code for part in parts for code in categories_in(part, self.vocabulary).codes]

    def _carried(self, before: str) -> Scope:
        """A category of an earlier clause holds on: 检查加油站XX家次，发现隐患XX条. It is left open where several were
        named, where one was only a part (其中), and across a semicolon."""
        before = outside(before)
        group = before.rsplit("；", 1)[-1]
        if "；" in before and any(self._narrowing(_counted(part)) for part in re.split(r"[，：]", group)):
            before = group  # what was said before a semicolon is another matter
        before = _CHECKED_PART.sub("", before)
        named = [one for part in re.split(r"[，：；]", before) if (one := self._narrowing(_counted(part)))]
        if not named:
            return Scope()
        last_part = before.rsplit("；", 1)[-1]
        apart = not any(self._narrowing(_counted(part)) for part in re.split(r"[，：]", last_part))
        if (whole := _ancestor(named)) and not apart:
            return whole  # 检查危化品企业104家次，其中加油站58家次；查出隐患
        if len({one.category for one in named}) > 1 or apart or "其中" in before or named[-1].unknown:
            words = "、".join(dict.fromkeys(one.text for one in named))
            return doubt("category", words, f"前文说到“{words}”，不清楚这里是否仍指它")
        return named[-1]

    def _head(self, text: str) -> Scope:
        """What a head narrows its section to: a campaign, a place, a category or a field."""
        if named := self.drive_in(text):
            return named
        title = re.split(r"[。，；：]", text)[0]
        if plain := [
            one
            for one in running(self.vocabulary, self.since, self.until)
            if one.name in title and not core_of(one.name)
        ]:  # 二、安全生产大检查, where the town has one that is called just so
            return narrowed("campaign", str(plain[0].id), plain[0].name)
        scope = place_in(text if CHECKED.search(text) else title, self.vocabulary)
        if len(title) <= 24:
            scope = scope.plus(self._narrowing(title))
        return scope.plus(self._object(text))

    def _sentence(self, text: str) -> Scope:
        """What a sentence carries on to those after it in its section. A category that it counted by may hold on or not."""
        place = place_in(text, self.vocabulary) if CHECKED.search(text) else Scope()
        if place.unknown and len(place.text.split("、")) > 1:
            place = Scope()  # a list of places is told to its end
        found = self.drive_in(text).plus(team_in(text, self.vocabulary)).plus(place)
        if named := self._object(text):
            return found.plus(named)
        if (prefix := PREFIX.match(text)) and (named := self._narrowing(prefix.group(1))):
            return found.plus(named)
        parts = re.split(r"[，：；]", re.sub(r"（[^（）]*）", "", text).split("其中")[0])
        counted = dict.fromkeys(one.text for part in parts if (one := self._narrowing(_counted(part))))
        if counted and not found.campaign:
            words = "、".join(counted)
            return found.plus(doubt("category", words, f"前一句说到“{words}”，不清楚这里是否仍指它"))
        return found

    def drive_in(self, text: str) -> Scope:
        """The campaign that a text names. One that the town lacks is a doubt; generic words name none."""
        named = self._campaign_by_name(text)
        if named.campaign:
            return named
        for match in DRIVE.finditer(text):
            quoted, words = match.group(1), match.group(1) or match.group(2)
            core = core_of(words)
            if THIS_DRIVE.fullmatch(words) or self._is_the_report(core):
                continue
            if quoted and NO_DRIVE.search(words):
                continue
            said = words
            if not quoted:
                words = LEAD_IN.sub("", words)
                core = core_of(words)
            if len(core) < (1 if quoted else 2) and words == said:
                continue
            found = campaigns_named(words, self.vocabulary, self.since, self.until)
            if len(found) == 1:
                return narrowed("campaign", str(found[0].id), found[0].name)
            if found:
                return doubt("campaign", words, f"“{words}”对应{len(found)}次行动，需要选定")
            if quoted and not re.search(r"行动|攻坚|整治|检查|会战|活动|年$|月$", match.group()):
                continue
            if not quoted and not IS_DRIVE.search(words) and (category := self._narrowing(core)):
                return category
            return doubt("campaign", words, f"本镇没有登记“{words.strip('、')}”这次行动")
        if named or not (short := SHORT_DRIVE.search(text)):
            return named
        found = campaigns_named(short.group(1), self.vocabulary, self.since, self.until)
        if len(found) == 1:
            return narrowed("campaign", str(found[0].id), found[0].name)
        return doubt("campaign", short.group(1), f"本镇没有登记“{short.group(1)}”这次行动")

    def _is_the_report(self, core: str) -> bool:
        """Whether a check that only a holiday names is what a report of those few days is about."""
        return (self.until - self.since).days < SHORT_DAYS and bool(OF_HOLIDAY.fullmatch(core))

    def _campaign_by_name(self, text: str) -> Scope:
        """A campaign whose full name or alias stands in a text: 百日攻坚期间, 安全生产月."""
        named = {}
        for campaign in running(self.vocabulary, self.since, self.until):
            for name in campaign.names:
                at = text.find(name)
                if at < 0 or len(name) < 4 or not core_of(name):
                    continue
                ahead = text[max(0, at - 4) : at]
                if self._narrowing(ahead):
                    words = f"{ahead}{name}"
                    return doubt("campaign", words, f"本镇没有登记“{words}”这次行动")
                named[campaign.id] = campaign
        if len(named) > 1:
            words = "、".join(one.name for one in named.values())
            return doubt("campaign", words, f"句中说到几次行动（{words}），需要选定")
        return next((narrowed("campaign", str(one.id), one.name) for one in named.values()), Scope())

    def _object(self, text: str) -> Scope:
        """What a check was made of: 对全镇中小学开展了检查. A list of examples (等重点领域) narrows to nothing."""
        found = re.findall(
            r"(?:对|针对|围绕|聚焦)((?:(?!对|针对|围绕|聚焦)[^，。；]){2,60}?)"
            r"(?:开展|进行|实施|组织|集中|反复|逐一|多次|全面|分批)[^，。；]{0,14}?(?:检查|排查|巡查|督查|整治|抽查|治理)",
            text,
        )
        found = found or re.findall(
            r"对((?:(?!对)[^，。；]){2,20}?)[“]?(?:过筛|过堂|体检|回访|逐[家户栋个点])", text
        )
        if not found or re.search(r"等.{0,4}(?:重点|重要|领域|行业)", found[-1]):
            return Scope()
        if named := self._narrowing(found[-1]):
            return named
        if left := unexplained(found[-1], ()):
            return doubt("category", left, f"检查的是“{left}”，系统没有按它记录")
        return Scope()

    def _narrowing(self, words: str) -> Scope:
        """A category, or a field that the category tree lacks, in some words; those of a campaign's, team's or cell's
        name tell of none."""
        words = self.nameless(words)
        if not words:
            return Scope()
        found = categories_in(words, self.vocabulary)
        if len(found.codes) > 1 and _EXAMPLES.search(words):
            return Scope()
        for match in FIELD.finditer(words):
            if match.group() not in found.words and not BODY.match(words, match.end()):
                field = match.group()
                return doubt("category", field, f"监管对象类别里没有“{field}”，系统没有按它记录")
        if len(found.codes) > 1:
            return doubt("category", found.words, f"“{found.words}”涉及几个类别，需要分别填")
        return narrowed("category", found.codes[0], found.words) if found.codes else Scope()

    def days_of(self, campaign: str) -> tuple[date, date] | None:
        """The days of a campaign by its id; None of none."""
        return next(
            ((one.since, one.until) for one in self.vocabulary.campaigns if str(one.id) == campaign), None
        )

    def nameless(self, words: str) -> str:
        """The words without the names that the town has given."""
        for name in self._names:
            words = words.replace(name, "〇")
        return words

    @cached_property
    def _names(self) -> list[str]:
        town = self.vocabulary
        names = {name for one in town.campaigns for name in one.names if len(name) >= 3}
        names |= {name for _, name in (*town.cells, *town.teams)}
        return sorted(names, key=len, reverse=True)


# 其中加油站检查XX家次，发现隐患XX条: a part that was checked has its own findings.
_CHECKED_PART = re.compile(
    r"其中(?=[^，；。]*(?:检查|排查|巡查)[^，；。]*[，：]$)|其中(?=[^，；。]{0,14}(?:检查|排查|巡查))"
)


def _ancestor(named: list[Scope]) -> Scope:
    """Of several categories the one that holds all others; nothing where there is none."""
    codes = {one.category for one in named}
    if "" in codes or len(codes) < 2:
        return Scope()
    tops = [
        one
        for one in named
        if all(one.category == code or code.startswith(f"{one.category}.") for code in codes)
    ]
    return tops[0] if tops else Scope()


def _campaign_first(lead: str, own: Scope) -> bool:
    """Whether the whole year is spoken of after the campaign, or without naming it in the sentence."""
    said = WHOLE_YEAR.search(lead)
    named = max((match.start() for match in re.finditer(r"攻坚|行动|整治|检查|会战", lead)), default=-1)
    return not own.campaign or said is None or named < said.start()


def counts_anew(text: str) -> bool:
    """Whether a sentence speaks of the whole again."""
    return bool(
        re.search(
            r"(?:^|[，；])\s*(?:从全年看|除上述|(?:全镇|我镇|全街道|我街道|全乡|我乡)(?=共|累计|合计|检查|排查|开展|组织|出动|发现|隐患|问题|已|下达|完成|整改)|今年以来|一年来|全年|本年度|年内|总体上|截[至止]目前，?全镇)",
            text,
        )
    )


_EXAMPLES = re.compile(r"等(?:各类|各|重点|多个|有关)?[一-龥]{0,4}(?:场所|单位|企业|行业|领域|部位)")
HAS_NUMBER = re.compile(r"[XＸ×*＊_＿○□\dN（【\[？?…]|  |[二三四五六七八九十百]+多?家")
_PARTS = "，。；：、（）"


def _counted(clause: str) -> str:
    """The clause where it counts something that was checked, else nothing."""
    return clause if re.search(r"查|走访|整治|其中", clause) and HAS_NUMBER.search(clause) else ""
