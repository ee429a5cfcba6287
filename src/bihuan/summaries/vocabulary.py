"""What a town has that a narrative may name: campaigns, places, categories. Plain values, no database."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

GENERIC = re.compile(
    r"20\d\d年(?:度)?|安全生产|安全|专项|联合|集中|大检查|大排查|大整治|大行动|检查|排查|整治|巡查|督查|治理|隐患|行动|活动|工作|攻势"
    r"|开展|扎实|深入|认真|积极|组织|全镇|全街道|辖区|全面|各类|年度|百日会战(?=$)|各项|本次|此次|上述|[的了等一系列“”\"《》 ]"
)


@dataclass(frozen=True)
class CampaignName:
    """A campaign as a text may name it; both days inclusive."""

    id: UUID
    name: str
    aliases: tuple[str, ...]
    since: date
    until: date


@dataclass(frozen=True)
class Vocabulary:
    """`cells`: (path, name), without the town itself; `categories`: (code, label, other words)."""

    town: str
    district: str
    campaigns: tuple[CampaignName, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    categories: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


def core_of(name: str) -> str:
    """What is particular in a campaign's name: 2018年安全生产百日攻坚行动 → 百日攻坚."""
    return GENERIC.sub("", name)


def campaigns_named(words: str, vocabulary: Vocabulary, since: date, until: date) -> list[CampaignName]:
    """Campaigns of the period whose name or alias stands in the words (or the words in it), most exact first."""
    core = core_of(words)
    exact, near = [], []
    for campaign in vocabulary.campaigns:
        if campaign.until < since or campaign.since > until:
            continue
        cores = [core_of(name) for name in (campaign.name, *campaign.aliases)]
        if any(len(one) >= 2 and one == core for one in cores):
            exact.append(campaign)
        elif any(len(one) >= 2 and (one in core or (len(core) >= 2 and core in one)) for one in cores):
            near.append(campaign)
    return exact or near
