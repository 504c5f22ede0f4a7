"""The events of the site and who listens, as a table for docs/events.md."""

from collections.abc import Iterable
from dataclasses import fields

from django.apps import apps

from core.events import Event, Handler, subscribers

HEAD = """# What happens

Written by `manage.py document_events` from the code; a test holds it equal. An event carries ids, no more.
Who listens in the transaction can undo the write; who listens after the commit cannot. Wired in the
`subscribers.py` of each package.
"""


def event_document() -> str:
    """The whole file, by package and in the order of the code; what tests make up does not count."""
    events = [event for event in Event.__subclasses__() if apps.is_installed(_package(event))]
    packages = sorted({_package(event) for event in events})
    sections = (_section(package, [e for e in events if _package(e) == package]) for package in packages)
    return HEAD + "".join(sections)


def _section(package: str, events: Iterable[type[Event]]) -> str:
    rows = "".join(_row(event) for event in events)
    head = "| event | carries | in the transaction | after commit |\n|---|---|---|---|\n"
    return f"\n## {package}\n\n{head}{rows}"


def _row(event: type[Event]) -> str:
    carries = ", ".join(f"`{field.name}`" for field in fields(event))  # type: ignore[arg-type]
    in_transaction, after_commit = (", ".join(map(_name, handlers)) for handlers in subscribers(event))
    return f"| `{event.__name__}`{_note(event)} | {carries} | {in_transaction} | {after_commit} |\n"


def _note(event: type[Event]) -> str:
    # A dataclass without a docstring gets its signature as one.
    text = " ".join((event.__doc__ or "").split())
    return "" if text.startswith(f"{event.__name__}(") else f"<br>{text}"


def _name(handler: Handler) -> str:
    """`community: tell_of_answer`; a lambda has no name worth telling."""
    package, name = handler.__module__.split(".")[0], handler.__name__
    return package if name == "<lambda>" else f"{package}: `{name}`"


def _package(event: type[Event]) -> str:
    return event.__module__.split(".")[0]
