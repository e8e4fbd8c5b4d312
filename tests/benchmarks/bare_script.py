"""The scenario “Joining at once” as a bare Playwright script, to measure the overhead of the suite."""

from typing import Any

from playwright.sync_api import Page, expect

from conformance.time_limits import MEDIA_ANALYSIS
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.devices import Kind
from people.media_analysis import DETECT, SCRIPT
from rooms.room import Room, SessionRequest


def test_bare_script(room: Room, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]) -> None:
    device = descriptors["laptop"]
    links = room.open_session(SessionRequest("request"))
    windows = [browsers.window(cast_member(name), Equipment.OWN, device) for name in ("Maya", "Ada")]
    maya, ada = (window.page for window in windows)
    _enter(maya, links.moderator, "Maya")
    _enter(ada, links.attendee, "Ada")
    _join_by_request(maya, ada)
    for window in windows:
        browsers.give_back(window)


def _enter(page: Page, link: str, name: str) -> None:
    page.goto(link.replace("{name}", name))
    expect(page.get_by_role("toolbar", name="Controls")).to_be_visible()


def _join_by_request(maya: Page, ada: Page) -> None:
    ada.get_by_role("button", name="Ask to join stage").click()
    expect(ada.get_by_role("button", name="Cancel request")).to_be_visible()
    expect(ada.get_by_role("button", name="Ask to join stage")).not_to_be_visible()
    maya.get_by_role("button", name="Bring to stage").click()
    expect(maya.get_by_role("region", name="Requests").get_by_role("listitem")).not_to_be_visible()
    ada.get_by_role("dialog", name="You are invited to join the stage").get_by_role("button", name="Join stage").click()
    dialog = ada.get_by_role("dialog", name="Get ready to join the stage")
    dialog.get_by_role("button", name="Join stage").click()
    expect(dialog).not_to_be_visible()
    for button in ("Microphone", "Camera"):
        expect(ada.get_by_role("button", name=button, exact=True)).to_be_visible()
    for page in (ada, maya):
        expect(page.get_by_role("region", name="Stage").get_by_role("group", name="Ada")).to_be_in_viewport()
        expect(_list_item(page, "On stage")).to_have_count(1)
        expect(_list_item(page, "Viewers")).to_have_count(0)
    _expect_seen_and_heard(maya)


def _list_item(page: Page, section: str) -> Any:
    return page.get_by_role("list", name=section, exact=True).get_by_role("listitem").filter(has_text="Ada")


def _expect_seen_and_heard(page: Page) -> None:
    page.evaluate(SCRIPT)
    ada = cast_member("Ada")
    tile = page.get_by_role("region", name="Stage").get_by_role("group", name="Ada").element_handle()
    people = {"Ada": {"colour": ada.colour, "tone": ada.tone, "see": True, "hear": True}}
    question = {"people": people, "tiles": {"Ada": tile}, "span": DETECT, "strict": False, "timeout": MEDIA_ANALYSIS}
    assert page.evaluate("question => stagedoorMediaAnalysis.analyse(question)", question)["ok"]
