"""Truthful sentences to offer in place of untrue ones, put as the sentence itself is put. Pure.

The lead (并, 目前), the verb (整改, 销号), the unit of count (条, 项, 处) and the object stay those of the text; only what is
claimed gives way to what the records say.
"""

import re
from decimal import Decimal

from bihuan.figures.evaluation import per_cent
from bihuan.summaries.reading.blanks import BLANK
from bihuan.summaries.truth.judges import Each, Finding, Values, number
from bihuan.summaries.truth.kinds import ALL_DONE, HUNDRED, Said, Wording

_COUNTED = re.compile(rf"(?:[\d余多一二两三四五六七八九十]|{BLANK.pattern})(条|项|处|个|起)")
_VERB = re.compile(r"整改|销号|闭环|治理")
_NUMBER = re.compile(r"[\d一二两三四五六七八九十]+(?:余|多)?(?=[处家个]$)")
_EVERY = re.compile(r"每(?:个)?(?:月|季度?)|逐月|月月")
_ORDERS_MET = re.compile(r"(?:均|都|全部|已经?)*(?:全部|完成)?(?:整改|复查|销号)(?:完毕|到位|完成|合格)*$")
_SERVED = re.compile(
    r"(?:全部|均|都|逐一|逐份)?(?:已|已经)?(?:依法|按时|按期|及时)?送达(?:到位|完毕|当事人|被检查单位)?$"
)
_SIGNED_ALL = re.compile(
    r"分别|全部|均|都|逐一|逐家|逐户|逐村|层层|逐级|一一|已经?|(?:基本|真正)?(?:实现|做到|达到)?了?全覆盖|(?:完毕|到位)$"
)
_LETTER, _SIGNING = re.compile(r"责任[书状]|承诺书"), re.compile(r"签(?:订|下|署|了)?")
_ALL_CHECKED = re.compile(r"(?:逐[户家一个企点街])+|挨家挨户")


def mended(values: Values, said: Said) -> str:
    """隐患已全部整改完毕 → 隐患已整改8条，整改率80.0%，其余2条均在整改期限内."""
    rate, left = values["hazards.rate"].value, number(values["hazards.open"])
    if as_rate := _with_rate(said.words, rate):
        return as_rate
    overdue, in_term = number(values["hazards.open_overdue"]), number(values["hazards.open_due"])
    unit = _unit(said)
    if overdue == left:
        rest = f"逾期未整改{overdue}{unit}"
    elif overdue:
        rest = f"其余{left}{unit}尚未整改完成，其中逾期{overdue}{unit}"
    elif in_term == left:
        rest = f"其余{left}{unit}均在整改期限内"
    else:  # some wait to be ordered or accepted, or lie with another body
        rest = f"其余{left}{unit}尚未整改完成"
    done = number(values["hazards.rectified"])
    return f"{_lead(said.words)}已{_verb(said)}{done}{unit}，整改率{rate}%，{rest}"


def major_mended(values: Values, said: Said) -> str:
    """重大隐患均已整改 → 重大隐患已整改1处，其余1处尚未整改完成."""
    if as_rate := _with_rate(said.words, values["hazards.major_rate"].value):
        return as_rate
    done, unit = number(values["hazards.major_done"]), _unit(said)
    left = number(values["hazards.major"]) - done
    return f"{_object(said.words)}已{_verb(said)}{done}{unit}，其余{left}{unit}尚未整改完成"


def on_site(values: Values, said: Said) -> str:
    """全部立即整改 → 立即整改5条，其余2条限期整改."""
    unit, done = _unit(said), number(values["hazards.onsite"])
    how = re.search(r"当场|现场|立即|当即|即时", said.words)
    left = number(values["hazards.found"]) - done
    return f"{how.group() if how else '当场'}整改{done}{unit}，其余{left}{unit}未能当场整改"


def orders_met(values: Values, said: Said) -> str:
    """限期整改XX项问题均已整改完毕 → 限期整改XX项问题，已完成4项，其余1项正在督促整改."""
    unit = _unit(Said(before=said.before + said.words))
    ordered, done = number(values["hazards.deadline"]), number(values["hazards.deadline_done"])
    named = _ORDERS_MET.sub("", said.words)
    told = named if _COUNTED.search(named) else f"限期整改{ordered}{unit}"
    return f"{told}，已完成{done}{unit}，其余{ordered - done}{unit}正在督促整改"


def in_time(values: Values, said: Said) -> str:
    """已按期整改完毕 → 按期整改6条，逾期后整改1条，逾期未整改1条，期限未到的2条; 无一逾期 → 有2条逾期."""
    unit = _unit(said)
    ordered, done = number(values["hazards.deadline"]), number(values["hazards.deadline_done"])
    late, overdue = number(values["hazards.deadline_late"]), number(values["hazards.open_overdue"])
    in_term = number(values["hazards.open_due"])
    if as_rate := _with_rate(said.words, _share(done - late, ordered)):
        return as_rate
    if re.search(r"[逾超]期$", said.words):
        return f"有{late + overdue}{unit}逾期"
    parts = (
        ("按期整改", done - late),
        ("逾期后整改", late),
        ("逾期未整改", overdue),
        ("期限未到的", in_term),
        ("待验收或移送办理的", ordered - done - overdue - in_term),
    )
    return _lead(said.words) + "，".join(f"{what}{count}{unit}" for what, count in parts if count)


def reinspected(values: Values, said: Said) -> str:
    """全部复查 → 已复查4条，还有1条没有复查; 复查率100% → 复查率80.0%."""
    unit, left = _unit(said), number(values["hazards.unreviewed"])
    ordered = number(values["hazards.deadline"])
    if as_rate := _with_rate(said.words, _share(ordered - left, ordered)):
        return as_rate
    return f"已复查{ordered - left}{unit}，还有{left}{unit}没有复查"


def served(issued: str, done: str) -> Wording:
    """指令书XX份，全部送达 → 指令书XX份，已送达3份，其余2份尚未送达; 送达率100% → 送达率60.0%."""

    def put(values: Values, said: Said) -> str:
        total, there = number(values[issued]), number(values[done])
        if as_rate := _with_rate(said.words, _share(there, total)):
            return as_rate
        told = f"已送达{there}份，其余{total - there}份尚未送达"
        lead = _SERVED.sub("", said.words)
        return f"{lead}{'' if not lead or lead[-1] in '，、：' else '，'}{told}"

    return put


def filed(values: Values, said: Said) -> str:
    """并完善了“一企一册” → 并建立“一企一册”12册，其中各项齐全9册，完整率75.0%."""
    kept, whole = number(values["units.files"]), number(values["units.files_whole"])
    lead = "并" if said.words.startswith("并") else ""
    rate = values["units.files_rate"].value
    told = f"，完整率{rate}%" if rate is not None else ""
    return f"{lead}建立“一企一册”{kept}册，其中各项齐全{whole}册{told}"


def reported(values: Values, said: Said) -> str:
    """坚持“零报告” → 日报告应报送300份，已报送290份."""
    owed, sent = number(values["dailies.owed"]), number(values["dailies.sent"])
    return f"日报告应报送{owed}份，已报送{sent}份"


def sessions(values: Values, said: Said) -> str:
    """组织开展业务培训 → 举办业务培训3场."""
    return f"举办培训{number(values['training.sessions'])}场"


def trained(values: Values, said: Said) -> str:
    """培训全覆盖 → 通知参训120人次，到场112人次."""
    invited, came = (number(values[f"training.{key}"]) for key in ("invited", "invited_came"))
    return f"通知参训{invited}人次，到场{came}人次"


def certified(values: Values, said: Said) -> str:
    """全员持证上岗 → 应持证单位9家，已持证7家，执法岗位6人，其中5人有有效执法证."""
    units, there, officers, without = (
        number(values[f"training.{key}"])
        for key in ("certificate_units", "certified_units", "officers", "uncarded")
    )
    return (
        f"应持证单位{units}家，已持证{there}家，执法岗位{officers}人，其中{officers - without}人有有效执法证"
    )


def signed(values: Values, said: Said) -> str:
    """分别签订安全生产责任书 → 签订安全生产责任书58份，其余2份尚未签订; 签订率100% → 签订率96.7%."""
    due, done = number(values["letters.due"]), number(values["letters.done"])
    if as_rate := _with_rate(said.words, values["letters.rate"].value):
        return as_rate
    bare = _SIGNED_ALL.sub("", said.words)
    lead = (
        bare if _LETTER.search(bare) and _SIGNING.search(bare) else f"{bare.strip('，')}签订责任书".lstrip()
    )
    return f"{lead}{done}份，其余{due - done}份尚未签订"


def on_duty(values: Values, said: Said) -> str:
    """实行24小时值班制度 → 安排值班363天，其中有带班领导和值班人员的361天."""
    days, staffed = number(values["duty.days"]), number(values["duty.staffed"])
    return f"安排值班{days}天，其中有带班领导和值班人员的{staffed}天"


def overdue(values: Values, said: Said) -> str:
    """无逾期隐患 → 逾期未整改2条."""
    return f"逾期未整改{number(values['hazards.overdue'])}{_unit(said)}"


def major(values: Values, said: Said) -> str:
    """无重大隐患 → 发现重大隐患2条，已整改1条."""
    unit = _unit(said)
    return f"发现重大隐患{number(values['hazards.major'])}{unit}，已整改{number(values['hazards.major_done'])}{unit}"


def found(values: Values, said: Said) -> str:
    """未发现隐患 → 发现隐患3条."""
    what = "问题" if "问题" in said.words else "隐患"
    return f"发现{what}{number(values['hazards.found'])}{_unit(said)}"


def grid(values: Values, said: Said) -> str:
    """网格全覆盖 → 划分网格6个，实名到位5个."""
    cells = number(values["grid.cells"])
    return f"划分网格{cells}个，实名到位{cells - number(values['grid.uncovered'])}个"


def checked(values: Values, said: Said) -> str:
    """对企业逐家检查 → 对企业检查，已检查2家，覆盖率66.7%; 检查全覆盖 → 检查覆盖率66.7%."""
    rate, words = values["inspect.coverage"].value, said.words
    if as_rate := _with_rate(words, rate):
        return as_rate
    if _ALL_CHECKED.search(words):
        object_ = _ALL_CHECKED.sub("", words)
        return f"{object_}，已检查{values['inspect.covered'].value}家，覆盖率{rate}%"
    return f"检查覆盖率{rate}%"


def counted(key: str) -> Wording:
    """取缔非法洗沙场1处 → 取缔非法洗沙场2处; 未取缔非法洗沙场 where no decision is on record."""

    def wording(values: Values, said: Said) -> str:
        value = number(values[key])
        if not value:
            return f"未{_NUMBER.sub('', said.words)[:-1]}"
        return _NUMBER.sub(str(value), said.words)

    return wording


def except_failing(finding: Finding, each: Each, said: Said) -> str:
    """每月检查 → 除3月、7月外，每月检查; where most fail, those that do not: 1月、2月检查. 对石桥村、柳林村分别检查 →
    对石桥村检查. "" where all fail."""
    words, kept = said.words, [name for name, _ in each if name not in finding.failing]
    if not kept:
        return ""
    if "分别" in words:
        words = re.sub(r"(?<=[对到入]).+?(?=分别)", "、".join(kept), words)
        return words if len(kept) > 1 else words.replace("分别", "")
    if len(kept) < len(finding.failing) and (every := _EVERY.match(words)):
        return f"{'、'.join(kept)}{words[every.end() :]}"
    return f"除{'、'.join(finding.failing)}外，{words}"


def _with_rate(words: str, rate: object) -> str:
    """整改率达到100% → 整改率达到80.0%; "" where the words speak of no rate."""
    if rate is None or "率" not in words:
        return ""
    return re.sub(
        HUNDRED,
        lambda said: re.sub(r"均|都|全部|100(?:\.0+)?[%％]|百分之百|百分百", "", said.group()) + f"{rate}%",
        words,
    )


def _share(part: int, whole: int) -> Decimal:
    return per_cent(Decimal(part), whole)


def _lead(words: str) -> str:
    """并, 现, 目前 before what is claimed; 隐患 of 隐患动态清零."""
    if object_ := re.match(r"(隐患|问题)[^，。；]*清零", words):
        return object_.group(1)
    found = re.match(r"(?:并|现|目前)*", words)
    return found.group() if found else ""


def _object(words: str) -> str:
    return re.split(rf"(?:并|已|现|目前|全部|均|都)*(?:{ALL_DONE}|动态清零)", words)[0]


def _verb(said: Said) -> str:
    found = _VERB.search(said.words)
    return found.group() if found else "整改"


def _unit(said: Said) -> str:
    """The unit in which the sentence counted last; 条 where it has counted nothing."""
    units = _COUNTED.findall(said.before)
    return units[-1] if units else "条"
