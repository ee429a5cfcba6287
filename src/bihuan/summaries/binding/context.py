"""What a number is narrowed to: the campaign, category, place and team that its clause, sentence and section name.

Heads are read from the outermost in, then the sentences since the head, then the words before the number. What is
named and the town lacks, or what may be meant or not, makes the scope `unknown`: then the number is asked, never widened.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from bihuan.summaries.binding.drives import Drives
from bihuan.summaries.binding.kinds import Kinds
from bihuan.summaries.binding.leftover import outside, unexplained
from bihuan.summaries.binding.names import place_in, team_in
from bihuan.summaries.binding.periods import NAMED
from bihuan.summaries.binding.scope import Scope, doubt
from bihuan.summaries.binding.vocabulary import Vocabulary, categories_in
from bihuan.summaries.reading.sections import Sentence

# How a sentence begins that says not who checked: 共检查…, 发现…, 安全隐患…: the team before it goes on.
NO_SUBJECT = re.compile(
    r"^[^一-龥]*(?:[此本这]次|共计?|累计|先后|其中|期间|检查|抽查|巡查|发现|查出|排查|当场|现场|责令|限期|[一-龥]{2,6}(?:隐患|问题)[^，]{0,4}$)"
)
# Another body as the one who checked: 区应急局来镇检查, 市督查组反馈. The town's own (…镇…办) is none.
OTHERS = re.compile(
    r"(?:^|[，。；、])[^，。；、]{0,6}?(?:[省市区县]|上级|国家|第三方)[^，。；、镇]{0,8}?(?:局|委|办|管委会|大队|支队|总队|督查组|巡查组|检查组|专家组|部门|机构)"
    r"(?:\d{1,2}月份?|同期|本季度|本月|当月|近日|全年|今年|年内)?(?:来|到|对|在|共|累计|抽查|指出|先后|检查|督查|反馈|交办|发现|查出|排查|下达)"
)
CHECKED = re.compile(r"检查|排查|巡查|督查|抽查|走访|整治")
PREFIX = re.compile(r"([^，。；：]{2,14})：")
# A clause that is only a name, before the one that counts: 木材加工，检查XX家次.
SECTOR = re.compile(r"(?:^|[；。：])\s*([一-龥]{2,10})，(?P<more>[^，；。：]*，)*[^，；。：]*$")
_IN_CHARGE = re.compile(r"(?:主攻|负责|盯住|紧盯|专攻|专查|包抓)([^，。；]{2,16})，")
# A verb in what would be the name of an ITEM: 查出隐患XX条 is no kind of place.
_DOES = re.compile(
    r"查|共|计|出动|其中|责令|停|取缔|下达|开具|下发|整改|聘|邀|请|组织|开展|举办|培训|发放|走访|涉及|覆盖|签|派|投入|制作|出具|关闭|约谈"
)
# An item of a list, its name run together with its number: 学校14家次、隐患27条.
ITEM = re.compile(
    r"(?:^|[；。：])\s*([一-龥、]{2,18}?)[\d_XＸ×*○□（(【\[]+[^一-龥]*(?:家次|家|户次|所次|个次)[、，（][^；。]*$"
)
# Checked together with others: 会同派出所. 联合执法 and the like name no partner.
JOINT = re.compile(r"(?:联合|会同|配合|协同)(?!执法|检查|行动|整治|监管|惩戒|工作)[^，。；]{2,}")
OURS = re.compile(r"(?:镇|街道|乡|局|区|县|应急办|安监办|安监站|安委办)[^，。；]{0,12}$")
_ABOUT_IT = re.compile(r"监管对象类别里没有|前一句说到|前文说到")
WHOLE_YEAR = re.compile(r"全年|一年来|本年度|年内")
# 从区域看, 按行业分: what follows breaks down what was counted before.
BREAKDOWN = re.compile(
    r"(?:^|[，；])\s*(?:[从分][^，；]{1,8}看|按[^，；]{1,6}(?:分|：)|[^，；]{0,6}(?:专项行动|攻坚|整治|行动)(?:所|共|期间))"
)


@dataclass(frozen=True)
class Reader:
    """Reads scopes out of words, for one town and period."""

    vocabulary: Vocabulary
    since: date
    until: date
    kinds: Kinds
    drives: Drives
    _read: dict[str, Scope] = field(default_factory=dict, compare=False, repr=False)
    of_heads: dict[str, Scope | None] = field(default_factory=dict, compare=False, repr=False)  # of tables

    @classmethod
    def of(cls, vocabulary: Vocabulary, since: date, until: date) -> "Reader":
        """The reader of a town's words for a period."""
        kinds = Kinds(vocabulary)
        return cls(vocabulary, since, until, kinds, Drives(kinds, since, until))

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
        elif WHOLE_YEAR.search(lead) and not (own.campaign or over.campaign):
            reached = over  # the drive of the sentence before is not of the whole year
        elif own.team and own.team != reached.team:
            reached = reached.without("category", "place", "team").plus(over)  # 消防组：…；燃气组：…
        elif sentence.loose and not (reached.campaign or reached.category or reached.place or reached.team):
            reached = Scope()  # what was not understood is left behind with its section
        elif sentence.loose and reached and not own.campaign:
            words = reached.text
            return reached.plus(own).plus(doubt("other", words, f"另起一段，不清楚是否仍指“{words}”"))
        found = reached.plus(own)
        if reached.place and not over.place and not own.place and not counts_anew(lead):
            words = reached.word("place")
            return found.plus(doubt("place", words, f"前面说到“{words}”，不清楚这里是否仍指它"))
        if not found and (joint := JOINT.search(lead)) and not OURS.search(lead[: joint.start()]):
            return doubt("other", joint.group(), "联合检查只是其中一部分，要按哪次行动统计请确认")
        if found.campaign and WHOLE_YEAR.search(lead) and _campaign_first(lead, own):
            words = found.word("campaign")
            return found.plus(doubt("other", "全年", f"文中又说全年又说“{words}”，不清楚指哪个"))
        kind = found.word("category")
        about = found.word("campaign") + ("火灾" if "消防" in found.word("campaign") else "")
        if found.campaign and kind in about and _ABOUT_IT.match(found.why("category")):
            found = found.without("category")  # 有限空间 in the drive on 有限空间 says nothing new
        if apart := re.search(r"不属[^，。；]*|不含[^，。；]*|不包括[^，。；]*", lead):
            return found.plus(doubt("other", apart.group(), f"“{apart.group()}”，除去的部分不好统计"))
        return found

    def _of_team(self, reached: Scope, over: Scope, own: Scope, text: str) -> Scope:
        """A team of an earlier sentence goes on where a sentence has no subject of its own."""
        goes_on = reached.team == over.team or own.team or (NO_SUBJECT.match(text) and not own.campaign)
        return reached if goes_on else reached.without("team")

    def _own(self, lead: str, near: str, after: str, whole: str) -> Scope:
        """What the words before a number in its sentence, and its own clause, name."""
        above = self.vocabulary.town.endswith(("区", "县", "市"))  # then 区直部门 are our own
        if (others := OTHERS.search(lead)) and not (above and re.search(r"[区县]", others.group())):
            return doubt("other", others.group().strip("，。；、"), "这是别的单位检查的情况，不是本镇的记录")
        group = lead.rsplit("；", 1)[-1]  # another time of the year, another campaign
        drive = self.drives.named_in(group if NAMED.search(group) else lead)
        near_lead = _reaching(lead)
        found = drive.plus(team_in(near_lead, self.vocabulary)).plus(
            place_in(_reaching(group), self.vocabulary)
            or (Scope() if team_in(group, self.vocabulary) else place_in(near_lead, self.vocabulary))
        )
        if named := self.kinds.narrowing(near):
            beside = self._beside(lead, whole)
            if self._parted(named, after) or any(code.startswith(f"{named.category}.") for code in beside):
                words = named.text
                named = doubt("category", words, f"“{words}”的下级类别另列，不好分开统计")
            return found.plus(named)
        if (named := self._object(lead)) and not self._counts_another(lead, named):
            return found.plus(named)
        if (prefix := PREFIX.match(lead)) and (titled := self.drives.titled(prefix.group(1))):
            found = found.plus(titled)
        if prefix and (named := self.kinds.narrowing(prefix.group(1))):
            return found.plus(named)
        if (alone := SECTOR.search(lead)) and not found.category:  # 木材加工，检查XX家次
            words = alone.group(1)
            named = self.kinds.narrowing(words)
            if named and (not alone["more"] or named.text == words):
                return found.plus(named)
            if words.endswith(("行业", "领域", "系统")):
                return found.plus(doubt("category", words, f"监管对象类别里没有“{words}”，系统没有按它记录"))
        if re.match(r"[^，]{0,6}(?:行动|治理|攻坚|整治|检查)(?:期间|中(?!心|队)|里)", group) and not (
            self.kinds.narrowing(group)
        ):
            return found
        if (item := ITEM.search(lead)) and not _DOES.search(words := item.group(1)):
            if named := self.kinds.narrowing(words):  # 学校14家次、隐患27条
                return found.plus(named)
            if not found.place and not found.team and unexplained(words, ()):
                return found.plus(doubt("category", words, f"监管对象类别里没有“{words}”，系统没有按它记录"))
        return found.plus(self._carried(lead[: max(lead.rfind(mark) for mark in "，。；：") + 1]))

    def _parted(self, named: Scope, after: str) -> bool:
        """Whether a sub-category is counted apart right behind: 中小学XX所、幼儿园XX所."""
        codes = categories_in(after[:10], self.vocabulary).codes
        return bool(named.category) and any(code.startswith(f"{named.category}.") for code in codes)

    def _counts_another(self, lead: str, named: Scope) -> bool:
        """Whether a clause has counted another kind than that of which the checks were made: 检查危化品企业XX家次."""
        counted = [one.category for one in self._counted_in(lead[: lead.rfind("，") + 1])]
        return bool(counted and counted[-1] and named.category and counted[-1] != named.category)

    def _counted_in(self, text: str) -> list[Scope]:
        """The kinds that the clauses of a text count, in order."""
        parts = re.split(r"[，：；]", text)
        return [one for part in parts if (one := self.kinds.narrowing(_counted(part)))]

    def _beside(self, lead: str, whole: str) -> list[str]:
        """The categories that have numbers of their own elsewhere in the sentence."""
        start = max(lead.rfind(mark) for mark in _PARTS) + 1
        behind = re.split(r"其中|当中|里头|就占", whole[len(lead) :])[0]  # 检查学校XX所次，其中幼儿园XX所次
        others = f"{whole[:start]}，{behind}"
        parts = [part for part in re.split(f"[{_PARTS}]", others) if HAS_NUMBER.search(part)]
        return [code for part in parts for code in categories_in(part, self.vocabulary).codes]

    def _carried(self, before: str) -> Scope:
        """A category of an earlier clause holds on: 检查加油站XX家次，发现隐患XX条. It is left open where several were
        named, where one was only a part (其中), and across a semicolon."""
        before = outside(before)
        group = before.rsplit("；", 1)[-1]
        if "；" in before and self._counted_in(group):
            before = group  # what was said before a semicolon is another matter
        before = _CHECKED_PART.sub("", before)
        named = self._counted_in(before)
        if not named:
            return Scope()
        apart = not self._counted_in(before.rsplit("；", 1)[-1])
        if (whole := _ancestor(named)) and not apart:
            return whole  # 检查危化品企业104家次，其中加油站58家次；查出隐患
        if len({one.category for one in named}) > 1 or apart or "其中" in before or named[-1].unknown:
            words = "、".join(dict.fromkeys(one.text for one in named))
            return doubt("category", words, f"前文说到“{words}”，不清楚这里是否仍指它")
        return named[-1]

    def _head(self, text: str) -> Scope:
        """What a head narrows its section to: a campaign, a place, a category or a field."""
        title = re.split(r"[。，；：]", text)[0]
        if titled := self.drives.titled(title):
            return titled
        if named := self.drives.named_in(text):
            return named
        if plain := self.drives.called_just(title):
            return plain
        scope = place_in(text if CHECKED.search(text) else title, self.vocabulary)
        if len(title) <= 24:
            scope = scope.plus(self.kinds.narrowing(title))
        return scope.plus(self._object(text))

    def _sentence(self, text: str) -> Scope:
        """What a sentence carries on to those after it in its section. A category that it counted by may hold on or not."""
        whole = text.split("其中")[0]
        place = place_in(whole, self.vocabulary) if CHECKED.search(whole) else Scope()
        if place.unknown and len(place.text.split("、")) > 1:
            place = Scope()  # a list of places is told to its end
        found = self.drives.named_in(text).plus(team_in(text, self.vocabulary)).plus(place)
        if named := self._object(text):
            return found.plus(named)
        if (prefix := PREFIX.match(text)) and (named := self.kinds.narrowing(prefix.group(1))):
            return found.plus(named)
        counted = dict.fromkeys(one.text for one in self._counted_in(outside(text).split("其中")[0]))
        if counted and not found.campaign:
            words = "、".join(counted)
            return found.plus(doubt("category", words, f"前一句说到“{words}”，不清楚这里是否仍指它"))
        return found

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
        if not found and (charge := _IN_CHARGE.search(text)):
            return self.kinds.narrowing(charge.group(1))
        if not found or re.search(r"等.{0,4}(?:重点|重要|领域|行业)", found[-1]):
            return Scope()
        if named := self.kinds.narrowing(found[-1]):
            return named
        if left := unexplained(found[-1], ()):
            return doubt("category", left, f"检查的是“{left}”，系统没有按它记录")
        return Scope()

    def days_of(self, campaign: str) -> tuple[date, date] | None:
        """The days of a campaign by its id; None of none."""
        return next(
            ((one.since, one.until) for one in self.vocabulary.campaigns if str(one.id) == campaign), None
        )


# 其中加油站检查XX家次，发现隐患XX条: a part that was checked has its own findings.
_CHECKED_PART = re.compile(
    r"其中，?(?=[^，；。]*(?:检查|排查|巡查)[^，；。]*[，：]$)|其中，?(?=[^，；。]{0,14}(?:检查|排查|巡查))"
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


def _reaching(lead: str) -> str:
    """The words before a number whose names reach it: from where the whole is counted again, without brackets and
    without a part that a semicolon has ended."""
    lead = re.split(r"；(?=[一二三四五六七八九十]是)", re.sub(r"其中[^；。]*；", "；", outside(lead)))[-1]
    return lead[max((one.start() for one in _ANEW.finditer(lead)), default=0) :]


_ANEW = re.compile(
    r"全部隐患|(?:合计|总计|总共|一共)|全(?:镇|街道|乡|园区|区|县|市)(?=共|累计|合计|检查|排查|组织|出动|发现|查出|下达)"
)


# A clause that begins with the whole, which is said to have done something, or with the whole year. Wider than _ANEW, which
# looks for it in the middle of a clause as well.
_OF_ALL = re.compile(
    r"(?:^|[，；])\s*(?:从全年看|除上述"
    r"|(?:全镇|我镇|全街道|我街道|全乡|我乡|全园区|全区|全县|全市)"
    r"(?=共|累计|合计|检查|排查|开展|组织|出动|发现|隐患|问题|已|下达|完成|整改)"
    r"|今年以来|一年来|全年|本年度|年内|总体上|截[至止]目前，?全镇)"
)


def counts_anew(text: str) -> bool:
    """Whether a sentence speaks of the whole again."""
    return bool(_OF_ALL.search(text))


HAS_NUMBER = re.compile(r"[XＸ×*＊_＿○□\dN（【\[？?…]|  |[二三四五六七八九十百]+多?家")
_PARTS = "，。；：、（）"


def _counted(clause: str) -> str:
    """The clause where it counts something that was checked, else nothing."""
    return clause if re.search(r"查|走访|整治|其中", clause) and HAS_NUMBER.search(clause) else ""
