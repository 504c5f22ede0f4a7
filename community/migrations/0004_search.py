"""The search index. Whoever changes the table `community_searchentry` later on SQLite makes its triggers again."""

import django.db.models.deletion
from django.db import migrations, models


POSTGRESQL = """
ALTER TABLE community_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS
  (array_to_tsvector(string_to_array(trim(title_stems || ' ' || body_stems), ' '))) STORED;
CREATE INDEX search_words ON community_searchentry USING gin (words);
ALTER TABLE community_searchentry ALTER COLUMN words SET STATISTICS 500;
"""
POSTGRESQL_BACK = "ALTER TABLE community_searchentry DROP COLUMN words;"

SQLITE = (
    "CREATE VIRTUAL TABLE community_search_fts USING fts5(title_stems, body_stems,"
    " content='community_searchentry', content_rowid='id', detail='none', columnsize=0,"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER community_search_added AFTER INSERT ON community_searchentry BEGIN"
    " INSERT INTO community_search_fts(rowid, title_stems, body_stems)"
    " VALUES (new.id, new.title_stems, new.body_stems); END",
    "CREATE TRIGGER community_search_gone AFTER DELETE ON community_searchentry BEGIN"
    " INSERT INTO community_search_fts(community_search_fts, rowid, title_stems, body_stems)"
    " VALUES ('delete', old.id, old.title_stems, old.body_stems); END",
    "CREATE TRIGGER community_search_changed AFTER UPDATE ON community_searchentry BEGIN"
    " INSERT INTO community_search_fts(community_search_fts, rowid, title_stems, body_stems)"
    " VALUES ('delete', old.id, old.title_stems, old.body_stems);"
    " INSERT INTO community_search_fts(rowid, title_stems, body_stems)"
    " VALUES (new.id, new.title_stems, new.body_stems); END",
)
SQLITE_BACK = (
    "DROP TRIGGER community_search_changed",
    "DROP TRIGGER community_search_gone",
    "DROP TRIGGER community_search_added",
    "DROP TABLE community_search_fts",
)


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL,):
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL_BACK,):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0003_held_texts_stay_held'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, unique=True)),
                ('backwards', models.CharField(db_index=True, help_text='The stem from its end.', max_length=40)),
                ('stem', models.CharField(db_index=True, max_length=40)),
                ('per_million', models.PositiveIntegerField(help_text='In so many of a million texts.')),
            ],
        ),
        migrations.CreateModel(
            name='RelatedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveIntegerField()),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_to', to='community.question')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related', to='community.question')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('question', 'other'), name='related_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('title_stems', models.TextField()),
                ('body_stems', models.TextField()),
                ('version', models.CharField(max_length=20)),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='community.answer')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='community.question')),
            ],
            options={
                'indexes': [models.Index(fields=['-asked_at', '-question'], name='search_newest')],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
