"""Shape of what the pages of assessments send."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from bihuan.assessments import rules, vetoing
from bihuan.assessments.rules import Head, Limits, Line, bands_of, bands_text, plain
from bihuan.assessments.subjects import scorable
from bihuan.assessments.vetoing import Rule
from bihuan.core.forms import (
    ActionForm,
    StepForm,
    area_field,
    choice_field,
    day_field,
    id_field,
    number_field,
    page_id,
    text_field,
)
from bihuan.units.forms import CATEGORY_CHOICES

SPARE = 3
BAR_CHOICES = list(vetoing.BARS.items())


def points_field(label: str) -> forms.DecimalField:
    """A number of points with at most one decimal; whether it may be missing is the action's to say."""
    wrong = {
        "invalid": f"{label}应填数字，如8或者8.5。",
        "max_digits": f"{label}太大了，请核对。",
        "max_decimal_places": "最多填一位小数。",
        "max_whole_digits": f"{label}太大了，请核对。",
    }
    return forms.DecimalField(
        label=label, required=False, max_digits=5, decimal_places=1, localize=False, error_messages=wrong
    )


def _many(label: str, choices: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        error_messages={"invalid_choice": f"请从列表中选择{label}。"},
    )


class SchemeForm(ActionForm):
    """考核办法: its head, and a block of fields for each line, some empty ones at the end. A line that is cleared is left out."""

    scheme_id = page_id()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    year = number_field("考核年度")
    category = choice_field("类别", [("", ""), *CATEGORY_CHOICES], required=False)
    title = text_field("考核名称", 60)
    since = day_field("考核期起", required=False)
    until = day_field("考核期止", required=False)
    objection_days = number_field("异议期")
    excellent = points_field("优秀")
    good = points_field("良好")
    passing = points_field("合格")

    def __init__(self, *given: Any, kind: str, lines: Sequence[Line], **options: Any) -> None:
        self.kind = kind
        held = [one.key for one in lines]
        spare = [key for at in range(rules.LINES_MAX) if (key := f"own{at}") not in held]
        self.keys = [*held, *spare[:SPARE]]
        initial = {**options.pop("initial", {})}
        for one in lines:
            kept = {
                "kind": one.kind,
                "text": one.text,
                "points": plain(one.points),
                "figure": one.figure,
                "relation": one.relation,
                "bands": bands_text(one.bands),
                "standard": one.standard,
            }
            initial |= {f"{name}_{one.key}": value for name, value in kept.items()}
        super().__init__(*given, **{**options, "initial": initial})
        self.figures = list(scorable(kind).items())
        for key in self.keys:
            self.fields[f"kind_{key}"] = choice_field(
                "种类", [("", ""), *rules.KINDS.items()], required=False
            )
            self.fields[f"text_{key}"] = text_field("考核内容", rules.TEXT_MAX)
            self.fields[f"points_{key}"] = points_field("分值")
            # a figure that may not score is refused by the action, with the reason
            self.fields[f"figure_{key}"] = text_field("指标", 60)
            self.fields[f"relation_{key}"] = choice_field(
                "方向", [("", ""), *rules.RELATIONS.items()], required=False
            )
            self.fields[f"bands_{key}"] = text_field("各档得分", 200)
            self.fields[f"standard_{key}"] = text_field("评分标准", 200)
        # the fields that a refusal may name without being typed into
        self.fields["lines"] = forms.CharField(required=False)
        self.fields["kind"] = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        zero = Decimal(0)
        limits = Limits(
            given.get("excellent") or zero, given.get("good") or zero, given.get("passing") or zero
        )
        head = Head(
            given.get("year"),
            self.kind,
            given.get("category") or "",
            given.get("title") or "",
            given.get("since"),
            given.get("until"),
            given.get("objection_days"),
            limits,
        )
        lines = [line for key in self.keys if (line := self._line(key)) is not None]
        return {
            "scheme_id": given.get("scheme_id"),
            "version": given.get("version") or 0,
            "head": head,
            "lines": lines,
        }

    def _line(self, key: str) -> Line | None:
        """A line as typed; None where its text, its points and its figure are all empty."""
        given = self.cleaned_data
        text, figure = given.get(f"text_{key}") or "", given.get(f"figure_{key}") or ""
        points = given.get(f"points_{key}")
        if not text and not figure and points is None:
            return None
        kind = given.get(f"kind_{key}") or (rules.FIGURE if figure else rules.JUDGED)
        relation = given.get(f"relation_{key}") or ""
        bands: tuple[rules.Band, ...] = ()
        if kind == rules.FIGURE:
            try:
                bands = bands_of(given.get(f"bands_{key}") or "")
            except ValueError as error:
                self.add_error(f"bands_{key}", str(error))
        else:
            figure = relation = ""
        standard = "" if kind == rules.FIGURE else given.get(f"standard_{key}") or ""
        return Line(key, kind, text, points or Decimal(0), figure, relation, bands, standard)


class ReasonForm(StepForm):
    """A step that asks for a reason only."""

    reason = text_field("原因", vetoing.TEXT_MAX)


class ScoreForm(StepForm):
    """评分."""

    points = points_field("得分")
    is_aside = forms.BooleanField(required=False)
    reason = text_field("评分理由", 300)
    evidence = text_field("佐证", 300)
    photos = forms.CharField(required=False)

    def clean_photos(self) -> list[str]:
        return [one for one in self.cleaned_data["photos"].split(",") if one]


class ObjectForm(ActionForm):
    """提出异议."""

    text = area_field("异议", 500)
    said_by = text_field("提出人", 40)


class ObjectionForm(StepForm):
    """答复异议."""

    points = points_field("改为")
    answer = area_field("答复", 500)


class RuleForm(ActionForm):
    """否决规定."""

    text = text_field("情形", 100)
    trigger = choice_field("由什么提出", list(vetoing.TRIGGERS.items()))
    grade = choice_field("事故等级", [("", ""), *vetoing.GRADES.items()], required=False)
    deaths = number_field("死亡人数")
    days = number_field("逾期天数")
    affects = _many("否决谁", list(vetoing.AFFECTED.items()))
    months = number_field("期限")
    bars = _many("取消什么", BAR_CHOICES)
    basis = text_field("依据", 200)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "rule": Rule(
                "",
                given.get("text") or "",
                given.get("trigger") or "",
                tuple(given.get("affects") or ()),
                given.get("months") or 0,
                tuple(given.get("bars") or ()),
                given.get("grade") or "",
                max(given.get("deaths") or 0, 0),
                given.get("days") or 0,
                given.get("basis") or "",
            )
        }


class AdoptForm(ActionForm):
    """采用常用的规定."""

    basis = text_field("依据", 200)


class SubjectForm(ActionForm):
    """Somebody chosen out of all kinds: `subject` is the kind and the id ("unit:…")."""

    fields_of = {"subject_id": "subject", "kind": "subject"}
    subject = text_field("对象", 60)

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        kind, _, key = (given.pop("subject", "") or "").partition(":")
        try:
            subject = UUID(key) if kind in rules.SUBJECTS else None
        except ValueError:
            subject = None
        return given | {"kind": kind, "subject_id": subject}


class RaiseForm(SubjectForm):
    """提出一票否决."""

    veto_id = page_id()
    rule_id = id_field("情形")
    happened_on = day_field("发生日期", required=False)
    facts = area_field("情形和出处", 300)


class DecideForm(StepForm):
    """决定否决."""

    body = text_field("决定机关", 60)
    grounds = area_field("认定的事实", 500)
    heard = area_field("对方的意见", 500)
    from_on = day_field("起始日期", required=False)
    months = number_field("期限（月）")
    bars = _many("取消什么", BAR_CHOICES)


class AppealForm(StepForm):
    """申诉."""

    grounds = area_field("申诉理由", 500)
    said_by = text_field("申诉人", 40)


class AnswerForm(StepForm):
    """答复申诉."""

    revoked = choice_field("结论", [("no", "维持否决"), ("yes", "申诉成立，撤销否决")])
    answer = area_field("复核意见", 500)

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["revoked"] = given.get("revoked") == "yes"
        return given


class HonourForm(SubjectForm):
    """评优查询."""

    honour_id = page_id()
    bar = choice_field("事项类别", BAR_CHOICES)
    honour = text_field("事项", 100)
    on = day_field("按哪一天", required=False)
