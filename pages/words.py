"""The documented words, and the room's own words for them."""

import re
from collections.abc import Mapping
from copy import copy

from conformance.room_profile import PART_END, in_part

GAP = "…"
"""The separator of the words of a notification, in a documented word and in the room's own."""
OTHER_FORM = "|"
"""The separator of the forms of a word ("Zuschauer|Zuschauerin"); a message contains one of them."""
LETTER = r"[0-9A-Z_a-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u058f]"
"""Letters of the scripts in which only whole words match: Latin, Greek, Cyrillic, Armenian.

The pattern is valid in Python and in JavaScript.
"""


class Words:
    """A translation of documented words into the room's own: ``words("Join stage")``.

    ``NAME`` in a word is replaced by a person's name: ``words("Actions for NAME", "Ada")``. ``own``: the room's words
    by the documented ones; a key such as "invitation: Join stage" holds for that part of the screen only.
    ``shown_names``: the names that the room shows, by the names of the cast.
    """

    def __init__(self, own: Mapping[str, str] | None = None, shown_names: Mapping[str, str] | None = None) -> None:
        self._own = dict(own or {})
        self._shown_names = {} if shown_names is None else shown_names
        self._part = ""

    def within(self, part: str) -> "Words":
        """Return the words of a part of the screen, such as "invitation"; both objects share learned words."""
        words = copy(self)
        words._part = part
        return words

    def __call__(self, word: str, name: str = "") -> str:
        general = self._own.get(word, word)
        return self._own.get(in_part(self._part, word), general).replace("NAME", self.shown(name))

    def in_all_parts(self, word: str) -> list[str]:
        """Return the room's words for a documented one in all parts of the screen, without duplicates."""
        parts = [own for key, own in self._own.items() if PART_END in key and key.partition(PART_END)[2] == word]
        return list(dict.fromkeys([self._own.get(word, word), *parts]))

    def has_other_meaning(self, name: str, word: str) -> bool:
        """Return whether ``name`` is the room's word for a documented one other than ``word``."""
        return any(own == name and key.rpartition(PART_END)[2] != word for key, own in self._own.items())

    def of_notification(self, notification: str, name: str = "") -> list[str]:
        """Return the words that a message contains if it is this notification, such as "request … declined".

        A room file replaces a notification as a whole, since its words depend on each other in most languages.
        """
        own = self._own.get(notification)
        parts = [part.strip() for part in (notification if own is None else own).split(GAP)]
        return [self._own.get(part, part).replace("NAME", self.shown(name)) for part in parts]

    def with_own_words(self, english: re.Pattern[str], words: str) -> re.Pattern[str]:
        """Return a pattern that matches ``english``, or a name in the room's own words for ``words``.

        An example of ``words`` is "leave … stage". A name matches the room's words if it contains one form of each part
        between "…", in any order.
        """
        own = self._own.get(in_part(self._part, words), self._own.get(words, ""))
        if not own:
            return english
        parts = "".join(f"(?=.*(?:{any_form(part.strip()).pattern}))" for part in own.split(GAP))
        return re.compile(f"{english.pattern}|^{parts}", re.IGNORECASE)

    def learn(self, word: str, own: str) -> None:
        """Use ``own`` for the documented word from now on."""
        self._own[word] = own

    def shown(self, name: str) -> str:
        """Return the name that the screens show for a member of the cast."""
        return self._shown_names.get(name, name)


def whole_word(text: str) -> re.Pattern[str]:
    """Return a pattern that finds ``text`` as a whole word, in upper or lower case.

    In scripts without spaces between words, and in those that attach articles and particles, it also finds parts of
    words.
    """
    start = f"(?<!{LETTER})" if re.match(LETTER, text) else ""
    end = f"(?!{LETTER})" if re.match(LETTER, text[-1:]) else ""
    return re.compile(f"{start}{re.escape(text)}{end}", re.IGNORECASE)


def any_form(text: str) -> re.Pattern[str]:
    """Return a pattern that finds one of the forms of a word, separated by "|", as a whole word."""
    forms = (whole_word(form.strip()).pattern for form in text.split(OTHER_FORM))
    return re.compile("|".join(forms), re.IGNORECASE)
