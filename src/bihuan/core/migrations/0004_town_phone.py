from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_job")]

    operations = [
        migrations.AddField(
            "town",
            "phone",
            models.CharField(blank=True, db_default="", max_length=20, verbose_name="值班电话"),
        ),
    ]
