import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What goes to the system above is a submission: a hand-over is that of a post, and the log called both alike. Events of before keep the
    name that they were hashed with."""

    dependencies = [("documents", "0003_taken")]

    operations = [
        migrations.RemoveConstraint("handover", "handover_number_once"),
        migrations.RemoveConstraint("handedover", "handed_once"),
        migrations.RenameModel("HandOver", "Submission"),
        migrations.RenameField("handedover", "handover", "submission"),
        migrations.AlterField("handedover", "submission", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="documents.submission")),
        migrations.AddConstraint("submission", models.UniqueConstraint(fields=["town", "number"], name="submission_number_once")),
        migrations.AddConstraint("handedover", models.UniqueConstraint(fields=["writ", "submission"], name="handed_once")),
    ]
