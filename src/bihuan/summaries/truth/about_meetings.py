"""Claims about meetings and leaders: how regularly it was met, that the Party committee had safety on its agenda, that main leaders saw to it in
person, that the two systems had a meeting of their own. Of the town as a whole, whatever the section speaks of."""

import re

from bihuan.figures.registry import FIGURES
from bihuan.summaries.truth.each import MONTH, QUARTER
from bihuan.summaries.truth.judges import (
    DISPROVED,
    PROVED,
    UNDECIDABLE,
    Each,
    EachJudge,
    Finding,
    Judge,
    Values,
    number,
)
from bihuan.summaries.truth.kinds import ClaimKind

# Words of intent; 主要领导 and 将安全生产列入 are none.
_WANTED = re.compile(r"(?<![主重])要(?!求)|将(?:继续|进一步|会|按)|力争|务必|争取|应当|督促|要求|指导|必须")
_QUARTERLY, _MONTHLY, _REGULARLY = (
    r"(?:每(?:个)?季度?|按季度?|逐季)",
    r"(?:每(?:个)?月|按月|逐月|月月)",
    r"定期",
)
_PARTY = r"(?:党委|党工委)会?|听取[^，。；]{0,10}汇报"
_MEETING = r"会议|例会|安委会|会商|研判|调度会"


def _met(key: str, says: str = "") -> EachJudge:
    """Holds exactly if the figure is at least one in each period. `says`: how often a word is taken to mean that does not say so."""

    def judge(whole: Values, each: Each, said: int | None) -> Finding:
        label = FIGURES[key].label
        if whole[key].value is None:
            return Finding(UNDECIDABLE, whole[key].missing or f"期内没有“{label}”的记录")
        failing = tuple(name for name, values in each if not number(values[key]))
        if not failing:
            return Finding(PROVED, f"{says}{'、'.join(name for name, _ in each)}都有“{label}”的记录")
        return Finding(DISPROVED, f"{says}{'、'.join(failing)}没有“{label}”的记录", failing=failing)

    return judge


def _regular(name: str, every: str, of: str, key: str, each: str, says: str = "") -> ClaimKind:
    return ClaimKind(
        name,
        re.compile(rf"{every}[^，。；\dXＸ_×]{{0,12}}?(?:{of})(?:议)?"),
        (key,),
        each=each,
        judge_each=_met(key, says),
        goal_words=_WANTED,
        is_of_town=True,
    )


def _on_the_agenda(values: Values, said: int | None) -> Finding:
    """列入党委会议议事日程 holds where the Party committee met about safety at least once."""
    met, all_met = values["meetings.party"], number(values["meetings.held"])
    if met.value is None:
        return Finding(UNDECIDABLE, met.missing or "期内没有登记过会议，无从核对")
    if met.value:
        return Finding(PROVED, f"期内党委会研究安全生产{met.value}次")
    return Finding(DISPROVED, f"期内登记会议{all_met}次，没有一次是党委会研究安全生产")


def _in_person(values: Values, said: int | None) -> Finding:
    """主要领导亲自抓 is borne out by outings that they led and meetings that they chaired, and refuted where there is neither."""
    led, chaired = values["leaders.led_main"], values["meetings.chaired_main"]
    parts = (("主要领导带队检查", led), ("主持研究安全生产的会议", chaired))
    told = "，".join(
        f"{what}{value.value}次" if value.value is not None else f"{what}没有记录" for what, value in parts
    )
    if led.value and chaired.value:
        return Finding(PROVED, f"期内{told}")
    if led.value == 0 and chaired.value == 0:
        return Finding(DISPROVED, f"期内{told}")
    return Finding(UNDECIDABLE, f"期内{told}，不足以核对")


def _had(key: str) -> Judge:
    """A meeting that was held is on record; where meetings are on record and it is not, it was not."""

    def judge(values: Values, said: int | None) -> Finding:
        value, figure = values[key], FIGURES[key]
        if value.value is None:
            return Finding(UNDECIDABLE, value.missing or f"期内没有“{figure.label}”的记录")
        verdict = PROVED if value.value else DISPROVED
        return Finding(verdict, f"期内{figure.label}{value.value}{figure.unit}")

    return judge


_IN_PERSON = r"亲自(?:抓|部署|调度|过问|督导|督办|挂帅|带队|研究|安排|协调|上手)"
_AS_QUARTERLY = "按每季度至少一次核对，"

KINDS = (
    _regular("每季度党委会", _QUARTERLY, _PARTY, "meetings.party", QUARTER),
    _regular("每月党委会", _MONTHLY, _PARTY, "meetings.party", MONTH),
    _regular("定期听取汇报", _REGULARLY, _PARTY, "meetings.party", QUARTER, _AS_QUARTERLY),
    _regular("每季度会议", _QUARTERLY, _MEETING, "meetings.committee", QUARTER),
    _regular("每月会议", _MONTHLY, _MEETING, "meetings.held", MONTH),
    _regular("定期会议", _REGULARLY, _MEETING, "meetings.committee", QUARTER, _AS_QUARTERLY),
    ClaimKind(
        "列入议事日程",
        re.compile(r"(?:列入|纳入|摆上|摆在|提上)了?[^，。；]{0,14}议事日程"),
        ("meetings.party", "meetings.held"),
        _on_the_agenda,
        goal_words=_WANTED,
        is_of_town=True,
    ),
    ClaimKind(
        "主要领导亲自抓",
        re.compile(rf"主要(?:领导|负责人|负责同志)[^，。；]{{0,8}}?{_IN_PERSON}(?:[、和]?{_IN_PERSON})*"),
        ("leaders.led_main", "meetings.chaired_main"),
        _in_person,
        goal_words=_WANTED,
        is_of_town=True,
    ),
    ClaimKind(
        "两个体系会议",
        re.compile(
            r"召开了?[^，。；]{0,14}(?:两个体系|双重预防|双体系)[”\"]?[^，。；]{0,8}(?:专门|专题|动员|推进|部署)[^，。；]{0,4}会议?"
        ),
        ("meetings.dual",),
        _had("meetings.dual"),
        goal_words=_WANTED,
        is_of_town=True,
    ),
)
