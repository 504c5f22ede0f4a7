"""What a profile or a role can be about. Accounts knows no themes; the domain that does, lists them."""

from collections.abc import Callable, Sequence

TopicChoices = Callable[[], Sequence[tuple[str, str]]]

_sources: list[TopicChoices] = []


def provide(choices: TopicChoices) -> None:
    """Called once in an `apps.ready()`; `choices` returns slug and name in the active language."""
    _sources[:] = [choices]


def topic_choices() -> list[tuple[str, str]]:
    """All topics as slug and name. Costs what the provider costs."""
    return [pair for source in _sources for pair in source()]


def topic_names(slugs: Sequence[str]) -> list[str]:
    """The names of these topics, in the order of the list of topics; unknown ones are left out."""
    return [name for slug, name in topic_choices() if slug in slugs]
