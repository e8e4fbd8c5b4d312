"""The known words of a room: those of its room file, and those found during the examination."""

from collections.abc import Mapping
from dataclasses import replace

from conformance.room_profile import EntryStep, RoomProfile
from rooms.room import Links, Room, SessionRequest

WITHOUT_TOOLBAR = "conformance.doctor.places_without_toolbar:PlacesWithoutToolbar"
WITHOUT_FORM = "conformance.doctor.places_without_toolbar:PlacesWithoutForm"


class Vocabulary:
    """The room's words; ``declared`` are those of the room file, ``learned`` those found to differ."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        self._declared = dict(declared)
        self.learned: dict[str, str] = {}
        self.guessed: set[str] = set()
        """Learned words that are guesses: the element is the only one of its role, or has a usual name."""
        self._confirmed: set[str] = set()
        self.ambiguous: set[str] = set()
        """Words that the room uses for one element and not for another, which ``[words]`` cannot express."""
        self.start_buttons: list[str] = []
        """Names of the buttons to press, in this order, before the entry form appears."""
        self.has_toolbar = True
        self.has_entry_form = True
        """Whether a room without a toolbar has an entry form."""
        self.hides_idle_controls = False
        """Whether the room showed more buttons when the mouse moved."""

    @property
    def words(self) -> dict[str, str]:
        return self._declared | self.learned

    @property
    def adapter(self) -> str | None:
        """Page objects for a room without a toolbar, as in a room file."""
        if self.has_toolbar:
            return None
        return WITHOUT_TOOLBAR if self.has_entry_form else WITHOUT_FORM

    def __call__(self, word: str) -> str:
        return self.words.get(word, word)

    def declared(self, word: str) -> str:
        """Return the room file's word for a documented one."""
        return self._declared.get(word, word)

    def confirm(self, word: str) -> None:
        """Note that an element was found by the current word."""
        self._confirmed.add(word)

    def forget(self, word: str) -> None:
        """Remove a learned word."""
        self.learned.pop(word, None)
        self.guessed.discard(word)

    def may_learn(self, word: str) -> bool:
        """Return whether the word can be learned: not if it was right for another element.

        Such a word is added to `ambiguous`.
        """
        if word in self._confirmed:
            self.ambiguous.add(word)
        return word not in self._confirmed


class RoomWithLearnedWords:
    """A room whose profile contains all words and entry steps known so far."""

    def __init__(self, room: Room, vocabulary: Vocabulary) -> None:
        self._room = room
        self._vocabulary = vocabulary
        self.name = room.name

    @property
    def profile(self) -> RoomProfile:
        profile = self._room.profile
        clicks = [EntryStep("click", button) for button in self._vocabulary.start_buttons]
        adapter = profile.adapter or self._vocabulary.adapter
        steps = (*profile.entry_steps, *clicks)
        hides = profile.hides_idle_controls or self._vocabulary.hides_idle_controls
        words = self._vocabulary.words
        return replace(profile, words=words, entry_steps=steps, adapter=adapter, hides_idle_controls=hides)

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
