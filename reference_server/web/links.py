"""Signed links, which contain a session and a role, and signed cookies, which identify people."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from reference_server.rules.stage import Role

DAY = 24 * 60 * 60
COOKIE_PREFIX = "stagedoor_"


class ForgedError(Exception):
    """This room has not signed the token of a link or of a links page."""


@dataclass(frozen=True)
class Link:
    """The session and role that a link gives (SAFE-1)."""

    session: str
    role: Role


class Signer:
    """Signs with the last of the secrets, and verifies with each of them."""

    def __init__(self, secrets: list[str]) -> None:
        self._links = URLSafeSerializer(secrets, salt="stagedoor.link")
        self._entries = URLSafeSerializer(secrets, salt="stagedoor.entry")
        self._links_pages = URLSafeSerializer(secrets, salt="stagedoor.created")
        self._people = URLSafeTimedSerializer(secrets, salt="stagedoor.person")

    def token(self, link: Link) -> str:
        """Return the last part of a link's URL."""
        return str(self._links.dumps([link.session, link.role]))

    def link(self, token: str) -> Link:
        """Return the link of a token. Raises ForgedError."""
        return _link(self._links, token)

    def entry_token(self, link: Link) -> str:
        """Return the last part of an entry link, with which a program lets people enter with a given name."""
        return str(self._entries.dumps([link.session, link.role]))

    def entry(self, token: str) -> Link:
        """Return the link of an entry token. Raises ForgedError."""
        return _link(self._entries, token)

    def links_page_token(self, session: str) -> str:
        """Return the last part of the URL of a session's links page, as secret as the moderator's link."""
        return str(self._links_pages.dumps(session))

    def session_of_links_page(self, token: str) -> str:
        """Return the session of a links page's token. Raises ForgedError."""
        try:
            return str(self._links_pages.loads(token))
        except BadSignature as error:
            raise ForgedError from error

    def cookie(self, person: str) -> str:
        """Return the value of the cookie that identifies this person."""
        return str(self._people.dumps(person))

    def is_person(self, person: str, cookies: dict[str, str]) -> bool:
        """Return whether the cookies include the person's own, at most a day old."""
        try:
            signed: object = self._people.loads(cookies.get(cookie_name(person), ""), max_age=DAY)
        except BadSignature:
            return False
        return signed == person

    def people(self, cookies: dict[str, str]) -> set[str]:
        """Return the ids of all people whose cookies these are."""
        names = (name.removeprefix(COOKIE_PREFIX) for name in cookies if name.startswith(COOKIE_PREFIX))
        return {person for person in names if self.is_person(person, cookies)}


def _link(serializer: URLSafeSerializer, token: str) -> Link:
    try:
        session, role = serializer.loads(token)
        return Link(session, Role(role))
    except (BadSignature, ValueError, TypeError) as error:
        raise ForgedError from error


def cookie_name(person: str) -> str:
    """Return the name of a person's cookie.

    It differs by person, since several people may share a browser.
    """
    return COOKIE_PREFIX + person
