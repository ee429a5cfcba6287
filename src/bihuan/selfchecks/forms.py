"""Shape of what the pages of self-checks send."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.forms import SEE_FIELDS, ActionForm, StepForm, choice_field, id_field, shown_id, text_field
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope, under
from bihuan.hazards.rules import KINDS, LEVELS
from bihuan.hazards.spot_forms import SpotForm, spot_of
from bihuan.inspections.forms import Ids
from bihuan.risks.rules import FREQUENCIES
from bihuan.risks.rules import LEVELS as CONTROL_LEVELS
from bihuan.search.queries import matching
from bihuan.selfchecks.actions import Check, Found
from bihuan.selfchecks.models import Doubt, SelfCheck, Standing
from bihuan.selfchecks.queries import checks, standings
from bihuan.selfchecks.rules import DOUBTS, SETTLED, WEEKDAYS, alive_since
from bihuan.units.geometry import LATITUDES, LONGITUDES

EXPIRED = dict.fromkeys(("required", "invalid"), "页面已过期，请刷新。")
EVERY_CHOICES = list(FREQUENCIES.items())
KIND_CHOICES = list(KINDS.items())
HAZARD_LEVELS = list(LEVELS.items())
DOUBT_CHOICES = list(DOUBTS.items())
SETTLED_CHOICES = list(SETTLED.items())
REST_CHOICES = [(number, f"周{name}") for number, name in enumerate(WEEKDAYS)]
STANDING_CHOICES = [("alive", "近30天有自查"), ("silent", "近30天没有自查")]


class Loose(forms.FloatField):
    """A number of the phone's: what cannot be read is left out, nobody is sent back for it."""

    def clean(self, value: Any) -> float | None:
        try:
            return super().clean(value)  # type: ignore[no-any-return]
        except forms.ValidationError:
            return None


class Located(ActionForm):
    """Where the phone is that sends a check."""

    latitude = Loose(required=False, min_value=LATITUDES[0], max_value=LATITUDES[1])
    longitude = Loose(required=False, min_value=LONGITUDES[0], max_value=LONGITUDES[1])
    accuracy = Loose(required=False, min_value=0)

    @property
    def where(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("latitude", "longitude", "accuracy")}


class CheckForm(Located):
    """自查: which check of the point. The page gives the check its id."""

    check_id = forms.UUIDField(initial=new_id, error_messages=EXPIRED)
    level = choice_field("层级", [(one, one) for one in CONTROL_LEVELS])
    every = choice_field("频次", EVERY_CHOICES)
    photo = id_field("照片")

    def check(self, point: Any, found: tuple[Found, ...] = ()) -> Check:
        given = self.cleaned_data
        return Check(
            point=point,
            id=given["check_id"],
            level=given["level"],
            every=given["every"],
            photo=given.get("photo"),
            found=found,
            **self.where,
        )

    def checks(self, point: Any) -> list[Check]:
        return [self.check(point)]


class Several(forms.Field):
    """Checks of one point, each as its id, level and frequency with blanks between them."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[tuple[UUID, str, str]]:
        try:
            found = [(UUID(key), level, every) for key, level, every in map(str.split, value)]
        except ValueError:
            found = []
        if not found or any(
            level not in CONTROL_LEVELS or every not in FREQUENCIES for _, level, every in found
        ):
            raise forms.ValidationError(EXPIRED["invalid"])
        return found


class AllForm(Located):
    """全部正常: all checks of a point that are due to somebody now, each a row of its own."""

    several = Several()

    def checks(self, point: Any) -> list[Check]:
        given = self.cleaned_data["several"]
        return [
            Check(point=point, id=key, level=level, every=every, **self.where) for key, level, every in given
        ]


class HazardForm(CheckForm):
    """发现隐患: on a check, or (without level and frequency) besides."""

    fields_of = {"photo_after": "photos"}
    check_id = forms.UUIDField(initial=new_id, error_messages=EXPIRED)
    level = choice_field("层级", [(one, one) for one in CONTROL_LEVELS], required=False)
    every = choice_field("频次", EVERY_CHOICES, required=False)
    hazard_id = forms.UUIDField(initial=new_id, error_messages=EXPIRED)
    line = id_field("检查内容")
    text = text_field("隐患描述", 300)
    photos = Ids(label="隐患照片", required=False)
    kind = choice_field("类别", KIND_CHOICES, required=False)
    grade = choice_field("级别", HAZARD_LEVELS, required=False)
    criterion = forms.CharField(label="判定标准", required=False, max_length=40)
    deadline_on = forms.DateField(
        label="整改期限", required=False, error_messages={"invalid": "整改期限不是日期，应如2018-03-05。"}
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        # Beside where the phone is, which speaks for the check, whoever finds something may say where that lies.
        self.spot = SpotForm(self.data if self.is_bound else None, prefix="spot")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.spot.is_valid():
            self.add_error(None, SEE_FIELDS)
        return self.cleaned_data

    @property
    def wrong_spot(self) -> dict[str, str]:
        """What is wrong with where it lies, by field: as it was typed, or as the action says."""
        refused = {"latitude": self.wrong["latitude"]} if "latitude" in self.wrong else {}
        return self.spot.wrong | refused

    def found(self) -> Found:
        given = self.cleaned_data
        return Found(
            id=given["hazard_id"],
            text=given["text"],
            photos=tuple(given["photos"]),
            line=given["line"],
            kind=given["kind"] or "other",
            level=given["grade"] or "general",
            criterion=given["criterion"],
            deadline_on=given["deadline_on"],
            spot=spot_of(self.spot.take_place(dict(self.spot.cleaned_data))),
        )


class ShiftsForm(ActionForm):
    """设置班次."""

    shifts = text_field("班次", 300, widget=forms.Textarea)
    rest = forms.TypedMultipleChoiceField(
        label="休息日",
        choices=REST_CHOICES,
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "请从列表中选择休息日。"},
    )


class SettleForm(StepForm):
    """处理存疑."""

    outcome = choice_field("处理结果", SETTLED_CHOICES)
    note = text_field("说明", 300)


class PlateReasonForm(ActionForm):
    """换牌: of the plate that the page showed."""

    plate = shown_id()
    reason = text_field("换牌原因", 200)


class _Narrow(forms.Form):
    """What the lists are narrowed by; what cannot be read is left aside."""

    words = forms.CharField(required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    unit = forms.UUIDField(required=False)

    def at_units(self, found: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
        given = self.cleaned_data
        if words := (given.get("words") or "").strip():
            found = found.filter(unit__in=matching(scope.town, "unit", words))
        if cell := given.get("cell"):
            found = found.filter(under("unit__cell_path", cell), unit__town=scope.town)
        if unit := given.get("unit"):
            found = found.filter(unit=unit)
        return found


class CheckFilter(_Narrow):
    """Which checks the list shows."""

    every = forms.ChoiceField(choices=EVERY_CHOICES, required=False)
    result = forms.ChoiceField(choices=[("normal", "正常"), ("hazard", "有隐患")], required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[SelfCheck]:
        """The checks of a scope that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[SelfCheck] = self.at_units(checks(scope), scope)
        if every := given.get("every"):
            found = found.filter(every=every)
        if result := given.get("result"):
            found = found.filter(is_normal=result == "normal")
        if since := given.get("since"):
            found = found.filter(at__gte=clock.begins(since))
        if until := given.get("until"):
            found = found.filter(at__lt=clock.ends(until))
        return found.order_by("-at", "pk")


class DoubtFilter(_Narrow):
    """Which doubts the list shows: those that are open, unless asked otherwise."""

    kind = forms.ChoiceField(choices=DOUBT_CHOICES, required=False)
    state = forms.ChoiceField(choices=[("settled", "已处理"), ("all", "全部")], required=False)

    def narrow(self, scope: Scope) -> QuerySet[Doubt]:
        """The doubts of a scope that pass, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[Doubt] = self.at_units(Doubt.objects.within(scope), scope)
        if kind := given.get("kind"):
            found = found.filter(kind=kind)
        if given.get("state") != "all":
            found = found.filter(settled_on__isnull=given.get("state") != "settled")
        return found.order_by("-last_on", "-pk")


class StandingFilter(_Narrow):
    """Which units the list of standings shows."""

    state = forms.ChoiceField(choices=STANDING_CHOICES, required=False)

    def narrow(self, scope: Scope) -> QuerySet[Standing]:
        """The standings of a scope that pass, who was longest silent first."""
        self.is_valid()
        given = self.cleaned_data
        found: QuerySet[Standing] = self.at_units(standings(scope), scope)
        alive = found.filter(last_on__gte=alive_since(clock.today()))
        if given.get("state") == "alive":
            found = alive
        elif given.get("state") == "silent":
            found = found.exclude(pk__in=alive.order_by().values("pk"))
        return found.order_by("last_on", "pk")
