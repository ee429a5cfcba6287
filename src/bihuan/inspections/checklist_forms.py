"""Shape of what the checklists' pages send: a draft with its lines and own items, the note of a publication, a superior's paper."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from bihuan.core.errors import Refused
from bihuan.core.forms import ActionForm, choice_field, day_field, text_field
from bihuan.inspections import law
from bihuan.inspections.checklist_actions import Own
from bihuan.inspections.checklist_data import LIBRARY
from bihuan.inspections.checklists import Item, arranged, library_on
from bihuan.inspections.models import ChecklistVersion

BLANKS = 3
LISTS = [(source.key, source.label) for source in LIBRARY.values()]
OWN_FIELDS = ("key", "group", "text", "look", "topic", "measure", "days")


def topics_on(on: date) -> list[tuple[str, str]]:
    """The articles that a town's own item may cite on a day: (topic, 《…》第三十八条 gist)."""
    found = {row.topic: row.gist for row in law.ARTICLES if row.is_duty and row.edition.in_force(on)}
    return [(topic, f"{law.basis(topic, on)} {gist}") for topic, gist in found.items()]


@dataclass
class Line:
    """An item of the list in the editor: where it stands and whether it is left out."""

    item: Item
    place: int
    hidden: bool


@dataclass
class OwnRow:
    """A block for an item of the town's own; `at` is its place on the page."""

    at: int
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_given(self) -> bool:
        return bool(self.values["text"].strip())


class DraftForm:
    """The editor of a list: its items in order, each with a number and a tick, and the town's own. `base` is what the page starts
    from, `data` what it sent back."""

    def __init__(
        self, key: str, on: date, base: ChecklistVersion | None, version: int, data: QueryDict | None = None
    ) -> None:
        self.key, self.version, self.message, self.status = key, version, "", 200
        self.topics = topics_on(on)
        own = list(base.own) if base else []
        order = list(base.order) if base else []
        hidden = set(base.hidden) if base else set()
        if data is not None:
            self.version = _number(data.get("version", ""), 0)
            hidden = set(data.getlist("hidden"))
        library = library_on(key, on)
        lines = _in_order(library, own, order, on, base)
        self.lines = [Line(item, place, item.key in hidden) for place, item in enumerate(lines, start=1)]
        if data is not None:
            for line in self.lines:
                line.place = _number(data.get(f"at-{line.item.key}", ""), line.place)
        self.own = _own_rows(own, data)

    @property
    def groups(self) -> list[str]:
        """Headings that there are already."""
        return list(dict.fromkeys(line.item.group for line in self.lines))

    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        in_order = sorted(self.lines, key=lambda line: line.place)
        return {
            "version": self.version,
            "hidden": [line.item.key for line in self.lines if line.hidden],
            "order": [line.item.key for line in in_order],
            "own": [_own(row.values) for row in self.own if row.is_given],
        }

    def refuse(self, error: Refused, status: int) -> None:
        """Put an action's refusal where it says; its places count the rows that were given."""
        self.message, self.status = error.message, status
        given = [row for row in self.own if row.is_given]
        for name, text in error.fields.items():
            parts = name.split(".")
            if len(parts) == 3:
                given[int(parts[1])].errors[parts[2]] = text


def _in_order(
    library: tuple[Item, ...],
    own: list[dict[str, Any]],
    order: list[str],
    on: date,
    base: ChecklistVersion | None,
) -> list[Item]:
    """All items, those left out too, as the draft orders them."""
    changes = base.changes(on) if base else None
    if changes is None:
        return list(library)
    shown = arranged(library, changes)
    rank = {key: place for place, key in enumerate(order)}
    left = [item for item in library if item not in shown]
    return sorted([*shown, *left], key=lambda item: rank.get(item.key, len(rank)))


def _own_rows(own: list[dict[str, Any]], data: QueryDict | None) -> list[OwnRow]:
    if data is None:
        kept = [{name: _text(one.get(name)) for name in OWN_FIELDS} for one in own]
        kept += [dict.fromkeys(OWN_FIELDS, "") for _ in range(BLANKS)]
    else:
        count = min(_number(data.get("own", ""), 0), 60)
        kept = [{name: data.get(f"o{at}-{name}", "") for name in OWN_FIELDS} for at in range(count)]
    return [OwnRow(at, values) for at, values in enumerate(kept)]


def _own(values: dict[str, str]) -> Own:
    days = values["days"].strip()
    texts = {name: values[name].strip() for name in OWN_FIELDS if name != "days"}
    return Own(**texts, days=_number(days, -1) if days else None)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.strip().isdecimal() and len(text) <= 6 else otherwise


class NoteForm(ActionForm):
    """发布."""

    version = forms.IntegerField(
        error_messages={"required": "页面已过期，请刷新。", "invalid": "页面已过期，请刷新。"}
    )
    note = text_field("发布说明", 200)


class ObligationForm(ActionForm):
    """登记上级必查项, a line an item: 检查内容｜怎么看."""

    key = choice_field("加入哪份检查表", [("", "所有检查表"), *LISTS], required=False)
    body = text_field("发文机关", 60)
    reference = text_field("文号", 60)
    issued_on = day_field("成文日期")
    from_on = day_field("施行日期")
    lines = text_field("必查项", 5000)

    def clean_lines(self) -> list[tuple[str, str]]:
        """Each line parted by ｜ or |."""
        rows = (line.replace("|", "｜").partition("｜") for line in self.cleaned_data["lines"].splitlines())
        return [(text.strip(), look.strip()) for text, _, look in rows if text.strip()]


class EndForm(ActionForm):
    """废止."""

    ended_on = day_field("废止日期")
