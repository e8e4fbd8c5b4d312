"""The database rows about learning platforms.

They hold registrations, activities, people, and used launches and tickets.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from reference_server.rules.stage import Role
from reference_server.storage import schema
from reference_server.storage.session_store import Identity, NewSession, SessionStore


@dataclass(frozen=True)
class ResourceLink:
    """An activity in a course of a learning platform."""

    issuer: str
    client_id: str
    deployment: str
    link: str


class LtiStore:
    """The rows of learning platforms in the room's database."""

    def __init__(self, engine: Engine, sessions: SessionStore) -> None:
        self._engine = engine
        self._sessions = sessions
        self._lock = threading.RLock()

    def platforms(self) -> list[dict[str, Any]]:
        """Return the values of all platforms that registered themselves."""
        with self._engine.connect() as connection:
            return list(connection.scalars(select(schema.lti_platforms.c["values"])))

    def save_platform(self, issuer: str, client_id: str, values: dict[str, Any]) -> None:
        """Store a platform in place of an older registration with the same client id."""
        columns = schema.lti_platforms.c
        conditions = (columns.issuer == issuer, columns.client_id == client_id)
        with self._engine.begin() as connection:
            connection.execute(delete(schema.lti_platforms).where(*conditions))
            connection.execute(insert(schema.lti_platforms).values(issuer=issuer, client_id=client_id, values=values))

    def remove_platforms(self, client_id: str) -> int:
        """Remove the platforms with this client id, and return how many there were."""
        with self._engine.begin() as connection:
            statement = delete(schema.lti_platforms).where(schema.lti_platforms.c.client_id == client_id)
            return connection.execute(statement).rowcount

    def use_once(self, value: str, seconds: float) -> bool:
        """Store a launch or ticket as used for this number of seconds; return False if it was used before."""
        now, digest = int(time.time()), hashlib.sha256(value.encode()).hexdigest()
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(schema.lti_used).where(schema.lti_used.c.expires < now))
                connection.execute(insert(schema.lti_used).values(mark=digest, expires=now + int(seconds)))
        except IntegrityError:
            return False
        return True

    def find_or_create_session(self, link: ResourceLink, read_session: Callable[[], NewSession]) -> str:
        """Return the id of the activity's session.

        If it has none yet, a session is created with the properties that `read_session` returns.
        """
        with self._lock:
            session = self.find_session(link)
            return self._create_session(link, read_session()) if session is None else session

    def _create_session(self, link: ResourceLink, new: NewSession) -> str:
        session = self._sessions.create(new)
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(schema.lti_links).values(**vars(link), session=session))
        except IntegrityError:  # Another process was faster; this session stays unused until it is removed.
            return self.find_session(link) or session
        return session

    def find_session(self, link: ResourceLink) -> str | None:
        """Return the id of the activity's session, None if it has none yet."""
        columns = schema.lti_links.c
        conditions = [columns[name] == value for name, value in vars(link).items()]
        with self._engine.connect() as connection:
            return connection.scalar(select(columns.session).where(*conditions))

    def find_person(self, session: str, subject: str, role: Role) -> Identity | None:
        """Return the person of this user of the platform, None if the user has not entered before."""
        columns = schema.lti_people.c
        statement = select(columns.person).where(
            columns.session == session, columns.subject == subject, columns.role == role
        )
        with self._engine.connect() as connection:
            person = connection.scalar(statement)
        return self._sessions.identity(person) if person else None

    def add_person(self, session: str, subject: str, role: Role, name: str) -> Identity:
        """Store a new person, or the new name of an earlier one who is neither present nor removed."""
        with self._lock:
            earlier = self.find_person(session, subject, role)
            if earlier is not None:
                return self._rename(earlier, name)
            return self._create_person(session, subject, role, name)

    def _create_person(self, session: str, subject: str, role: Role, name: str) -> Identity:
        identity = self._sessions.add_person(session, name, role)
        values = {"session": session, "subject": subject, "role": role, "person": identity.id}
        with self._engine.begin() as connection:
            connection.execute(insert(schema.lti_people).values(**values))
        return identity

    def _rename(self, person: Identity, name: str) -> Identity:
        state = self._sessions.session(person.session).state
        # Others see the name in the session's state, so a person who is present or was removed keeps it.
        if name == person.name or person.id in state.by_id or person.id in state.removed_by_id:
            return person
        with self._engine.begin() as connection:
            connection.execute(update(schema.people).where(schema.people.c.id == person.id).values(name=name))
        return Identity(person.id, person.session, name, person.role)
