"""What a town has that a narrative may name: campaigns, places, categories, teams. Plain values, no database."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

GENERIC = re.compile(
    r"20\d\d年(?:度)?|安全生产|安全|专项|联合|集中|大检查|大排查|大整治|大行动|检查|排查|整治|巡查|督查|治理|隐患|行动|活动|工作|攻势"
    r"|开展|扎实|深入|认真|积极|组织|全镇|全街道|辖区|全面|各类|年度|各项|本次|此次|上述|[的了等一系列“”\"《》 ]"
)
# What may stand beside a campaign's own words without making it another campaign.
BESIDE = re.compile(r"[及和与、]|周边|环境|领域|行业|期间|前后?|战|年|春?节?|镇|期")
# Fields that reports speak of and the category tree may lack: named, they narrow.
FIELD = re.compile(
    r"消防|森林防火|防火|(?<!发生)(?<!接报)火灾|用电|电气|燃气|液化气|天然气|道路交通|水上交通|渔业|渔船|渡口|特种设备|电梯|锅炉|有限空间|粉尘|涉氨|液氨|冶金|农机|农业机械|旅游|景区|文化娱乐|网吧|民爆"
    r"|水库|水利|河道|防汛|食品|药品|卫生院|医院|养老|敬老院|福利院|寺庙|宗教|出租屋|出租房|群租|三合一|多合一|电动车|电动自行车|电动三轮|校车|客车|货车|面包车|管道|输油管|电力|通信|铁路"
    r"|地质灾害|尾矿|屠宰|畜禽|养殖|冷库|喷涂|危房|脚手架|塔吊|商业综合体|宾馆|加气站|职业病|职业健康|污水|垃圾|沼气|窨井|沿街|高层|仓库|厂中厂|物业|小区"
)
# After a category word, the rest of a body's name or a law's: 交通运输所, 建筑安全专项巡查组.
BODY = re.compile(
    r"[一-龥]{0,3}?(?:办公室|办|(?<!场)所(?!有)|局|委|科|部门|中队|大队|支队|专班|协会|主管)|(?:安全)?(?:生产)?(?:专项)?(?:巡查|检查|督查|工作|领导)?小?组|法|》"
)


@dataclass(frozen=True)
class CampaignName:
    """A campaign as a text may name it; both days inclusive."""

    id: UUID
    name: str
    aliases: tuple[str, ...]
    since: date
    until: date

    @property
    def names(self) -> tuple[str, ...]:
        return self.name, *self.aliases


@dataclass(frozen=True)
class Vocabulary:
    """`cells`: (path, name), without the town itself, past ones too; the path is what a figure is sliced by, several with commas
    where the cell was moved. `spans`: (path, first day, first day on which it was no more). `categories`: (code, label, other words)."""

    town: str
    district: str
    campaigns: tuple[CampaignName, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    categories: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    teams: tuple[tuple[UUID, str], ...] = ()
    spans: tuple[tuple[str, date, date | None], ...] = ()

    def cells_between(self, since: date, until: date) -> tuple[tuple[str, str], ...]:
        """The cells that were there on any day from one to another; one of which nothing is said was."""
        gone = {
            path
            for path, opened, ended in self.spans
            if opened > until or (ended is not None and ended <= since)
        }
        return tuple((path, name) for path, name in self.cells if path not in gone)


@dataclass(frozen=True)
class CategoryFound:
    """The categories that some words name: the topmost codes, and the words in which they were found."""

    codes: tuple[str, ...] = ()
    words: str = ""


def core_of(name: str) -> str:
    """What is particular in a campaign's name: 2018年安全生产百日攻坚行动 → 百日攻坚."""
    return GENERIC.sub("", name)


def campaigns_named(words: str, vocabulary: Vocabulary, since: date, until: date) -> list[CampaignName]:
    """The campaigns of the period that some words name: those of just this name, else those that differ only by
    words which make no other campaign of it (消防百日攻坚 is not 百日攻坚)."""
    core = core_of(words)
    exact: list[CampaignName] = [one for one in running(vocabulary, since, until) if words in one.names]
    if not exact and len(words) >= 4:  # 集中整治 of 安全生产集中整治, where only one is so called
        exact = [
            one
            for one in running(vocabulary, since, until)
            if any(name.endswith(words) and not core_of(name) for name in one.names)
        ]
    near: list[CampaignName] = []
    if exact:
        return exact
    for campaign in running(vocabulary, since, until):
        cores = {one for name in campaign.names if len(one := core_of(name)) >= 2}
        if core in cores:
            exact.append(campaign)
        elif any(_is_near(core, one, vocabulary) for one in cores):
            near.append(campaign)
    return exact or near


def running(vocabulary: Vocabulary, since: date, until: date) -> list[CampaignName]:
    """The campaigns that run on a day of the period."""
    return [one for one in vocabulary.campaigns if one.since <= until and one.until >= since]


def _is_near(core: str, name: str, vocabulary: Vocabulary) -> bool:
    if len(core) >= 2 and core in name:
        rest = name.replace(core, "", 1)
        return not categories_in(rest, vocabulary).codes and not FIELD.search(rest)
    if name in core:
        return len(BESIDE.sub("", core.replace(name, "", 1))) < 2
    return False


def categories_in(words: str, vocabulary: Vocabulary) -> CategoryFound:
    """The categories that words name; a word inside a longer one, and one in a body's name, do not count."""
    hits = [
        (match.start(), match.end(), code)
        for code, label, also in vocabulary.categories
        for word in (label, *also)
        if word != "其他"
        for match in re.finditer(re.escape(word), words)
    ]
    kept = sorted(
        one
        for one in hits
        if not any(o[0] <= one[0] and one[1] <= o[1] and o[1] - o[0] > one[1] - one[0] for o in hits)
        and not BODY.match(words, one[1])
    )
    codes = {code for _, _, code in kept}
    tops = sorted(
        code for code in codes if not any(other != code and code.startswith(f"{other}.") for other in codes)
    )
    return CategoryFound(tuple(tops), "、".join(dict.fromkeys(words[start:end] for start, end, _ in kept)))
