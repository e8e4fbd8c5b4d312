"""The documented words, and the room's own words for them."""

from collections.abc import Mapping


class Words:
    """Translates a documented word into the room's own: ``words("Join stage")``.

    ``NAME`` in a word is replaced by a person's name: ``words("Actions for NAME", "Ada")``. ``called`` maps names of
    the cast to the names that the room shows for them.
    """

    def __init__(self, own: Mapping[str, str] | None = None, called: Mapping[str, str] | None = None) -> None:
        self._own = dict(own or {})
        self._called = {} if called is None else called

    def __call__(self, word: str, name: str = "") -> str:
        return self._own.get(word, word).replace("NAME", self.shown(name))

    def learn(self, word: str, own: str) -> None:
        """Use ``own`` for the documented word from now on."""
        self._own[word] = own

    def shown(self, name: str) -> str:
        """Return the name that the screens show for a member of the cast."""
        return self._called.get(name, name)
