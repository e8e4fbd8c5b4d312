"""An element's name is made from a word, and the word is found in the name."""

import pytest

from conformance.doctor.step_builders import NAME
from conformance.doctor.visit_steps import WORD, Lookup
from conformance.doctor.visits import visits
from conformance.doctor.vocabulary import Vocabulary


def lookup(word: str, shape: str = WORD, **values: str) -> Lookup:
    return Lookup("attendee", "somewhere", "button", word, lambda p: p.stage.root, shape, values)


@pytest.mark.parametrize(
    ("lookup_", "name", "word"),
    [
        (lookup("Send"), "Post", "Post"),
        (lookup("Option", f"{WORD} 1"), "Choice 1", "Choice"),
        (lookup("Option", f"{WORD} 1"), "Choices", None),
        (lookup("Actions for NAME", **NAME), "What to do with Ada", "What to do with NAME"),
        (lookup("REACTION from NAME", REACTION="Heart", **NAME), "Ada: Heart", "NAME: REACTION"),
    ],
)
def test_finds_the_word_within_a_name(lookup_: Lookup, name: str, word: str | None) -> None:
    assert lookup_.word_in(name) == word


def test_builds_a_name_from_the_rooms_words() -> None:
    vocabulary = Vocabulary({"Actions for NAME": "NAME: actions"})
    assert lookup("Actions for NAME", **NAME).name(vocabulary) == "Ada: actions"
    assert lookup("Actions for NAME", **NAME).documented == "Actions for Ada"


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


def test_every_part_of_the_contract_is_looked_for_on_some_visit() -> None:
    """The roles of the contract's table in the documentation, and every stage access."""
    lookups = [lookup_ for visit in visits() for lookup_ in visit.lookups]
    words = {lookup_.word for lookup_ in lookups}
    assert {"Join stage", "Ask to join stage", "Cancel request", "Raise hand", "React", "Settings"} <= words
    assert {access for visit in visits() for access in visit.accesses} == {"everyone", "request", "invite", "nobody"}
