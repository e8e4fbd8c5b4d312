"""The documented words of a room, and what a given room says instead."""

from collections.abc import Mapping


class Words:
    """Translate a documented word into the room's own: ``words("Join stage")``.

    ``NAME`` in a word stands for a person: ``words("Actions for NAME", "Ada")``.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._own = dict(own or {})

    def __call__(self, word: str, name: str = "") -> str:
        return self._own.get(word, word).replace("NAME", name)
