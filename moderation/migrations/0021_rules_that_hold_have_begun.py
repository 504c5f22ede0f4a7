from django.db import migrations, models
from django.utils import timezone


def note_what_holds(apps, schema_editor):
    """Versions that hold already were told of when they were announced."""
    versions = apps.get_model("moderation", "RulesVersion").objects
    versions.filter(effective_from__lte=timezone.now()).update(begun_at=models.F("effective_from"))


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0020_duty_alerts_and_drafts_of_rules'),
    ]

    operations = [
        migrations.RunPython(note_what_holds, migrations.RunPython.noop),
    ]
