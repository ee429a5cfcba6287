"""The one shape of a page that takes a step: GET shows the step's form, POST takes it; after a refusal the page comes back
with all that was typed and the record's present version."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bihuan.core.door import PageRequest
from bihuan.core.forms import StepForm
from bihuan.core.lifecycle import Lifecycle, Move
from bihuan.inspections.uploads import filled


@dataclass(frozen=True)
class Step:
    """A step of a record: the table and the actions of it that the page takes, the template, where the page leads back to,
    what the form starts with, and what else the template shows."""

    row: Any
    life: Lifecycle
    actions: tuple[str, ...]
    template: str
    back: str
    crumbs: tuple[tuple[str, str], ...]
    initial: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def traits(self) -> tuple[str, ...]:
        return getattr(self.row, "traits", ())

    @property
    def now(self) -> Move | None:
        """The table's row that is open from the record's state; None where none is."""
        there = self.life.from_state(self.row.state, *self.traits)
        return next((move for move in there if move.action in self.actions), None)


def step_page(
    request: PageRequest, step: Step, form_class: type[StepForm], act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """The page of a step. `act` is given the cleaned values."""
    form = filled(request, form_class, step.initial, scans=("scan",))
    if form.is_bound and form.carry_out(act) is not None:
        label = step.now.label if step.now else step.life.label(step.actions[0])
        messages.success(request, f"{label}：已登记。", extra_tags="good")
        return HttpResponseRedirect(step.back)
    move = step.now
    label = move.label if move else step.life.label(step.actions[0])
    closed = "" if move else f"现在是“{step.life.states[step.row.state]}”，不能{label}。"
    context = {
        "row": step.row,
        "form": form,
        "label": label,
        "move": move,
        "needs": move.needs if move else (),
        "problem": form.message or form.wrong.get("version", "") or closed,
        "allowed": move is not None and request.actor.may(move.right),
        "back": step.back,
        "crumbs": step.crumbs,
        **step.more,
    }
    return render(request, step.template, context, status=form.status)
