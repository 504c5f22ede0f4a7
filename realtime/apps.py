from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"
    verbose_name = "Live"

    def ready(self) -> None:
        from realtime import jobs, notices, subscribers  # noqa: F401 (importing jobs registers them)

        subscribers.connect()
        notices.register_kinds()
