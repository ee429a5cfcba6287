"""The texts that come with Bihuan: a narrative for each kind of report, its period, and a section for each campaign."""

import re
from collections.abc import Sequence
from datetime import date
from importlib import resources

from bihuan.summaries.binding.vocabulary import CampaignName
from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.rules import RHYTHMS, over

_CAMPAIGNS, _CAMPAIGN = "[[各专项行动]]", "【行动】"
_AGAINST = r"，同比[^，；。]*"
_NUMERALS = "一二三四五六"
_SECTION = (
    "{name}期间，出动人员XX人次，检查企业XX家次，发现问题XX项，立即整改XX项，限期整改XX项，限期整改的问题已全部整改完毕。"
    "下达执法文书XX份。"
)
TITLES = {
    "annual": "{year}年度安全生产工作总结",
    "half": "{year}年{half}安全生产工作总结",
    "quarter": "{year}年{quarter}季度安全生产工作总结",
    "month": "{year}年{month}月安全生产工作总结",
    "week": "{year}年{month}月{day}日当周安全生产工作情况",
    "day": "{year}年{month}月{day}日安全生产工作情况",
    "campaign": "{name}工作总结",
    "other": "{year}年安全生产工作情况",
}


def text_of(
    kind: str,
    campaigns: Sequence[CampaignName],
    campaign: CampaignName | None = None,
    *,
    compares: bool = True,
) -> str:
    """The text for a kind of report, with a section for each of the town's `campaigns` of the period (the first six), or
    about the one `campaign`. Sections on what nobody records fall out, and so does what is held against the year before where there was
    none (`compares`)."""
    name = kind if kind in ("annual", "campaign") else "period"
    text = (resources.files("bihuan.summaries") / "narratives" / f"{name}.txt").read_text(encoding="utf-8")
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith(_CAMPAIGNS):
            lines.append(line)
        elif line != _CAMPAIGNS:  # the heading over the sections
            lines += [line.removeprefix(_CAMPAIGNS)] if campaigns else []
        else:
            for number, one in zip(_NUMERALS, campaigns, strict=False):
                lines.append(f"（{number}）{one.name}。{_SECTION.format(name=one.name)}")
    whole = "\n".join(lines).replace(_CAMPAIGN, campaign.name if campaign else "")
    return from_text(whole if compares else re.sub(_AGAINST, "", whole)).text


def period_of(kind: str, today: date) -> tuple[date, date]:
    """The last finished year (this one from July on), half, quarter, month, week or day before a day; both days counted."""
    if kind in RHYTHMS and kind != "annual":
        return over(kind, today)
    year = today.year if today.month > 6 else today.year - 1
    return date(year, 1, 1), date(year, 12, 31)


def title_of(kind: str, since: date, campaign: CampaignName | None = None) -> str:
    """A title as officials write it."""
    return TITLES[kind].format(
        year=since.year,
        half="上半年" if since.month <= 6 else "下半年",
        quarter="一二三四"[(since.month - 1) // 3],
        month=since.month,
        day=since.day,
        name=campaign.name if campaign else "专项行动",
    )
