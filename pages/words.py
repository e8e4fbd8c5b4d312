"""The documented words of a room, and what a given room says instead."""

from collections.abc import Mapping


class Words:
    """Translate a documented word into the room's own: ``words("Join stage")``.

    ``NAME`` in a word stands for a person: ``words("Actions for NAME", "Ada")``. ``called``: the names that people
    gave instead of their own, by these.
    """

    def __init__(self, own: Mapping[str, str] | None = None, called: Mapping[str, str] | None = None) -> None:
        self._own = dict(own or {})
        self._called = {} if called is None else called

    def __call__(self, word: str, name: str = "") -> str:
        return self._own.get(word, word).replace("NAME", self.shown(name))

    def learn(self, word: str, own: str) -> None:
        """From now on the room is taken to say ``own`` for the documented word."""
        self._own[word] = own

    def shown(self, name: str) -> str:
        """The name that somebody of the cast goes by on the screens: their own, unless they gave another."""
        return self._called.get(name, name)
