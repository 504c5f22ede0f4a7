"""Tables of the kernel."""

from django.db import models


class RateBucket(models.Model):
    """The recent moments of one action by one subject; the row lock makes counting exact."""

    key = models.CharField(max_length=120, unique=True)
    hits = models.JSONField(default=list, help_text="Unix times in seconds, oldest first.")
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = "rate bucket"

    def __str__(self) -> str:
        return self.key


class PeriodicJob(models.Model):
    """Which period of a repeating job was queued last; the row makes sure that one worker queues it."""

    name = models.CharField(max_length=200, unique=True)
    period = models.BigIntegerField()

    class Meta:
        verbose_name = "periodic job"

    def __str__(self) -> str:
        return self.name
