"""The names in braces of a sentence as who words it reads them: {复议机关} for {review_body}, {依据：…} for {law:…}. Pure.

Kept and filled are the declared names; those that were written before stay understood."""

import re
from collections.abc import Callable

from bihuan.documents.declarations import Declaration
from bihuan.documents.texts import EXTRA_LABELS
from bihuan.inspections.law_table import ARTICLES

LAW, CITED = "law:", "依据："
_BRACED = re.compile(r"\{([^{}]*)\}")
_GISTS = {row.topic: row.gist for row in ARTICLES}
_TOPICS = {gist: topic for topic, gist in _GISTS.items()}


def names_of(made: Declaration) -> dict[str, str]:
    """What may stand in a kind's sentences: the declared name to the Chinese one. A label that two fields share has a number after the
    first."""
    found: dict[str, str] = {}
    for key, label in [*((one.key, one.label) for one in made.fields), *EXTRA_LABELS.items()]:
        same = sum(other.rstrip("0123456789") == label for other in found.values())
        found[key] = f"{label}{same + 1}" if same else label
    return found


def in_chinese(made: Declaration, text: str) -> str:
    """A sentence with its names in Chinese."""
    known = names_of(made)
    return _named(text, lambda name: known.get(name) or _cited(name))


def in_names(made: Declaration, text: str) -> str:
    """A sentence with its names as declared; what is none stays, and is told of when the sentence is looked at."""
    known = {label: key for key, label in names_of(made).items()}
    return _named(text, lambda name: known.get(name.strip()) or _topics(name.strip()))


def _named(text: str, other: Callable[[str], str]) -> str:
    return _BRACED.sub(lambda found: f"{{{other(found[1]) or found[1]}}}", text)


def _cited(name: str) -> str:
    topics = name.removeprefix(LAW).split("、") if name.startswith(LAW) else []
    if not topics or any(one not in _GISTS for one in topics):
        return ""
    return CITED + "；".join(_GISTS[one] for one in topics)


def _topics(name: str) -> str:
    gists = name.removeprefix(CITED).split("；") if name.startswith(CITED) else []
    if not gists or any(one not in _TOPICS for one in gists):
        return ""
    return LAW + "、".join(_TOPICS[one] for one in gists)
