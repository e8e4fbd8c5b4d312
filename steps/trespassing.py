"""What people try who mean no good, and what comes of it."""

from pytest_bdd import given, parsers, then, when

from pages.screen import await_state
from people.person import Person
from people.scene import Scene
from steps.latest_action import LatestAction, expect_told
from steps.sentences import sentence

FLOODS = 5
"""Attempts to send too many requests within the time in which a room counts them."""


@when(sentence("{NAME} tries links that were changed towards a moderator's"))
def try_changed_links(scene: Scene, name: str) -> None:
    scene[name].tries(scene.links_edited_towards("moderator"))


@when(sentence("{NAME} tries a moderator's link"))
def try_moderators_link(scene: Scene, name: str) -> None:
    scene[name].tries([scene.moderators_link])


@when(sentence("{NAME} opens the address at which {OTHER} is in the room"))
def open_address_of(scene: Scene, name: str, other: str) -> None:
    scene[name].tries([scene[other].page.url])


@then(sentence("none of them made {NAME} a moderator"))
@then(sentence("{NAME} is no moderator there"))
def no_moderator(scene: Scene, name: str) -> None:
    scene[name].expect_no_door_opened()


@then(sentence("{NAME} is a moderator on the own screen"))
def is_moderator(scene: Scene, name: str) -> None:
    scene[name].places.moderating.expect_possible()


@when(sentence("the browser of {OTHER} repeats what {MODERATOR} sent to change the stage access"))
def forge_access(scene: Scene, other: str, moderator: str) -> None:
    scene[other].witness.send_again(scene[moderator].sent["changing the stage access to Invite only"])


@given(sentence("the browser of {NAME} no longer listens to the room"))
def turn_deaf(scene: Scene, name: str) -> None:
    scene[name].witness.turn_deaf()


@when(sentence("the browser of {NAME} calls everybody with its own devices, just as the browser of {OTHER} did"))
def call_as(scene: Scene, name: str, other: str) -> None:
    scene[name].witness.call_as(scene[other].witness.calling())


@then(sentence("the browser of {NAME} still uses its devices"))
def still_captures(scene: Scene, name: str) -> None:
    scene[name].witness.expect_capturing()


@given(parsers.re(r'(?P<name>[A-Z][a-z]+) attends under the name "(?P<shown>[^"]+)"'))
def attend_as(scene: Scene, name: str, shown: str) -> None:
    scene.goes_by(name, shown)
    scene.attendee_arrives(name)


@then("nothing of the name was run in anybody's browser")
def nothing_run(scene: Scene) -> None:
    for person in scene.people.values():
        person.witness.expect_untouched("gotIn")


@when(
    parsers.re(
        r"the browser of (?P<name>[A-Z][a-z]+) repeats (?P<times>\d+) times what it sent to ask, "
        r"and (?P=name) at once cancels the request and asks again"
    )
)
def flood(scene: Scene, name: str, times: str) -> None:
    """One step, since a room counts requests within seconds; again where a slow machine took longer than those."""
    for _ in range(FLOODS):
        send_flood(scene[name], int(times))
        if not _may_ask_again(scene[name]):
            return


def send_flood(person: Person, times: int) -> None:
    """Repeat the request by its messages, and cancel it."""
    toolbar = person.places.toolbar
    person.witness.send_again(person.sent["asking"] * times)
    toolbar.expect_offered("Cancel request")
    toolbar.press_button("Cancel request")
    toolbar.expect_offered("Ask to join stage")


def _may_ask_again(person: Person) -> bool:
    """Press the button; whether the room took the request, or else said something."""
    toolbar, refusal = person.places.toolbar, person.places.news.saying("wait")
    toolbar.press_button("Ask to join stage")
    with person.screen.expecting("the request to be taken, or to be told to wait"):
        await_state(toolbar.button("Cancel request").or_(refusal).first, "visible")
    return not refusal.first.is_visible()


@when(sentence("the browser of {NAME} sends what it sent to ask in pieces, and blown up"))
def send_broken(scene: Scene, name: str) -> None:
    person = scene[name]
    for message in person.sent["asking"]:
        person.witness.send_broken(message)


@then(sentence("{NAME} is told to wait"))
def told_to_wait(scene: Scene, latest_action: LatestAction, name: str) -> None:
    expect_told(scene[name], latest_action, "wait")
