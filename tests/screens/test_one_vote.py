"""A second vote from the same browser, in a room that accepts one vote for each browser."""

from playwright.sync_api import Page, expect

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from tests.reference_server.conftest import MakeServer, start_server
from tests.reference_server.live.test_same_voter import OpenPoll

__all__ = ["start_server"]


def test_a_second_vote_from_the_same_browser_is_refused_with_the_reason(
    start_server: MakeServer, browsers: Browsers
) -> None:
    poll = OpenPoll(start_server, "--one-vote-per", "browser")
    context = browsers.of(cast_member("Ada"), Equipment.OWN).new_context()
    vote(context.new_page(), poll, "Ada", "Yes")
    poll.maya.wait_until(lambda view: view["polls"][0]["answered"] == 1)
    second_page = context.new_page()
    vote(second_page, poll, "Eve", "No")
    expect(second_page.get_by_role("alert")).to_contain_text(
        "Somebody has voted from this browser already", timeout=20_000
    )
    assert poll.read_counts() == [1, 0]
    context.close()
    poll.session.close()


def vote(page: Page, poll: OpenPoll, name: str, option: str) -> None:
    """Enter as this person and vote."""
    page.goto(f"{poll.session.links['attendee']}?name={name}")
    page.get_by_role("tab", name="Polls").or_(page.get_by_role("button", name="Polls")).first.click()
    page.get_by_role("radio", name=option).check()
    page.get_by_role("button", name="Vote").click()
