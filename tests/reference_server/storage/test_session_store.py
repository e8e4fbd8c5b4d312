"""The session store: each change is stored before it is answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from reference_server.rules import stage
from reference_server.rules.chat_rules import set_chat
from reference_server.rules.stage import Access, Change, Refusal, Role, StageState
from reference_server.storage import session_store
from reference_server.storage.session_rows import UnknownSession, load_session
from tests.stand_ins.stored_session import REHEARSAL, StoredSession


@pytest.fixture
def stored(database: Path | URL) -> Iterator[StoredSession]:
    """A session with Maya, Ada, Ben, Cleo and Dana in it."""
    stored = StoredSession(database)
    for name in ("Maya", "Ada", "Ben", "Cleo", "Dana"):
        stored.enter(name)
    yield stored
    stored.store.close()


def something_of_everything(stored: StoredSession) -> None:
    """Create requests, invitations and a stage, none in the order of entry.

    Devices are switched, and there are notifications.
    """
    for name in ("Dana", "Cleo"):
        stored.do(name, stage.ask)
    for name in ("Ben", "Ada"):
        stored.do("Maya", stage.invite, name)
        stored.do(name, stage.join, False, True)
    stored.do("Maya", stage.join, True, False)
    stored.do("Maya", stage.remove, "Ada")
    stored.do("Maya", stage.invite, "Ada")
    stored.do("Maya", stage.decline, "Dana")
    stored.do("Dana", stage.ask)
    stored.do("Maya", stage.decline, "Dana")
    stored.do("Ben", stage.set_devices, True, False)
    for name in ("Dana", "Cleo"):
        stored.do(name, stage.raise_hand)
    stored.do("Dana", stage.lower_hand)
    stored.do("Dana", stage.raise_hand)


def test_a_new_session_is_stored_as_requested(stored: StoredSession) -> None:
    stored.restart()
    session = stored.session
    assert (session.title, session.polls, session.quizzes) == ("Rehearsal", True, False)
    assert (session.state.access, session.state.limit) == (Access.REQUEST, 7)


def test_steady_3_everything_is_there_after_a_restart(stored: StoredSession) -> None:
    something_of_everything(stored)
    before = stored.session
    assert before.state.stage == stored.ids("Ben Maya")
    assert before.state.hands == stored.ids("Cleo Dana")
    stored.restart()
    assert stored.session == before


def test_steady_3_orders_are_those_in_which_people_came(stored: StoredSession) -> None:
    for name in ("Dana", "Ada", "Cleo"):
        stored.do(name, stage.ask)
    stored.do("Ada", stage.cancel_request)
    stored.do("Ada", stage.ask)
    stored.restart()
    assert stored.session.state.requests == stored.ids("Dana Cleo Ada")


def test_a_person_who_left_and_came_back_is_last(stored: StoredSession) -> None:
    stored.do("Ben", stage.leave)
    stored.enter("Ben")
    stored.restart()
    assert tuple(stored.session.state.by_id) == stored.ids("Maya Ada Cleo Dana Ben")


def test_the_standing_of_a_person_who_came_back_is_stored(stored: StoredSession) -> None:
    stored.do("Maya", stage.invite, "Ada")
    stored.do("Ada", stage.join, False, False)
    stored.do("Ada", stage.leave)
    stored.restart()
    stored.enter("Ada")
    before = stored.session
    assert before.state.by_id[stored.people["Ada"].id].microphone
    stored.restart()
    assert stored.session == before


def test_the_revision_never_goes_back(stored: StoredSession) -> None:
    revision = stored.session.revision
    stored.store.touch(stored.id)
    assert stored.session.revision == revision + 1
    stored.restart()
    assert stored.session.revision == revision + 1
    stored.do("Ada", stage.ask)
    assert stored.session.revision == revision + 2


def test_what_changes_nothing_leaves_the_revision_alone(stored: StoredSession) -> None:
    revision = stored.session.revision
    stored.do("Maya", stage.set_access, Access.REQUEST)
    assert stored.session.revision == revision


def test_a_refused_command_leaves_no_trace(stored: StoredSession) -> None:
    before = stored.session
    with pytest.raises(Refusal):
        stored.do("Ada", stage.join, True, True)
    assert stored.session == before
    stored.restart()
    assert stored.session == before


def test_a_command_that_cannot_be_stored_has_no_effect(stored: StoredSession, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored.session
    with monkeypatch.context() as broken:
        broken.setattr("reference_server.storage.session_store.save_session", _full_disk)
        with pytest.raises(OSError, match="disk full"):
            stored.do("Ada", stage.ask)
    assert stored.session == before
    stored.do("Ada", stage.ask)
    assert stored.session.state.requests == stored.ids("Ada")


def test_a_session_that_is_dropped_from_memory_is_read_again(
    stored: StoredSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_store, "CACHED_SESSIONS", 1)
    something_of_everything(stored)
    before = stored.session
    other = stored.store.create(REHEARSAL)
    assert stored.store.session(other).id == other
    again = stored.session
    assert again == before and again is not before


def _full_disk(*_arguments: object) -> None:
    raise OSError("disk full")


def test_a_command_is_in_the_database_before_it_is_answered(stored: StoredSession, database: Path | URL) -> None:
    """Another connection reads the request at the moment of the answer."""
    stored.do("Ada", stage.ask)
    other = create_engine(database if isinstance(database, URL) else f"sqlite:///{database}")
    with other.connect() as connection:
        assert load_session(connection, stored.id) == stored.session
    other.dispose()


def test_a_dismissed_notice_stays_dismissed(stored: StoredSession) -> None:
    stored.do("Ada", stage.ask)
    stored.do("Maya", stage.decline, "Ada")
    (ada,) = stored.ids("Ada")
    assert stored.store.dismiss_notification(stored.id, ada, 1)
    assert not stored.store.dismiss_notification(stored.id, ada, 1)
    stored.restart()
    assert stored.session.latest_notification(ada).notification is None
    assert stored.session.latest_notification(ada).number == 1


def test_sessions_do_not_touch_each_other(stored: StoredSession) -> None:
    other = stored.store.create(REHEARSAL)
    before = stored.store.session(other)
    something_of_everything(stored)
    assert stored.store.session(other) == before
    stored.restart()
    assert stored.store.session(other) == before


def test_an_unknown_session_is_unknown(stored: StoredSession) -> None:
    def nothing(state: StageState) -> Change:
        return Change(state, ())

    with pytest.raises(UnknownSession):
        stored.store.session("nowhere")
    with pytest.raises(UnknownSession):
        stored.store.run("nowhere", nothing)


def test_people_are_found_by_their_ids_in_their_session_only_newest_first(stored: StoredSession) -> None:
    other = stored.store.create(REHEARSAL)
    stranger = stored.store.add_person(other, "Ada", Role.ATTENDEE)
    ids = [*stored.ids("Ada Dana Ben"), stranger.id, "nobody"]
    assert [identity.name for identity in stored.store.identities(stored.id, ids)] == ["Dana", "Ben", "Ada"]
    assert stored.store.identity(stranger.id) == stranger
    assert stored.store.identity("nobody") is None


def test_everybody_here_are_those_who_have_not_left(stored: StoredSession) -> None:
    stored.store.add_person(stored.id, "Eve", Role.ATTENDEE)
    stored.do("Ben", stage.leave)
    here = {(stored.id, person) for person in stored.ids("Maya Ada Cleo Dana")}
    assert set(stored.store.present_people()) == here


def test_moderate_9_removals_and_requests_to_come_back_are_kept_in_their_order(stored: StoredSession) -> None:
    stored.do("Dana", stage.raise_hand)
    for name in ("Dana", "Ben", "Cleo"):
        stored.do("Maya", stage.remove_from_session, name)
    for name in ("Cleo", "Ben"):
        stored.ask_to_return(name)
    before = stored.session
    stored.restart()
    assert stored.session == before
    state = stored.session.state
    assert [person.name for person in state.people] == ["Maya", "Ada"] and state.hands == ()
    assert [person.name for person in state.removed] == ["Dana", "Ben", "Cleo"]
    assert state.returning == stored.ids("Cleo Ben")
    with pytest.raises(Refusal):
        stored.enter("Dana")


def test_moderate_9_whoever_was_let_in_enters_after_a_restart(stored: StoredSession) -> None:
    stored.do("Maya", stage.remove_from_session, "Ben")
    stored.ask_to_return("Ben")
    stored.do("Maya", stage.let_in, "Ben")
    stored.restart()
    stored.enter("Ben")
    assert (stored.session.state.removed, stored.session.state.returning) == ((), ())


def test_moderate_11_a_chat_that_is_off_stays_off_after_a_restart(stored: StoredSession) -> None:
    stored.store.run_on_chat(stored.id, lambda state, chat: set_chat(chat, state.people[0], False))
    stored.restart()
    assert not stored.session.chat.is_on
