"""People's names: normalised, refused if they contain badge words, compared by appearance (SAFE-5)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from reference_server.rules.stage import Participant, Role
from reference_server.rules.user_text import one_line

LONGEST_NAME = 60
MOST_MARKS = 4
"""Consecutive combining marks: more than any script needs, but too few to overlap the lines around a name."""
JOINERS = "\u200c\u200d"
BLACK_FLAG, TAGS = "\U0001f3f4", range(0xE0020, 0xE0080)
"""Tag characters after a black flag make it the flag of a region; elsewhere, tag characters are invisible."""
_BADGE_WORDS = re.compile(
    # The words in the second alternative count only after a bracket, a dash or another separator, since the room and
    # other programs write a person's role there.
    r"\bmoderators?\b|[(\[{<|/·•*–—-]\s*(you|host|organi[sz]er|admin|staff|invited|away|similar name)\b|^you$"
)


class BadName(ValueError):
    """A name that is not allowed; the text says why."""


def normalise_name(raw: str) -> str:
    """Return the name in its normal form (NFKC), without characters that only disguise it. Raises BadName."""
    line = one_line("".join(_shown_characters(unicodedata.normalize("NFKC", raw)))).strip(JOINERS)
    if not 1 <= len(line) <= LONGEST_NAME:
        raise BadName(f"Please give a name of 1 to {LONGEST_NAME} characters.")
    if _BADGE_WORDS.search(_appearance_key(line)):
        raise BadName("Please give a name without words that the room itself writes beside names, such as “Moderator”.")
    return line


def find_look_alikes(people: Iterable[Participant]) -> set[str]:
    """Return the ids of people whose name looks like that of a moderator or an earlier participant."""
    taken: set[str] = set()
    similar: set[str] = set()
    for person in sorted(people, key=lambda person: person.role is not Role.MODERATOR):
        skeleton = _skeleton(person.name)
        (similar if skeleton in taken else taken).add(person.id if skeleton in taken else skeleton)
    return similar


def _shown_characters(text: str) -> Iterable[str]:
    marks, in_flag = 0, False
    for char in text:
        category = unicodedata.category(char)
        in_flag = char == BLACK_FLAG or (in_flag and ord(char) in TAGS)
        if category in ("Mn", "Me"):
            marks += 1
        elif not category.startswith("C"):  # Invisible characters do not separate the marks around them.
            marks = 0
        is_invisible = category in ("Cf", "Co") and char not in JOINERS
        if marks <= MOST_MARKS and (in_flag or not is_invisible):
            yield char


@lru_cache(65_536)
def _skeleton(name: str) -> str:
    """Return a name's letters and digits in lower case without accents, look-alikes made equal (UTS 39)."""
    key = _appearance_key(name)
    letters = "".join(char for char in unicodedata.normalize("NFD", key) if char.isalnum())
    return letters or key


def _appearance_key(name: str) -> str:
    # Imported at the first name, since the import takes 0.05 s, which would delay each restart.
    from disarm import skeleton_key

    return str(skeleton_key(name, digit_policy="tr39"))
