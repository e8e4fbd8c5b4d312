"""The room in a frame of another site: only the sites of --frame-ancestor may show the room."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Frame, Page, expect

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from tests.reference_server.clients import new_session
from tests.reference_server.conftest import MakeServer, start_server
from tests.reference_server.server_process import ServerProcess

__all__ = ["start_server"]

TIMEOUT = 20_000
"""Milliseconds."""
ALLOWED_FEATURES = "camera; microphone; autoplay"
STYLE = "<style>iframe{width:100%;height:90vh}</style>"


class Site:
    """A learning platform with one page that contains a frame; its origin differs from the room's."""

    def __init__(self) -> None:
        site = self

        class FrameHandler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                frame = f'<iframe src="{site.framed_url}" allow="{site.allow}"></iframe>'
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(f"<!doctype html><title>Course</title>{frame}{STYLE}".encode())

            def log_message(self, *_arguments: object) -> None:
                """Print nothing."""

        self.framed_url, self.allow = "", ALLOWED_FEATURES
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FrameHandler)
        self.origin = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def page(browsers: Browsers) -> Iterator[Page]:
    """A page of Ada's browser, which has a camera and a microphone."""
    context = browsers.of(cast_member("Ada"), Equipment.OWN).new_context()
    yield context.new_page()
    context.close()


def embed(page: Page, site: Site, room: ServerProcess, allow: str = ALLOWED_FEATURES) -> tuple[Frame, list[str]]:
    """Show the room in the site's frame; return the frame, and a list to which console errors are added."""
    errors: list[str] = []

    def record_error(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", record_error)
    site.framed_url, site.allow = new_session(room, access="everyone")["attendee"], allow
    page.goto(site.origin)
    frame = page.frames[-1]
    frame.wait_for_load_state()
    return frame, errors


def test_a_person_can_join_the_stage_in_a_frame_of_a_configured_site(
    page: Page, site: Site, start_server: MakeServer
) -> None:
    frame, errors = embed(page, site, start_server("--frame-ancestor", site.origin))
    frame.get_by_role("textbox", name="Your name").fill("Ada")
    frame.get_by_role("button", name="Enter").click()
    frame.get_by_role("button", name="Join stage").click(timeout=TIMEOUT)
    dialog = frame.get_by_role("dialog", name="Get ready to join the stage")
    expect(dialog.get_by_role("switch", name="Camera on")).to_be_checked(timeout=TIMEOUT)
    dialog.get_by_role("button", name="Join stage").click()
    tile = frame.get_by_role("region", name="Stage").get_by_role("group", name="Ada")
    expect(tile).to_be_visible(timeout=TIMEOUT)
    video = tile.locator("video")
    frame.wait_for_function("video => video.videoWidth > 0", arg=video.element_handle(), timeout=TIMEOUT)
    tracks = video.evaluate("video => video.srcObject.getTracks().map(track => `${track.kind} ${track.readyState}`)")
    assert sorted(tracks) == ["audio live", "video live"]
    # The room requests the focus for its field, which browsers refuse in a frame of another site.
    assert not [error for error in errors if "autofocus" not in error]


def test_a_device_that_the_frame_does_not_allow_is_explained_to_the_person(
    page: Page, site: Site, start_server: MakeServer
) -> None:
    frame, _ = embed(page, site, start_server("--frame-ancestor", site.origin), allow="microphone; autoplay")
    frame.get_by_role("textbox", name="Your name").fill("Ada")
    frame.get_by_role("button", name="Enter").click()
    frame.get_by_role("button", name="Join stage").click(timeout=TIMEOUT)
    dialog = frame.get_by_role("dialog", name="Get ready to join the stage")
    explanation = "The page around this room does not let it use your camera. Tell its administrator"
    expect(dialog).to_contain_text(explanation, timeout=TIMEOUT)
    expect(dialog).not_to_contain_text("your microphone. Tell")


@pytest.mark.parametrize(
    "allowed_sites", [(), ("https://learn.example.org",)], ids=["no site configured", "another site configured"]
)
def test_the_browser_refuses_to_show_the_room_in_a_frame_of_another_site(
    page: Page, site: Site, start_server: MakeServer, allowed_sites: tuple[str, ...]
) -> None:
    options = [part for origin in allowed_sites for part in ("--frame-ancestor", origin)]
    frame, errors = embed(page, site, start_server(*options))
    page.wait_for_function("() => document.readyState === 'complete'")
    assert frame.get_by_role("textbox").count() == 0
    assert any("frame-ancestors" in error for error in errors), errors


def test_the_rooms_own_pages_cause_no_console_errors(page: Page, start_server: MakeServer) -> None:
    """A browser reports violations of the content security policy to the console."""
    room, errors = start_server(), list[str]()
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(room.url)
    page.get_by_role("button", name="Create session").click()
    expect(page.get_by_role("heading", name="Session", exact=True)).to_be_visible()
    page.goto(f"{new_session(room)['moderator']}?name=Maya")
    page.get_by_role("button", name="Settings").click(timeout=TIMEOUT)
    expect(page.get_by_role("dialog", name="Settings")).to_be_visible()
    assert not errors
    script = "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=ran=1>')"
    error_name = page.evaluate(f"() => {{ try {{ {script}; return ''; }} catch (error) {{ return error.name; }} }}")
    assert error_name == "TypeError", "the policy allows inserting markup from a string"


def test_safe_3_the_text_beside_a_name_from_right_to_left_stays_in_order(page: Page, start_server: MakeServer) -> None:
    room = start_server()
    attendee = new_session(room)["attendee"]
    page.goto(f"{attendee}?name=%D7%A2%D7%93%D7%94%20123")
    item = page.get_by_role("region", name="Participants").get_by_role("listitem").first
    expect(item).to_contain_text("(you)", timeout=TIMEOUT)
    name, you = item.get_by_text("123"), item.get_by_text("(you)")
    name_box, you_box = name.bounding_box(), you.bounding_box()
    assert name_box and you_box and name_box["x"] + name_box["width"] <= you_box["x"] + 1
    assert name.evaluate("element => getComputedStyle(element).unicodeBidi") == "isolate"
