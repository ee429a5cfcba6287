"""Shape of what the units' pages send."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.forms import ActionForm, choice_field, day_field, id_field, text_field, version_field
from bihuan.core.scope import Scope
from bihuan.units.geometry import DATUMS
from bihuan.units.models import Unit
from bihuan.units.pasted import read_place, why_not_read
from bihuan.units.queries import above_scale, in_order, search
from bihuan.units.rules import CATEGORIES, CERTIFICATES, STATES, Detail

DETAIL = "d-"  # prefix of the fields that only some categories have
EMPLOYEES_MAX = 1_000_000
DATUM_CHOICES = list(DATUMS.items())
CATEGORY_CHOICES = [(one.code, f"{'　' * one.code.count('.')}{one.label}") for one in CATEGORIES.values()]
# A ban is recorded as a decision with body and number, a merger on a page of its own, a registration withdrawn with its import.
_ELSEWHERE = ("banned", "merged", "withdrawn")
STATE_CHOICES = [(code, label) for code, label in STATES.items() if code not in _ELSEWHERE]

CERTIFICATE_CHOICES = list(CERTIFICATES.items())


class UnitFilter(forms.Form):
    """The list's filters; the address carries them, so that it can be passed on."""

    words = forms.CharField(required=False, max_length=60)
    category = forms.RegexField(r"^[a-z.]+$", required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    state = forms.RegexField(r"^[a-z]+$", required=False)
    scale = forms.BooleanField(required=False)
    unplaced = forms.BooleanField(required=False)
    sort = forms.CharField(required=False, max_length=20)

    def narrow(self, scope: Scope) -> QuerySet[Unit]:
        """The units that fit, in the order asked. A filter that cannot be read is left out."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        found = search(scope, **{name: given[name] for name in ("words", "category", "cell", "state")})
        if given["scale"]:
            found = found.filter(above_scale(clock.today()))
        if given["unplaced"]:
            found = found.filter(cell__isnull=True)
        return in_order(found, given["sort"] or "name")


class UnitForm(ActionForm):
    """A unit's particulars. `details` gathers the fields of its category."""

    name = text_field("名称", 100)
    category = forms.CharField(label="类别", required=False, max_length=40)
    uscc = text_field("统一社会信用代码", 40)
    address = text_field("地址", 200)
    head = text_field("负责人", 40)
    phone = text_field("电话", 20)
    employees = forms.IntegerField(
        label="从业人数",
        required=False,
        min_value=0,
        max_value=EMPLOYEES_MAX,
        error_messages={"invalid": "从业人数应填整数。"},
    )
    cell_id = id_field("网格")
    department_id = id_field("部门")
    above_scale_from = day_field("规模以上起", required=False)
    above_scale_to = day_field("规模以上止", required=False)
    pilot_from = day_field("纳入日期", required=False)
    other_site = forms.BooleanField(label="另一处场所", required=False)
    details = forms.Field(required=False)

    @property
    def chosen(self) -> tuple[tuple[Detail, Any], ...]:
        """The chosen category's own fields, each with what it shows."""
        category = CATEGORIES.get(str(self.values["category"] or ""))
        known: dict[str, Any] = self.initial.get("details") or {}
        return tuple(
            (one, self.data.get(DETAIL + one.name, "") if self.is_bound else known.get(one.name, ""))
            for one in (category.details if category else ())
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.cleaned_data["details"] = {one.name: value for one, value in self.chosen}
        return self.cleaned_data


class WhereFields(forms.Form):
    """Where something lies: numbers, or what was `pasted` of a map, which then counts before the numbers; its datum is the link's where that
    says it. `may_lack`: nothing given is no fault."""

    pasted = text_field("地图网址或坐标", 1000)
    latitude = forms.FloatField(
        label="纬度", required=False, error_messages={"invalid": "纬度应填数字，如34.123456。"}
    )
    longitude = forms.FloatField(
        label="经度", required=False, error_messages={"invalid": "经度应填数字，如116.123456。"}
    )
    datum = choice_field("坐标来源", DATUM_CHOICES)
    sure = forms.BooleanField(label="位置无误", required=False)
    may_lack = False

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if text := given.pop("pasted", ""):
            place = read_place(text)
            if place is None:
                self.add_error("pasted", why_not_read(text))
                return given
            given |= {"latitude": place.latitude, "longitude": place.longitude}
            given["datum"] = place.datum or given.get("datum")
        either = any(given.get(name) is not None for name in ("latitude", "longitude"))
        for name, label in (("latitude", "纬度"), ("longitude", "经度")):
            if given.get(name) is None and name not in self.errors and (either or not self.may_lack):
                self.add_error(name, f"请填写{label}。")
        return given

    def take_place(self, given: dict[str, Any]) -> dict[str, Any] | None:
        """The place out of the cleaned values, None where none was given."""
        place = {name: given.pop(name, None) for name in ("latitude", "longitude", "datum", "sure")}
        return None if place["latitude"] is None else place


class NewUnitForm(UnitForm, WhereFields):
    """登记监管对象, where it lies at once or later."""

    opened_on = day_field("登记日期")
    datum = choice_field("坐标来源", DATUM_CHOICES, required=False)
    may_lack = True


class UnitEditForm(UnitForm):
    """修改监管对象; `version` is the one that the page showed."""

    version = version_field()


class StateForm(ActionForm):
    """变更状态."""

    state = choice_field("状态", STATE_CHOICES)
    from_on = day_field("起始日期")
    reason = text_field("原因", 200)
    to = text_field("迁往", 100)
    handling = text_field("未办结事项的处理", 300)


class PlaceForm(ActionForm):
    """划入网格, many units at once."""

    cell_id = id_field("网格", required=True)


class DepartmentForm(ActionForm):
    """指定主管部门, many units at once."""

    department_id = id_field("行业主管部门", required=True)


class CategoryForm(ActionForm):
    """改类别, many units at once."""

    category = choice_field("类别", CATEGORY_CHOICES)


class RenewForm(ActionForm):
    """换证."""

    number = text_field("编号", 60)
    issued_on = day_field("发证日期", required=False)
    valid_until = day_field("有效期至", required=False)


class CertificateForm(RenewForm):
    """登记证照."""

    kind = choice_field("证照", CERTIFICATE_CHOICES)
    issuer = text_field("发证机关", 60)
    holder = text_field("持证人", 40)


class EndForm(ActionForm):
    """停用证照."""

    reason = text_field("停用原因", 100)
