from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_town_phone")]

    operations = [migrations.AddField("job", "reach", models.JSONField(null=True))]
