"""Claims about the yearly assessment and 一票否决: that the veto is strictly carried out, that all were assessed. Pure."""

import re

from bihuan.summaries.truth.each import CELL, done_in_each
from bihuan.summaries.truth.judges import DISPROVED, PROVED, UNDECIDABLE, Finding, Values, number
from bihuan.summaries.truth.kinds import DUTY, Against, ClaimKind, Said

_VETO = r"(?:安全生产)?[“\"‘]?一票否决[”\"’]?"
_RAISED = ("veto.raised", "veto.raised_decided", "veto.raised_dropped", "veto.raised_waiting")


def vetoed(values: Values, said: int | None) -> Finding:
    """严格落实一票否决 holds exactly if all that raised one in the period was decided or dropped by somebody; where nothing raised one there was
    nothing to be strict about."""
    raised = values["veto.raised"]
    if not raised.value:
        return Finding(UNDECIDABLE, raised.missing or "期内没有触发一票否决的情形，无从核对")
    decided, dropped, waiting = (number(values[key]) for key in _RAISED[1:])
    told = f"触发一票否决情形{raised.value}起，已认定否决{decided}起，不予否决{dropped}起"
    if waiting:
        return Finding(DISPROVED, f"{told}，待认定{waiting}起")
    return Finding(PROVED, told)


def vetoed_so_far(values: Values, said: Said) -> str:
    """严格落实一票否决 → 触发一票否决情形3起，已认定2起，其余1起正在认定."""
    raised, waiting = number(values["veto.raised"]), number(values["veto.raised_waiting"])
    return f"触发一票否决情形{raised}起，已认定{raised - waiting}起，其余{waiting}起正在认定"


def assessed(values: Values, said: int | None) -> Finding:
    """实行年度考核 is borne out by results that were published; without any it may be that they are still to come."""
    subjects = values["assess.subjects"]
    if not subjects.value:
        return Finding(UNDECIDABLE, subjects.missing or "期内没有公布过考核结果")
    kinds = "、".join(
        f"{word}{count}{unit}"
        for word, key, unit in (
            ("村", "villages", "个"),
            ("部门", "departments", "个"),
            ("监管单位", "enterprises", "家"),
        )
        if (count := number(values[f"assess.{key}"]))
    )
    return Finding(PROVED, f"期内公布考核结果{subjects.value}个（{kinds}）")


KINDS = (
    ClaimKind(
        "落实一票否决",
        re.compile(
            rf"(?:严格|坚决|全面|认真)?(?:落实|执行|实行|实施|推行|兑现)(?:了)?(?:安全生产)?{_VETO}(?:制度|制|规定)?"
            rf"(?![^，。；]{{0,8}}[\dXＸ×_＿⟦])"
        ),
        _RAISED,
        vetoed,
        (Against("veto.raised_waiting"),),
        vetoed_so_far,
        goal_words=DUTY,
        is_of_town=True,
    ),
    ClaimKind(
        "各村均考核",
        re.compile(
            r"(?:对)?(?:各|每个|所有|逐)(?P<of>村（社区）|村、社区|村居|村|社区)[^，。；\dXＸ]{0,8}?(?:均|都|全部|逐一|逐个)?"
            r"(?:进行|开展|组织|实施|实行)了?[^，。；\dXＸ]{0,10}?考核"
        ),
        ("assess.villages",),
        each=CELL,
        judge_each=done_in_each("assess.villages"),
        goal_words=DUTY,
    ),
    ClaimKind(
        "年度考核",
        re.compile(
            r"(?:组织|开展|进行|实行)了?(?:年度|年终)?(?:安全生产)?(?:目标|责任|工作)*(?:年度|年终)?考核(?!合格|情况|标准|办法|细则|[^，。；]{0,6}[\dXＸ×_＿⟦])"
        ),
        ("assess.subjects", "assess.villages", "assess.departments", "assess.enterprises"),
        assessed,
        goal_words=DUTY,
        is_of_town=True,
    ),
)
