"""On the way back: an older version would take the entry of a comment for that of its question."""

from django.db import migrations


def forget_comments(apps, schema_editor):
    schema_editor.execute("DELETE FROM community_searchentry WHERE comment_id IS NOT NULL")


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0051_comments_are_found'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, forget_comments),
    ]
