"""What other stories need of forms that are due."""

from datetime import time
from typing import Any

from bihuan.core.actions import Actor
from bihuan.core.jobs import work_off
from bihuan.summaries import actions
from bihuan.summaries.models import FormDue
from tests.summaries.sheets import month


def form_due(actor: Actor, name: str) -> FormDue:
    """A form asked for each month; the one of the month that is over is filled and waits to be handed up."""
    form: Any = actions.keep_form(actor, name=name, kind="month", content=month(), file_name="月报.xlsx")
    actions.set_due(actor, form.pk, version=form.version, days=3, by=time(17), post="safety_head")
    work_off()
    due: FormDue = FormDue.objects.within(actor.scope).get(form=form)
    return due
