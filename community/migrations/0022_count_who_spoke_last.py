from django.db import migrations
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Greatest, Coalesce


def count_turns(apps, schema_editor):
    """When the asker and anybody else last wrote under each question."""
    question = apps.get_model("community", "Question")
    models = [apps.get_model("community", name) for name in ("Answer", "Comment")]
    for field, wanted in (("asker_spoke_at", "filter"), ("helper_spoke_at", "exclude")):
        newest = [_newest(model, wanted) for model in models]
        first, second = (Subquery(each) for each in newest)
        # A function of two databases: with one NULL the other counts.
        question.objects.update(**{field: Greatest(Coalesce(first, second), Coalesce(second, first))})


def _newest(model, wanted):
    posts = model.objects.filter(question=OuterRef("pk"), visibility="published")
    posts = getattr(posts, wanted)(author=F("question__author"))
    return posts.order_by().values("question").annotate(at=Max("created_at")).values("at")


class Migration(migrations.Migration):
    dependencies = [("community", "0021_how_a_thread_stands")]

    operations = [migrations.RunPython(count_turns, migrations.RunPython.noop)]
