"""A lookup builds an element's name from a word, and extracts the word from a name."""

import pytest

from conformance.doctor.step_builders import NAME
from conformance.doctor.visit_steps import WORD, Lookup
from conformance.doctor.visits import visits
from conformance.doctor.vocabulary import Vocabulary


def make_lookup(word: str, shape: str = WORD, **values: str) -> Lookup:
    return Lookup("attendee", "somewhere", "button", word, lambda p: p.stage.root, shape, values)


@pytest.mark.parametrize(
    ("lookup", "name", "word"),
    [
        (make_lookup("Send"), "Post", "Post"),
        (make_lookup("Option", f"{WORD} 1"), "Choice 1", "Choice"),
        (make_lookup("Option", f"{WORD} 1"), "Choices", None),
        (make_lookup("Actions for NAME", **NAME), "What to do with Ada", "What to do with NAME"),
        (make_lookup("REACTION from NAME", REACTION="Heart", **NAME), "Ada: Heart", "NAME: REACTION"),
    ],
)
def test_finds_the_word_within_a_name(lookup: Lookup, name: str, word: str | None) -> None:
    assert lookup.word_in(name) == word


def test_builds_a_name_from_the_rooms_words() -> None:
    vocabulary = Vocabulary({"Actions for NAME": "NAME: actions"})
    assert make_lookup("Actions for NAME", **NAME).name(vocabulary) == "Ada: actions"
    assert make_lookup("Actions for NAME", **NAME).documented_name == "Actions for Ada"


def test_does_not_relearn_a_confirmed_word() -> None:
    vocabulary = Vocabulary({})
    assert vocabulary.may_learn("Join stage")
    vocabulary.confirm("Join stage")
    assert not vocabulary.may_learn("Join stage")
    assert vocabulary.ambiguous == {"Join stage"}


def test_learned_words_override_declared_ones() -> None:
    vocabulary = Vocabulary({"Send": "Post", "Chat": "Talk"})
    vocabulary.learned["Send"] = "Send off"
    assert vocabulary.words == {"Send": "Send off", "Chat": "Talk"}


def test_visits_cover_the_documented_elements() -> None:
    """Lookups cover words in several parts of the screen, and every stage access."""
    lookups = [lookup for visit in visits() for lookup in visit.lookups]
    words = {lookup.word for lookup in lookups}
    assert {"Join stage", "Ask to join stage", "Cancel request", "Raise hand", "React", "Settings"} <= words
    assert {access for visit in visits() for access in visit.accesses} == {"everyone", "request", "invite", "nobody"}
