from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField("writ", "late_reason", models.CharField("补录原因", max_length=200, blank=True, default=""), preserve_default=False),
    ]
