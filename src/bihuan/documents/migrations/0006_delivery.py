from django.db import migrations, models

from bihuan.inspections.papers import PAPERS


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_replaced_scans")]

    operations = [
        migrations.AlterField("writ", "kind", models.CharField("文书", max_length=20, choices=[(code, one.label) for code, one in PAPERS.items()])),
    ]
