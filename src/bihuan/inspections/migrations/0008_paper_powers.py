import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from bihuan.core.ids import new_id
from bihuan.inspections.papers import GRANTED, PAPERS, POWERS

KINDS = [(code, one.label) for code, one in PAPERS.items()]


def fill_in(apps, editor):
    """Until now every paper followed from a visit, and was registered when that was entered; with a grant it was a delegation."""
    papers = apps.get_model("inspections", "IssuedPaper")._base_manager
    visits = apps.get_model("inspections", "Inspection")._base_manager
    entered = visits.filter(pk=OuterRef("inspection")).values("entered_at")[:1]
    papers.filter(issued_at__isnull=True).update(issued_at=Subquery(entered))
    papers.filter(grant__isnull=False).update(power="delegated")
    editor.connection.check_constraints()  # PostgreSQL alters no table whose deferred checks are still to come


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_list_order"), ("core", "0001_initial")]

    operations = [
        migrations.AddField("grant", "nature", models.CharField("方式", max_length=12, choices=[(one, POWERS[one]) for one in GRANTED], default="delegated")),
        migrations.AddField("grant", "number_word", models.CharField("文号代字", max_length=20, blank=True, default=""), preserve_default=False),
        migrations.AddField("inspection", "began_at", models.DateTimeField("开始时间", null=True, blank=True)),
        migrations.CreateModel(
            name="PaperPower",
            fields=[
                ("id", models.UUIDField(primary_key=True, default=new_id, serialize=False)),
                ("kind", models.CharField("文书", max_length=20, choices=KINDS)),
                ("power", models.CharField("签发权限", max_length=12, choices=list(POWERS.items()))),
                ("basis", models.CharField("依据", max_length=200)),
                ("from_on", models.DateField("起始日期")),
                ("town", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.town")),
            ],
            options={"ordering": ["kind", "-from_on"]},
        ),
        migrations.AddConstraint("paperpower", models.UniqueConstraint(fields=["town", "kind", "from_on"], name="power_day_once")),
        migrations.AlterField("issuedpaper", "kind", models.CharField("文书", max_length=20, choices=KINDS)),
        migrations.AlterField("issuedpaper", "unit", models.ForeignKey(null=True, blank=True, on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="units.unit")),
        migrations.AlterField("issuedpaper", "inspection", models.ForeignKey(null=True, blank=True, on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="inspections.inspection")),
        migrations.AlterField("issuedpaper", "recorded_category", models.CharField(max_length=40, blank=True)),
        migrations.AddField("issuedpaper", "power", models.CharField("签发权限", max_length=12, choices=list(POWERS.items()), default="own")),
        migrations.AddField("issuedpaper", "void_reason", models.CharField("作废原因", max_length=200, blank=True, default=""), preserve_default=False),
        migrations.AddField("issuedpaper", "issued_at", models.DateTimeField("登记时间", null=True)),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.AlterField("issuedpaper", "issued_at", models.DateTimeField("登记时间")),
    ]
