from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0008_paper_powers")]

    operations = [
        migrations.AddField("grant", "names_fire", models.BooleanField("写明消防", default=False)),
    ]
