"""Kinds of meetings that took each other's place are one chain: so far by their name and sort."""

from typing import Any

from django.db import migrations, models

import bihuan.core.ids


def chained(apps: Any, _editor: Any) -> None:
    """A chain bears the id of its first kind: the field's default was made once for all rows that were there."""
    first: dict[tuple[Any, str, str], Any] = {}
    for row in apps.get_model("meetings", "MeetingKind")._base_manager.order_by("from_on", "pk"):
        row.chain = first.setdefault((row.town_id, row.sort, row.name), row.pk)
        row.save(update_fields=["chain"])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_meeting_list")]

    operations = [
        migrations.AddField(
            model_name="meetingkind",
            name="chain",
            field=models.UUIDField(default=bihuan.core.ids.new_id, editable=False),
        ),
        migrations.RunPython(chained, migrations.RunPython.noop),
    ]
