from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """Themes, questions, answers and everything that people do with them."""

    name = "community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import topics
        from community import (  # noqa: F401 (importing jobs registers them)
            jobs,
            notices,
            radar_notices,
            radar_subscribers,
            search_subscribers,
            subscribers,
        )
        from community.queries.home import theme_choices

        subscribers.connect()
        radar_subscribers.connect()
        search_subscribers.connect()
        notices.register_kinds()
        radar_notices.register_kinds()
        topics.provide(theme_choices)
