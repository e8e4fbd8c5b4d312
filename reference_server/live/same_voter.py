"""Finds the people who count as one voter in a poll: those of one browser, or of one network address.

A browser is identified by its cookies. The address of each vote is stored in memory only, so that the database contains
no addresses; a restart deletes the addresses.
"""

from collections import OrderedDict
from enum import StrEnum

from reference_server.live.presence import Connection, Presence
from reference_server.rules.questionnaires import SameVoter

REMEMBERED_VOTES = 20_000


class OneVotePer(StrEnum):
    """The unit that has one vote in a poll."""

    PERSON = "person"
    BROWSER = "browser"
    ADDRESS = "address"


class SameVoters:
    """Finds the people who count as the same voter. Not thread-safe: call it with the lock held."""

    def __init__(self, presence: Presence, one_vote_per: OneVotePer) -> None:
        self._presence = presence
        self._one_vote_per = one_vote_per
        self._addresses: OrderedDict[tuple[str, str], str] = OrderedDict()

    def of(self, connection: Connection, questionnaire: str) -> SameVoter | None:
        """Return the people who share one vote with a connection's person; None if each person has a vote."""
        if self._one_vote_per is OneVotePer.PERSON:
            return None
        return SameVoter(
            str(self._one_vote_per),
            self._people_of_browser(connection) | self._voters_at_address(connection, questionnaire),
        )

    def note(self, connection: Connection, questionnaire: str) -> None:
        """Remember the IP address from which a person voted."""
        if self._one_vote_per is OneVotePer.ADDRESS and connection.client:
            self._addresses[questionnaire, connection.person] = connection.client
            if len(self._addresses) > REMEMBERED_VOTES:
                self._addresses.popitem(last=False)

    def _people_of_browser(self, connection: Connection) -> frozenset[str]:
        # If somebody later enters as another person in this browser, only that person's connection has both cookies.
        later = (other.person for other in self._presence.connections() if connection.person in other.people_of_browser)
        return connection.people_of_browser.union(later)

    def _voters_at_address(self, connection: Connection, questionnaire: str) -> frozenset[str]:
        if self._one_vote_per is not OneVotePer.ADDRESS:
            return frozenset()
        votes = self._addresses.items()
        return frozenset(
            person for (poll, person), address in votes if poll == questionnaire and address == connection.client
        )
