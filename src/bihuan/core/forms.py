"""The form of every page that writes: it cleans types, and shows an action's refusal where the action says."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django import forms

from bihuan.core import clock
from bihuan.core.errors import Forbidden, NotAllowed, Refused, Stale
from bihuan.core.ids import new_id
from bihuan.core.storage import StorageFails

T = TypeVar("T")
SEE_FIELDS = "有内容需要补正，请看标红处。"
KEPT = "填写的内容没有丢失。"


class ActionForm(forms.Form):
    """A form whose rules live in an action. All that was typed stays, whatever is refused.

    `message` stands on top of the form; `status` is the answer's HTTP status after a refusal, `refused_with` what the action
    refused with. `fields_of`: the fields at which what an action says of a thing of another name is shown.
    """

    message = ""
    status = 200
    fields_of: Mapping[str, str] = {}
    refused_with: Refused | None = None

    def carry_out(self, act: Callable[[dict[str, Any]], T]) -> T | None:
        """What `act` makes of the cleaned values, or None where they cannot be read or the action refuses."""
        if not self.is_valid():
            self._refused(SEE_FIELDS, 422)
            return None
        try:
            return act(self.cleaned_data)
        except Forbidden:
            raise
        except Refused as error:
            self.refused_with = error
            several = len(error.fields) > 1
            message = SEE_FIELDS if several else error.message
            if isinstance(error, StorageFails):  # nothing that was typed is wrong
                message = f"{message}{KEPT}"
            self._refused(message, 409 if isinstance(error, Stale | NotAllowed) else 422)
            for said, text in error.fields.items():
                name = self.fields_of.get(said, said)
                if name in self.fields and text:
                    self.add_error(name, text)
            return None

    def _refused(self, message: str, status: int) -> None:
        self.message, self.status = message, status

    @property
    def values(self) -> Mapping[str, Any]:
        """What each field shows: as typed, else its initial value."""
        return _Shown(self)

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong with each field, in words."""
        return {name: str(found[0]) for name, found in self.errors.items()} if self.is_bound else {}


class _Shown(Mapping[str, Any]):
    """A form's values, each read when it is asked for: a page asks by name, once and more for each of its fields."""

    def __init__(self, form: forms.Form) -> None:
        self._form = form

    def __getitem__(self, name: str) -> Any:
        return self._form[name].value()

    def __iter__(self) -> Iterator[str]:
        return iter(self._form.fields)

    def __len__(self) -> int:
        return len(self._form.fields)


def version_field() -> forms.IntegerField:
    """The version of a record that the page showed; the action refuses where somebody has been there since."""
    wrong = "页面已过期，请刷新。"
    return forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": wrong, "invalid": wrong})


class StepForm(ActionForm):
    """What the page of every step of a record carries."""

    version = version_field()


# Days that can be meant: no calendar of a town reaches further, and reckoning with the first or the last day there is breaks.
YEARS = range(1900, 2200)


def _off(label: str) -> str:
    return f"{label}的年份应在{YEARS[0]}年至{YEARS[-1]}年之间，请核对年份。"


def _plain(value: Any) -> Any:
    """What was typed, in plain digits and signs: a Chinese keyboard also gives wide ones."""
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value


class Day(forms.DateField):
    """A day as a browser sends it, of years that can be meant."""

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(_plain(value))
        if found is not None and found.year not in YEARS:
            raise forms.ValidationError(self.error_messages["off"], code="off")
        return found


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day as a browser sends it."""
    wrong = {
        "required": f"请填写{label}。",
        "invalid": f"{label}不是日期，应如2018-03-05。",
        "off": _off(label),
    }
    return Day(label=label, error_messages=wrong, **options)


MINUTE = "%Y-%m-%dT%H:%M"  # as a browser's field has an instant
_INSTANTS = (MINUTE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


class Moment(forms.DateTimeField):
    """An instant to the minute, in the town's time whatever the machine's."""

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        for pattern in _INSTANTS:
            try:
                read = datetime.strptime(_plain(value), pattern)
            except ValueError:
                continue
            if read.year not in YEARS:
                raise forms.ValidationError(self.error_messages["off"], code="off")
            return clock.at(read.date(), read.hour, read.minute)
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


def moment_field(label: str, **options: Any) -> forms.DateTimeField:
    """An instant as a browser sends it."""
    wrong = {
        "required": f"请填写{label}。",
        "invalid": f"{label}不是时间，应如2018-03-05 14:05。",
        "off": _off(label),
    }
    return Moment(label=label, error_messages=wrong, **options)


def minute_now() -> str:
    """This minute, as a browser's field has it."""
    return minute_of(clock.now())


def minute_of(moment: datetime | None) -> str:
    """An instant as a browser's field has it, in the town's time; "" for none."""
    return f"{moment.astimezone(clock.TOWN_TIME):{MINUTE}}" if moment else ""


# Marks that nobody sees and that turn round what is read after them: they come along with what is pasted, or are meant to mislead.
_TURNING = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


class Words(forms.CharField):
    """Text as it is read: without marks of direction."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).translate(_TURNING) if value is not None else value)


def text_field(label: str, longest: int, **options: Any) -> forms.CharField:
    """Words, trimmed. Whether they may be missing is the action's to say."""
    wrong = {"max_length": f"{label}最多{longest}个字。"}
    return Words(label=label, max_length=longest, required=False, error_messages=wrong, **options)


def area_field(label: str, longest: int, **options: Any) -> forms.CharField:
    """Words of several lines."""
    return text_field(label, longest, widget=forms.Textarea, **options)


def id_field(label: str, *, required: bool = False) -> forms.UUIDField:
    """A record chosen from a list."""
    wrong = {"required": f"请选择{label}。", "invalid": f"请从列表中选择{label}。"}
    return forms.UUIDField(label=label, required=required, error_messages=wrong)


def page_id() -> forms.UUIDField:
    """The id of the record that a page is to make, made with the page: pressed twice, it makes it once."""
    return shown_id(initial=new_id)


def shown_id(**options: Any) -> forms.UUIDField:
    """The id of the record that a page showed: what has taken its place since is not meant."""
    wrong = "页面已过期，请刷新。"
    return forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": wrong, "invalid": wrong}, **options
    )


def choice_field(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of a few words."""
    wrong = {"required": f"请选择{label}。", "invalid_choice": f"请从列表中选择{label}。"}
    return forms.ChoiceField(label=label, choices=choices, error_messages=wrong, **options)


def number_field(label: str) -> forms.IntegerField:
    """A whole number that may be missing; whether it may is the action's to say."""
    return forms.IntegerField(label=label, required=False, error_messages={"invalid": f"{label}应填整数。"})
