"""The level until then stands in each row, as the rows before say."""

from typing import Any

from django.db import migrations, models

LEVELS = [("D", "D级·红·高风险"), ("C", "C级·橙·较高风险"), ("B", "B级·黄·中风险"), ("A", "A级·蓝·低风险")]


def fill_in(apps: Any, _schema: Any) -> None:
    level = apps.get_model("grading", "UnitLevel")
    now: dict[Any, str] = {}
    changed = []
    for row in level._base_manager.order_by("unit_id", "from_on", "id").only("unit_id", "level"):
        if was := now.get(row.unit_id):
            row.before = was
            changed.append(row)
        now[row.unit_id] = row.level
    level._base_manager.bulk_update(changed, ["before"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("grading", "0003_fill_in")]

    operations = [
        migrations.AddField(
            "unitlevel",
            "before",
            models.CharField(blank=True, choices=LEVELS, default="", max_length=1, verbose_name="原等级"),
            preserve_default=False,
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
