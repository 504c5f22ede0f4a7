from django.db import migrations, models


class Migration(migrations.Migration):
    """Rooms stay for members only unless staff opens them."""

    dependencies = [
        ("realtime", "0003_every_visibility"),
    ]

    operations = [
        migrations.AddField(
            model_name="room",
            name="audience",
            field=models.CharField(
                choices=[("members", "Alleen deelnemers"), ("everyone", "Iedereen, ook zonder account")],
                default="members",
                max_length=8,
                verbose_name="wie kan meelezen",
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "help"), _negated=True) | models.Q(("audience", "members")),
                name="help_chat_is_never_public",
            ),
        ),
    ]
