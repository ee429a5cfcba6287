"""Arithmetic inside a text: numbers that contradict one another, whatever the records say. Pure.

Only what cannot be read otherwise is an error: a number that any reading of its sentence bears out is none. A list that
leaves something out is a warning, since lists are often partial.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from bihuan.figures.evaluation import per_cent
from bihuan.summaries.reading.numbers import Number, numbers_in
from bihuan.summaries.reading.sections import SENTENCE
from bihuan.summaries.truth.sums import of_tables, without_tables

ERROR, WARNING = "error", "warning"
RUN_MAX = 10  # numbers looked back at from one


@dataclass(frozen=True)
class Flaw:
    """Numbers that do not fit: the stretch of text from the first of them to the last, and both sides in words.
    `is_hard`: it breaks a relation that holds between records, so that records alone never bring it about."""

    start: int
    end: int
    severity: str
    text: str
    numbers: tuple[Number, ...] = ()
    is_hard: bool = False


def flaws(text: str) -> tuple[Flaw, ...]:
    """All flaws of a text in reading order, each once."""
    found = [_flaw(numbers, ERROR if sure else WARNING, said) for numbers, sure, said in of_tables(text)]
    text = without_tables(text)
    for sentence, offset, numbers in _said_together(text):
        for chain in _chains(sentence, offset, numbers):
            found += [*_disposed(chain), *_rates(chain)]
        for listed in _lists(sentence, offset, numbers):
            found += _parts(*listed)
        found += _shares(numbers)
        found += _changes(sentence, offset, numbers)
    for line in re.finditer(r"[^\n]+", text):
        found += _rests(numbers_in(line.group(), line.start()))
    return tuple(dict.fromkeys(sorted(found, key=lambda one: (one.start, one.end))))


def _said_together(text: str) -> Iterator[tuple[str, int, list[Number]]]:
    """Sentences, one that goes on with 其中 or 上述 together with the one before it."""
    spans: list[tuple[int, int]] = []
    for match in SENTENCE.finditer(text):
        goes_on = re.match(r"(?:其中|上述|以上|对发现的)", match.group())
        if spans and goes_on and spans[-1][1] == match.start():
            spans[-1] = spans[-1][0], match.end()
        else:
            spans.append(match.span())
    for start, end in spans:
        yield text[start:end], start, numbers_in(text[start:end], start)


# What a number counts, by the words before it in its clause; the first that fits holds.
_OF = r"(?:隐患|问题|的|了)*$"
_ROLES = (
    ("rate", re.compile(r"(?<!按期)(?<!按时)整改(?:完成)?率(?:均|高)?(?:达到?|为|是)?了?$")),
    ("rest", re.compile(r"(?:其余|剩余|余下|其他)的?$")),
    ("open", re.compile(r"(?:未整改|未完成整改|未销号|正在整改|剩余隐患)(?:到位|完毕|的)?$")),
    ("apart", re.compile(r"重大|较大|一般|自查|复查|举报|交办|去年|上年|同期|限期[^，。；]*已|率")),
    (
        "onsite",
        re.compile(
            rf"(?:立即|现场|当场|当即|就地|立行|即查即|边查边)(?:责令|督促)?(?:其|立即)?(?:整改|改正|整治|解决|改)(?:完成|到位)?{_OF}"
        ),
    ),
    ("ordered", re.compile(rf"(?:限期|限时)(?:内)?(?:完成)?(?:整改|改正|整治)?{_OF}|责令整改{_OF}")),
    (
        "done",
        re.compile(
            rf"(?:已|已经|共|完成|^)(?:完成)?整改(?:完毕|到位|完成)?{_OF}|^已?(?:整改完成|整改到位){_OF}"
        ),
    ),
    (
        "found",
        re.compile(
            r"(?:发现|排查出?|查出|查处|揪出|查摆|检出)(?:各类|各种|问题|安全|事故|隐患|和|、|生产|的|了|共|存在)*$"
        ),
    ),
)
_ITEMS = "条项处个起"
# Words that begin a count of its own: another time, another reach.
_ANEW = re.compile(
    r"全年|今年以来|一年来|累计|截[至止]|季度|上半年|下半年|\d月|去年|上年|同比|全镇|期间|其中|分别|上述[^，]{0,4}单位|行动|村|社区"
)


def _role(number: Number) -> str:
    if number.unit not in ("", "%", *_ITEMS):
        return ""
    role = next((name for name, words in _ROLES if words.search(number.before)), "")
    return role if (number.unit == "%") == (role == "rate") else ""


@dataclass(frozen=True)
class _Chain:
    """What is said of one count of hazards: the count found, and what became of it, by role."""

    found: Number
    after: tuple[tuple[str, Number], ...]

    def of(self, role: str) -> list[Number]:
        return [number for name, number in self.after if name == role]


def _chains(sentence: str, offset: int, numbers: list[Number]) -> Iterator[_Chain]:
    """The counts of found hazards in a sentence, each with what follows as long as nothing begins anew. A sentence that
    counts several has none: which of them a later number speaks of stays open."""
    roles = [_role(one) for one in numbers]
    if roles.count("found") != 1:
        return
    at = roles.index("found")
    after = []
    for (_, last), (role, number) in pairwise(zip(roles[at:], numbers[at:], strict=True)):
        between = sentence[last.end - offset : number.start - offset]
        if _ANEW.search(between.replace("其中", "", 1)):
            break
        if role == "apart":
            if "（" in between or "(" in between or "、" in between:
                continue  # an aside: 发现隐患10条（一般9条、重大1条），立即整改5条
            break
        after.append((role, number))
    if after:
        yield _Chain(numbers[at], tuple(after))


def _disposed(chain: _Chain) -> Iterator[Flaw]:
    """Found = fixed on site + ordered (H1), rectified ≤ found and found = rectified + open (H2)."""
    found = chain.found
    if found.value is None:
        return
    for role, words in (
        ("onsite", "立即整改"),
        ("ordered", "限期整改"),
        ("done", "已整改"),
        ("open", "未整改"),
    ):
        for one in chain.of(role):
            if one.value is not None and one.value > found.value:
                yield _flaw((found, one), ERROR, f"发现{found.words}，{words}却有{one.words}", True)
                return
    for (first, one_label), (second, other_label) in (
        (("onsite", "立即整改"), ("ordered", "限期整改")),
        (("done", "已整改"), ("open", "未整改")),
    ):
        pair = _one(chain, first), _one(chain, second)
        if pair[0] is None or pair[1] is None:
            continue
        total = (pair[0].value or 0) + (pair[1].value or 0)
        said = f"发现{found.words}，{one_label}{pair[0].words}和{other_label}{pair[1].words}相加是{_plain(total)}"
        if total > found.value:
            yield _flaw((found, *pair), ERROR, f"{said}，多出{_plain(total - found.value)}", True)
        elif total < found.value and all(role in (first, second) for role, _ in chain.after):
            yield _flaw((found, *pair), WARNING, f"{said}，还有{_plain(found.value - total)}没有交代")


def _one(chain: _Chain, role: str) -> Number | None:
    """The only number of a role; None where there is none, several, or one that is not exact."""
    found = chain.of(role)
    return found[0] if len(found) == 1 and found[0].value is not None else None


def _rates(chain: _Chain) -> Iterator[Flaw]:
    """整改率 is rectified by found, to the printed digit (H7)."""
    rate, found = _one(chain, "rate"), chain.found
    done, left = _one(chain, "done"), _one(chain, "open")
    if rate is None or not found.value or any(number.value is None for _, number in chain.after):
        return
    onsite, ordered = (
        sum((one.value or 0 for one in chain.of(role)), Decimal(0)) for role in ("onsite", "ordered")
    )
    if done is not None and done.value is not None:
        mended, about, told = done.value, f"已整改{done.words}", (found, done, rate)
    elif left is not None and left.value is not None and not chain.of("done"):
        mended, about, told = found.value - left.value, f"未整改{left.words}", (found, left, rate)
    else:
        return
    if not 0 <= mended <= found.value:
        return  # said already
    readings: list[tuple[Decimal, Decimal | int]] = [
        (mended, found.value),
        (onsite + mended, found.value),
        (mended, ordered),
    ]
    if not any(_is_quotient(rate, part, whole) for part, whole in readings if whole and part <= whole):
        true = per_cent(mended, found.value, max(1, rate.decimals))
        yield _flaw(told, ERROR, f"发现{found.words}，{about}，整改率应是{true}%，文中写{rate.words}", True)


def _is_quotient(rate: Number, part: Decimal, whole: Decimal | int) -> bool:
    """Whether a percentage is a quotient to its printed digit."""
    if rate.value is None or not whole:
        return True
    return rate.value == per_cent(part, whole, rate.decimals)


_OPENS = re.compile(r"其中[，：:]?|分别(?:是|为)|包括|(?<=[，：])即(?![查行知改时刻])")
_CLAIMS_ALL = re.compile(r"^[^，。；]{0,60}分别|^即")
# A part that has a verb of its own, another than the first part's, is a new matter: 其中专题会议3次，开展检查20次.
_VERB = re.compile(r"开展|组织|召开|检查|下[达发]|出动|签订|发放|举办|培训|取缔|关闭|约谈|立案|处罚|共|累计")
_PARTIAL = re.compile(r"等(?!级)|主要|重点|部分")
# Parts of these kinds overlap with any other: they are never added.
_OVERLAPS = re.compile(
    r"带队|夜|暗访|四不两直|突击|联合|专家|规[模上]|复查|回头看|整改|销号|合格|逾期|重大|一般|新增|取缔|关闭|停[产业]|立案|约谈|督办|移[送交]|发现|排查|查出"
)
_ORDERED_APART = re.compile(r"立即|现场|当场|限期|责令")


def _lists(sentence: str, offset: int, numbers: list[Number]) -> Iterator[tuple[Number, list[Number], str]]:
    """A whole, its parts (of the same unit, without a new matter between them), and the words of the list."""
    for match in _OPENS.finditer(sentence):
        before = [one for one in numbers if one.end <= offset + match.start()]
        parts: list[Number] = []
        stop = _end_of_list(sentence, match.start())
        for one in numbers:
            if not offset + match.end() <= one.start < offset + stop:
                continue
            if not before or _family(one.unit) != _family(before[-1].unit):
                break
            if parts and (verb := _VERB.search(one.before)) and verb.group() not in parts[0].before:
                break
            parts.append(one)
        if (
            before
            and parts
            and before[-1].end + 14 >= offset + match.start()
            and not re.search(r"[。；！？]", sentence[before[-1].end - offset : match.start()])
        ):
            yield before[-1], parts, sentence[match.start() : stop]


def _end_of_list(sentence: str, start: int) -> int:
    """A list ends with its bracket, its semicolon or its sentence."""
    depth = 0
    for at in range(start, len(sentence)):
        if sentence[at] in "（(":
            depth += 1
        elif sentence[at] in "）)":
            depth -= 1
            if depth < 0:
                return at
        elif sentence[at] in "；。！？":
            return at
    return len(sentence)


def _family(unit: str) -> str:
    return "条" if unit in _ITEMS else unit


def _parts(whole: Number, parts: list[Number], words: str) -> Iterator[Flaw]:
    """Each part is at most the whole; parts that exclude one another are so in sum, and make it up where all are told."""
    if whole.value is None or whole.unit == "%":
        return
    for one in parts:
        if one.value is not None and one.value > whole.value:
            yield _flaw((whole, one), ERROR, f"总数是{whole.words}，其中一项却有{one.words}")
            return
    apart = [one for one in parts if _ORDERED_APART.search(one.before) or not _OVERLAPS.search(one.before)]
    kinds = {bool(_ORDERED_APART.search(one.before)) for one in apart}
    known = [one.value for one in apart if one.value is not None]
    if len(apart) < 2 or len(kinds) > 1:
        return
    total = sum(known, Decimal(0))
    said = f"总数是{whole.words}，所列各项相加是{_plain(total)}"
    if total > whole.value:
        yield _flaw((whole, *apart), ERROR, f"{said}，多出{_plain(total - whole.value)}")
    elif total < whole.value and len(known) == len(parts):
        if _CLAIMS_ALL.search(words):
            yield _flaw((whole, *apart), ERROR, f"{said}，少了{_plain(whole.value - total)}")
        elif not _PARTIAL.search(words) and kinds == {False}:
            yield _flaw((whole, *apart), WARNING, f"{said}，没有列全的请加“等”字")


def _rests(numbers: list[Number]) -> Iterator[Flaw]:
    """其余N is what some total before it leaves after what was counted of it."""
    for at, one in enumerate(numbers):
        if not re.search(r"(?:其余|剩余|余下)的?$", one.before) or one.value is None:
            continue
        # the total of a long paragraph stands far before: two runs back
        before = [
            other
            for other in numbers[max(0, at - 2 * RUN_MAX) : at]
            if _family(other.unit) == _family(one.unit)
        ]
        if len(before) < 2 or any(other.value is None for other in before):
            continue
        values = [other.value or Decimal(0) for other in before]
        if not any(one.value == left for left in _left(values)):
            left = values[-2] - values[-1] if len(values) == 2 else None
            should = f"，{before[0].words}减去{before[1].words}是{_plain(left)}" if left is not None else ""
            text = f"其余写{one.words}，与前面的数字对不上{should}"
            yield _flaw((*before, one), ERROR, text)


def _left(values: list[Decimal]) -> Iterator[Decimal]:
    """What each total leaves after any run of later numbers is taken off."""
    for at, total in enumerate(values):
        for first, last in combinations(range(at + 1, len(values) + 1), 2):
            yield total - sum(values[first:last], Decimal(0))


def _shares(numbers: list[Number]) -> Iterator[Flaw]:
    """占P% is the number before it by some total before that."""
    for at, one in enumerate(numbers):
        if (
            one.unit != "%"
            or one.value is None
            or not at
            or not re.search(r"占(?:总数|全部|比|[^，。；]{0,8}的)?(?:为|达)?$", one.before)
        ):
            continue
        part, before = numbers[at - 1], numbers[max(0, at - RUN_MAX) : at - 1]
        wholes = [other for other in before if _family(other.unit) == _family(part.unit)]
        if (
            part.value is None
            or part.unit == "%"
            or not wholes
            or any(other.value is None for other in before)
        ):
            continue
        if any(_is_quotient(one, part.value, other.value or Decimal(0)) for other in wholes):
            continue
        whole = wholes[-1]
        if whole.value:
            true = per_cent(part.value, whole.value, max(1, one.decimals))
            yield _flaw(
                (whole, part, one), ERROR, f"{part.words}占{whole.words}应是{true}%，文中写{one.words}"
            )


_CHANGE = re.compile(r"(?:由|从)[^，。；\d]{0,10}$")
_TO = re.compile(r"(?:下降|减少|上升|增加|增长|提高|降低|提升)?(?:到|至|为)")
_BY = re.compile(r"(下降|减少|降低|上升|增加|增长|提高|提升)了?$")


def _changes(sentence: str, offset: int, numbers: list[Number]) -> Iterator[Flaw]:
    """由A条下降到B条，下降P%: the change by its base, to the printed digit."""
    for base, now, by in zip(numbers, numbers[1:], numbers[2:], strict=False):
        between = sentence[base.end - offset : now.start - offset]
        said = _BY.search(by.before)
        if not (_CHANGE.search(base.before) and _TO.search(between) and said and by.unit == "%"):
            continue
        if not base.value or now.value is None or by.value is None or base.unit == "%":
            continue
        if by.value != per_cent(abs(now.value - base.value), base.value, by.decimals):
            true = per_cent(abs(now.value - base.value), base.value, max(1, by.decimals))
            yield _flaw((base, now, by), ERROR, f"由{base.words}到{now.words}是{true}%，文中写{by.words}")


def _flaw(numbers: tuple[Number | None, ...], severity: str, text: str, is_hard: bool = False) -> Flaw:
    kept = tuple(one for one in numbers if one is not None)
    return Flaw(min(one.start for one in kept), max(one.end for one in kept), severity, text, kept, is_hard)


def _plain(value: Decimal | int) -> str:
    return f"{Decimal(value).normalize():f}"
