"""An entry of the search may be that of a comment."""

import django.db.models.deletion
from django.db import migrations, models

FTS = "community_search_fts"
GONE = (
    f"INSERT INTO {FTS}({FTS}, rowid, title_stems, body_stems)"
    " VALUES ('delete', old.id, old.title_stems, old.body_stems);"
)
ADDED = (
    f"INSERT INTO {FTS}(rowid, title_stems, body_stems) VALUES (new.id, new.title_stems, new.body_stems);"
)
TRIGGERS = {
    "community_search_added": f"AFTER INSERT ON community_searchentry BEGIN {ADDED} END",
    "community_search_gone": f"AFTER DELETE ON community_searchentry BEGIN {GONE} END",
    "community_search_changed": f"AFTER UPDATE ON community_searchentry BEGIN {GONE} {ADDED} END",
}


def make_triggers_again(apps, schema_editor):
    """SQLite makes the whole table anew to take a column away, and forgets its triggers."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for name, what in TRIGGERS.items():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute(f"CREATE TRIGGER {name} {what}")


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0050_quotes_of_what_was_taken_away'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, make_triggers_again),
        migrations.AddField(
            model_name='searchentry',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='community.comment'),
        ),
    ]
