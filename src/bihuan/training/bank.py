"""The built-in questions, with the articles that are in force on the day. Pure."""

from datetime import date
from functools import cache
from pathlib import Path

from bihuan.inspections import law
from bihuan.training.rules import JUDGE_OPTIONS, Asking, read_right

FILE = Path(__file__).parent / "bank.txt"


@cache
def _read() -> tuple[tuple[Asking, tuple[str, ...]], ...]:
    """The questions as they stand in the file, each with the topics of the law that it rests on."""
    found = []
    lines = (line for line in FILE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    for number, line in enumerate(lines, 1):
        kind, groups, topics, text, options, right = (part.strip() for part in line.split("|"))
        shown = JUDGE_OPTIONS if kind == "judge" else tuple(one.strip() for one in options.split("；"))
        one = Asking(
            f"b{number}",
            kind,
            text,
            shown,
            read_right(kind, right),
            groups=tuple(filter(None, groups.split(","))),
        )
        found.append((one, tuple(filter(None, topics.split(",")))))
    return tuple(found)


def built_in(on: date) -> list[Asking]:
    """The questions whose law is in force on a day, each citing the day's articles."""
    return [
        Asking(one.key, one.kind, one.text, one.options, one.right, law.together(topics, on), one.groups)
        for one, topics in _read()
        if all(law.basis(topic, on) for topic in topics)
    ]
