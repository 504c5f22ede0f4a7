"""Path converters of the community."""


class KindConverter:
    """The kinds of posts, in the singular."""

    regex = "question|answer|comment"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
