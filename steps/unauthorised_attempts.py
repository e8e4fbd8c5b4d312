"""Attempts to exceed a person's rights: forged links, messages and offers, and floods of requests."""

from pytest_bdd import given, parsers, then, when

from pages.screen import await_state
from people.person import Person
from people.scene import Scene
from steps.latest_action import LatestAction, expect_notified
from steps.step_patterns import step_pattern

FLOOD_ATTEMPTS = 5
"""The number of attempts to exceed a room's rate limit within the limit's period."""


@when(step_pattern("{NAME} tries links that were edited to resemble a moderator's"))
def try_edited_links(scene: Scene, name: str) -> None:
    scene[name].try_links(scene.forge_moderator_links(name))


@when(step_pattern("{NAME} tries a moderator's link"))
def try_moderators_link(scene: Scene, name: str) -> None:
    scene[name].try_links([scene.moderators_link])


@when(step_pattern("{NAME} tries addresses that were edited to resemble the address of {OTHER}'s page"))
def try_edited_urls(scene: Scene, name: str, other: str) -> None:
    scene.try_address_of(name, other)


@then(step_pattern("no (?:link|address) made {NAME} a moderator"))
def expect_no_moderator(scene: Scene, name: str) -> None:
    scene[name].expect_no_link_made_moderator()


@then(step_pattern("{NAME} is a moderator on their own screen"))
def expect_moderator(scene: Scene, name: str) -> None:
    scene[name].places.moderator_controls.expect_present()


@when(step_pattern("the browser of {OTHER} repeats what {MODERATOR} sent to change the stage access"))
def forge_stage_access(scene: Scene, other: str, moderator: str) -> None:
    scene[other].probe.send_again(scene[moderator].sent_messages["changing the stage access to Invite only"])


@given(step_pattern("the browser of {NAME} ignores what the room sends"))
def ignore_room_messages(scene: Scene, name: str) -> None:
    scene[name].probe.ignore_room_messages()


@when(
    step_pattern(
        "the browser of {NAME} tries to send its own picture and sound to everybody, as the browser of {OTHER} did"
    )
)
def send_forged_media(scene: Scene, name: str, other: str) -> None:
    scene[name].probe.send_forged_media(scene[other].probe.sent_media())


@then(step_pattern("the browser of {NAME} still uses its devices"))
def expect_capturing(scene: Scene, name: str) -> None:
    scene[name].probe.expect_capturing()


@given(parsers.re(r'(?P<name>[A-Z][a-z]+) attends under the name "(?P<shown_name>[^"]+)"'))
def attend_under_name(scene: Scene, name: str, shown_name: str) -> None:
    scene.set_shown_name(name, shown_name)
    scene.attendee_arrives(name)


@then("no script in the name was run in anybody's browser")
def expect_no_script_run(scene: Scene) -> None:
    for person in scene.people.values():
        person.probe.expect_not_set("gotIn")


@when(
    parsers.re(
        r"the browser of (?P<name>[A-Z][a-z]+) repeats (?P<times>\d+) times what it sent to ask, "
        r"and (?P=name) at once cancels the request and asks again"
    )
)
def flood_with_requests(scene: Scene, name: str, times: str) -> None:
    """Send too many requests in one step, since a rate limit counts only those of a few seconds.

    Repeat until the room refuses a request, at most FLOOD_ATTEMPTS times: a slow machine may exceed the limit's period.
    """
    for _ in range(FLOOD_ATTEMPTS):
        send_flood(scene[name], int(times))
        if not _may_ask_again(scene[name]):
            return


def send_flood(person: Person, times: int) -> None:
    """Repeat the recorded request, and cancel it."""
    toolbar = person.places.toolbar
    person.probe.send_again(person.sent_messages["asking"] * times)
    toolbar.expect_offered("Cancel request")
    toolbar.press_button("Cancel request")
    toolbar.expect_offered("Ask to join stage")


def _may_ask_again(person: Person) -> bool:
    """Ask again; return whether the room accepts the request instead of refusing it."""
    toolbar, refusal = person.places.toolbar, person.places.status_messages.saying("wait")
    toolbar.press_button("Ask to join stage")
    with person.screen.expecting("the request to be accepted, or a status message or alert containing “wait”"):
        await_state(toolbar.button("Cancel request").or_(refusal).first, "visible")
    return not refusal.first.is_visible()


@when(step_pattern("the browser of {NAME} repeats what it sent to ask, damaged and oversized"))
def send_broken_messages(scene: Scene, name: str) -> None:
    person = scene[name]
    person.probe.send_broken(person.sent_messages["asking"])


@then(step_pattern("{NAME} is asked to wait"))
def expect_asked_to_wait(scene: Scene, latest_action: LatestAction, name: str) -> None:
    expect_notified(scene[name], latest_action, "wait")
