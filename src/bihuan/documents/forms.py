"""Shape of what the pages of documents send. The fields of a draft are those of its declaration."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from bihuan.core.forms import ActionForm, StepForm, choice_field, day_field, id_field, text_field
from bihuan.documents.checking import TEXT_MAX
from bihuan.documents.declarations import OFFICERS, Declaration, Field
from bihuan.inspections.papers import PAPERS, POWERS

SPARE_ROWS = 2  # empty rows offered below those that are filled
Rows = list[dict[str, str]]


class ChooseForm(ActionForm):
    """拟稿: which kind, about what the page's address says; the id makes two presses one."""

    kind = choice_field("文书", [(code, one.label) for code, one in PAPERS.items()])
    writ_id = id_field("文书")


class DraftForm(StepForm):
    """改稿. Single values stand in fields named as the declaration's; rows are read from names such as goods.0.name."""

    dated = day_field("文书日期")
    late_reason = text_field("补录原因", 200)

    def __init__(
        self,
        made: Declaration,
        officers: Sequence[tuple[str, str]],
        data: QueryDict | None,
        values: Mapping[str, Any],
    ) -> None:
        super().__init__(data)
        self.made, self.kept = made, values
        for one in made.fields:
            if not one.is_rows and not one.locked:
                wrong = {"max_length": f"{one.label}最多{TEXT_MAX}个字。"}
                self.fields[one.key] = forms.CharField(
                    required=False, max_length=TEXT_MAX, error_messages=wrong
                )
        self.officers = officers

    @property
    def typed(self) -> dict[str, Any]:
        """All values of the draft: as typed, else as kept."""
        if not self.is_bound:
            return dict(self.kept)
        found = {
            one.key: self._rows(one) if one.is_rows else self._single(one.key)
            for one in self.made.fields
            if not one.locked
        }
        return {**self.kept, **found}

    def rows_shown(self, one: Field) -> Rows:
        """The rows of a field as the page shows them, with empty ones to write in."""
        rows = [dict(row) for row in self.typed.get(one.key) or []]
        asked = str(self.data.get("more", "")) if self.is_bound else ""
        return rows + [{} for _ in range(SPARE_ROWS + (3 if asked == one.key else 0))]

    def _single(self, key: str) -> str:
        return _kept(str(self.data.get(key, ""))).replace("\r\n", "\n").strip()

    def _rows(self, one: Field) -> Rows:
        if one.kind == OFFICERS:
            chosen = self.data.getlist(one.key) if isinstance(self.data, QueryDict) else []
            return [self._officer(picked) for picked in chosen if picked]
        pattern = re.compile(rf"{re.escape(one.key)}\.(\d{{1,4}})\.(\w+)")
        rows: dict[int, dict[str, str]] = {}
        allowed = {key for key, _ in one.shown_columns}
        for name in self.data:
            if (match := pattern.fullmatch(name)) and match[2] in allowed:
                rows.setdefault(int(match[1]), {})[match[2]] = self._single(name)
        return [row for _, row in sorted(rows.items()) if any(row.values())]

    def _officer(self, chosen: str) -> dict[str, str]:
        name, _, card = _kept(chosen).partition("|")
        return {"name": name, "card": card}


def _kept(text: str) -> str:
    """Without NUL, which nobody types and no database keeps inside JSON."""
    return text.replace("\0", "")


class VersionForm(StepForm):
    """A step that asks for nothing but a press."""


class NoteForm(StepForm):
    """A step with its reason."""

    note = text_field("原因", 200)


class OuterForm(StepForm):
    """登记区级签发."""

    outer_number = text_field("区级文号", 60)
    outer_on = day_field("签发日期")


class PowerForm(ActionForm):
    """设定签发权限."""

    kind = choice_field("文书", [(code, one.label) for code, one in PAPERS.items()])
    power = choice_field("签发权限", list(POWERS.items()))
    basis = text_field("依据", 200)
    from_on = day_field("起始日期")


class WordingForm(ActionForm):
    """本镇用语: one sentence of a kind."""

    text = text_field("用语", 1000)
