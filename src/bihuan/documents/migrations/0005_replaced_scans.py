from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_submission")]

    operations = [
        migrations.AddField("scan", "replaced_at", models.DateTimeField("换下时间", null=True, blank=True)),
        migrations.AddField("scan", "replace_reason", models.CharField("换下原因", max_length=200, blank=True, default=""), preserve_default=False),
        migrations.RemoveConstraint("scan", "scan_once"),
        migrations.AddConstraint(
            "scan",
            models.UniqueConstraint(fields=["writ", "file"], condition=models.Q(replaced_at__isnull=True), name="scan_once"),
        ),
    ]
