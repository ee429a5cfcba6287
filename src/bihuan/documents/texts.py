"""Sentences and values in words: placeholders filled, dates and money written out, and why a town's own sentence cannot stand. Pure."""

import re
import string
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.documents.declarations import (
    CHOICE,
    DATE,
    MOMENT,
    MONEY,
    OFFICERS,
    PAPERS_LIST,
    Boxed,
    Declaration,
    Field,
    Say,
)
from bihuan.inspections import law

BLANK = "＿＿＿＿"
EXTRAS = ("organ", "number", "dated", "town", "district", "bureau", "hours")
SENTENCE_MAX = 1000
GOVERNMENTS = (("街道", "街道办事处"), ("镇", "镇人民政府"), ("乡", "乡人民政府"))

_YUAN = re.compile(r"[0-9]{1,12}\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_MARKS = "，。；—"
_ENDS = "，。；、,.; \n"
_RUN_BEFORE = re.compile(r"([一-龥]{2,12})(：?)\Z")
_RUN_AFTER = re.compile(r"[一-龥]{2,12}")
_BECAUSE = re.compile(r"(?:因为|由于|因(?![素果此而特]))")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"


class BrokenWording(ValueError):
    """A sentence that cannot be set: a brace too many, or a name that the writ does not have. Says which, in Chinese."""


def signing_body(organ: str) -> str:
    """The body as it signs: a township by its government's name, others as they are called."""
    for end, name in GOVERNMENTS:
        if organ.endswith(end):
            return organ.removesuffix(end) + name
    return organ


def capital(yuan: int) -> str:
    """A sum as it is written against forgery: 3050 → 叁仟零伍拾元整. 0 ≤ yuan < 10 ** 12."""
    if yuan == 0:
        return "零元整"
    groups: list[str] = []
    for place, unit in enumerate(("", "万", "亿")):
        group = yuan // 10 ** (4 * place) % 10**4
        text = _thousands(group)
        above = yuan // 10 ** (4 * (place + 1))
        if text and above and (group < 1000 or above % 10**4 == 0):
            text = f"零{text}"
        groups.append(f"{text}{unit}" if text else "")
    said = "".join(reversed(groups))
    return f"{said}元整"


def _thousands(group: int) -> str:
    out, skipped = "", False
    for unit, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = group // unit % 10
        if digit:
            out += ("零" if skipped and out else "") + _DIGITS[digit] + name
        skipped = not digit
    return out


def shown(of: Field, value: Any) -> str:
    """A value as it is printed; what cannot be read stands as it was typed (`checking` says why it cannot be issued so)."""
    if value in (None, "", []):
        return ""
    if of.is_rows:
        return _rows_shown(of, value)
    text = str(value)
    if of.kind == DATE:
        return cell(text)
    if of.kind == MOMENT and (at := moment(text)):
        return f"{in_words(at.date())}{hour(at)}"
    if of.kind == CHOICE:
        return dict(of.choices).get(text, text)
    if of.kind == MONEY and _YUAN.match(text):
        return f"{text}元（{capital(int(text))}）"
    return text


def moment(text: str) -> datetime | None:
    """A moment as a field keeps it (2018-03-05T14:05); None where it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def hour(at: datetime) -> str:
    """14时05分."""
    return f"{at.hour}时{at.minute:02d}分"


def _rows_shown(of: Field, rows: Any) -> str:
    """Rows in a sentence: officers with their cards, papers with their numbers, else what each row begins with."""
    if of.kind == OFFICERS:
        return "、".join(
            str(row.get("name") or "") + (f"（执法证号{row['card']}）" if row.get("card") else "")
            for row in rows
        )
    if of.kind == PAPERS_LIST:
        return "、".join(
            f"《{row.get('label') or ''}》" + (f"（{row['number']}）" if row.get("number") else "")
            for row in rows
        )
    first = of.shown_columns[0][0] if of.shown_columns else ""
    return "；".join(str(row.get(first) or "").rstrip(_ENDS) for row in rows)


def cell(value: Any) -> str:
    """A cell of a row; a day written as such is put into words."""
    text = str(value or "")
    if not _DAY.match(text):
        return text
    try:
        return in_words(date.fromisoformat(text))
    except ValueError:
        return text


def short_cell(value: Any) -> str:
    """A cell of a row; a day as 2018.3.5."""
    text = str(value or "")
    if not _DAY.match(text):
        return text
    return ".".join(str(int(part)) for part in text.split("-"))


def filled(pattern: str, given: Callable[[str], str], blank: str = "") -> str:
    """A pattern with its {names} filled by what `given` says of each, or `blank`. A part in square brackets is left out where a name in
    it is empty. A value that ends in a mark loses it before another mark. Raises BrokenWording."""
    out, at = "", 0
    for found in _OPTIONAL.finditer(pattern):
        inside = found.group(1)
        names = names_in(inside)
        out = _plainly(out, pattern[at : found.start()], given, blank)
        if not names:
            out += found.group(0)
        elif all(given(name) for name in names):
            out = _plainly(out, inside, given, blank)
        at = found.end()
    return _plainly(out, pattern[at:], given, blank)


def _plainly(out: str, pattern: str, given: Callable[[str], str], blank: str) -> str:
    parts = list(_parts(pattern))
    for number, (literal, name) in enumerate(parts):
        if literal and literal[0] in _MARKS:
            out = out.rstrip(_ENDS)
        out += literal
        if name:
            after = parts[number + 1][0] if number + 1 < len(parts) else ""
            out += said_once(literal, given(name), after) or blank
    return out


def said_once(before: str, value: str, after: str) -> str:
    """A value without the words of its sentence that it repeats: 因 + 因场地潮湿, 移送理由： + 理由：…, 违反了 + 违反《…》的规定 + 的规定."""
    if because := _BECAUSE.match(value) if before.endswith(("因", "由于")) else None:
        return _left(value[because.end() :], value)
    if ahead := _RUN_BEFORE.search(before):
        for said in _tails(ahead[1]):
            rest = value.removeprefix(said)
            if rest != value and (not ahead[2] or rest[:1] in ("：", ":")):
                value = _left(rest.lstrip("：: "), value)
                break
    if behind := _RUN_AFTER.match(after):
        trimmed = value.rstrip(_ENDS)
        if said := next((one for one in _heads(behind[0]) if trimmed.endswith(one)), ""):
            return _left(trimmed.removesuffix(said), value)
    return value


def _left(rest: str, value: str) -> str:
    """What is left of a value, or all of it where nothing would be."""
    return rest if rest.strip(f"：:{_ENDS}") else value


def _tails(words: str) -> Iterator[str]:
    """What a run of words ends with, the longest first, down to two characters; 违反 for 违反了 as well."""
    for ended in (words, words.removesuffix("了")):
        yield from (ended[at:] for at in range(len(ended) - 1))


def _heads(words: str) -> Iterator[str]:
    return (words[:at] for at in range(len(words), 1, -1))


def _parts(pattern: str) -> Iterator[tuple[str, str]]:
    """(literal, name) pairs; {law:topic} is a name and not a format."""
    try:
        for literal, name, spec, conversion in string.Formatter().parse(pattern):
            if name == "law" and spec:
                name, spec = f"law:{spec}", ""
            if name == "" or spec or conversion:
                raise BrokenWording(f"用语“{pattern[:20]}…”的花括号里写得不对，应当只有内容的名称。")
            yield literal, name or ""
    except ValueError as error:
        if isinstance(error, BrokenWording):
            raise
        raise BrokenWording(f"用语“{pattern[:20]}…”中的花括号不成对，请核对。") from error


def names_in(pattern: str) -> list[str]:
    """The names in braces of a sentence, in order. Raises BrokenWording."""
    return [name for _, name in _parts(pattern) if name]


def of_row(pattern: str, row: Mapping[str, Any]) -> str:
    """A row by its pattern."""
    return filled(pattern, lambda name: cell(row.get(name)))


class Texts:
    """Sentences of one writ with their placeholders filled."""

    def __init__(
        self, made: Declaration, values: Mapping[str, Any], extras: Mapping[str, str], dated: date
    ) -> None:
        self.made, self.values, self.extras, self.dated = made, values, extras, dated

    def fill(self, text: str) -> str:
        """The sentence. Raises BrokenWording."""
        return filled(text, self.given, BLANK)

    def given(self, name: str) -> str:
        """What stands for a name. Raises BrokenWording."""
        if name.startswith("law:"):
            return self.extras.get(name) or cited(name.removeprefix("law:"), self.dated)
        if name == "hours":
            return hours(self.values)
        if name in EXTRAS:
            return self.extras.get(name, "")
        found = self.made.field(name)
        if found is None:
            raise BrokenWording(f"用语中的“{{{name}}}”不是这种文书的内容，请核对。")
        return shown(found, self.values.get(name))


def hours(values: Mapping[str, Any]) -> str:
    """From when to when, by the fields began_at and ended_at; the day once where it is the same."""
    began, ended = (moment(str(values.get(key) or "")) for key in ("began_at", "ended_at"))
    if began is None:
        return ""
    said = f"{in_words(began.date())}{hour(began)}"
    if ended is None:
        return said
    day = "" if ended.date() == began.date() else in_words(ended.date())
    return f"{said}至{day}{hour(ended)}"


def cited(topics: str, on: date) -> str:
    """The citation of topics, divided by 、, on a day. Raises BrokenWording."""
    for topic in topics.split("、"):
        try:
            found = law.basis(topic, on)
        except KeyError as error:
            raise BrokenWording(f"依据表中没有“{topic}”，请核对用语。") from error
        if not found:
            raise BrokenWording(f"“{topic}”在{in_words(on)}还没有施行的依据，不能引用。")
    return law.together(topics.split("、"), on)


def citations(made: Declaration, wording: Mapping[str, str], on: date) -> dict[str, str]:
    """What each {law:…} of a writ's sentences cites on a day, by its name: frozen with the writ, so that a table corrected later alters
    nothing that was issued. What is not in force, or in a sentence that cannot be read, is left out."""
    texts = [sentence(piece, wording) for piece in made.layout if isinstance(piece, Say)]
    for piece in made.layout:
        if isinstance(piece, Boxed):
            texts += [one[1] for row in piece.rows for one in row if isinstance(one, tuple)]
    found: dict[str, str] = {}
    for name in (name for text in texts for name in _names_if_read(text) if name.startswith("law:")):
        with suppress(BrokenWording):
            found[name] = cited(name.removeprefix("law:"), on)
    return found


def _names_if_read(text: str) -> list[str]:
    try:
        return names_in(text)
    except BrokenWording:
        return []


def wrong_wording(made: Declaration, key: str, text: str, on: date) -> str:
    """Why a town cannot word a sentence of a kind so from a day on, or "": a name that the writ does not have, braces that do not close,
    a fact of the original sentence left out, an article that the table does not have or that is not in force."""
    original = made.sentences.get(key)
    if original is None:
        return "这种文书没有这一句，请重新选择。"
    if not text.strip():
        return "用语不能为空；不想改的，请恢复原文。"
    if len(text) > SENTENCE_MAX:
        return f"用语最多{SENTENCE_MAX}字，现在{len(text)}字。"
    try:
        used = set(names_in(text))
        Texts(made, {}, {}, on).fill(text)
        _check_brackets(text)
    except BrokenWording as error:
        return str(error)
    left_out = [name for name in names_in(original) if name not in used and not name.startswith("law:")]
    if left_out:
        said = "、".join(f"{{{label_of(made, name)}}}" for name in dict.fromkeys(left_out))
        return f"原文中的{said}不能少，请写进用语里。"
    return "".join(law.wrong_citations(text, on))


def sound_wording(made: Declaration, wording: Mapping[str, str], on: date) -> dict[str, str]:
    """Of a town's own sentences those that can still be used on a day: what was good when it was kept may cite an article that is no
    longer in force. Papers that are made by what is done on site say the declared sentence instead: the deed does not wait for words."""
    return {key: text for key, text in wording.items() if not wrong_wording(made, key, text, on)}


def _check_brackets(text: str) -> None:
    depth = 0
    for sign in text:
        depth += {"[": 1, "]": -1}.get(sign, 0)
        if depth not in (0, 1):
            break
    if depth:
        raise BrokenWording("用语中的方括号不成对，请核对。")


EXTRA_LABELS = {
    "organ": "签发机关",
    "number": "文号",
    "dated": "文书日期",
    "town": "镇名",
    "district": "区县名",
    "bureau": "区级主管部门",
    "hours": "起止时间",
}


def label_of(made: Declaration, name: str) -> str:
    """What a name in braces means, for who words a sentence."""
    found = made.field(name)
    return found.label if found else EXTRA_LABELS.get(name, name)


def when_holds(when: str, values: Mapping[str, Any]) -> bool:
    """Whether a piece stands: "" always, "field" where it is filled, "!field" where it is not, "field=value" where it says that."""
    if not when:
        return True
    if when.startswith("!"):
        return not values.get(when[1:])
    key, equals, value = when.partition("=")
    return str(values.get(key) or "") == value if equals else bool(values.get(key))


def sentence(piece: Say, wording: Mapping[str, str]) -> str:
    """A sentence as the town words it, else as declared."""
    return wording.get(piece.key, piece.text)
