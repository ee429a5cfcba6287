import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def fill_in(apps, editor):
    """Until now no two units could become one: a visit was recorded for the unit that it is at."""
    visits = apps.get_model("inspections", "Inspection")
    visits._base_manager.filter(recorded_unit__isnull=True).update(recorded_unit=F("unit"))
    editor.connection.check_constraints()  # PostgreSQL alters no table whose deferred checks are still to come


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_sheet_in_place_of_key"), ("units", "0003_depth")]

    operations = [
        migrations.AddField(
            "inspection",
            "recorded_unit",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.AlterField(
            "inspection",
            "recorded_unit",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
        ),
    ]
