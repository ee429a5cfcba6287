import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bihuan.core.ids


class Migration(migrations.Migration):
    """Decisions as they stood in hazards: the table has been renamed there (hazards 0003), here it is only known."""

    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("hazards", "0003_decisions_move_to_measures"),
        ("inspections", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        ("id", models.UUIDField(default=bihuan.core.ids.new_id, primary_key=True, serialize=False)),
                        ("kind", models.CharField(choices=[("suspend", "停业整顿"), ("resume", "恢复生产经营"), ("ban", "取缔")], max_length=8, verbose_name="决定")),
                        ("body", models.CharField(max_length=60, verbose_name="决定机关")),
                        ("number", models.CharField(max_length=60, verbose_name="文号")),
                        ("decided_on", models.DateField(verbose_name="决定日期")),
                        ("reason", models.CharField(max_length=300, verbose_name="事由")),
                        ("recorded_cell", models.CharField(default="", max_length=40)),
                        ("recorded_category", models.CharField(max_length=40)),
                        ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                        ("campaign", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.campaign")),
                        ("recorded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("town", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.town")),
                        ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="units.unit")),
                        ("hazard", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="hazards.hazard")),
                    ],
                    options={
                        "ordering": ["-decided_on"],
                    },
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.UniqueConstraint(fields=("town", "body", "number"), name="decision_once"),
                ),
            ],
        ),
    ]
