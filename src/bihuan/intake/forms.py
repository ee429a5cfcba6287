"""Shape of what the pages of imports send."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from bihuan.core.forms import ActionForm, choice_field
from bihuan.intake.heads import letter
from bihuan.intake.registry import Kind

PLACES_MAX = 60
_CELL = re.compile(r"^c-(\d{1,7})-([a-z_]{1,40})$")
_CHOICE = re.compile(r"^k-(\d{1,7})$")


class UploadForm(ActionForm):
    """上传表格."""

    kind = choice_field("导入什么", ())
    file = forms.FileField(
        label="文件",
        max_length=200,
        error_messages={
            "required": "请选择文件。",
            "empty": "文件是空的，请重新选择。",
            "max_length": "文件名过长，请改短后再上传。",
            "invalid": "没有收到文件，请重新选择。",
        },
    )

    def __init__(self, kinds: list[Kind], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(one.key, one.label) for one in kinds]  # type: ignore[attr-defined]


class VersionForm(forms.Form):
    """Pressing a button of a page that showed this version."""

    version = forms.IntegerField()
    only_good = forms.BooleanField(required=False)
    kind = forms.CharField(required=False, max_length=20)

    @property
    def shown(self) -> int:
        return self.cleaned_data["version"] if self.is_valid() else 0


@dataclass
class Matched:
    """What stands where, as it was chosen: `columns` by key the place (0 is A), `fills` by key the word for all rows."""

    sheet: int
    head_row: int
    version: int
    columns: dict[str, int] = field(default_factory=dict)
    fills: dict[str, str] = field(default_factory=dict)


def matched(kind: Kind, sent: Mapping[str, Any]) -> Matched:
    """Read the columns' page. What cannot be read is left out, and the action says what is lacking."""
    found = Matched(_number(sent.get("sheet")), _number(sent.get("head_row")), _number(sent.get("version")))
    letters = {letter(place): place for place in range(PLACES_MAX)}
    for one in kind.columns:
        if (place := letters.get(sent.get(f"col-{one.key}", ""))) is not None:
            found.columns[one.key] = place
        if one.fill and (word := str(sent.get(f"fill-{one.key}", ""))[:100].replace("\0", "")):
            found.fills[one.key] = word
    return found


def mended(sent: Mapping[str, Any]) -> tuple[dict[tuple[int, str], str], dict[int, str]]:
    """Read the preview's page: cells by row and column, choices by row."""
    cells = {(int(one[1]), one[2]): str(sent[name]).strip() for name in sent if (one := _CELL.match(name))}
    choices = {int(one[1]): str(sent[name]) for name in sent if (one := _CHOICE.match(name))}
    return cells, choices


def _number(sent: Any) -> int:
    text = str(sent or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
