import bihuan.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_spreadsheet'),
        ('inspections', '0002_referral_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='FilledSheet',
            fields=[
                ('id', models.UUIDField(default=bihuan.core.ids.new_id, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=20, verbose_name='检查表')),
                ('label', models.CharField(max_length=80, verbose_name='名称')),
                ('digest', models.CharField(max_length=64, verbose_name='校验码')),
                ('items', models.JSONField(verbose_name='检查项')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.town')),
            ],
        ),
        migrations.AddField(
            model_name='inspection',
            name='sheet',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='inspections.filledsheet'),
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.UUIDField(default=bihuan.core.ids.new_id, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=20, verbose_name='检查表')),
                ('body', models.CharField(max_length=60, verbose_name='发文机关')),
                ('reference', models.CharField(max_length=60, verbose_name='文号')),
                ('issued_on', models.DateField(verbose_name='成文日期')),
                ('from_on', models.DateField(verbose_name='施行日期')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='废止日期')),
                ('items', models.JSONField(default=list, verbose_name='必查项')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.town')),
            ],
            options={
                'ordering': ['-issued_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ChecklistVersion',
            fields=[
                ('id', models.UUIDField(default=bihuan.core.ids.new_id, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=20, verbose_name='检查表')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('published', '施行'), ('replaced', '已替换'), ('dropped', '已放弃')], default='draft', max_length=10, verbose_name='状态')),
                ('hidden', models.JSONField(blank=True, default=list, verbose_name='不用的项')),
                ('own', models.JSONField(blank=True, default=list, verbose_name='增加的项')),
                ('order', models.JSONField(blank=True, default=list, verbose_name='次序')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='发布说明')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='施行日期')),
                ('replaced_on', models.DateField(blank=True, null=True, verbose_name='替换日期')),
                ('version', models.PositiveIntegerField(default=1)),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.town')),
            ],
            options={
                'ordering': ['key', '-number'],
                'constraints': [models.UniqueConstraint(fields=('town', 'key', 'number'), name='checklist_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'published'))), fields=('town', 'key', 'state'), name='checklist_one_draft_one_in_force')],
            },
        ),
        migrations.AddConstraint(
            model_name='filledsheet',
            constraint=models.UniqueConstraint(fields=('town', 'digest'), name='sheet_once'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.UniqueConstraint(fields=('town', 'key', 'reference'), name='obligation_paper_once'),
        ),
    ]
