"""Shape of what the pages of letters send."""

from collections.abc import Mapping
from typing import Any

from django import forms

from bihuan.core.forms import ActionForm, StepForm, Words, day_field, number_field, text_field
from bihuan.letters.filters import KIND_CHOICES
from bihuan.letters.queries import askable
from bihuan.letters.rules import RELATIONS, Target, Wording

SPARE, TARGETS_MAX = 2, 12
OWN = "own"


class PlanForm(ActionForm):
    """布置责任书."""

    year = number_field("年份")
    kinds = forms.MultipleChoiceField(
        choices=KIND_CHOICES, required=False, error_messages={"invalid_choice": "请从列表中选择责任书。"}
    )
    sign_by = day_field("签订期限", required=False)


class SignForm(StepForm):
    """签字."""

    name = text_field("签字人", 40)
    signature = forms.CharField(required=False)


class SignAllForm(ActionForm):
    """镇里签字, for those that were looked at."""

    seen = forms.BooleanField(required=False)
    signature = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = dict(self.cleaned_data)
        if not given.pop("seen", False):
            self.add_error("seen", "请先阅看责任书，再勾选。")
        return given


class ReturnForm(StepForm):
    """交回纸质件."""

    photos = forms.CharField(required=False)
    party_on = day_field("乙方签字日期", required=False)
    town_on = day_field("甲方签字日期", required=False)
    party_signer = text_field("乙方签字人", 40)
    town_signer = text_field("甲方签字人", 40)

    def clean_photos(self) -> list[str]:
        return [one for one in self.cleaned_data["photos"].split(",") if one]


class SheetsForm(ActionForm):
    """批量交回."""

    party_on = day_field("乙方签字日期", required=False)
    town_on = day_field("甲方签字日期", required=False)
    town_signer = text_field("甲方签字人", 40)


class WithdrawForm(StepForm):
    """撤回."""

    reason = text_field("原因", 200)


class PrintForm(ActionForm):
    """打印: how many copies of each."""

    copies = forms.IntegerField(
        min_value=1,
        max_value=3,
        error_messages={
            "required": "请填写每份打印几份。",
            "invalid": "份数应填整数。",
            "min_value": "至少1份。",
            "max_value": "最多3份。",
        },
    )


def _lines(label: str) -> Words:
    return Words(
        label=label, required=False, max_length=6000, error_messages={"max_length": f"{label}太长了。"}
    )


class TextForm(ActionForm):
    """责任书文本: one line a clause; a line for each target, some empty ones below. A target's line that is cleared is left out."""

    title = text_field("标题", 60)
    lead = _lines("开头")
    duties = _lines("责任内容")
    assess = _lines("考核与奖惩")
    closing = _lines("期限和其他")

    def __init__(self, *given: Any, wording: Wording, **options: Any) -> None:
        held = [one.key for one in wording.targets]
        spare = [key for at in range(TARGETS_MAX) if (key := f"{OWN}{at}") not in held]
        self.keys = [*held, *spare[:SPARE]]
        initial: dict[str, Any] = {"title": wording.title, "lead": wording.lead}
        initial |= {name: "\n".join(getattr(wording, name)) for name in ("duties", "assess", "closing")}
        for one in wording.targets:
            initial |= {f"{name}_{one.key}": value for name, value in one.as_kept().items() if name != "key"}
        super().__init__(*given, **{"initial": initial, **options})
        figures = [("", "不对照记录"), *askable().items()]
        for key in self.keys:
            self.fields[f"text_{key}"] = text_field("目标", 80)
            self.fields[f"figure_{key}"] = forms.ChoiceField(
                choices=figures, required=False, error_messages={"invalid_choice": "请从列表中选择指标。"}
            )
            self.fields[f"relation_{key}"] = forms.ChoiceField(
                choices=[("", ""), *RELATIONS.items()],
                required=False,
                error_messages={"invalid_choice": "请从列表中选择。"},
            )
            self.fields[f"number_{key}"] = number_field("数")
        # the fields that a refusal may name without being typed into
        self.fields["targets"] = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        given: Mapping[str, Any] = self.cleaned_data

        def lines(name: str) -> tuple[str, ...]:
            return tuple(one.strip() for one in (given.get(name) or "").splitlines() if one.strip())

        targets = []
        for key in self.keys:
            text, figure = given.get(f"text_{key}") or "", given.get(f"figure_{key}") or ""
            number = given.get(f"number_{key}")
            if not text and not figure and number is None:
                continue  # struck out, or a spare line that nobody filled
            targets.append(Target(key, text, figure, given.get(f"relation_{key}") or "", number))
        wording = Wording(
            given.get("title") or "",
            (given.get("lead") or "").strip(),
            lines("duties"),
            lines("assess"),
            lines("closing"),
            tuple(targets),
        )
        return {"wording": wording}
