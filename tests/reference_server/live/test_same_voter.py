"""The option to accept one vote in a poll from each browser or address."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reference_server.clients import Browser, PageClient, read_result_code
from tests.reference_server.conftest import MakeServer
from tests.stand_ins.connected_session import ConnectedSession

QUESTION = {"text": "Outdoors?", "options": ["Yes", "No"], "several": False}


class OpenPoll:
    """A session with an open poll."""

    def __init__(self, start_server: MakeServer, *options: str) -> None:
        self.session = ConnectedSession(start_server("--grace", "600", *options), polls=True)
        self.maya = self.session.enter("Maya")
        self.id = str(self.maya.send("draft_poll", {"id": None, "question": QUESTION})["facts"][0]["questionnaire"])
        self.maya.do("open_questionnaire", questionnaire=self.id)

    def enter(self, name: str, browser: Browser | None = None) -> tuple[Browser, PageClient]:
        """Let a person enter, in a new browser or in one that another person has used."""
        own_browser = Browser(self.session.links["attendee"], name, http=browser.http if browser else None)
        self.session.clients.append(PageClient(self.session.server, own_browser))
        return own_browser, self.session.clients[-1]

    def vote(self, person: PageClient, option: int = 0) -> str:
        """Vote; return "ok" or the code of the refusal."""
        acknowledgement: Any = person.send("answer_questionnaire", {"questionnaire": self.id, "choices": [[option]]})
        return read_result_code(acknowledgement)

    def read_counts(self) -> list[int]:
        """Return the counts on a new page of the moderator."""
        view = self.session.enter("Maya").view
        return list(view["polls"][0]["questions"][0]["counts"])


@pytest.fixture
def poll(request: pytest.FixtureRequest, start_server: MakeServer) -> Iterator[OpenPoll]:
    poll = OpenPoll(start_server, *request.param)
    yield poll
    poll.session.close()


PER_BROWSER = pytest.mark.parametrize("poll", [("--one-vote-per", "browser")], indirect=True)
PER_ADDRESS = pytest.mark.parametrize("poll", [("--one-vote-per", "address")], indirect=True)


@pytest.mark.parametrize("poll", [()], indirect=True)
def test_by_default_each_person_can_vote(poll: OpenPoll) -> None:
    browser, ada = poll.enter("Ada")
    _, eve = poll.enter("Eve", browser)
    assert [poll.vote(ada), poll.vote(eve)] == ["ok", "ok"]


@PER_BROWSER
def test_a_second_name_in_the_same_browser_cannot_vote(poll: OpenPoll) -> None:
    browser, ada = poll.enter("Ada")
    _, eve = poll.enter("Eve", browser)
    assert [poll.vote(ada), poll.vote(eve), poll.vote(ada, 1)] == ["ok", "voted_already", "ok"]
    assert poll.read_counts() == [0, 1]


@PER_BROWSER
def test_the_first_vote_of_a_browser_counts_whatever_the_name(poll: OpenPoll) -> None:
    browser, ada = poll.enter("Ada")
    _, eve = poll.enter("Eve", browser)
    assert [poll.vote(eve), poll.vote(ada)] == ["ok", "voted_already"]


@PER_BROWSER
def test_with_one_vote_per_browser_another_browser_at_the_same_address_can_vote(poll: OpenPoll) -> None:
    _, ada = poll.enter("Ada")
    _, ben = poll.enter("Ben")
    assert [poll.vote(ada), poll.vote(ben)] == ["ok", "ok"]


@PER_ADDRESS
def test_with_one_vote_per_address_another_browser_at_that_address_cannot_vote(poll: OpenPoll) -> None:
    _, ada = poll.enter("Ada")
    _, ben = poll.enter("Ben")
    assert [poll.vote(ada), poll.vote(ben), poll.vote(ada, 1)] == ["ok", "voted_already", "ok"]
