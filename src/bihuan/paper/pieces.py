"""Cut text into pieces of one face each, so that a name with a rare character is set whole in one face.

The 仿宋 that travels along has GB 2312 only: of 王喆 it has the first character. 王 in one face and 喆 in another
looks broken, so the whole name moves to the next face of the chain.
"""

from collections.abc import Iterable, Sequence

from bihuan.paper.faces import Face

# The common single surnames; enough to see where a name begins when the document does not say its names.
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪"
    "严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
    "卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
)
SHORT = 4  # a stretch of Han characters this short between marks is taken to be one name


def pieces(text: str, chain: Sequence[Face], names: Iterable[str] = ()) -> list[tuple[str, str]]:
    """(text, family) pairs that join to `text`; every character is in its family, if any face of the chain has it."""
    first = chain[0]
    if first.has(text):
        return [(text, first.family)] if text else []
    cut: list[tuple[str, str]] = []
    done = 0
    for start, end in _spans(text, first, tuple(names)):
        if done < start:
            cut.append((text[done:start], first.family))
        cut.extend(_whole(text[start:end], chain))
        done = end
    if done < len(text):
        cut.append((text[done:], first.family))
    return cut


def _spans(text: str, first: Face, names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the first face does not do: ordered stretches that do not overlap."""
    spans: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if first.has(character):
            continue
        start, end = _name_around(text, at, names)
        if spans and start <= spans[-1][1]:
            start, end = spans.pop()[0], max(end, at + 1)
        spans.append((start, end))
    return spans


def _name_around(text: str, at: int, names: tuple[str, ...]) -> tuple[int, int]:
    """The stretch that belongs to the character: a given name, a short word between marks, surname and name."""
    for name in sorted(names, key=len, reverse=True):
        start = text.find(name, max(0, at - len(name) + 1), at + len(name)) if name else -1
        if start >= 0:
            return start, start + len(name)
    if not _is_han(text[at]):
        return at, at + 1
    start, end = at, at + 1
    while start > 0 and _is_han(text[start - 1]):
        start -= 1
    while end < len(text) and _is_han(text[end]):
        end += 1
    if end - start <= SHORT:
        return start, end
    for back in (2, 1):
        if at - back >= start and text[at - back] in SURNAMES:
            return at - back, at + 1
    return at, at + 1


def _whole(text: str, chain: Sequence[Face]) -> list[tuple[str, str]]:
    """The stretch in the first face that has all of it; where none has, each character in the first that has it."""
    for face in chain:
        if face.has(text):
            return [(text, face.family)]
    return [(character, _first_with(character, chain).family) for character in text]


def _first_with(character: str, chain: Sequence[Face]) -> Face:
    return next((face for face in chain if face.has(character)), chain[0])


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff" or character == "〇"
