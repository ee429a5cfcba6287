"""Made-up names, phones and codes, drawn from a seeded generator so that none repeats."""

from collections.abc import Callable
from random import Random

from stdnum.cn import uscc

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢唐许邓冯曹彭曾肖田董袁潘于蒋蔡余杜程魏吕丁任姚"
_MEN = [
    "建国",
    "志强",
    "永军",
    "国庆",
    "文华",
    "海涛",
    "德胜",
    "学峰",
    "立民",
    "振兴",
    "春生",
    "家旺",
    "长河",
    "保平",
    "广才",
    "新民",
    "玉成",
    "洪亮",
    "俊杰",
    "延明",
]
_WOMEN = [
    "秀英",
    "桂芳",
    "玉兰",
    "淑珍",
    "丽华",
    "红梅",
    "春燕",
    "雪琴",
    "艳萍",
    "凤霞",
    "晓燕",
    "美玲",
    "爱华",
    "翠云",
]
_BRAND_FIRST = "恒永鑫宏瑞盛泰金华隆德兴源丰嘉顺利万福安"
_BRAND_SECOND = "达盛源顺丰泰和通茂昌诚发旺裕康远信升凯捷"

# A region code that belongs to no place, so that no real company's code can come out.
_REGION = "999900"
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Names:
    """Names that do not repeat within one demo."""

    def __init__(self, rng: Random, block: str = "1990000") -> None:
        self._rng = rng
        self._used: set[str] = set()
        self._phones = 0
        self._block = block

    def person(self) -> str:
        """A person's name: a surname and a given name of one or two characters."""
        given = _MEN if self._rng.random() < 0.65 else _WOMEN
        return self._fresh(lambda: self._rng.choice(_SURNAMES) + self._rng.choice(given))

    def brand(self) -> str:
        """Two characters as firms like to be called: 恒达, 永盛."""
        return self._fresh(lambda: self._rng.choice(_BRAND_FIRST) + self._rng.choice(_BRAND_SECOND))

    def phone(self) -> str:
        """An eleven-digit number of a block that is counted up, so that none repeats."""
        self._phones += 1
        return f"{self._block}{self._phones:04d}"

    def code(self) -> str:
        """A unified social credit code whose check digit is right and whose region does not exist."""
        body = "91" + _REGION + "".join(self._rng.choice(_CODE_ALPHABET) for _ in range(9))
        return body + uscc.calc_check_digit(body)

    def _fresh(self, draw: Callable[[], str]) -> str:
        name = draw()
        while name in self._used:
            name = draw()
        self._used.add(name)
        return name
