import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


def make_words(apps, schema_editor):
    """The index of words; `bihuan.search.engines` says what it is. A migration is history: it carries its own SQL."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5(words, detail=none, columnsize=0, tokenize='ascii')"
        )
    else:
        schema_editor.execute("CREATE TABLE search_words (id bigint PRIMARY KEY, words tsvector NOT NULL)")
        schema_editor.execute("CREATE INDEX search_words_gin ON search_words USING gin (words)")


def drop_words(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("core", "0002_spreadsheet")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("subject", models.UUIDField()),
                ("text", models.TextField()),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.town"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("town", "kind", "subject"), name="entry_once")
                ],
            },
        ),
        migrations.RunPython(make_words, drop_words, hints={"makes_tables": True}),
    ]
