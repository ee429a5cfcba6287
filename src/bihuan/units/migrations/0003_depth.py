
import bihuan.core.ids
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill_in(apps, editor):
    """Where and as what a unit's earlier states were, as far as is known: as it is now."""
    states, units = apps.get_model("units", "UnitState"), apps.get_model("units", "Unit")
    of = units._base_manager.filter(pk=OuterRef("unit"))
    states._base_manager.update(
        recorded_cell=Subquery(of.values("cell_path")[:1]), recorded_category=Subquery(of.values("category")[:1])
    )


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_town_phone'),
        ('grid', '0001_initial'),
        ('units', '0002_certificate'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=bihuan.core.ids.new_id, primary_key=True, serialize=False)),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('role', models.CharField(choices=[('legal', '法定代表人'), ('head', '主要负责人'), ('manager', '安全管理员'), ('duty', '值班电话'), ('owner', '房东（出租方）'), ('former', '合并前登记的负责人'), ('other', '其他联系人')], max_length=10, verbose_name='身份')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='电话')),
            ],
            options={
                'ordering': ['-from_on', '-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=bihuan.core.ids.new_id, primary_key=True, serialize=False)),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('kind', models.CharField(choices=[('system', '安全生产责任制、制度'), ('plan', '应急预案'), ('risk', '风险清单、四色图'), ('report', '评价、检测报告'), ('lease', '租赁合同、安全协议'), ('drawing', '平面图、疏散图'), ('photo', '现场照片'), ('other', '其他资料')], max_length=10, verbose_name='种类')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='资料日期')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
            ],
            options={
                'ordering': ['-from_on', '-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Plate',
            fields=[
                ('id', models.UUIDField(default=bihuan.core.ids.new_id, primary_key=True, serialize=False)),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='牌号')),
            ],
            options={
                'ordering': ['-from_on', '-id'],
                'abstract': False,
            },
            managers=[
                ('codes', django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='unit',
            name='unit_site_once',
        ),
        migrations.AddField(
            model_name='certificate',
            name='issued_on',
            field=models.DateField(blank=True, null=True, verbose_name='发证（备案、起保）日期'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='issuer',
            field=models.CharField(blank=True, max_length=60, verbose_name='发证（备案、承保）机关'),
        ),
        migrations.AddField(
            model_name='unit',
            name='latitude',
            field=models.FloatField(blank=True, null=True, verbose_name='纬度'),
        ),
        migrations.AddField(
            model_name='unit',
            name='longitude',
            field=models.FloatField(blank=True, null=True, verbose_name='经度'),
        ),
        migrations.AddField(
            model_name='unit',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='units.unit'),
        ),
        migrations.AddField(
            model_name='unitstate',
            name='recorded_category',
            field=models.CharField(default='', max_length=40),
        ),
        migrations.AddField(
            model_name='unitstate',
            name='recorded_cell',
            field=models.CharField(default='', max_length=40),
        ),
        migrations.AddField(
            model_name='unitstate',
            name='to',
            field=models.CharField(blank=True, max_length=100, verbose_name='去向'),
        ),
        migrations.AddField(
            model_name='unitstate',
            name='until_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='kind',
            field=models.CharField(choices=[('licence', '营业执照'), ('safety', '安全生产许可证'), ('chemicals', '危险化学品经营许可证'), ('fireworks', '烟花爆竹经营（零售）许可证'), ('fire', '消防安全检查合格证明'), ('equipment', '特种设备使用登记、检验合格证明'), ('transport', '道路运输经营许可证'), ('plan', '应急预案备案'), ('insurance', '安全生产责任保险'), ('standard', '安全生产标准化证书'), ('head', '主要负责人安全考核合格证'), ('manager', '安全管理人员考核合格证'), ('trade', '特种作业操作证'), ('operator', '特种设备作业人员证'), ('other', '其他证照')], max_length=12, verbose_name='证照'),
        ),
        migrations.AlterField(
            model_name='unit',
            name='state',
            field=models.CharField(choices=[('open', '正常'), ('paused', '停产停业'), ('banned', '已取缔'), ('closed', '已关闭'), ('moved', '已迁出'), ('merged', '已并入')], default='open', max_length=10, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='unitstate',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='原因'),
        ),
        migrations.AlterField(
            model_name='unitstate',
            name='state',
            field=models.CharField(choices=[('open', '正常'), ('paused', '停产停业'), ('banned', '已取缔'), ('closed', '已关闭'), ('moved', '已迁出'), ('merged', '已并入')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(condition=models.Q(('uscc', ''), _negated=True), fields=['town', 'uscc'], name='unit_code'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('uscc', ''), _negated=True), ('merged_into__isnull', True)), fields=('town', 'uscc', 'address'), name='unit_site_once'),
        ),
        migrations.AddField(
            model_name='contact',
            name='town',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.town'),
        ),
        migrations.AddField(
            model_name='contact',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='units.unit'),
        ),
        migrations.AddField(
            model_name='document',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AddField(
            model_name='document',
            name='town',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.town'),
        ),
        migrations.AddField(
            model_name='document',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='units.unit'),
        ),
        migrations.AddField(
            model_name='plate',
            name='town',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.town'),
        ),
        migrations.AddField(
            model_name='plate',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plates', to='units.unit'),
        ),
        migrations.AddConstraint(
            model_name='plate',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('unit',), name='plate_in_force_once'),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
