"""One vote in a poll for each browser or address, if the operator sets that."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reference_server.clients import Browser, Live, refusal_of
from tests.reference_server.conftest import MakeServer
from tests.stand_ins.connected_session import ConnectedSession

QUESTION = {"text": "Outdoors?", "options": ["Yes", "No"], "several": False}


class Poll:
    """A session with an open poll."""

    def __init__(self, start_server: MakeServer, *options: str) -> None:
        self.session = ConnectedSession(start_server("--grace", "600", *options), polls=True)
        self.maya = self.session.enter("Maya")
        self.id = str(self.maya.send("draft_poll", {"id": None, "question": QUESTION})["facts"][0]["questionnaire"])
        self.maya.do("open_questionnaire", questionnaire=self.id)

    def enter(self, name: str, browser: Browser | None = None) -> tuple[Browser, Live]:
        """Have somebody enter, in a browser of their own or in one in which others have entered."""
        entered = Browser(self.session.links["attendee"], name, http=browser.http if browser else None)
        self.session.live.append(Live(self.session.server, entered))
        return entered, self.session.live[-1]

    def vote(self, person: Live, option: int = 0) -> str:
        """Vote; return "ok" or the code of the refusal."""
        answer: Any = person.send("answer_questionnaire", {"questionnaire": self.id, "choices": [[option]]})
        return "ok" if answer["ok"] else refusal_of(answer)

    def counts(self) -> list[int]:
        """Return the counts as a new page of the moderator has them."""
        seen = self.session.enter("Maya").view
        return list(seen["polls"][0]["questions"][0]["counts"])


@pytest.fixture
def poll(request: pytest.FixtureRequest, start_server: MakeServer) -> Iterator[Poll]:
    made = Poll(start_server, *request.param)
    yield made
    made.session.close()


PER_BROWSER = pytest.mark.parametrize("poll", [("--one-vote-per", "browser")], indirect=True)
PER_ADDRESS = pytest.mark.parametrize("poll", [("--one-vote-per", "address")], indirect=True)


@pytest.mark.parametrize("poll", [()], indirect=True)
def test_by_default_each_person_votes(poll: Poll) -> None:
    browser, ada = poll.enter("Ada")
    _, eve = poll.enter("Eve", browser)
    assert [poll.vote(ada), poll.vote(eve)] == ["ok", "ok"]


@PER_BROWSER
def test_a_second_name_in_the_same_browser_has_no_vote(poll: Poll) -> None:
    browser, ada = poll.enter("Ada")
    _, eve = poll.enter("Eve", browser)
    assert [poll.vote(ada), poll.vote(eve), poll.vote(ada, 1)] == ["ok", "voted_already", "ok"]
    assert poll.counts() == [0, 1]


@PER_BROWSER
def test_it_does_not_matter_which_name_votes_first(poll: Poll) -> None:
    browser, ada = poll.enter("Ada")
    _, eve = poll.enter("Eve", browser)
    assert [poll.vote(eve), poll.vote(ada)] == ["ok", "voted_already"]


@PER_BROWSER
def test_another_browser_at_the_same_address_has_its_vote(poll: Poll) -> None:
    _, ada = poll.enter("Ada")
    _, ben = poll.enter("Ben")
    assert [poll.vote(ada), poll.vote(ben)] == ["ok", "ok"]


@PER_ADDRESS
def test_another_browser_at_the_same_address_has_no_vote(poll: Poll) -> None:
    _, ada = poll.enter("Ada")
    _, ben = poll.enter("Ben")
    assert [poll.vote(ada), poll.vote(ben), poll.vote(ada, 1)] == ["ok", "voted_already", "ok"]
