"""Teachers add the room to a course, and people open it in the frame of an activity, in real browsers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.devices import DEFAULTS
from people.media_analysis import SEEN_AND_HEARD
from people.scene import Scene, descriptors_for
from rooms.room import SessionRequest
from steps.stage_flows import accept_invitation, go_live, join
from tests.reference_server.server_process import ServerProcess
from tests.rooms.lti_platform.course import ELEMENT_TIMEOUT, REGISTRATION_TOKEN, Course, Teacher, room_of_activity

PLATFORM_FILE = """\
issuer = "{Issuer}"
client_id = "{Client ID}"
deployment_ids = ["{Deployment ID}"]
authorization_endpoint = "{Authorization endpoint}"
token_endpoint = "{Token endpoint}"
jwks_uri = "{Public keys}"
"""


@pytest.fixture(scope="module")
def browsers(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    """Yield browsers that block third-party cookies.

    Only partitioned cookies reach the room in its frame.
    """
    browsers = Browsers(playwright.chromium, {}, tmp_path_factory.mktemp("devices"), third_party_cookies=False)
    yield browsers
    browsers.close()


@pytest.fixture
def course(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Course]:
    """A course without tools; its parameter is the frame's ``allow`` attribute."""
    parameters = (request.param,) if hasattr(request, "param") else ()
    course = Course(tmp_path, *parameters)
    yield course
    course.close()


@pytest.fixture
def teacher(tmp_path: Path, course: Course, browsers: Browsers) -> Iterator[Teacher]:
    """A teacher who has added the room to the course by dynamic registration."""
    token = tmp_path / "registration-token"
    token.write_text(REGISTRATION_TOKEN)
    room = ServerProcess(tmp_path, "--lti-registration-token", str(token))
    teacher = Teacher(open_window(browsers), course)
    teacher.register(room.url)
    yield teacher
    room.kill()


def open_window(browsers: Browsers) -> Page:
    return browsers.window(cast_member("Maya"), Equipment.OWN, {}).page


def open_scene(browsers: Browsers, playwright: Playwright, activity: str) -> Scene:
    scene = Scene(room_of_activity(activity), browsers, "phone", descriptors_for(playwright.devices, DEFAULTS))
    scene.open_session(SessionRequest("request"))
    return scene


def test_a_teacher_adds_the_room_and_meets_a_student_on_its_stage(
    teacher: Teacher, browsers: Browsers, playwright: Playwright
) -> None:
    """The teacher is a moderator; the student asks to join, as the chosen access requires.

    The student is named as in the account.
    """
    scene = open_scene(browsers, playwright, teacher.add_activity("Morning lesson", "Join by request"))
    scene.moderator_arrives("Maya")
    ada = scene.attendee_arrives("Ada")
    scene["Maya"].places.moderator_controls.expect_present()
    ada.places.moderator_controls.expect_absent()
    ada.places.toolbar.press_button("Ask to join stage")
    scene["Maya"].places.requests.expect_from("Ada")
    scene["Maya"].places.requests.answer("Ada", "Bring to stage")
    accept_invitation(scene, "Ada")
    go_live(scene, "Ada")
    join(scene, "Maya")
    scene["Maya"].media.expect({"Ada": SEEN_AND_HEARD})
    ada.media.expect({"Maya": SEEN_AND_HEARD})
    ada.reload()
    ada.places.stage.expect_tile("Maya")
    scene.close()


def test_an_administrator_registers_the_room_from_a_page_at_another_address(
    tmp_path: Path, course: Course, browsers: Browsers
) -> None:
    """Canvas, for example, has its configuration at another address than its pages."""
    token = tmp_path / "registration-token"
    token.write_text(REGISTRATION_TOKEN)
    room = ServerProcess(tmp_path, "--lti-registration-token", str(token))
    administrator = Teacher(open_window(browsers), course, address=course.other_address)
    administrator.register(room.url, warning=f"Its pages are at {course.other_address}, and will show the room.")
    room.kill()


def test_each_activity_has_its_own_session(teacher: Teacher, browsers: Browsers, playwright: Playwright) -> None:
    morning, evening = (teacher.add_activity(title, "Everyone on stage") for title in ("Morning", "Evening"))
    scene = open_scene(browsers, playwright, morning)
    scene.attendees_arrive("Ada", "Ben")
    evening_scene = open_scene(browsers, playwright, evening)
    evening_scene.attendee_arrives("Cleo")
    scene["Ada"].places.participants.expect_listed("Ben", "Viewers", "On stage")
    scene["Ada"].places.participants.expect_unlisted("Cleo")
    evening_scene.close()
    scene.close()


def test_a_teacher_adds_the_room_by_addresses_and_keys(
    tmp_path: Path, course: Course, browsers: Browsers, playwright: Playwright
) -> None:
    """The room refuses the platform until its administrator has written the platform's values to a file."""
    token, platform = tmp_path / "registration-token", tmp_path / "platform.toml"
    token.write_text(REGISTRATION_TOKEN)
    room = ServerProcess(tmp_path, "--lti-registration-token", str(token))
    teacher = Teacher(open_window(browsers), course)
    values = teacher.add_by_addresses(room.url)
    teacher.expect_unknown_platform()
    platform.write_text(PLATFORM_FILE.format(**values))
    room.kill()
    room = ServerProcess(tmp_path, "--port", str(room.port), "--lti-platform", str(platform))
    scene = open_scene(browsers, playwright, teacher.add_activity("Morning lesson", "Invite only"))
    scene.moderator_arrives("Maya")
    scene["Maya"].places.settings.expect_stage_access("Invite only")
    scene.close()
    room.kill()


@pytest.mark.parametrize("course", ["microphone; autoplay"], indirect=True)
def test_a_frame_that_forbids_the_camera_is_reported(
    teacher: Teacher, browsers: Browsers, playwright: Playwright
) -> None:
    scene = open_scene(browsers, playwright, teacher.add_activity("Morning lesson", "Everyone on stage"))
    ada = scene.attendee_arrives("Ada")
    ada.places.toolbar.press_button("Join stage")
    message = "The page around this room does not let it use your camera. Tell its administrator"
    expect(ada.places.getting_ready.root).to_contain_text(message, timeout=ELEMENT_TIMEOUT)
    scene.close()
