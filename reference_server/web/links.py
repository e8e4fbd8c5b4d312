"""Signed links, which say session and role, and signed cookies, which say who somebody is."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from reference_server.rules.stage import Role

DAY = 24 * 60 * 60
COOKIE_PREFIX = "stagedoor_"


class ForgedError(Exception):
    """The link or the cookie was not signed by this room."""


@dataclass(frozen=True)
class Link:
    """What a link gives whoever follows it (SAFE-1)."""

    session: str
    role: Role


class Signer:
    """Signs with the last of the secrets and accepts what any of them has signed."""

    def __init__(self, secrets: list[str]) -> None:
        self._links = URLSafeSerializer(secrets, salt="stagedoor.link")
        self._created = URLSafeSerializer(secrets, salt="stagedoor.created")
        self._people = URLSafeTimedSerializer(secrets, salt="stagedoor.person")

    def token(self, link: Link) -> str:
        """The last part of a link's address."""
        return str(self._links.dumps([link.session, link.role]))

    def link(self, token: str) -> Link:
        """The link that the token stands for. Raises ForgedError."""
        try:
            session, role = self._links.loads(token)
            return Link(session, Role(role))
        except (BadSignature, ValueError, TypeError) as error:
            raise ForgedError from error

    def created_token(self, session: str) -> str:
        """The last part of the address at which both links of a session stand: as secret as the moderator's own."""
        return str(self._created.dumps(session))

    def created(self, token: str) -> str:
        """The session whose links stand there. Raises ForgedError."""
        try:
            return str(self._created.loads(token))
        except BadSignature as error:
            raise ForgedError from error

    def cookie(self, person: str) -> str:
        """The value of the cookie that says: this browser is this person."""
        return str(self._people.dumps(person))

    def is_person(self, person: str, cookies: dict[str, str]) -> bool:
        """Whether the browser holds that person's own cookie, not older than a day."""
        try:
            signed: object = self._people.loads(cookies.get(cookie_name(person), ""), max_age=DAY)
        except BadSignature:
            return False
        return signed == person

    def people(self, cookies: dict[str, str]) -> set[str]:
        """Everybody whose cookie the browser holds."""
        names = (name.removeprefix(COOKIE_PREFIX) for name in cookies if name.startswith(COOKIE_PREFIX))
        return {person for person in names if self.is_person(person, cookies)}


def cookie_name(person: str) -> str:
    """The name of a person's cookie; each has one, so that one browser can be several people."""
    return COOKIE_PREFIX + person
