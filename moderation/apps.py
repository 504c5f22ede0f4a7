from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Screening, reports, cases, decisions with reasons, appeals, house rules, helplines and the way out."""

    name = "moderation"
    verbose_name = "Veiligheid"

    def ready(self) -> None:
        from moderation import jobs, notices, subscribers  # noqa: F401 (importing jobs registers them)
        from moderation.screeners import registering
        from moderation.targets.members import register_members
        from moderation.targets.posts import register_posts

        registering.connect()
        register_posts()
        register_members()
        subscribers.connect()
        notices.register_kinds()
