"""The methods of evaluation with their tables, as the standards have them, and the cases that are major at once. Pure."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True)
class Choice:
    """A value of a factor, and what it says."""

    value: Decimal
    says: str


@dataclass(frozen=True)
class Factor:
    """One of the numbers that are multiplied: its letter, its word, its values from the worst down."""

    letter: str
    label: str
    choices: tuple[Choice, ...]

    def read(self, given: object) -> Decimal:
        """A value of the table. Raises ValueError, in Chinese, for any other."""
        value: Decimal | None
        try:
            value = Decimal(str(given).strip())
        except InvalidOperation:
            value = None
        for one in self.choices if value is not None and value.is_finite() else ():
            if one.value == value:
                return one.value
        values = "、".join(plain(one.value) for one in self.choices)
        raise ValueError(f"{self.letter}（{self.label}）只能取表中的{values}，请从表中选择。")


@dataclass(frozen=True)
class Band:
    """Scores from `least` up to the band above: the level and the word of the standard, and the grade."""

    least: Decimal
    level: str
    word: str
    grade: int


@dataclass(frozen=True)
class Method:
    """A method of evaluation with its tables, as an edition of a standard has them. The lower bound of a band belongs to it:
    practice writes both, and the graver reading is the safer one."""

    key: str
    label: str
    score: str  # letter of the product
    formula: str
    factors: tuple[Factor, ...]
    bands: tuple[Band, ...]
    cites: str


def plain(value: Decimal) -> str:
    """A number as people write it: 0.5, 270."""
    return f"{value.normalize():f}"


def _choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(Decimal(value), says) for value, says in pairs)


def _bands(*rows: tuple[int, str, str, int]) -> tuple[Band, ...]:
    return tuple(Band(Decimal(least), level, word, grade) for least, level, word, grade in rows)


STANDARD = "DB37/T 2882—2016《安全生产风险分级管控体系通则》"
LEC = Method(
    "lec",
    "作业条件危险性分析法（LEC）",
    "D",
    "D＝L×E×C",
    (
        Factor(
            "L",
            "发生事故的可能性",
            _choices(
                ("10", "完全可以预料"),
                ("6", "相当可能"),
                ("3", "可能，但不经常"),
                ("1", "可能性小，完全意外"),
                ("0.5", "很不可能，可以设想"),
                ("0.2", "极不可能"),
                ("0.1", "实际不可能"),
            ),
        ),
        Factor(
            "E",
            "暴露于危险环境的频繁程度",
            _choices(
                ("10", "连续暴露"),
                ("6", "每天工作时间内暴露"),
                ("3", "每周一次，或偶然暴露"),
                ("2", "每月一次暴露"),
                ("1", "每年几次暴露"),
                ("0.5", "非常罕见地暴露"),
            ),
        ),
        Factor(
            "C",
            "发生事故的后果",
            _choices(
                ("100", "大灾难，死亡10人以上"),
                ("40", "灾难，死亡3至9人"),
                ("15", "非常严重，死亡1至2人"),
                ("7", "严重，重伤"),
                ("3", "较重，致残或者轻伤"),
                ("1", "轻微，需要救护"),
            ),
        ),
    ),
    _bands(
        (320, "1级", "极其危险，停止作业", 1),
        (160, "2级", "高度危险，立即整改", 2),
        (70, "3级", "显著危险，需要整改", 3),
        (20, "4级", "轻度危险，需要注意", 4),
        (0, "5级", "稍有危险，可以接受", 4),
    ),
    f"{STANDARD}，LEC法风险等级判定表",
)
LS = Method(
    "ls",
    "风险矩阵分析法（LS）",
    "R",
    "R＝L×S",
    (
        Factor(
            "L",
            "发生事故的可能性",
            _choices(
                ("5", "没有防范措施，不能发现，经常发生"),
                ("4", "危险不易发现，措施不起作用，本单位发生过"),
                ("3", "没有保护措施或者没有完全执行，本行业发生过"),
                ("2", "能及时发现，有措施并且大多执行"),
                ("1", "措施充分，严格执行，极不可能发生"),
            ),
        ),
        Factor(
            "S",
            "事故后果的严重性",
            _choices(
                ("5", "死亡；损失50万元以上；全部停产"),
                ("4", "丧失劳动能力；损失25万元以上；部分停产"),
                ("3", "骨折、慢性病；损失10万元以上；一处停产"),
                ("2", "轻伤、间歇不适；损失10万元以下；影响不大"),
                ("1", "没有伤亡、没有损失"),
            ),
        ),
    ),
    _bands(
        (20, "1级", "巨大风险", 1),
        (15, "2级", "较大风险", 2),
        (9, "3级", "中等风险", 3),
        (4, "4级", "可接受风险", 4),
        (1, "5级", "可忽略风险", 4),
    ),
    f"{STANDARD}，风险矩阵判定表",
)
METHODS = {one.key: one for one in (LEC, LS)}

# A risk is major whatever its score where one of these holds (the general standard), or a rule of the trade says so.
DIRECT = {
    "law": "违反法律法规或者国家标准强制性条款",
    "accident": "发生过死亡、重伤、职业病或者重大财产损失事故，发生的条件仍然存在",
    "source": "涉及危险化学品重大危险源",
    "crowd": "有中毒、爆炸、火灾、坍塌等危险，同时作业10人以上",
    "rule": "本行业标准、规定直接判定为重大风险",
}
DIRECT_CITES = f"{STANDARD}，直接判定为重大风险的情形"
