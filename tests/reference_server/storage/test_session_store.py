"""The session store: each change is stored before it is acknowledged."""

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
def stored_session(database: Path | URL) -> Iterator[StoredSession]:
    """A session with Maya, Ada, Ben, Cleo and Dana in it."""
    stored_session = StoredSession(database)
    for name in ("Maya", "Ada", "Ben", "Cleo", "Dana"):
        stored_session.enter(name)
    yield stored_session
    stored_session.store.close()


def fill_session(stored_session: StoredSession) -> None:
    """Create requests, invitations, hands and a stage, none in the order of entry, and notifications."""
    for name in ("Dana", "Cleo"):
        stored_session.do(name, stage.ask)
    for name in ("Ben", "Ada"):
        stored_session.do("Maya", stage.invite, name)
        stored_session.do(name, stage.join, False, True)
    stored_session.do("Maya", stage.join, True, False)
    stored_session.do("Maya", stage.remove, "Ada")
    stored_session.do("Maya", stage.invite, "Ada")
    stored_session.do("Maya", stage.decline, "Dana")
    stored_session.do("Dana", stage.ask)
    stored_session.do("Maya", stage.decline, "Dana")
    stored_session.do("Ben", stage.set_devices, True, False)
    for name in ("Dana", "Cleo"):
        stored_session.do(name, stage.raise_hand)
    stored_session.do("Dana", stage.lower_hand)
    stored_session.do("Dana", stage.raise_hand)


def test_a_new_session_is_stored_as_requested(stored_session: StoredSession) -> None:
    stored_session.restart()
    session = stored_session.session
    assert (session.title, session.has_polls, session.has_quizzes) == ("Rehearsal", True, False)
    assert (session.state.access, session.state.limit) == (Access.REQUEST, 7)


def test_steady_3_a_restart_loses_nothing(stored_session: StoredSession) -> None:
    fill_session(stored_session)
    before = stored_session.session
    assert before.state.stage == stored_session.ids("Ben Maya")
    assert before.state.hands == stored_session.ids("Cleo Dana")
    stored_session.restart()
    assert stored_session.session == before


def test_steady_3_requests_stay_in_order_after_a_restart(stored_session: StoredSession) -> None:
    for name in ("Dana", "Ada", "Cleo"):
        stored_session.do(name, stage.ask)
    stored_session.do("Ada", stage.cancel_request)
    stored_session.do("Ada", stage.ask)
    stored_session.restart()
    assert stored_session.session.state.requests == stored_session.ids("Dana Cleo Ada")


def test_a_person_who_left_and_returned_is_last_in_order_of_entry(stored_session: StoredSession) -> None:
    stored_session.do("Ben", stage.leave)
    stored_session.enter("Ben")
    stored_session.restart()
    assert tuple(stored_session.session.state.by_id) == stored_session.ids("Maya Ada Cleo Dana Ben")


def test_the_standing_of_a_person_who_returned_is_stored(stored_session: StoredSession) -> None:
    stored_session.do("Maya", stage.invite, "Ada")
    stored_session.do("Ada", stage.join, False, False)
    stored_session.do("Ada", stage.leave)
    stored_session.restart()
    stored_session.enter("Ada")
    before = stored_session.session
    assert before.state.by_id[stored_session.people["Ada"].id].microphone
    stored_session.restart()
    assert stored_session.session == before


def test_the_revision_never_decreases(stored_session: StoredSession) -> None:
    revision = stored_session.session.revision
    stored_session.store.touch(stored_session.id)
    assert stored_session.session.revision == revision + 1
    stored_session.restart()
    assert stored_session.session.revision == revision + 1
    stored_session.do("Ada", stage.ask)
    assert stored_session.session.revision == revision + 2


def test_a_command_that_changes_nothing_does_not_change_the_revision(stored_session: StoredSession) -> None:
    revision = stored_session.session.revision
    stored_session.do("Maya", stage.set_access, Access.REQUEST)
    assert stored_session.session.revision == revision


def test_a_refused_command_changes_nothing(stored_session: StoredSession) -> None:
    before = stored_session.session
    with pytest.raises(Refusal):
        stored_session.do("Ada", stage.join, True, True)
    assert stored_session.session == before
    stored_session.restart()
    assert stored_session.session == before


def test_a_command_that_cannot_be_stored_has_no_effect(
    stored_session: StoredSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored_session.session
    with monkeypatch.context() as patched:
        patched.setattr("reference_server.storage.session_store.save_session", _raise_disk_full)
        with pytest.raises(OSError, match="disk full"):
            stored_session.do("Ada", stage.ask)
    assert stored_session.session == before
    stored_session.do("Ada", stage.ask)
    assert stored_session.session.state.requests == stored_session.ids("Ada")


def test_a_session_dropped_from_the_cache_is_read_again(
    stored_session: StoredSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_store, "CACHED_SESSIONS", 1)
    fill_session(stored_session)
    before = stored_session.session
    other = stored_session.store.create(REHEARSAL)
    assert stored_session.store.session(other).id == other
    reloaded = stored_session.session
    assert reloaded == before and reloaded is not before


def _raise_disk_full(*_arguments: object) -> None:
    raise OSError("disk full")


def test_a_command_is_in_the_database_before_it_is_acknowledged(
    stored_session: StoredSession, database: Path | URL
) -> None:
    """Another connection can read the request as soon as the command returns."""
    stored_session.do("Ada", stage.ask)
    other_engine = create_engine(database if isinstance(database, URL) else f"sqlite:///{database}")
    with other_engine.connect() as connection:
        assert load_session(connection, stored_session.id) == stored_session.session
    other_engine.dispose()


def test_a_dismissed_notification_stays_dismissed(stored_session: StoredSession) -> None:
    stored_session.do("Ada", stage.ask)
    stored_session.do("Maya", stage.decline, "Ada")
    (ada,) = stored_session.ids("Ada")
    assert stored_session.store.dismiss_notification(stored_session.id, ada, 1)
    assert not stored_session.store.dismiss_notification(stored_session.id, ada, 1)
    stored_session.restart()
    assert stored_session.session.latest_notification(ada).notification is None
    assert stored_session.session.latest_notification(ada).number == 1


def test_a_command_changes_only_its_session(stored_session: StoredSession) -> None:
    other = stored_session.store.create(REHEARSAL)
    before = stored_session.store.session(other)
    fill_session(stored_session)
    assert stored_session.store.session(other) == before
    stored_session.restart()
    assert stored_session.store.session(other) == before


def test_an_unknown_session_raises_unknown_session(stored_session: StoredSession) -> None:
    def change_nothing(state: StageState) -> Change:
        return Change(state, ())

    with pytest.raises(UnknownSession):
        stored_session.store.session("nowhere")
    with pytest.raises(UnknownSession):
        stored_session.store.run("nowhere", change_nothing)


def test_identities_are_found_only_in_their_session_and_newest_first(stored_session: StoredSession) -> None:
    other = stored_session.store.create(REHEARSAL)
    stranger = stored_session.store.add_person(other, "Ada", Role.ATTENDEE)
    ids = [*stored_session.ids("Ada Dana Ben"), stranger.id, "nobody"]
    assert [identity.name for identity in stored_session.store.identities(stored_session.id, ids)] == [
        "Dana",
        "Ben",
        "Ada",
    ]
    assert stored_session.store.identity(stranger.id) == stranger
    assert stored_session.store.identity("nobody") is None


def test_the_present_people_are_those_who_have_not_left(stored_session: StoredSession) -> None:
    stored_session.store.add_person(stored_session.id, "Eve", Role.ATTENDEE)
    stored_session.do("Ben", stage.leave)
    present = {(stored_session.id, person) for person in stored_session.ids("Maya Ada Cleo Dana")}
    assert set(stored_session.store.present_people()) == present


def test_moderate_9_removals_and_requests_to_return_are_stored_in_order(stored_session: StoredSession) -> None:
    stored_session.do("Dana", stage.raise_hand)
    for name in ("Dana", "Ben", "Cleo"):
        stored_session.do("Maya", stage.remove_from_session, name)
    for name in ("Cleo", "Ben"):
        stored_session.ask_to_return(name)
    before = stored_session.session
    stored_session.restart()
    assert stored_session.session == before
    state = stored_session.session.state
    assert [person.name for person in state.people] == ["Maya", "Ada"] and state.hands == ()
    assert [person.name for person in state.removed] == ["Dana", "Ben", "Cleo"]
    assert state.return_requests == stored_session.ids("Cleo Ben")
    with pytest.raises(Refusal):
        stored_session.enter("Dana")


def test_moderate_9_a_person_who_was_let_in_can_enter_after_a_restart(stored_session: StoredSession) -> None:
    stored_session.do("Maya", stage.remove_from_session, "Ben")
    stored_session.ask_to_return("Ben")
    stored_session.do("Maya", stage.let_in, "Ben")
    stored_session.restart()
    stored_session.enter("Ben")
    assert (stored_session.session.state.removed, stored_session.session.state.return_requests) == ((), ())


def test_moderate_11_a_chat_that_is_off_stays_off_after_a_restart(stored_session: StoredSession) -> None:
    stored_session.store.run_on_chat(stored_session.id, lambda state, chat: set_chat(chat, state.people[0], False))
    stored_session.restart()
    assert not stored_session.session.chat.is_on
