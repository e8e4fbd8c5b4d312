"""A course to which teachers add the room as a tool, and activities with it, in a browser."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import FrameLocator, Page, expect
from werkzeug.serving import make_server

from conformance.room_profile import ACCESS_NAMES
from rooms.declared import DeclaredRoom
from rooms.lti_platform.accounts import PASSWORD
from rooms.lti_platform.platform_app import create_platform
from rooms.lti_platform.platform_pages import FRAME_ALLOW
from rooms.lti_platform.platform_state import PlatformState
from rooms.lti_platform.served_platform import QuietHandler
from rooms.room_file import FixedLinks, SessionSource, read_room_file
from rooms.started_server import free_port
from tests.reference_server.server_process import ROOT

ROOM_FILE = ROOT / "rooms" / "reference_lti.toml"
REGISTRATION_TOKEN = "one-word-for-administrators-of-platforms"
NOT_CONNECTED = "This learning platform is not connected with the room"
ELEMENT_TIMEOUT = 60_000
"""Milliseconds to wait for an element; long enough for a busy machine."""
TakePicture = Callable[[Page, str], None]
"""A function that takes a picture of a page, and saves it under a name."""


def take_no_picture(_page: Page, _name: str) -> None:
    """Take no picture."""


class Course:
    """The platform with an empty course, in a thread of this process.

    The platform is reachable at ``address`` and ``other_address``; ``frame_allow`` is its frames' ``allow`` attribute.
    """

    def __init__(self, folder: Path, frame_allow: str = FRAME_ALLOW) -> None:
        port = free_port()
        folder.mkdir(exist_ok=True)
        self.address = f"http://localhost:{port}"
        self.other_address = f"http://127.0.0.1:{port}"
        app = create_platform(PlatformState(folder / "platform.json"), self.address, frame_allow)
        self._server = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietHandler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def room_of_activity(activity: str) -> DeclaredRoom:
    """Return the room that everybody enters through this activity."""
    file = read_room_file(ROOM_FILE, (), (), date.today())
    links = FixedLinks(moderator=activity, attendee=activity)
    source = SessionSource(fixed=dict.fromkeys(ACCESS_NAMES.values(), links))
    return DeclaredRoom(file.model_copy(update={"session": source, "server": None, "frame": "Stagedoor"}))


class Teacher:
    """Maya, logged in to the platform in a browser. ``take_picture`` is called at each of her steps.

    She opens the platform at ``address``, by default the course's ``address``.
    """

    def __init__(
        self, page: Page, course: Course, take_picture: TakePicture = take_no_picture, address: str = ""
    ) -> None:
        self._page = page
        self._course = course
        self._take_picture = take_picture
        page.goto(f"{address or course.address}/login")
        page.get_by_label("Username").fill("maya")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()

    def register(self, room: str, warning: str = "") -> None:
        """Add the room at the address ``room`` to the course by dynamic registration.

        The room's form must contain the ``warning``.
        """
        page = self._page
        self._open_tool_form()
        page.get_by_label("Registration address").fill(f"{room}/lti/register")
        self._take_picture(page, "lti-add-tool")
        page.get_by_role("button", name="Register").click()
        frame = self._frame("Registration")
        frame.get_by_label("Registration token of this room").fill(REGISTRATION_TOKEN, timeout=ELEMENT_TIMEOUT)
        expect(frame.get_by_role("main")).to_contain_text(warning)
        self._take_picture(page, "lti-register")
        frame.get_by_role("button", name="Connect").click()
        expect(frame.get_by_role("heading", name="The learning platform is connected")).to_be_visible(
            timeout=ELEMENT_TIMEOUT
        )
        self._take_picture(page, "lti-registered")
        frame.get_by_role("button", name="Finish").click()
        expect(page.get_by_role("heading", name="Stagecraft")).to_be_visible(timeout=ELEMENT_TIMEOUT)

    def add_by_addresses(self, room: str) -> dict[str, str]:
        """Add the room by the addresses of its endpoints.

        Return the values on the platform's page, by their labels.
        """
        page = self._page
        self._open_tool_form()
        fields = {
            "Name": "Stagedoor",
            "Login address": f"{room}/lti/login",
            "Launch address": f"{room}/lti/launch",
            "Address of the public keys": f"{room}/lti/jwks",
        }
        for label, text in fields.items():
            page.get_by_label(label, exact=True).fill(text)
        self._take_picture(page, "lti-add-by-hand")
        page.get_by_role("button", name="Add the tool").click()
        page.get_by_role("heading", name="Stagedoor").wait_for()
        self._take_picture(page, "lti-platform-values")
        names, values = (page.locator(tag).all_inner_texts() for tag in ("dt", "dd"))
        return dict(zip(names, values, strict=True))

    def add_activity(self, title: str, access: str) -> str:
        """Add an activity with this stage access by deep linking, and return the activity's address."""
        page = self._page
        page.goto(self._course.address)
        page.get_by_role("link", name="Stagedoor", exact=True).click()
        frame = self._frame("Stagedoor")
        frame.get_by_label("Title").fill(title, timeout=ELEMENT_TIMEOUT)
        frame.get_by_role("radio", name=access).check()
        self._take_picture(page, "lti-deep-link")
        frame.get_by_role("button", name="Add to the course").click()
        frame.get_by_role("link", name="Open the activity").click(timeout=ELEMENT_TIMEOUT)
        page.wait_for_url("**/activities/*")
        return page.url

    def expect_unknown_platform(self) -> None:
        """Try to add an activity, and expect the room to refuse, since it does not know the platform."""
        self._page.goto(self._course.address)
        self._page.get_by_role("link", name="Stagedoor", exact=True).click()
        expect(self._frame("Stagedoor").get_by_role("heading")).to_have_text(NOT_CONNECTED, timeout=ELEMENT_TIMEOUT)
        self._take_picture(self._page, "lti-refused")

    def _open_tool_form(self) -> None:
        self._page.get_by_role("link", name="Add a tool").click()

    def _frame(self, title: str) -> FrameLocator:
        return self._page.frame_locator(f'iframe[title="{title}"]')
