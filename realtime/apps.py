from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"
    verbose_name = "Live"

    def ready(self) -> None:
        # Importing the jobs registers them.
        from moderation.roster import also_present
        from realtime import help_jobs, help_notices, help_subscribers, jobs, notices, subscribers  # noqa: F401
        from realtime.policies import members_on_duty
        from realtime.reportable import register_messages

        subscribers.connect()
        help_subscribers.connect()
        notices.register_kinds()
        help_notices.register_kinds()
        register_messages()
        also_present(members_on_duty)
