"""Forged links: edits of a real link that an attacker could try with what an attendee can know.

A link that contains a moderator's complete secret is a moderator's link, so trying it would prove nothing. Each edit
leaves out the texts that only moderators have received, or changes a letter of them.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import unquote

SEPARATORS = re.compile(r"([/?&=.,:;~#])")
WORDS = re.compile(r"[^\W_]+")
ORIGIN = re.compile(r"\w+://[^/?#]*|")
"""Scheme, host and port of a link; empty for a relative link."""
GUESSABLE_LENGTH = 4
"""The length, in characters, up to which an attacker can guess a text by trying."""
MAX_DIFFERENCE = 1000
"""The largest difference of two numbers at which an attacker who knows one can find the other by counting."""
ROLE_WORDS = frozenset(
    (
        "access admin administrator anfitrion animateur chair cohost creator dozent dozentin editor facilitator "
        "gastgeber host instructor leader lecturer lehrer lehrerin manager master moderador moderateur moderation "
        "moderator moderatorin moderators organiser organizer owner presenter privileged professor producer profesor "
        "role speaker staff teacher trainer true tutor user"
    ).split()
)
"""Words for a moderator's role, and words that occur with one; anybody can guess them."""
ATTENDEE_WORDS = ("attendee", "participant", "viewer", "guest", "student")


@dataclass(frozen=True)
class _Change:
    """A difference between two links: ``own`` is the attendee's text, ``target`` the moderator's."""

    own: str
    target: str
    is_secret: bool

    @property
    def altered_target(self) -> str:
        """Return the moderator's text, with one letter of its longest part changed."""
        parts = SEPARATORS.split(self.target)
        longest = max(range(len(parts)), key=lambda index: len(parts[index]))
        return "".join([*parts[:longest], _alter(parts[longest]), *parts[longest + 1 :]])


def forged_links(target: str, own: str, received: str = "") -> list[str]:
    """Return edits of the attendee's link ``own`` that are more similar to ``target``, the moderator's.

    They exchange differences that an attendee can guess or whose text is in ``received`` (everything that the
    attendee's browser has received), one at a time and all together; use secrets of the moderator with one letter
    changed; and replace words for an attendee. The list is empty if the links do not differ and contain no such word.
    """
    pieces = list(_compare(target, own, received))
    changes = [index for index, piece in enumerate(pieces) if isinstance(piece, _Change)]
    public = {index for index in changes if not _change_at(pieces, index).is_secret}
    exchanged = [_join(pieces, {index}) for index in public]
    altered = [_join(pieces, public, index) for index in changes if index not in public]
    renamed = [_rename_attendee(own, word) for word in ATTENDEE_WORDS]
    return sorted({*exchanged, _join(pieces, public), *altered, *renamed} - {own})


def _rename_attendee(link: str, word: str) -> str:
    """Return the link with “moderator” in place of ``word``, except in its scheme, host and port."""
    rest = ORIGIN.sub("", link, count=1)
    return link.removesuffix(rest) + rest.replace(word, "moderator")


def _compare(target: str, own: str, received: str) -> Iterator[str | _Change]:
    """Yield the common parts of the two links and their differences, in order."""
    own_parts, target_parts = SEPARATORS.split(own), SEPARATORS.split(target)
    for kind, start, end, first, last in SequenceMatcher(None, own_parts, target_parts, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "".join(own_parts[start:end])
        elif end - start == last - first:
            pairs = zip(own_parts[start:end], target_parts[first:last], strict=True)
            yield from (part if part == other else _create_change([part], [other], received) for part, other in pairs)
        else:
            yield _create_change(own_parts[start:end], target_parts[first:last], received)


def _create_change(own_parts: list[str], target_parts: list[str], received: str) -> _Change:
    known = set(WORDS.findall(" ".join(_decode(part) for part in own_parts)))
    is_secret = any(_is_secret(part, known, received) for part in target_parts)
    return _Change("".join(own_parts), "".join(target_parts), is_secret)


def _change_at(pieces: list[str | _Change], index: int) -> _Change:
    change = pieces[index]
    assert isinstance(change, _Change)  # noqa: S101 (for the type checker)
    return change


def _join(pieces: list[str | _Change], replaced: set[int], altered: int | None = None) -> str:
    """Return the attendee's link with the moderator's text for the pieces at the indexes ``replaced``.

    The piece at the index ``altered`` becomes the moderator's text with one letter changed.
    """
    texts = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            texts.append(piece)
        else:
            texts.append(piece.altered_target if index == altered else piece.target if index in replaced else piece.own)
    return "".join(texts)


def _is_secret(part: str, known: set[str], received: str) -> bool:
    """Return whether an attendee can neither know this part of a moderator's link nor guess it."""
    if len(part) > GUESSABLE_LENGTH and part in received:
        return False
    unknown = [word for word in WORDS.findall(_decode(part)) if not _is_guessable(word, known)]
    return len("".join(unknown)) > GUESSABLE_LENGTH


def _is_guessable(word: str, known: set[str]) -> bool:
    if word in known or word.lower() in ROLE_WORDS:
        return True
    return word.isdecimal() and any(
        abs(int(word) - int(other)) <= MAX_DIFFERENCE for other in known if other.isdecimal()
    )


def _decode(part: str) -> str:
    """Return the part without percent-encoding, and decoded if it is the Base64 encoding of a text."""
    text = unquote(part)
    try:
        decoded = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        return text
    return decoded if len(text) > 2 * GUESSABLE_LENGTH and decoded.isprintable() else text


def _alter(part: str) -> str:
    """Return the part with its middle letter changed."""
    middle = len(part) // 2
    return part[:middle] + ("A" if part[middle : middle + 1] != "A" else "B") + part[middle + 1 :]
