from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_town_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="again_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="again_by",
            field=models.UUIDField(null=True),
        ),
    ]
