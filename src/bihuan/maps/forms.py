"""Shape of what the pages of outlines send."""

import re
from typing import Any
from uuid import UUID

from django import forms

from bihuan.core.forms import ActionForm, choice_field, page_id, shown_id
from bihuan.maps.actions import TakenArea
from bihuan.maps.rules import DRAWN_MAX
from bihuan.units.geometry import DATUMS

DATUM_CHOICES = list(DATUMS.items())
_CORNER = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")


class Corners(forms.CharField):
    """A corner a line: longitude, latitude."""

    def to_python(self, value: Any) -> Any:
        lines = [line for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > 2 * DRAWN_MAX:
            raise forms.ValidationError(f"手绘的轮廓最多{DRAWN_MAX}个角，更细的请导入GeoJSON文件。")
        found = []
        for number, line in enumerate(lines, 1):
            at = _CORNER.match(line)
            if not at:
                raise forms.ValidationError(
                    f"第{number}行不是坐标，应先经度、后纬度，如116.123456,34.123456。"
                )
            found.append([float(at[1]), float(at[2])])
        return found


class DrawForm(ActionForm):
    """画轮廓; `instead` is the outline that the page showed."""

    outline_id = page_id()
    instead = shown_id(required=False)
    ring = Corners(label="轮廓的角", required=False)
    sure = forms.BooleanField(label="位置无误", required=False)


class OutlineFileForm(ActionForm):
    """读入轮廓文件; the file itself comes beside."""

    outline_import_id = page_id()
    datum = choice_field("坐标系", DATUM_CHOICES)
    swapped = forms.BooleanField(label="纬度在前", required=False)
    file = forms.Field(required=False)  # where what is wrong with the file is told


class TakeForm(ActionForm):
    """导入轮廓: of each area its cell ("" for none), and how one that crosses itself is taken."""

    sure = forms.BooleanField(label="位置无误", required=False)

    def __init__(self, *given: Any, areas: list[dict[str, Any]], **options: Any) -> None:
        super().__init__(*given, **options)
        self.areas = areas
        for at, area in enumerate(areas):
            self.fields[f"area-{at}"] = forms.CharField(required=False, initial=area["cell"])
            self.fields[f"mend-{at}"] = forms.CharField(required=False)

    @property
    def chosen(self) -> dict[int, TakenArea]:
        """What was chosen, of areas that have a cell and are not left out."""
        found = {}
        for at, area in enumerate(self.areas):
            cell, how = self.cleaned_data[f"area-{at}"], self.cleaned_data[f"mend-{at}"]
            if not cell or how == "leave" or not area["outline"]:
                continue
            try:
                found[at] = TakenArea(UUID(cell), mend=how == "mend")
            except ValueError:
                found[at] = TakenArea(UUID(int=0))
        return found
