from django.db import migrations
from django.db.models import OuterRef, Subquery


def note_themes(apps, schema_editor):
    """What is written meanwhile without a theme, the recount puts right within five minutes."""
    question = apps.get_model("community", "Question")
    waiting = apps.get_model("community", "Waiting")
    of_question = question.objects.filter(pk=OuterRef("question")).values("theme")[:1]
    waiting.objects.filter(theme=None).update(theme=Subquery(of_question))


class Migration(migrations.Migration):
    dependencies = [("community", "0053_radar_by_theme")]

    operations = [migrations.RunPython(note_themes, migrations.RunPython.noop)]
