"""The campaign (行动) that words name: by its own name, by words that fit one, or none that the town has."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from bihuan.summaries.binding.kinds import Kinds
from bihuan.summaries.binding.periods import SHORT_DAYS
from bihuan.summaries.binding.scope import Scope, doubt, narrowed
from bihuan.summaries.binding.vocabulary import CampaignName, campaigns_named, core_of, running
from bihuan.summaries.reading.blanks import QUOTES

_DRIVES = (
    "百日攻坚|百日行动|百日会战|攻坚战|攻坚行动|专项整治行动|专项行动|专项整治|专项检查|专项治理|整治行动|大检查|大排查|大整治|大起底|联合检查|集中行动|集中整治|三年行动"
    "|安全检查|安全整治|综合整治|打非治违|会战|行动(?!计划|方案|以来|中|前|后)"
)
DRIVE = re.compile(
    r"(?:[“\"《]([^”\"》，。]{2,24})[”\"》](?:节前|节日|期间)?(?:专项)?(?:行动|活动|整治|检查|攻坚)?)"
    rf"|(?:开展|启动|实施|部署|进行|组织|推进|参加|根据|按照|结合|^[^一-龥]*[一二三四五六七八九十]{{0,3}}[是、.．）)]?)了?(?:为期[^，。]{{1,8}}的)?"
    rf"((?:(?!开展|进行|对)[一-龥、]){{2,18}}?(?:{_DRIVES}))(?!组|队|人员|方案)"
)
# A drive spoken of without a verb: 冬季攻坚期间检查企业XX家次.
SHORT_DRIVE = re.compile(
    r"(?:^|[，。；])([一-龥]{2,8}?(?:攻坚战?|会战|百日行动))(?:期间|中|里|以来)?(?=，|共|累计|出动|检查|排查|发现|下达)"
)
ALONE = re.compile(
    r"(?:^|[，。；的]|关于|各乡镇|各镇街)(大检查|大排查|大整治|大起底|专项整治|专项治理|综合治理|集中治理|集中整治)(?![一-龥]{0,2}(?:组|队|办|方案|领导|期间?$))"
)
# Quoted words that are no drives: systems, rules, slogans.
NO_DRIVE = re.compile(
    r"体系|随机|一岗双责|同责|责任|一票否决|报告|为本|至上|第一|管|一企一|四不两直|清单|台账|意见|办法|方案|法$|条例|精神|讲安全|抓安全|不放过|[三四五六七八九]进|安全生产月|宣传月|咨询日"
)
# What stands before a drive's own words in the same breath: 一是打非治违, 年初的集中整治, 园区是三年行动的主战场.
LEAD_IN = re.compile(r"^.*(?:[一二三四五六七八九十]是|是|的|在)(?=[一-龥]{2})")
# The drive in hand, and a check that is no drive: 整个行动, 全年组织安全检查.
THIS_DRIVE = re.compile(
    r"(?:先后|累计|共|加强|深化|强化|突出|抓好|狠抓|整个|本次|此次|这次|该|各类|各项|重点|全年|日常|上述|以上|[的等、])*(?:组织|开展)?(?:安全生产|安全)?(?:专项)?(?:宣传|教育|培训)*(?:行动|整治|检查|治理|攻坚|会战|大检查)+"
)
OF_HOLIDAY = re.compile(
    r"(?:元旦|春节|清明|五一|端午|中秋|国庆|七一|双节|两节|假期|节日|节|两会|开学|[前后、及和期间])+"
)
_ITS_WORK = re.compile(r"整治|执法|检查|行动|攻坚|治理")
_ABOUT = re.compile(r"^.*关于|^各[一-龥]{0,2}?(?:乡镇|镇街|街道|乡|镇|村)")
_MARK = re.compile(r"^[^一-龥]*(?:[一二三四五六七八九十]{1,3}[、.．）)])?")
# A drive, rather than a check: without its rows no category stands in for it.
IS_DRIVE = re.compile(r"行动|整治|攻坚|会战|治理|活动|起底|违$")


@dataclass(frozen=True)
class Drives:
    """Reads campaigns out of words, for a period."""

    kinds: Kinds
    since: date
    until: date

    def named_in(self, text: str) -> Scope:
        """The campaign that a text names. One that the town lacks is a doubt; generic words name none."""
        named = self._campaign_by_name(text)
        if named.campaign:
            return named
        for match in DRIVE.finditer(text):
            quoted, words = match.group(1), match.group(1) or match.group(2)
            words = _ABOUT.sub("", _MARK.sub("", words)).removeprefix(self.kinds.vocabulary.town)
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
            found = campaigns_named(words, self.kinds.vocabulary, self.since, self.until)
            if len(found) == 1:
                return _as_scope(found[0])
            if found:
                return doubt("campaign", words, f"“{words}”对应{len(found)}次行动，需要选定")
            if quoted and not re.search(r"行动|攻坚|整治|检查|会战|活动|年$|月$", match.group()):
                continue
            if not quoted and not IS_DRIVE.search(words) and (category := self.kinds.narrowing(core)):
                return category
            return doubt("campaign", words, f"本镇没有登记“{words.strip('、')}”这次行动")
        if named:
            return named
        if alone := ALONE.search(_MARK.sub("", text)):  # 大检查7月10日起步, where the town has one
            ending = [one for one in self._running() if one.name.endswith(alone[1])]
            if len(ending) == 1:
                return _as_scope(ending[0])
            if len(ending) > 1:
                return doubt("campaign", alone[1], f"“{alone[1]}”对应{len(ending)}次行动，需要选定")
        if not (short := SHORT_DRIVE.search(text)):
            return named
        found = campaigns_named(short.group(1), self.kinds.vocabulary, self.since, self.until)
        if len(found) == 1:
            return _as_scope(found[0])
        return doubt("campaign", short.group(1), f"本镇没有登记“{short.group(1)}”这次行动")

    def titled(self, title: str) -> Scope:
        """The campaign whose name, or short name, a head or the words before a colon are: 2.冬防：."""
        words = _MARK.sub("", title.translate(QUOTES)).strip("，。：； ")
        named = [one for one in self._running() if words in (name.translate(QUOTES) for name in one.names)]
        named = named or [
            one
            for one in self._running()
            if len(core := core_of(one.name)) >= 4
            and (
                core in core_of(words)
                or (_ITS_WORK.search(words) and len(core_of(words)) >= 4 and core_of(words) in core)
            )
        ]
        return _as_scope(named[0]) if len(named) == 1 else Scope()

    def called_just(self, title: str) -> Scope:
        """The campaign of a name that has nothing of its own, where a head has it: 二、安全生产大检查."""
        plain = [one for one in self._running() if one.name in title and not core_of(one.name)]
        return _as_scope(plain[0]) if plain else Scope()

    def _running(self) -> list[CampaignName]:
        return running(self.kinds.vocabulary, self.since, self.until)

    def _is_the_report(self, core: str) -> bool:
        """Whether a check that only a holiday names is what a report of those few days is about."""
        return (self.until - self.since).days < SHORT_DAYS and bool(OF_HOLIDAY.fullmatch(core))

    def _campaign_by_name(self, text: str) -> Scope:
        """A campaign whose full name or alias stands in a text: 百日攻坚期间, 安全生产月."""
        named: dict[UUID, CampaignName] = {}
        text = text.translate(QUOTES)
        known = [(name.translate(QUOTES), one) for one in self._running() for name in one.names]
        # The longest first: what stands within it (市场拉网式巡查, also called 拉网式巡查) is not said a second time.
        for name, some in groupby(sorted(known, key=lambda pair: (-len(pair[0]), pair[0])), itemgetter(0)):
            at = text.find(name)
            if at < 0 or len(name) < 4 or not core_of(name):
                continue
            ahead = text[max(0, at - 4) : at]
            if self.kinds.narrowing(ahead):
                words = f"{ahead}{name}"
                return doubt("campaign", words, f"本镇没有登记“{words}”这次行动")
            named |= {one.id: one for _, one in some}
            text = text.replace(name, "＿" * len(name))
        if len(named) > 1:
            words = "、".join(one.name for one in named.values())
            return doubt("campaign", words, f"句中说到几次行动（{words}），需要选定")
        return next(map(_as_scope, named.values()), Scope())


def _as_scope(campaign: CampaignName) -> Scope:
    return narrowed("campaign", str(campaign.id), campaign.name)
