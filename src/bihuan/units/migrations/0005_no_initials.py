from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0004_withdrawn")]

    operations = [
        # With a default, so that the way back is open where there are units.
        migrations.AlterField("unit", "initials", models.CharField(max_length=100, default="")),
        migrations.RemoveField("unit", "initials"),
    ]
