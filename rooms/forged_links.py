"""Forged links: edits of a real link that an attacker could try with what an attendee can know.

A link with a moderator's complete secret is a moderator's link, so trying it would prove nothing. Each edit leaves out
what only moderators have received, or changes a letter of it.
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
"""The length, in characters, up to which an attacker can guess a text by trying."""
NEAR = 1000
"""The largest difference of two numbers at which an attacker can find one from the other by counting."""
ROLES = frozenset(
    (
        "access admin administrator anfitrion animateur chair cohost creator dozent dozentin editor facilitator "
        "gastgeber host instructor leader lecturer lehrer lehrerin manager master moderador moderateur moderation "
        "moderator moderatorin moderators organiser organizer owner presenter privileged professor producer profesor "
        "role speaker staff teacher trainer true tutor user"
    ).split()
)
"""Words for a moderator's role, and words that occur with one; anybody can guess them."""
OTHER_ROLES = ("attendee", "participant", "viewer", "guest", "student")


@dataclass(frozen=True)
class _Change:
    """A difference between two links: ``own`` is the attendee's text, ``target`` the moderator's."""

    own: str
    target: str
    is_secret: bool

    @property
    def altered(self) -> str:
        """Return the moderator's text, with one letter of each secret changed."""
        parts = PARTS.split(self.target)
        longest = max(range(len(parts)), key=lambda index: len(parts[index]))
        return "".join([*parts[:longest], _altered(parts[longest]), *parts[longest + 1 :]])


def forged_links(target: str, own: str, received: str = "") -> list[str]:
    """Return edits of ``own`` towards ``target`` that contain nothing that only moderators have received.

    They replace what an attendee can guess or has ``received`` (all that their browser did), one difference at a time
    and all together; change a letter of each secret of the moderator; and replace words for a role. The list is empty
    if the links do not differ.
    """
    pieces = list(_pieces(target, own, received))
    changes = [index for index, piece in enumerate(pieces) if isinstance(piece, _Change)]
    public = {index for index in changes if not _change(pieces, index).is_secret}
    exchanged = [_joined(pieces, {index}) for index in public]
    altered = [_joined(pieces, public, index) for index in changes if index not in public]
    renamed = [own.replace(word, "moderator") for word in OTHER_ROLES]
    return sorted({*exchanged, _joined(pieces, public), *altered, *renamed} - {own})


def _pieces(target: str, own: str, received: str) -> Iterator[str | _Change]:
    """Yield the common parts of the two links and their differences, in order."""
    own_parts, target_parts = PARTS.split(own), PARTS.split(target)
    for kind, start, end, first, last in SequenceMatcher(None, own_parts, target_parts, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "".join(own_parts[start:end])
        elif end - start == last - first:
            pairs = zip(own_parts[start:end], target_parts[first:last], strict=True)
            yield from (part if part == other else _difference([part], [other], received) for part, other in pairs)
        else:
            yield _difference(own_parts[start:end], target_parts[first:last], received)


def _difference(own_parts: list[str], target_parts: list[str], received: str) -> _Change:
    known = set(WORDS.findall(" ".join(_readable(part) for part in own_parts)))
    is_secret = any(_is_secret(part, known, received) for part in target_parts)
    return _Change("".join(own_parts), "".join(target_parts), is_secret)


def _change(pieces: list[str | _Change], index: int) -> _Change:
    change = pieces[index]
    assert isinstance(change, _Change)  # noqa: S101 (for the type checker)
    return change


def _joined(pieces: list[str | _Change], replaced: set[int], altered: int | None = None) -> str:
    """Return the own link with the moderator's text at ``replaced``, and an altered secret at ``altered``."""
    texts = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            texts.append(piece)
        else:
            texts.append(piece.altered if index == altered else piece.target if index in replaced else piece.own)
    return "".join(texts)


def _is_secret(part: str, known: set[str], received: str) -> bool:
    """Return whether an attendee can neither know this part of a moderator's link nor guess it."""
    if len(part) > SHORT and part in received:
        return False
    unknown = [word for word in WORDS.findall(_readable(part)) if not _is_guessable(word, known)]
    return len("".join(unknown)) > SHORT


def _is_guessable(word: str, known: set[str]) -> bool:
    if word in known or word.lower() in ROLES:
        return True
    return word.isdecimal() and any(abs(int(word) - int(other)) <= NEAR for other in known if other.isdecimal())


def _readable(part: str) -> str:
    """Return the part without percent-encoding, and decoded if it is the Base64 encoding of a text."""
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
