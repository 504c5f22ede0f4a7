"""Quotations of what was taken away, kept aside until it may be read again."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class WithheldQuote(models.Model):
    """`words` stood in the holder and quoted the source; a line with this row's number stands there now.

    Kinds are words, because chat messages and earlier versions hold quotations too.
    """

    source_kind = models.CharField(max_length=10)
    source_id = models.BigIntegerField()
    holder_kind = models.CharField(max_length=10)
    holder_id = models.BigIntegerField()
    words = models.TextField()
    withheld_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source_kind", "source_id"], name="quote_of_source")
        ]

    def __str__(self) -> str:
        return f"{self.source_kind} {self.source_id} in {self.holder_kind} {self.holder_id}"
