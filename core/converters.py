"""Path converters."""

from django.urls import register_converter


class IdConverter:
    """A row id: ASCII digits without leading zero, small enough for every database column."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class NumberConverter(IdConverter):
    """An event number: as an id, and zero."""

    regex = "0|[1-9][0-9]{0,17}"


register_converter(IdConverter, "id")
