"""The scenario “Joining at once” as a bare Playwright script, for the measuring of what the suite adds."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from people.browsers import Browsers, Equipment
from people.cast import member
from people.devices import Kind
from people.senses import BRIEF, SCRIPT
from rooms.room import Room, SessionWish
from time_limits import PERCEPTION


def test_bare_script(room: Room, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]) -> None:
    _join_at_once(room, browsers, descriptors["laptop"], trace=False)


def test_traced_script(room: Room, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]) -> None:
    _join_at_once(room, browsers, descriptors["laptop"], trace=True)


def _join_at_once(room: Room, browsers: Browsers, device: dict[str, Any], *, trace: bool) -> None:
    links = room.open_session(SessionWish("request"))
    maya = _open(browsers.of(member("Maya"), Equipment.OWN), device, links.moderator, "Maya", trace)
    ada = _open(browsers.of(member("Ada"), Equipment.OWN), device, links.attendee, "Ada", trace)
    ada.get_by_role("button", name="Ask to join stage").click()
    expect(ada.get_by_role("button", name="Cancel request")).to_be_visible()
    expect(ada.get_by_role("button", name="Ask to join stage")).not_to_be_visible()
    maya.get_by_role("button", name="Bring to stage").click()
    expect(maya.get_by_role("region", name="Requests").get_by_role("listitem")).not_to_be_visible()
    ada.get_by_role("dialog", name="You are invited to join the stage").get_by_role("button", name="Join stage").click()
    window = ada.get_by_role("dialog", name="Get ready to join the stage")
    window.get_by_role("button", name="Join stage").click()
    expect(window).not_to_be_visible()
    for button in ("Microphone", "Camera"):
        expect(ada.get_by_role("button", name=button, exact=True)).to_be_visible()
    for page in (ada, maya):
        expect(page.get_by_role("region", name="Stage").get_by_role("group", name="Ada")).to_be_in_viewport()
        expect(_listed(page, "On stage")).to_have_count(1)
        expect(_listed(page, "Viewers")).to_have_count(0)
    _see_and_hear(maya)
    for page in (ada, maya):
        if trace:
            page.context.tracing.stop()
        page.context.close()


def _open(browser: Browser, device: dict[str, Any], link: str, name: str, trace: bool) -> Page:
    context = browser.new_context(reduced_motion="reduce", **device)
    if trace:
        context.tracing.start(snapshots=True)
    page = context.new_page()
    page.goto(link.replace("{name}", name))
    expect(page.get_by_role("toolbar", name="Controls")).to_be_visible()
    return page


def _listed(page: Page, section: str) -> Any:
    return page.get_by_role("list", name=section, exact=True).get_by_role("listitem").filter(has_text="Ada")


def _see_and_hear(page: Page) -> None:
    page.evaluate(SCRIPT)
    ada = member("Ada")
    tile = page.get_by_role("region", name="Stage").get_by_role("group", name="Ada").element_handle()
    people = {"Ada": {"colour": ada.colour, "tone": ada.tone, "see": True, "hear": True}}
    question = {"people": people, "tiles": {"Ada": tile}, "span": BRIEF, "strict": False, "timeout": PERCEPTION}
    assert page.evaluate("question => stagedoorSenses.perceive(question)", question)["ok"]
