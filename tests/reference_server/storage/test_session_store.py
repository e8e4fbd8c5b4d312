"""The store: what it has answered, it has kept."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reference_server.rules import stage
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import Access, Change, Refusal, Role, StageState
from reference_server.storage import session_store
from reference_server.storage.database import open_database
from reference_server.storage.session_rows import UnknownSession
from reference_server.storage.session_store import Identity, NewSession, SessionStore

REHEARSAL = NewSession("Rehearsal", Access.REQUEST, polls=True, quizzes=False, limit=7)


class StoredSessions:
    """A store that can be closed and opened again, as a restart does, with a session and its people by name."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.store = SessionStore(open_database(file))
        self.id = self.store.create(REHEARSAL)
        self.people: dict[str, Identity] = {}

    def comes(self, name: str) -> None:
        """Somebody enters; Maya is the moderator."""
        if name not in self.people:
            role = Role.MODERATOR if name == "Maya" else Role.ATTENDEE
            self.people[name] = self.store.add_person(self.id, name, role)
        self.store.run(self.id, lambda state: stage.enter(state, self.people[name].participant()))

    def does(self, name: str, command: Callable[..., Change], *what: object) -> None:
        """Somebody gives a command; people are meant by their names."""
        ids = [self.people[one].id if isinstance(one, str) and one in self.people else one for one in what]
        self.store.run(self.id, lambda state: command(state, self.people[name].id, *ids))

    def restart(self) -> None:
        """Close the file and open it again, with nothing left in memory."""
        self.store.close()
        self.store = SessionStore(open_database(self._file))

    @property
    def session(self) -> SessionSnapshot:
        """The session as it is kept."""
        return self.store.session(self.id)

    def ids(self, names: str) -> tuple[str, ...]:
        """The ids of people by name."""
        return tuple(self.people[name].id for name in names.split())


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[StoredSessions]:
    """A session with Maya, Ada, Ben, Cleo and Dana in it."""
    kept = StoredSessions(tmp_path / "room.sqlite")
    for name in ("Maya", "Ada", "Ben", "Cleo", "Dana"):
        kept.comes(name)
    yield kept
    kept.store.close()


def something_of_everything(kept: StoredSessions) -> None:
    """Requests, invitations and a stage, none in the order of entry; devices switched, and news told."""
    for name in ("Dana", "Cleo"):
        kept.does(name, stage.ask)
    for name in ("Ben", "Ada"):
        kept.does("Maya", stage.invite, name)
        kept.does(name, stage.join, False, True)
    kept.does("Maya", stage.join, True, False)
    kept.does("Maya", stage.remove, "Ada")
    kept.does("Maya", stage.invite, "Ada")
    kept.does("Maya", stage.decline, "Dana")
    kept.does("Dana", stage.ask)
    kept.does("Maya", stage.decline, "Dana")
    kept.does("Ben", stage.set_devices, True, False)
    for name in ("Dana", "Cleo"):
        kept.does(name, stage.raise_hand)
    kept.does("Dana", stage.lower_hand)
    kept.does("Dana", stage.raise_hand)


def test_a_new_session_is_kept_as_it_was_asked_for(kept: StoredSessions) -> None:
    kept.restart()
    session = kept.session
    assert (session.title, session.polls, session.quizzes) == ("Rehearsal", True, False)
    assert (session.state.access, session.state.limit) == (Access.REQUEST, 7)


def test_steady_3_everything_is_there_after_a_restart(kept: StoredSessions) -> None:
    something_of_everything(kept)
    before = kept.session
    assert before.state.stage == kept.ids("Ben Maya")
    assert before.state.hands == kept.ids("Cleo Dana")
    kept.restart()
    assert kept.session == before


def test_steady_3_orders_are_those_in_which_people_came(kept: StoredSessions) -> None:
    for name in ("Dana", "Ada", "Cleo"):
        kept.does(name, stage.ask)
    kept.does("Ada", stage.cancel_request)
    kept.does("Ada", stage.ask)
    kept.restart()
    assert kept.session.state.requests == kept.ids("Dana Cleo Ada")


def test_who_left_and_came_back_stands_last(kept: StoredSessions) -> None:
    kept.does("Ben", stage.leave)
    kept.comes("Ben")
    kept.restart()
    assert tuple(kept.session.state.by_id) == kept.ids("Maya Ada Cleo Dana Ben")


def test_who_left_comes_back_with_nothing(kept: StoredSessions) -> None:
    kept.does("Maya", stage.invite, "Ada")
    kept.does("Ada", stage.join, False, False)
    kept.does("Ada", stage.leave)
    kept.restart()
    kept.comes("Ada")
    before = kept.session
    assert before.state.by_id[kept.people["Ada"].id].microphone
    kept.restart()
    assert kept.session == before


def test_the_revision_never_goes_back(kept: StoredSessions) -> None:
    revision = kept.session.revision
    kept.store.touch(kept.id)
    assert kept.session.revision == revision + 1
    kept.restart()
    assert kept.session.revision == revision + 1
    kept.does("Ada", stage.ask)
    assert kept.session.revision == revision + 2


def test_what_changes_nothing_leaves_the_revision_alone(kept: StoredSessions) -> None:
    revision = kept.session.revision
    kept.does("Maya", stage.set_access, Access.REQUEST)
    assert kept.session.revision == revision


def test_a_refused_command_leaves_no_trace(kept: StoredSessions) -> None:
    before = kept.session
    with pytest.raises(Refusal):
        kept.does("Ada", stage.join, True, True)
    assert kept.session == before
    kept.restart()
    assert kept.session == before


def test_a_command_that_cannot_be_kept_has_not_happened(kept: StoredSessions, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept.session
    with monkeypatch.context() as broken:
        broken.setattr("reference_server.storage.session_store.save_session", _full_disk)
        with pytest.raises(OSError, match="disk full"):
            kept.does("Ada", stage.ask)
    assert kept.session == before
    kept.does("Ada", stage.ask)
    assert kept.session.state.requests == kept.ids("Ada")


def test_a_session_that_is_dropped_from_memory_is_read_again(
    kept: StoredSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_store, "CACHED_SESSIONS", 1)
    something_of_everything(kept)
    before = kept.session
    other = kept.store.create(REHEARSAL)
    assert kept.store.session(other).id == other
    again = kept.session
    assert again == before and again is not before


def _full_disk(*_arguments: object) -> None:
    raise OSError("disk full")


def test_a_command_is_in_the_file_before_it_is_answered(kept: StoredSessions, tmp_path: Path) -> None:
    """Whoever opens the file at the moment of the answer finds the request in it."""
    kept.does("Ada", stage.ask)
    copy = tmp_path / "copy.sqlite"
    for ending in ("", "-wal"):
        Path(f"{copy}{ending}").write_bytes((tmp_path / f"room.sqlite{ending}").read_bytes())
    found = SessionStore(open_database(copy))
    assert found.session(kept.id) == kept.session
    found.close()


def test_a_dismissed_notice_stays_dismissed(kept: StoredSessions) -> None:
    kept.does("Ada", stage.ask)
    kept.does("Maya", stage.decline, "Ada")
    (ada,) = kept.ids("Ada")
    assert kept.store.dismiss_notification(kept.id, ada, 1)
    assert not kept.store.dismiss_notification(kept.id, ada, 1)
    kept.restart()
    assert kept.session.latest_notification(ada).notification is None
    assert kept.session.latest_notification(ada).number == 1


def test_sessions_do_not_touch_each_other(kept: StoredSessions) -> None:
    other = kept.store.create(REHEARSAL)
    before = kept.store.session(other)
    something_of_everything(kept)
    assert kept.store.session(other) == before
    kept.restart()
    assert kept.store.session(other) == before


def test_an_unknown_session_is_unknown(kept: StoredSessions) -> None:
    def nothing(state: StageState) -> Change:
        return Change(state, ())

    with pytest.raises(UnknownSession):
        kept.store.session("nowhere")
    with pytest.raises(UnknownSession):
        kept.store.run("nowhere", nothing)


def test_people_are_found_by_their_ids_in_their_session_only_newest_first(kept: StoredSessions) -> None:
    other = kept.store.create(REHEARSAL)
    stranger = kept.store.add_person(other, "Ada", Role.ATTENDEE)
    ids = [*kept.ids("Ada Dana Ben"), stranger.id, "nobody"]
    assert [one.name for one in kept.store.identities(kept.id, ids)] == ["Dana", "Ben", "Ada"]
    assert kept.store.identity(stranger.id) == stranger
    assert kept.store.identity("nobody") is None


def test_everybody_here_are_those_who_have_not_left(kept: StoredSessions) -> None:
    kept.store.add_person(kept.id, "Eve", Role.ATTENDEE)
    kept.does("Ben", stage.leave)
    here = {(kept.id, one) for one in kept.ids("Maya Ada Cleo Dana")}
    assert set(kept.store.present_people()) == here
