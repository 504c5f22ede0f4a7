from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"
    verbose_name = "Live"

    def ready(self) -> None:
        # Importing the jobs registers them.
        from moderation.roster import also_present
        from realtime import (
            help_jobs,  # noqa: F401
            help_notices,
            help_subscribers,
            jobs,  # noqa: F401
            notices,
            office_subscribers,
            subscribers,
        )
        from realtime.policies import members_on_duty
        from realtime.reportable import register_messages

        subscribers.connect()
        help_subscribers.connect()
        office_subscribers.connect()
        notices.register_kinds()
        help_notices.register_kinds()
        register_messages()
        also_present(members_on_duty)
