"""The library of templates by trade, one TOML file each: `label`, `edition`, `categories` (of units, the most fitting first),
`words` by which a unit of the trade is known from its name or business (may be left out), and points.

A point is written in the file or taken over from common.toml by `use`. Its `key` (at most twelve signs) is never given to another point
later: a unit's points keep it. Each step or part has one evaluation (`lec`, `ls`, or `direct`: the words of the rule by which it is
major at once), the five measures, and lines to be checked. What the files say is checked when they are read.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from bihuan.risks import rules
from bihuan.risks.methods import METHODS
from bihuan.units.rules import CATEGORIES

FOLDER = Path(__file__).parent
COMMON = "common"
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,11}")


class TemplateError(ValueError):
    """A file says what cannot be; the message names file, point and what is wrong."""


@dataclass(frozen=True)
class Check:
    """A line to be checked."""

    text: str
    every: str
    level: str


@dataclass(frozen=True)
class Step:
    """A step of work or a part, with its suggested evaluation: a method with its values, or the words of `direct`."""

    name: str
    hazard: str
    accidents: tuple[str, ...]
    harm: str
    method: str
    values: Mapping[str, Decimal]
    direct: str
    measures: Mapping[str, str]
    checks: tuple[Check, ...]

    @property
    def result(self) -> rules.Result:
        return rules.judge(self.method, self.values, direct=bool(self.direct))


@dataclass(frozen=True)
class Point:
    """A risk point as a template offers it."""

    key: str
    name: str
    kind: str
    where: str
    steps: tuple[Step, ...] = field(default=())

    @property
    def grade(self) -> rules.Grade:
        return rules.GRADES[rules.highest(one.result.grade for one in self.steps)]


@dataclass(frozen=True)
class Template:
    """A trade's template."""

    key: str
    label: str
    edition: str
    categories: tuple[str, ...]
    points: tuple[Point, ...]
    words: tuple[str, ...] = ()

    def serves(self, category: str) -> int | None:
        """How well it fits a unit's category: the least is the best; None where it does not."""
        for rank, one in enumerate(self.categories):
            if category == one or category.startswith(f"{one}."):
                return rank + (0 if category == one else 10)
        return None

    def named_in(self, said: str) -> bool:
        """Whether a unit's name or business tells of the trade."""
        return any(word in said for word in self.words)

    def suits(self, category: str, said: str) -> bool:
        """Whether a unit would look for it; to any other it is offered below."""
        return self.serves(category) is not None or self.named_in(said)

    def is_near(self, category: str) -> bool:
        """Whether it is of the same branch of the tree."""
        branch = category.partition(".")[0]
        return any(one.partition(".")[0] == branch for one in self.categories)


def read(folder: Path) -> dict[str, Template]:
    """All templates of a folder by their keys. Raises TemplateError."""
    files = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))
    }
    shared = {one.key: one for one in _points(COMMON, files.pop(COMMON, {"point": []}), {})}
    return {key: _template(key, given, shared) for key, given in files.items()}


def _template(key: str, given: dict[str, Any], shared: Mapping[str, Point]) -> Template:
    _only(key, given, {"label", "edition", "categories", "point"}, ("words",))
    unknown = [one for one in given["categories"] if one not in CATEGORIES]
    if unknown or not given["categories"]:
        raise TemplateError(f"{key}: categories {unknown}")
    points = _points(key, given, shared)
    categories, words = tuple(given["categories"]), tuple(given.get("words", ()))
    return Template(key, given["label"], given["edition"], categories, points, words)


def _points(file: str, given: dict[str, Any], shared: Mapping[str, Point]) -> tuple[Point, ...]:
    points: list[Point] = []
    for one in given["point"]:
        if "use" in one:
            _only(file, one, {"use"})
            if one["use"] not in shared:
                raise TemplateError(f"{file}: common.toml has no point {one['use']!r}")
            points.append(shared[one["use"]])
        else:
            points.append(_point(file, one))
    for what in ("key", "name"):
        said = [getattr(one, what) for one in points]
        if twice := {one for one in said if said.count(one) > 1}:
            raise TemplateError(f"{file}: {what} {sorted(twice)} twice")
    return tuple(points)


def _point(file: str, given: dict[str, Any]) -> Point:
    place = f"{file}.{given.get('key')}"
    _only(place, given, {"key", "name", "kind", "where", "step"})
    if not KEY.fullmatch(given["key"]):
        raise TemplateError(f"{place}: a key is at most 12 signs a-z 0-9 -")
    if wrong := rules.check_point(given["name"], given["kind"], given["where"]):
        raise TemplateError(f"{place}: {wrong}")
    steps = tuple(_step(place, one) for one in given["step"])
    if not steps:
        raise TemplateError(f"{place}: no step")
    _short(place, given["name"], rules.NAME_MAX)
    _short(place, given["where"], rules.WHERE_MAX)
    return Point(given["key"], given["name"], given["kind"], given["where"], steps)


def _step(point: str, given: dict[str, Any]) -> Step:
    place = f"{point} {given.get('name')}"
    needs = {"name", "hazard", "accidents", "harm"} | rules.MEASURES.keys()
    _only(place, given, needs, ("lec", "ls", "direct", "check"))
    if wrong := rules.check_step(given["name"], given["hazard"], given["accidents"]):
        raise TemplateError(f"{place}: {wrong}")
    methods = [one for one in METHODS if one in given]
    direct = given.get("direct", "")
    if len(methods) > 1 or not (methods or direct):
        raise TemplateError(f"{place}: one of lec, ls, direct")
    method = methods[0] if methods else ""
    measures = {kind: given[kind] for kind in rules.MEASURES if given[kind]}
    _short(place, given["name"], rules.NAME_MAX)
    for words in (given["hazard"], given["harm"], direct):
        _short(place, words, rules.WORDS_MAX)
    for words in measures.values():
        _short(place, words, rules.TEXT_MAX)
    return Step(
        given["name"],
        given["hazard"],
        tuple(given["accidents"]),
        given["harm"],
        method,
        _values(place, method, given[method]) if method else {},
        direct,
        measures,
        tuple(_check(place, one) for one in given.get("check", ())),
    )


def _values(place: str, method: str, given: list[Any]) -> dict[str, Decimal]:
    letters = [one.letter for one in METHODS[method].factors]
    if len(given) != len(letters):
        raise TemplateError(f"{place}: {method} has {len(letters)} values")
    values, wrong = rules.read_values(method, dict(zip(letters, given, strict=True)))
    if wrong:
        raise TemplateError(f"{place}: {wrong}")
    return values


def _check(place: str, given: dict[str, Any]) -> Check:
    _only(place, given, {"text", "every", "level"})
    line = Check(given["text"], given["every"], given["level"])
    if wrong := rules.check_line(line.text, line.every, line.level):
        raise TemplateError(f"{place}: {line}: {wrong}")
    _short(place, line.text, rules.WORDS_MAX)
    return line


def _only(place: str, given: Mapping[str, Any], needs: set[str], may: Iterable[str] = ()) -> None:
    if lacking := needs - given.keys():
        raise TemplateError(f"{place}: lacks {sorted(lacking)}")
    if more := set(given) - needs - set(may):
        raise TemplateError(f"{place}: unknown {sorted(more)}")


def _short(place: str, words: str, most: int) -> None:
    if len(words) > most:
        raise TemplateError(f"{place}: {len(words)} signs, at most {most}: {words[:30]}")


LIBRARY: dict[str, Template] = read(FOLDER)


def fitting(category: str, said: str = "") -> list[Template]:
    """The templates in the order in which a unit is offered them: those of its category, the ones of which its name or business (`said`) tells
    first; then others that these tell of; then its branch's; then the rest."""

    def place(one: Template) -> tuple[bool, bool, int, bool, str]:
        rank = one.serves(category)
        return (rank is None, not one.named_in(said), rank or 0, not one.is_near(category), one.key)

    return sorted(LIBRARY.values(), key=place)
