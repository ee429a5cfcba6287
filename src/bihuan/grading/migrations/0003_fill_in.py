"""The months of plans already drawn up become rows."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.db import migrations

from bihuan.core.ids import new_id


def fill_in(apps: Any, _schema: Any) -> None:
    visit = apps.get_model("grading", "PlanVisit")
    visit._base_manager.bulk_create(
        (
            visit(
                id=new_id(),
                town_id=line.town_id,
                line=line,
                unit_id=line.unit_id,
                nth=nth,
                from_on=date(line.plan.year, month, 1),
                due_on=date(line.plan.year, month, monthrange(line.plan.year, month)[1]),
                recorded_cell=line.recorded_cell,
                recorded_category=line.recorded_category,
            )
            for line in apps.get_model("grading", "PlanLine")._base_manager.select_related("plan")
            for nth, month in enumerate(line.months, 1)
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("grading", "0002_planned_visits")]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.RemoveField("planline", "months"),
    ]
