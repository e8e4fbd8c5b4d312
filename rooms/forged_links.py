"""Forged links: edits of a real link that an attacker could try with what an attendee can know.

A link that carries a whole secret of the moderator's proves nothing, since it is the moderator's link. So each edit
leaves out what was given to moderators only, or changes a letter of it.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import unquote

PARTS = re.compile(r"([/?&=.,:;~#])")
WORDS = re.compile(r"[^\W_]+")
SHORT = 4
"""The most characters that can be found by trying."""
NEAR = 1000
"""The greatest distance of two numbers of which one can be found from the other by counting."""
ROLES = frozenset(
    (
        "access admin administrator anfitrion animateur chair cohost creator dozent dozentin editor facilitator "
        "gastgeber host instructor leader lecturer lehrer lehrerin manager master moderador moderateur moderation "
        "moderator moderatorin moderators organiser organizer owner presenter privileged professor producer profesor "
        "role speaker staff teacher trainer true tutor user"
    ).split()
)
"""Words for a moderator's role and beside one, which anybody can guess."""
OTHER_ROLES = ("attendee", "participant", "viewer", "guest", "student")


@dataclass(frozen=True)
class _Change:
    """A difference between two links: ``ours`` is in the attendee's, ``theirs`` in the moderator's."""

    ours: str
    theirs: str
    is_secret: bool

    @property
    def bent(self) -> str:
        """Return the moderator's text, with one letter of each secret changed."""
        parts = PARTS.split(self.theirs)
        longest = max(range(len(parts)), key=lambda index: len(parts[index]))
        return "".join([*parts[:longest], _altered(parts[longest]), *parts[longest + 1 :]])


def forged_links(wished: str, owned: str, given: str = "") -> list[str]:
    """Return edits of ``owned`` towards ``wished`` that carry nothing which was given to moderators only.

    They exchange what an attendee can guess or has been ``given`` (all that their browser received), one difference at
    a time and all together; change a letter of each of the moderator's secrets; and replace words for a role. The list
    is empty if the links do not differ.
    """
    pieces = list(_pieces(wished, owned, given))
    changes = [index for index, piece in enumerate(pieces) if isinstance(piece, _Change)]
    open_ones = {index for index in changes if not _change(pieces, index).is_secret}
    exchanged = [_joined(pieces, {index}) for index in open_ones]
    bent = [_joined(pieces, open_ones, index) for index in changes if index not in open_ones]
    renamed = [owned.replace(word, "moderator") for word in OTHER_ROLES]
    return sorted({*exchanged, _joined(pieces, open_ones), *bent, *renamed} - {owned})


def _pieces(wished: str, owned: str, given: str) -> Iterator[str | _Change]:
    """Yield the two links as what they share, and their differences, in order."""
    ours, theirs = PARTS.split(owned), PARTS.split(wished)
    for kind, start, end, first, last in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "".join(ours[start:end])
        elif end - start == last - first:
            pairs = zip(ours[start:end], theirs[first:last], strict=True)
            yield from (own if own == their else _difference([own], [their], given) for own, their in pairs)
        else:
            yield _difference(ours[start:end], theirs[first:last], given)


def _difference(ours: list[str], theirs: list[str], given: str) -> _Change:
    known = set(WORDS.findall(" ".join(_readable(part) for part in ours)))
    return _Change("".join(ours), "".join(theirs), any(_is_secret(part, known, given) for part in theirs))


def _change(pieces: list[str | _Change], index: int) -> _Change:
    change = pieces[index]
    assert isinstance(change, _Change)  # noqa: S101 (for the type checker)
    return change


def _joined(pieces: list[str | _Change], taken: set[int], bent: int | None = None) -> str:
    """Return a link with the moderator's text at ``taken``, its secret changed at ``bent``, and otherwise the own."""
    texts = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            texts.append(piece)
        else:
            texts.append(piece.bent if index == bent else piece.theirs if index in taken else piece.ours)
    return "".join(texts)


def _is_secret(part: str, known: set[str], given: str) -> bool:
    """Return whether an attendee can neither know this part of a moderator's link nor guess it."""
    if len(part) > SHORT and part in given:
        return False
    unknown = [word for word in WORDS.findall(_readable(part)) if not _is_guessable(word, known)]
    return len("".join(unknown)) > SHORT


def _is_guessable(word: str, known: set[str]) -> bool:
    if word in known or word.lower() in ROLES:
        return True
    return word.isdecimal() and any(abs(int(word) - int(other)) <= NEAR for other in known if other.isdecimal())


def _readable(part: str) -> str:
    """Return the part as a person would read it: without percent-encoding, and decoded where it is Base64 of a text."""
    text = unquote(part)
    try:
        decoded = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        return text
    return decoded if len(text) > 2 * SHORT and decoded.isprintable() else text


def _altered(part: str) -> str:
    """Return the part with its middle letter changed."""
    middle = len(part) // 2
    return part[:middle] + ("A" if part[middle : middle + 1] != "A" else "B") + part[middle + 1 :]
