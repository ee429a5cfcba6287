"""A party's page: its list, what it found, who was there. What is typed stays, whatever is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from bihuan.core.actions import Actor
from bihuan.core.errors import Refused
from bihuan.core.files import keep_signature
from bihuan.core.forms import Words
from bihuan.core.ids import new_id
from bihuan.hazards.forms import kind_of
from bihuan.hazards.rules import KINDS
from bihuan.inspections.checklists import Checklist, Item
from bihuan.inspections.forms import Ids
from bihuan.joint.actions import Sent
from bihuan.joint.models import JointPart
from bihuan.joint.queries import Told, told_in
from bihuan.joint.rules import BAD, GOOD, NONE, OUTCOMES, UNDECIDED

RESULTS = ((GOOD, "合格"), (BAD, "不合格"), (NONE, "不涉及"))
OUTCOME_CHOICES = tuple(OUTCOMES.items())
KIND_CHOICES = tuple(KINDS.items())
EXTRAS = 6
OLD_PAGE = {"required": "页面已过期，请刷新。", "invalid": "页面已过期，请刷新。"}


class HeadForm(forms.Form):
    """What holds for the whole part. `press` and `version` come with the page and stay with what was typed."""

    press = forms.UUIDField(initial=new_id, error_messages=OLD_PAGE)
    version = forms.IntegerField(min_value=0, error_messages=OLD_PAGE)
    people = Words(label="检查人员", required=False, max_length=100)
    note = Words(label="说明", required=False, max_length=500)
    nothing = forms.BooleanField(label="未发现问题", required=False)
    signature = forms.CharField(label="签字", required=False, max_length=2_000_000)


class ToldForm(forms.Form):
    """One thing that was found."""

    id = forms.UUIDField(initial=new_id, error_messages=OLD_PAGE)
    text = Words(label="问题", required=False, max_length=300)
    place = Words(label="部位", required=False, max_length=100)
    kind = forms.ChoiceField(label="类别", choices=KIND_CHOICES, required=False, initial="other")
    outcome = forms.ChoiceField(label="处理", choices=OUTCOME_CHOICES, required=False, initial=UNDECIDED)
    photos = Ids(label="照片", required=False)
    photos_after = Ids(label="整改后照片", required=False)
    item: Item | None = None

    @property
    def is_given(self) -> bool:
        """Whether anything was put into the block."""
        return any(self.data.get(self.add_prefix(name)) for name in ("text", "photos", "photos_after"))

    def told(self) -> Told:
        given = {**self.cleaned_data, "kind": self.cleaned_data["kind"] or "other"}
        if self.item:
            given |= {"item": self.item.key, "basis": self.item.basis[:200]}
        return Told(**given)


@dataclass
class Line:
    """A line of the list."""

    item: Item
    name: str
    result: str
    form: ToldForm


class PartForm:
    """The whole page. `data` None: a page that begins with what the party has sent (unless that is closed: then only what is new is asked)."""

    def __init__(
        self,
        checklist: Checklist | None,
        part: JointPart | None,
        data: QueryDict | None = None,
        problems: Mapping[str, str] | None = None,
        *,
        is_late: bool = False,
        people: str = "",
    ) -> None:
        self.checklist, self.data, self.message, self.status = checklist, data, "", 200
        self.errors: dict[str, str] = dict(problems or {})
        begun = part if part and not is_late else None
        told = told_in(begun) if begun else []
        self.head = HeadForm(
            data,
            initial={
                "version": part.version if part else 0,
                "people": part.people if part else people,
                "note": begun.note if begun else "",
                "nothing": bool(begun and not told),
            },
        )
        by_item = {one.item: one for one in told if one.item}
        results = dict(begun.results) if begun else {}
        items = checklist.items if checklist else ()
        self.lines = [self._line(item, by_item.get(item.key), results.get(item.key, "")) for item in items]
        shown = {one.item.key for one in self.lines}
        free = [one for one in told if one.item not in shown]
        count = max(EXTRAS, len(free) + 2)
        self.extras = [self._form(f"x{at}", free[at] if at < len(free) else None) for at in range(count)]

    @property
    def is_bound(self) -> bool:
        return self.data is not None

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines under their headings."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.item.group, []).append(line)
        return list(found.items())

    @property
    def bad(self) -> list[Line]:
        return [line for line in self.lines if line.result == BAD]

    @property
    def given(self) -> list[ToldForm]:
        """The blocks that were filled in, those of the list first."""
        return [*(line.form for line in self.bad), *(one for one in self.extras if one.is_given)]

    def is_valid(self) -> bool:
        """Whether all can be read, and no line of the list is left open. Rules are the action's."""
        for part in (self.head, *self.given):
            for name, wrong in part.errors.items():
                self.errors.setdefault(part.add_prefix(name), str(wrong[0]))
        if left := sum(not line.result for line in self.lines):
            self.errors["results"] = f"还有{left}项没有结论；没有问题的可按“其余全部合格”。"
        if self.errors:
            self.refused("有内容需要补正，请看标红处。填写的内容和照片都还在。", 422)
        return not self.errors

    def sent(self, actor: Actor) -> Sent:
        """What the action is given; the signature is kept first."""
        given = self.head.cleaned_data
        return Sent(
            press=given["press"],
            version=given["version"],
            people=given["people"],
            told=[one.told() for one in self.given],
            checklist=self.checklist,
            results={line.item.key: line.result for line in self.lines},
            nothing=given["nothing"],
            note=given["note"],
            signature=keep_signature(actor, given["signature"]),
        )

    def refuse(self, error: Refused, status: int) -> None:
        """An action's refusal, at the fields it names."""
        self.refused(error.message, status)
        for name, text in error.fields.items():
            place, _, rest = name.removeprefix("told.").partition(".")
            if name.startswith("told.") and place.isdecimal() and int(place) < len(self.given):
                name = self.given[int(place)].add_prefix(rest)
            self.errors[name] = text

    def refused(self, message: str, status: int) -> None:
        self.message, self.status = message, status

    def freshen(self, part: JointPart | None) -> None:
        """After somebody of the same party was first: the next press is about what stands there now."""
        if self.data is not None:
            self.data["version"] = str(part.version if part else 0)

    def _line(self, item: Item, told: Told | None, result: str) -> Line:
        """By the item's key, so that what was typed stays with it."""
        name = f"r-{item.key}"
        if self.data is not None:
            result = str(self.data.get(name, ""))
        first = {"text": f"不符合：{item.text}"[:300], "kind": kind_of(item.group)}
        form = self._form(f"i{item.key}", told, **first)
        form.item = item
        return Line(item, name, result if result in dict(RESULTS) else "", form)

    def _form(self, prefix: str, told: Told | None = None, **first: Any) -> ToldForm:
        if told is not None:
            names = ("id", "text", "place", "kind", "outcome")
            first = {name: getattr(told, name) for name in names}
            first |= {name: _ids(getattr(told, name)) for name in ("photos", "photos_after")}
        return ToldForm(self.data, prefix=prefix, initial=first)


def _ids(photos: Sequence[UUID]) -> str:
    return ",".join(str(one) for one in photos)
