from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_late_reason")]

    operations = [
        migrations.AddField("writ", "taken", models.JSONField("取自记录", default=dict, blank=True)),
    ]
