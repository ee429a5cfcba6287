"""Shape of what the pages of lists, print jobs, case files and hand-overs send."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet

from bihuan.core.forms import ActionForm, StepForm, choice_field, day_field, id_field, text_field
from bihuan.core.scope import Scope, under
from bihuan.documents.bundles import COPIES_MAX
from bihuan.documents.lifecycle import CLOSED, DRAFT, ISSUED, OUTER, PROPOSED, VOID
from bihuan.documents.models import CaseFile, Writ
from bihuan.documents.queries import cases, writs
from bihuan.documents.standing import unserved
from bihuan.inspections.papers import FAMILIES, PAPERS
from bihuan.search.queries import matching

VIEWS = {
    "": "有效文书",
    "unserved": "待送达",
    DRAFT: "草稿",
    PROPOSED: "已报区",
    OUTER: "区级已签发",
    VOID: "已作废",
    "all": "全部",
}
STANDING_VIEWS = ("", "unserved", "all")  # what there is to choose for who never sees a draft
VALID = (ISSUED, PROPOSED, OUTER)
SORTS = {"dated": "dated", "served": "served_on", "unit": "unit__name", "kind": "kind"}
SERVED = {"yes": "已送达", "no": "未送达"}
ORDERS = {"unit": "按单位，再按日期、文号", "number": "按文种、文号"}
SHAPES = {"pdf": "一个PDF，供打印", "zip": "压缩包，每份一个PDF"}


class WritFilter(forms.Form):
    """The list's filters; the address carries them, so that it can be passed on. `state`: one of VIEWS."""

    state = forms.ChoiceField(choices=list(VIEWS.items()), required=False)
    words = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(choices=[("", ""), *((code, "") for code in PAPERS)], required=False)
    family = forms.ChoiceField(choices=[("", ""), *FAMILIES.items()], required=False)
    served = forms.ChoiceField(choices=[("", ""), *SERVED.items()], required=False)
    campaign = forms.UUIDField(required=False)
    cell = forms.RegexField(r"^(\d{4})+$", required=False)
    unit = forms.UUIDField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    sort = forms.CharField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[Writ]:
        """The documents that fit, in the order asked. A filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        found = _in_view(writs(scope), given.get("state") or "")
        for word in (given.get("words") or "").split():
            found = found.filter(_worded(scope, word))
        if family := given.get("family"):
            found = found.filter(kind__in=[code for code, one in PAPERS.items() if one.family == family])
        if campaign := given.get("campaign"):
            found = found.filter(_of_campaign(scope, campaign))
        if cell := given.get("cell"):
            found = found.filter(under("unit__cell_path", cell), unit__town=scope.town)
        if served := given.get("served"):
            found = found.filter(served_on__isnull=served == "no")
        exact = {
            "kind": given.get("kind"),
            "unit": given.get("unit"),
            "dated__gte": given.get("since"),
            "dated__lte": given.get("until"),
        }
        found = found.filter(**{name: value for name, value in exact.items() if value})
        sort = given.get("sort") or "-dated"
        column = SORTS.get(sort.lstrip("-"), "dated")
        return found.order_by(f"{'-' if sort.startswith('-') else ''}{column}", "-pk")


def _in_view(found: QuerySet[Writ], view: str) -> QuerySet[Writ]:
    if view == "all":
        return found
    if view == "unserved":
        return unserved(found)
    return found.filter(state=view) if view else found.filter(state__in=VALID)


def _worded(scope: Scope, word: str) -> Q:
    """A document by its number, by its unit, or by the code under the QR code at its foot."""
    return (
        Q(code=word.upper().removeprefix("BH1/").partition("/")[0])
        | Q(paper__in=matching(scope.town, "paper", word))
        | Q(unit__in=matching(scope.town, "unit", word))
        | Q(outer_number__icontains=word)
    )


def _of_campaign(scope: Scope, campaign: UUID) -> Q:
    """What was made for a campaign, and what its visits gave rise to."""
    mine = Writ.objects.within(scope)
    own = mine.filter(campaign=campaign).order_by().values("pk")
    visits = mine.filter(paper__campaign=campaign).order_by().values("pk")
    return Q(pk__in=own) | Q(pk__in=visits)


CASE_VIEWS = {"": "在办", CLOSED: "已归档", "all": "全部"}
CASE_SORTS = {"opened": "opened_on", "closed": "closed_on", "unit": "unit__name"}


class CaseFilter(forms.Form):
    """The filters of the list of case files. `state`: one of CASE_VIEWS."""

    state = forms.ChoiceField(choices=list(CASE_VIEWS.items()), required=False)
    words = forms.CharField(required=False, max_length=60)
    unit = forms.UUIDField(required=False)
    sort = forms.CharField(required=False)

    def narrow(self, scope: Scope) -> QuerySet[CaseFile]:
        """The case files that fit, in the order asked. A filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        found = cases(scope)
        if given.get("state") != "all":
            found = found.filter(closed_on__isnull=given.get("state") != CLOSED)
        for word in (given.get("words") or "").split():
            unit = Q(unit__in=matching(scope.town, "unit", word))
            found = found.filter(unit | Q(number__icontains=word) | Q(matter__icontains=word))
        if given.get("unit"):
            found = found.filter(unit=given["unit"])
        sort = given.get("sort") or "-opened"
        column = CASE_SORTS.get(sort.lstrip("-"), "opened_on")
        return found.order_by(f"{'-' if sort.startswith('-') else ''}{column}", "-pk")


class PrintForm(ActionForm):
    """打印: which documents, in what order, how many copies."""

    shape = choice_field("形式", list(SHAPES.items()))
    order = choice_field("次序", list(ORDERS.items()))
    copies = forms.IntegerField(
        label="份数",
        min_value=1,
        max_value=COPIES_MAX,
        error_messages={
            "required": "请填写份数。",
            "invalid": "份数应是整数。",
            "min_value": "份数至少1份。",
            "max_value": f"一次最多打印{COPIES_MAX}份。",
        },
    )
    duplex = forms.BooleanField(label="双面打印", required=False)


class HandForm(ActionForm):
    """移交上级执法系统."""

    body = text_field("接收单位", 60)
    note = text_field("说明", 200)
    whole = forms.BooleanField(label="身份证号完整移交", required=False)
    again = forms.BooleanField(label="再次移交", required=False)


class ReceiptForm(ActionForm):
    """登记回执号."""

    receipt = text_field("回执号", 60)


class CaseForm(ActionForm):
    """立卷."""

    matter = text_field("案由", 120)
    writs = forms.TypedMultipleChoiceField(
        label="文书", coerce=UUID, required=False, error_messages={"invalid_choice": "请从列表中选择文书。"}
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["writs"].choices = choices  # type: ignore[attr-defined]


class AddWritsForm(StepForm, CaseForm):
    """加入文书: the same choice for a case file that is there."""

    matter = None  # type: ignore[assignment]


class FilingForm(StepForm):
    """加入材料: a paper that was scanned alone."""

    title = text_field("题名", 120)
    dated = day_field("日期", required=False)
    file = id_field("扫描件")


class ItemForm(StepForm):
    """What is done to one thing of a case file."""

    item = id_field("材料", required=True)
    do = choice_field("办理", [("up", "上移"), ("down", "下移"), ("remove", "移出")])


class MatterForm(StepForm):
    """改案由."""

    matter = text_field("案由", 120)


class CloseForm(StepForm):
    """归档."""

    outcome = text_field("处理结果", 300)


class ReopenForm(StepForm):
    """退回补正."""

    note = text_field("退回原因", 200)
