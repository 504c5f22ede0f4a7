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
