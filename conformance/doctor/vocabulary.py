"""The room's words as far as they are known: those of its room file, and those that came to light."""

from collections.abc import Mapping
from dataclasses import replace

from conformance.room_profile import RoomProfile
from rooms.room import Links, Room, SessionRequest


class Vocabulary:
    """``declared``: what the room file says; words that are found to differ are learned on the way."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        self._declared = dict(declared)
        self.learned: dict[str, str] = {}
        self._right: set[str] = set()
        self.elsewhere: set[str] = set()
        """Words that the room has in one place and not in another, which no section of words can say."""

    @property
    def words(self) -> dict[str, str]:
        return self._declared | self.learned

    def __call__(self, word: str) -> str:
        return self.words.get(word, word)

    def declared(self, word: str) -> str:
        """What the room file says for the word."""
        return self._declared.get(word, word)

    def confirm(self, word: str) -> None:
        """The word was found as it is known so far."""
        self._right.add(word)

    def may_learn(self, word: str) -> bool:
        """Not what was right in another place: words hold for the whole room."""
        if word in self._right:
            self.elsewhere.add(word)
        return word not in self._right


class RoomWithLearnedWords:
    """A room whose people are told all the words that are known so far."""

    def __init__(self, room: Room, vocabulary: Vocabulary) -> None:
        self._room = room
        self._vocabulary = vocabulary
        self.name = room.name

    @property
    def profile(self) -> RoomProfile:
        return replace(self._room.profile, words=self._vocabulary.words)

    def open_session(self, session_request: SessionRequest) -> Links:
        return self._room.open_session(session_request)

    def expect_alive(self) -> None:
        self._room.expect_alive()

    def stop(self) -> None:
        self._room.stop()

    def hang(self) -> None:
        self._room.hang()

    def recover(self) -> None:
        self._room.recover()

    def close(self) -> None:
        self._room.close()
