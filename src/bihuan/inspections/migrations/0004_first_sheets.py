"""A record keeps the checklist that it was filled with. Those of the first installations named a list of the program by its key:
`first_checklists.json` has the eight lists as they were, so that old records go on showing what was asked."""

import json
from hashlib import sha256
from pathlib import Path

from django.db import migrations

import bihuan.core.ids

FIRST = json.loads((Path(__file__).parent / "first_checklists.json").read_text(encoding="utf-8"))


def keep_sheets(apps, _schema):
    inspection, sheet = apps.get_model("inspections", "Inspection"), apps.get_model("inspections", "FilledSheet")
    used = inspection._base_manager.exclude(checklist="").order_by().values_list("town_id", "checklist").distinct()
    for town_id, name in list(used):
        first = FIRST[name]
        key = name.rpartition("-")[0]
        items = [dict(zip(("key", "text", "basis", "group"), row, strict=True)) for row in first["items"]]
        text = json.dumps([key, first["label"], items], ensure_ascii=False, sort_keys=True)
        kept = sheet._base_manager.create(
            id=bihuan.core.ids.new_id(),
            town_id=town_id,
            key=key,
            label=first["label"],
            digest=sha256(text.encode()).hexdigest(),
            items=items,
        )
        inspection._base_manager.filter(town_id=town_id, checklist=name).update(sheet=kept)


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0003_checklist_versions"),
    ]

    operations = [
        migrations.RunPython(keep_sheets, migrations.RunPython.noop),
    ]
