"""Opening a session, and the people who enter it."""

from pytest_bdd import given, parsers, when

from conformance.room_profile import Access
from people.browsers import Equipment
from people.scene import Scene
from rooms.room import SessionRequest
from steps.step_patterns import listed, step_pattern

ACCESS: dict[str, Access] = {
    "everyone may join the stage": "everyone",
    "attendees ask to join the stage": "request",
    "attendees join the stage by invitation": "invite",
    "nobody may join the stage": "nobody",
}
ACCESSES_FOR_AUDIENCE: tuple[Access, ...] = ("nobody", "invite", "request", "everyone")
EQUIPMENT = {
    "with several cameras": Equipment.SEVERAL,
    "with a blocked camera": Equipment.CAMERA_BLOCKED,
    "with a blocked microphone": Equipment.MICROPHONE_BLOCKED,
    "with a camera that another program uses": Equipment.CAMERA_BUSY,
    "without a camera": Equipment.NO_CAMERA,
    "without camera and microphone": Equipment.NOTHING,
}


@given(parsers.re(rf"a session in which (?P<access>{'|'.join(ACCESS)})"))
def open_session(scene: Scene, access: str) -> None:
    scene.open_session(SessionRequest(ACCESS[access]))


@given("a session")
@given("a session in which attendees come on stage")
def open_session_with_a_stage(scene: Scene) -> None:
    """Open a session in which people can come on stage, attendees directly if the room offers that."""
    scene.open_one_of(["everyone", "request", "invite", "nobody"])


@given("a session in which moderators bring attendees on stage")
def open_session_with_stage_by_moderators(scene: Scene) -> None:
    """Open a session in which only a moderator can bring a person back on stage, if the room offers that."""
    scene.open_one_of(["request", "invite", "everyone"])


@given("a session with an audience")
def open_session_with_an_audience(scene: Scene) -> None:
    """Open a session in which attendees are viewers, if possible without any way on stage."""
    scene.open_one_of(ACCESSES_FOR_AUDIENCE)


@given(parsers.re(r"a session in which everyone may join the stage, with room for (?P<limit>\d+)"))
def open_session_with_a_small_stage(scene: Scene, limit: str) -> None:
    """Open the session, with an additional place if the moderator is on stage from the start."""
    moderator = 0 if scene.offers("moderators_as_viewers") else 1
    scene.open_session(SessionRequest("everyone", limit=int(limit) + moderator))


@given(step_pattern("{NAMES} moderates?"))
def moderate(scene: Scene, names: str) -> None:
    scene.moderators_arrive(*listed(names))


@given(step_pattern("{NAMES} attends?"))
def attend(scene: Scene, names: str) -> None:
    scene.attendees_arrive(*listed(names))


@when(step_pattern("{NAME} arrives"))
def arrive(scene: Scene, name: str) -> None:
    scene.attendee_arrives(name)


@given(step_pattern("{NAME} and {OTHER} attend on different devices"))
def attend_on_different_devices(scene: Scene, name: str, other: str) -> None:
    scene.attendee_arrives(name)
    scene.attendee_arrives(other, on_the_other_device=True)


@given(step_pattern(f"{{NAME}} attends (?P<equipment>{'|'.join(EQUIPMENT)})"))
def attend_with_equipment(scene: Scene, name: str, equipment: str) -> None:
    scene.attendee_arrives(name, equipment=EQUIPMENT[equipment])
