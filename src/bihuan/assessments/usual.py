"""The usual lines of a sheet for each kind of subject, as a town begins with them. Figures that score themselves are rates and what is left undone;
what people judge has its standard. In our own words."""

from decimal import Decimal

from bihuan.assessments.rules import (
    BONUS,
    DEDUCT,
    DEPARTMENT,
    FIGURE,
    JUDGED,
    UNIT,
    VILLAGE,
    Line,
    bands_of,
)


def _figure(key: str, text: str, figure: str, relation: str, bands: str) -> Line:
    read = bands_of(bands)
    return Line(key, FIGURE, text, read[0].points, figure, relation, read)


def _judged(key: str, text: str, points: int, standard: str, kind: str = JUDGED) -> Line:
    return Line(key, kind, text, Decimal(points), standard=standard)


_BONUS = _judged("bonus", "受上级通报表扬、经验推广", 3, "每次1分，附文件文号", BONUS)
_DEDUCT = _judged("deduct", "迟报、漏报重要情况，整改弄虚作假", 10, "查实一次扣5分，附核查记录", DEDUCT)
_SAFE = _figure("accidents", "不发生生产安全事故", "accidents.count", "most", "0得20，1得10")

USUAL: dict[str, tuple[Line, ...]] = {
    VILLAGE: (
        _figure("rate", "隐患整改率", "hazards.rate", "least", "100得20，95得16，90得10，80得5"),
        _figure("overdue", "逾期未整改的隐患", "hazards.overdue", "most", "0得15，1得10，3得5"),
        _SAFE,
        _figure("dailies", "日报告按时报送率", "dailies.rate", "least", "98得10，95得8，90得5"),
        _figure("letters", "责任书签订率", "letters.rate", "least", "100得10，95得6"),
        _judged("mended", "抽查整改质量", 15, "抽查已销号的隐患，每发现一处反弹扣3分"),
        _judged("duty", "网格长履职和问题上报", 10, "重大情况及时上报、处置到位10分；每迟报一次扣2分"),
        _BONUS,
        _DEDUCT,
    ),
    DEPARTMENT: (
        _figure("rate", "所管单位隐患整改率", "hazards.rate", "least", "100得25，95得20，90得12，80得6"),
        _figure("overdue", "所管单位逾期未整改的隐患", "hazards.overdue", "most", "0得15，1得10，3得5"),
        _SAFE,
        _figure("letters", "责任书签订率", "letters.rate", "least", "100得10，95得6"),
        _judged("trade", "行业监管职责落实", 20, "按“三个必须”对照职责清单，每缺一项扣4分"),
        _judged("resolved", "会议议定和交办事项落实", 10, "按期办结10分；每逾期一项扣2分"),
        _BONUS,
        _DEDUCT,
    ),
    UNIT: (
        _figure("rate", "隐患整改率", "hazards.rate", "least", "100得25，90得15，80得8"),
        _figure("overdue", "逾期未整改的隐患", "hazards.overdue", "most", "0得15，1得8"),
        _SAFE,
        _figure("own", "自查隐患整改率", "selfcheck.rectified_rate", "least", "100得15，90得10"),
        _judged("system", "安全生产责任制和双重预防运行", 15, "责任到岗、风险清单与现场一致；每处不符扣3分"),
        _judged("trained", "从业人员应知应会", 10, "现场抽问，每人答不上扣2分"),
        _BONUS,
        _DEDUCT,
    ),
}
