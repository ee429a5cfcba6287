from django.db import migrations


class Migration(migrations.Migration):
    """The table of decisions passes to the app of hard measures with its rows; see measures 0001."""

    dependencies = [
        ("hazards", "0002_majors_and_referrals"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("Decision", "measures_decision")],
            state_operations=[migrations.DeleteModel("Decision")],
        ),
    ]
