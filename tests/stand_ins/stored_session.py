"""A session in the database."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import URL

from reference_server.rules import stage
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import Access, Change, Role
from reference_server.storage.database import open_database
from reference_server.storage.session_store import Identity, NewSession, SessionStore

REHEARSAL = NewSession("Rehearsal", Access.REQUEST, polls=True, quizzes=False, limit=7)


class StoredSession:
    """A session with people by name, in a store that can be closed and opened again, as in a restart."""

    def __init__(self, database: Path | URL) -> None:
        self._database = database
        self.store = SessionStore(open_database(database))
        self.id = self.store.create(REHEARSAL)
        self.people: dict[str, Identity] = {}

    def enter(self, name: str) -> None:
        """Enter as this person; Maya is the moderator."""
        if name not in self.people:
            role = Role.MODERATOR if name == "Maya" else Role.ATTENDEE
            self.people[name] = self.store.add_person(self.id, name, role)
        self.store.run(self.id, lambda state: stage.enter(state, self.people[name].participant()))

    def do(self, name: str, command: Callable[..., Change], *arguments: object) -> None:
        """Run a command of this person; names of people in the arguments are replaced by their ids."""
        ids = [
            self.people[value].id if isinstance(value, str) and value in self.people else value for value in arguments
        ]
        self.store.run(self.id, lambda state: command(state, self.people[name].id, *ids))

    def ask_to_return(self, name: str) -> None:
        """Ask to return, as a removed person."""
        participant = self.people[name].participant()
        self.store.run(self.id, lambda state: stage.ask_to_return(state, participant))

    def restart(self) -> None:
        """Close the database and open it again, without any state in memory."""
        self.store.close()
        self.store = SessionStore(open_database(self._database))

    @property
    def session(self) -> SessionSnapshot:
        return self.store.session(self.id)

    def ids(self, names: str) -> tuple[str, ...]:
        """Return the ids of the people whose names are in ``names``, separated by spaces."""
        return tuple(self.people[name].id for name in names.split())
