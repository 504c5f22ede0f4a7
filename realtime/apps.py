from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"
    verbose_name = "Live"

    def ready(self) -> None:
        from realtime import help_jobs, help_notices, help_subscribers, subscribers  # noqa: F401

        subscribers.connect()
        help_subscribers.connect()
        help_notices.register_kinds()
