"""django-allauth's signals, turned into our events. Nobody else in this project listens to signals."""


def connect() -> None:
    """Wire the signals once, at start."""
