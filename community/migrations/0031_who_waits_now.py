from django.db import migrations
from django.db.models import F, Q


def note_who_waits(apps, schema_editor):
    """Everybody waits calmly at first; the hourly recount reads the words."""
    question = apps.get_model("community", "Question")
    waiting = apps.get_model("community", "Waiting")
    pending = question.objects.filter(
        visibility="published", solved_at=None, locked_at=None, needs_info_at=None
    )
    again = Q(asker_spoke_at__gt=F("helper_spoke_at")) | Q(helper_spoke_at=None, asker_spoke_at__isnull=False)
    rows = pending.filter(Q(answer_count=0) | again).values_list(
        "pk", "answer_count", "created_at", "asker_spoke_at"
    )
    waiting.objects.bulk_create(
        (
            waiting(question_id=pk, since=spoke_at if answers else created_at)
            for pk, answers, created_at, spoke_at in rows.iterator()
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("community", "0030_waiting_claims_and_weeks")]

    operations = [migrations.RunPython(note_who_waits, migrations.RunPython.noop)]
