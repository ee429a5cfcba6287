"""What the stories of daily reports do."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.dailies.actions import Saying, ask_for_reports
from bihuan.dailies.models import DailyDue, DailyForm
from bihuan.dailies.rules import USUAL, Field
from tests.cast import TODAY, Cast

QUIET = Saying(zero=True, typed={})


def asked(cast: Cast, **given: Any) -> DailyForm:
    """The town asks its villages for the usual report by 17:00, from today on."""
    usual: dict[str, Any] = {
        "title": "安全生产日报告",
        "reporters": ["village"],
        "days": "every",
        "by": time(17),
        "fields": USUAL,
        "from_on": TODAY,
    }
    return ask_for_reports(cast.chen, **usual | given)


def due(cast: Cast, name: str, day: object = TODAY) -> DailyDue:
    """What a place owes of a day."""
    rows = DailyDue.objects.within(Scope.whole_town(cast.town.pk)).filter(day=day)
    return next(row for row in rows.select_related("form", "cell", "department", "unit") if row.name == name)


def saying(
    events: int | None = 0, words: str = "", told_by: str = "", fields: Sequence[Field] = USUAL
) -> Saying:
    """A report with something in it, by the usual fields."""
    return Saying(zero=False, typed={"f5": events, "f6": words}, told_by=told_by)


def of_unit(actor: Actor, unit: Any) -> dict[str, Any]:
    """What the unit owes of today."""
    form = ask_for_reports(
        actor,
        title=f"{unit.name}日报",
        reporters=["unit"],
        categories=[unit.category],
        days="every",
        by=time(17),
        fields=USUAL,
        from_on=TODAY,
    )
    due = DailyDue.objects.within(actor.scope).get(form=form, unit=unit)
    return {"daily_form_id": form.pk, "due_id": due.pk}
