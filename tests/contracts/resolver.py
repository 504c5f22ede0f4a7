"""Every address that the project has, read from its URL configuration."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.urls import URLPattern, URLResolver, get_resolver

OURS = ("accounts.", "community.", "moderation.", "realtime.")


@dataclass(frozen=True)
class Address:
    """`name` with its namespace; "-" after it when the pattern has no name."""

    name: str
    route: str

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")


def all_addresses() -> list[Address]:
    return list(_walk(get_resolver(), route="", namespace=""))


def _walk(resolver: URLResolver, *, route: str, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name or '-'}", here)
        elif isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route=here, namespace=inner)


def our_names() -> set[str]:
    """The names of all addresses outside the admin."""
    return {address.name for address in all_addresses() if not address.is_admin}


def forms_of_the_site() -> Iterator[tuple[type[forms.BaseForm], str]]:
    """Each form of ours with each of its fields in which one writes. Not those of signing in."""
    all_addresses()
    for form in _subclasses(forms.BaseForm):
        module = form.__module__
        if not module.startswith(OURS) or any(base.__module__.startswith("allauth") for base in form.__mro__):
            continue
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, forms.CharField) and not field.widget.is_hidden:
                yield form, name


def _subclasses(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for below in form.__subclasses__():
        yield below
        yield from _subclasses(below)
