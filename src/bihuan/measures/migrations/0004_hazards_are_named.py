from django.db import migrations


class Migration(migrations.Migration):
    """The hazards that a decision names stand in rows of their own."""

    dependencies = [
        ("measures", "0003_fill_in"),
    ]

    operations = [
        migrations.RemoveField(model_name="decision", name="hazard"),
    ]
