"""Take the docs' pictures of a course: ``python -m tests.rooms.lti_platform.take_course_pictures``."""

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.devices import DEFAULTS
from people.media_analysis import SEEN_AND_HEARD
from people.scene import Scene, descriptors_for
from rooms.room import SessionRequest
from steps.stage_flows import accept_invitation, go_live, join
from tests.reference_server.server_process import ROOT, ServerProcess
from tests.rooms.lti_platform.course import REGISTRATION_TOKEN, Course, Teacher, room_of_activity

PICTURES = ROOT / "docs" / "pictures"
COLOURS = 128


def main() -> None:
    """Take a picture of each step.

    The steps are adding the room, adding an activity, and the teacher and the student on stage.
    """
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        token = folder / "registration-token"
        token.write_text(REGISTRATION_TOKEN)
        course, room = Course(folder), ServerProcess(folder, "--lti-registration-token", str(token))
        browsers = Browsers(playwright.chromium, {}, folder, third_party_cookies=False)
        devices = descriptors_for(playwright.devices, DEFAULTS)
        try:
            page = browsers.window(cast_member("Maya"), Equipment.OWN, devices["laptop"]).page
            _add_by_addresses(page, course, room.url)
            course.close()
            course = Course(folder / "registered")
            activity = _add_activity(page, course, room.url)
            scene = Scene(room_of_activity(activity), browsers, "phone", devices)
            _go_on_stage(scene)
            _save_picture(scene["Maya"].page, "lti-teacher")
            _save_picture(scene["Ada"].page, "lti-student")
            scene.close()
        finally:
            browsers.close()
            course.close()
            room.kill()


def _add_by_addresses(page: Page, course: Course, room: str) -> None:
    teacher = Teacher(page, course, _save_picture)
    teacher.add_by_addresses(room)
    teacher.expect_unknown_platform()


def _add_activity(page: Page, course: Course, room: str) -> str:
    teacher = Teacher(page, course, _save_picture)
    teacher.register(room)
    return teacher.add_activity("Morning lesson", "Join by request")


def _go_on_stage(scene: Scene) -> None:
    scene.open_session(SessionRequest("request"))
    scene.moderator_arrives("Maya")
    ada = scene.attendee_arrives("Ada")
    join(scene, "Maya")
    ada.places.toolbar.press_button("Ask to join stage")
    scene["Maya"].places.requests.answer("Ada", "Bring to stage")
    accept_invitation(scene, "Ada")
    go_live(scene, "Ada")
    scene["Maya"].media.expect({"Ada": SEEN_AND_HEARD})
    ada.media.expect({"Maya": SEEN_AND_HEARD})


def _save_picture(page: Page, name: str) -> None:
    """Save a picture of the page with few colours, which keeps the file small."""
    picture = Image.open(BytesIO(page.screenshot(scale="css"))).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
