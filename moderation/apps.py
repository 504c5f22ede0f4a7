from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Helplines and the way out."""

    name = "moderation"
    verbose_name = "Veiligheid"

    def ready(self) -> None:
        from moderation import subscribers

        subscribers.connect()
