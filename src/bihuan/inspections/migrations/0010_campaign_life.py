import django.db.models.deletion
from django.db import migrations, models

from bihuan.core import clock

KINDS = [
    ("special", "专项整治"),
    ("general", "安全生产大检查"),
    ("hundred", "百日攻坚"),
    ("root", "治本攻坚"),
    ("flood", "汛期检查"),
    ("holiday", "节假日检查"),
    ("month", "安全生产月"),
    ("sweep", "拉网式巡查"),
]
STATES = [("draft", "拟订"), ("issued", "已印发"), ("closed", "已总结"), ("cancelled", "已取消")]


def by_their_days(apps, editor):
    """Until now a campaign had its days alone: each was issued when it began, and is closed where it has ended."""
    campaigns = apps.get_model("inspections", "Campaign")._base_manager
    campaigns.update(issued_on=models.F("begins_on"))
    campaigns.filter(ends_on__lt=clock.today()).update(state="closed", closed_on=models.F("ends_on"))
    editor.connection.check_constraints()  # PostgreSQL alters no table whose deferred checks are still to come


class Migration(migrations.Migration):
    dependencies = [("inspections", "0009_grant_names_fire")]

    operations = [
        migrations.AddField("campaign", "kind", models.CharField(choices=KINDS, db_default="special", default="special", max_length=10, verbose_name="种类")),
        migrations.AddField("campaign", "parent", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="nested", to="inspections.campaign")),
        migrations.AddField("campaign", "state", models.CharField(choices=STATES, db_default="issued", default="issued", max_length=10, verbose_name="状态")),
        migrations.AddField("campaign", "issued_on", models.DateField(blank=True, null=True, verbose_name="印发日期")),
        migrations.AddField("campaign", "closed_on", models.DateField(blank=True, null=True, verbose_name="总结日期")),
        migrations.AddField("campaign", "cancelled_on", models.DateField(blank=True, null=True, verbose_name="取消日期")),
        migrations.AddField("campaign", "cancelled_for", models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="取消原因")),
        migrations.AddField("campaign", "version", models.PositiveIntegerField(db_default=1, default=1)),
        migrations.RunPython(by_their_days, migrations.RunPython.noop),
        migrations.AddIndex("campaign", models.Index(fields=["town", "state", "ends_on"], name="campaign_open")),
    ]
