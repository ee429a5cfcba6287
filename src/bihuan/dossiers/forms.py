"""Shape of what the pages of dossiers ask."""

from datetime import date

from django import forms

from bihuan.core import clock
from bihuan.core.forms import day_field

FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class DayForm(forms.Form):
    """The past day that is asked for."""

    on = day_field("日期")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError("只能查今天和以前的日期。")
        if on.year < 2000:
            raise forms.ValidationError("日期太早，请核对年份。")
        return on
