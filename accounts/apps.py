from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Deelnemers"

    def ready(self) -> None:
        from accounts import jobs, subscribers  # noqa: F401  (importing jobs registers them)

        subscribers.connect()
