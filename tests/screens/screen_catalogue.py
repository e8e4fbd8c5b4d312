"""All screens of the room by name, each with the function that opens it on a scripted page."""

from collections.abc import Callable

from reference_server.rules.stage import Access
from tests.screens import questionnaire_screens
from tests.screens.chat_screens import (
    LINES,
    make_chat_page,
    make_chat_page_of_everybody,
    open_chat,
    open_room_with_chat,
    open_room_with_raised_hands,
)
from tests.screens.removal_screens import enter_and_be_removed
from tests.screens.scripted_page import ScriptedPage
from tests.stand_ins.crowded_session import LONG_NAME, YOU, CrowdedSession

OpenScreen = Callable[[ScriptedPage], None]
SCREENS: dict[str, OpenScreen] = {}
FILL_IN_TOO_LONG_TEXT = "field => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(500); }"
BLOCK_DEVICES = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); }"


def screen(open_screen: OpenScreen) -> OpenScreen:
    """Add a screen to SCREENS under the name of the decorated function."""
    SCREENS[open_screen.__name__.replace("_", " ")] = open_screen
    return open_screen


# Pages around the room


@screen
def start_page(scripted: ScriptedPage) -> None:
    scripted.page.goto(scripted.url)


@screen
def start_page_with_an_error(scripted: ScriptedPage) -> None:
    scripted.page.goto(scripted.url)
    scripted.page.get_by_label("Title").evaluate(FILL_IN_TOO_LONG_TEXT)
    scripted.page.get_by_role("button", name="Create session").click()
    scripted.page.get_by_role("alert").wait_for()


@screen
def links(scripted: ScriptedPage) -> None:
    scripted.page.goto(scripted.url)
    scripted.page.get_by_role("button", name="Create session").click()
    scripted.page.get_by_role("heading", name="Attendee’s link").wait_for()


@screen
def entry(scripted: ScriptedPage) -> None:
    session_links = scripted.create_session(
        title="A title that goes on for longer than one line of a phone held upright"
    )
    scripted.page.goto(session_links["attendee"])


@screen
def entry_with_an_error(scripted: ScriptedPage) -> None:
    scripted.page.goto(scripted.create_session()["moderator"])
    scripted.page.get_by_role("button", name="Enter").click()
    scripted.page.get_by_role("alert").wait_for()


@screen
def forged_link(scripted: ScriptedPage) -> None:
    scripted.page.goto(f"{scripted.url}/join/forged")


# The room as an attendee


def session_of_attendee(access: str = "everyone", count: int = 6, *, speakers: int = 2) -> CrowdedSession:
    """Return a session with this number of attendees besides YOU, some of whom are on stage."""
    crowd = CrowdedSession(access)
    crowd.bring_on_stage(crowd.add_attendees(count)[:speakers])
    return crowd


@screen
def empty_stage(scripted: ScriptedPage) -> None:
    scripted.open(session_of_attendee("nobody", speakers=0))


@screen
def moderator_without_stage_access(scripted: ScriptedPage) -> None:
    scripted.open(CrowdedSession("nobody", you="Maya Okafor", moderates=True))


@screen
def invited_to_an_empty_stage(scripted: ScriptedPage) -> None:
    crowd = session_of_attendee("invite", speakers=0)
    crowd.do("maya", "invite", YOU)
    scripted.open(crowd)
    scripted.page.get_by_role("button", name="Answer later").click()


@screen
def joining_is_offered(scripted: ScriptedPage) -> None:
    scripted.open(session_of_attendee("everyone"))


@screen
def asking_is_offered(scripted: ScriptedPage) -> None:
    scripted.open(session_of_attendee("request"))


@screen
def asking(scripted: ScriptedPage) -> None:
    crowd = session_of_attendee("request")
    crowd.do(YOU, "ask")
    scripted.open(crowd)


@screen
def asking_with_an_empty_stage(scripted: ScriptedPage) -> None:
    crowd = session_of_attendee("request", speakers=0)
    crowd.do(YOU, "ask")
    scripted.open(crowd)


@screen
def invited(scripted: ScriptedPage) -> None:
    crowd = session_of_attendee("invite")
    crowd.do("maya", "invite", YOU)
    scripted.open(crowd)
    scripted.places.invitation.expect_open()


@screen
def invited_while_the_room_does_not_answer(scripted: ScriptedPage) -> None:
    scripted.refuse(
        "decline_invitation",
        "The room did not answer. Check whether your action took effect, and try again if it did not.",
    )
    invited(scripted)
    scripted.places.invitation.button("Decline invitation").click()
    scripted.places.invitation.root.get_by_role("alert").wait_for()


@screen
def invitation_closed(scripted: ScriptedPage) -> None:
    invited(scripted)
    scripted.page.get_by_role("button", name="Answer later").click()


@screen
def getting_ready(scripted: ScriptedPage) -> None:
    scripted.open(session_of_attendee("everyone"))
    scripted.places.toolbar.press_button("Join stage")
    scripted.places.getting_ready.expect_choices("Microphone", at_least=1)


@screen
def getting_ready_without_devices(scripted: ScriptedPage) -> None:
    scripted.page.add_init_script(BLOCK_DEVICES)
    scripted.open(session_of_attendee("everyone"))
    scripted.places.toolbar.press_button("Join stage")
    scripted.places.getting_ready.expect_alert_about("Camera")


@screen
def getting_ready_on_a_full_stage(scripted: ScriptedPage) -> None:
    scripted.refuse("join", "The stage is full: 25 people are on it. Try again later.")
    getting_ready(scripted)
    scripted.places.getting_ready.press_join()
    scripted.places.status_messages.expect_shown("full")


@screen
def on_stage(scripted: ScriptedPage) -> None:
    crowd = session_of_attendee("everyone")
    crowd.bring_on_stage([YOU])
    scripted.open(crowd)
    scripted.places.toolbar.expect_device("Microphone", on=True)


@screen
def on_stage_with_devices_off(scripted: ScriptedPage) -> None:
    crowd = session_of_attendee("everyone")
    crowd.bring_on_stage([YOU], microphone=False, camera=False)
    scripted.open(crowd)
    scripted.places.toolbar.expect_device("Microphone", on=False)


@screen
def notification(scripted: ScriptedPage) -> None:
    crowd = session_of_attendee("request")
    crowd.do(YOU, "ask")
    crowd.do("maya", "decline", YOU)
    scripted.open(crowd)
    scripted.places.status_messages.expect_shown("declined")


@screen
def alert(scripted: ScriptedPage) -> None:
    scripted.refuse("ask", "You have asked already.")
    scripted.open(session_of_attendee("request"))
    scripted.places.toolbar.press_button("Ask to join stage")
    scripted.places.status_messages.expect_shown("already")


@screen
def connection_lost(scripted: ScriptedPage) -> None:
    scripted.open(session_of_attendee("request"))
    scripted.disconnect()
    scripted.page.get_by_role("alert").wait_for()


@screen
def participants(scripted: ScriptedPage) -> None:
    scripted.open(session_of_attendee("everyone", 40, speakers=5))
    _open_participants(scripted)


@screen
def replaced_by_another_tab(scripted: ScriptedPage) -> None:
    scripted.open(session_of_attendee("everyone"))
    scripted.send_event("replaced", {})
    scripted.page.get_by_role("button", name="Use this tab instead").wait_for()


# Chat, reactions, raised hands


@screen
def empty_chat(scripted: ScriptedPage) -> None:
    open_room_with_chat(scripted, [])


@screen
def chat(scripted: ScriptedPage) -> None:
    open_room_with_chat(scripted)


@screen
def chat_with_five_hundred_messages(scripted: ScriptedPage) -> None:
    open_room_with_chat(scripted, LINES * 84)


@screen
def chat_with_very_long_words(scripted: ScriptedPage) -> None:
    open_room_with_chat(scripted, ["x" * 2_000, f"https://example.org/{'way/' * 40}", "W" * 80, "Ż͓̘̹͉͇̽̃ͣ̾" * 60])


@screen
def chat_with_a_message_too_long(scripted: ScriptedPage) -> None:
    open_room_with_chat(scripted)
    scripted.places.chat.box.fill("So much to say. " * 130)
    scripted.places.chat.button("Send").click()
    scripted.page.get_by_role("alert").wait_for()


@screen
def chat_for_a_moderator(scripted: ScriptedPage) -> None:
    open_room_with_chat(scripted, moderates=True)


@screen
def chat_with_deleted_messages(scripted: ScriptedPage) -> None:
    open_room_with_chat(scripted)
    for number in (1, 5):
        scripted.send_event("message_deleted", {"number": number, "deletions": number})


@screen
def chat_turned_off(scripted: ScriptedPage) -> None:
    open_room_with_chat(scripted, is_on=False)


@screen
def chat_turned_off_for_a_moderator(scripted: ScriptedPage) -> None:
    open_room_with_chat(scripted, moderates=True, is_on=False)


@screen
def chat_with_names_that_look_alike(scripted: ScriptedPage) -> None:
    crowd = _session_with_names_that_look_alike()
    scripted.open(crowd)
    scripted.send_event("chat", make_chat_page_of_everybody(crowd))
    open_chat(scripted)


@screen
def chat_with_unread_messages(scripted: ScriptedPage) -> None:
    scripted.open(session_of_attendee("request"))
    scripted.send_event("chat", make_chat_page(LINES[:1]))
    scripted.send_event("chat", {"messages": make_chat_page(LINES * 3, first=2)["messages"]})


@screen
def choosing_a_reaction(scripted: ScriptedPage) -> None:
    scripted.open(session_of_attendee("request"))
    scripted.places.toolbar.press_button("React")
    scripted.page.get_by_role("button", name="Applause").wait_for()


@screen
def reactions(scripted: ScriptedPage) -> None:
    scripted.page.emulate_media(reduced_motion="reduce")
    scripted.open(session_of_attendee("everyone"))
    names = ("Ben Adler", LONG_NAME, "李小龍", "Cleo", "Dana Gupta", "Emil", "Fatima", "Goran Horváth")
    for number, kind in enumerate(("applause", "heart", "laugh", "surprise", "thumbs_up", "celebrate") * 2):
        scripted.send_event("reaction", {"person": "p", "name": names[number % 8], "reaction": kind})


@screen
def raised_hands(scripted: ScriptedPage) -> None:
    open_room_with_raised_hands(scripted, moderates=False)
    _open_participants(scripted)


@screen
def raised_hands_for_a_moderator(scripted: ScriptedPage) -> None:
    open_room_with_raised_hands(scripted, moderates=True)
    _open_participants(scripted)


@screen
def raised_hands_with_the_list_closed(scripted: ScriptedPage) -> None:
    open_room_with_raised_hands(scripted, moderates=True)
    panel = scripted.places.participants
    if panel.root.is_visible():
        panel.close()


# The room as a moderator


def session_of_moderator(
    requests: int = 0, names: tuple[str, ...] = (), speakers: int = 2, count: int = 8
) -> CrowdedSession:
    """Return a session that YOU moderate, with this number of attendees.

    Some of them are on stage and some ask.
    """
    crowd = CrowdedSession("request", you="Maya Okafor", moderates=True)
    people = crowd.add_attendees(count, names)
    crowd.bring_on_stage(people[:speakers])
    for person in people[speakers : speakers + requests]:
        crowd.do(person, "ask")
    return crowd


def _session_with_names_that_look_alike() -> CrowdedSession:
    """Return a session in which an attendee on stage has the moderator's name with a Cyrillic а."""
    crowd = CrowdedSession("everyone")
    crowd.bring_on_stage(["maya", *crowd.add_attendees(2, ("M\u0430ya Okafor", LONG_NAME))])
    return crowd


@screen
def names_that_look_alike(scripted: ScriptedPage) -> None:
    scripted.open(_session_with_names_that_look_alike())


@screen
def names_that_look_alike_in_the_list(scripted: ScriptedPage) -> None:
    scripted.open(_session_with_names_that_look_alike())
    _open_participants(scripted)


@screen
def moderator(scripted: ScriptedPage) -> None:
    scripted.open(session_of_moderator())


@screen
def moderator_with_an_empty_stage(scripted: ScriptedPage) -> None:
    scripted.open(session_of_moderator(speakers=0))


@screen
def moderator_with_a_request(scripted: ScriptedPage) -> None:
    scripted.open(session_of_moderator(requests=1))


@screen
def moderator_with_many_requests(scripted: ScriptedPage) -> None:
    scripted.open(session_of_moderator(requests=14, count=20))


@screen
def requests_without_a_panel(scripted: ScriptedPage) -> None:
    scripted.open(session_of_moderator(requests=3, names=("Ada", "Ben", LONG_NAME, "W" * 60)))
    if scripted.places.participants.root.is_visible():
        scripted.places.participants.close()


@screen
def all_requests_at_once(scripted: ScriptedPage) -> None:
    requests_without_a_panel(scripted)
    scripted.page.get_by_role("button", name="All requests").click()


@screen
def moderator_with_participants(scripted: ScriptedPage) -> None:
    crowd = session_of_moderator(requests=2)
    crowd.do(YOU, "invite", "p7")
    scripted.open(crowd)
    _open_participants(scripted)


@screen
def menu_of_a_person(scripted: ScriptedPage) -> None:
    moderator_with_participants(scripted)
    panel = scripted.places.participants
    panel.press(panel.button("Actions for NAME", "Ben Adler"), "the menu's button")
    scripted.page.get_by_role("menuitem").first.wait_for()


def add_returning_people(crowd: CrowdedSession, *people: str) -> CrowdedSession:
    """Remove these people from the session and let them ask to return; return the session."""
    for person in people:
        name = crowd.snapshot.state.by_id[person].name
        crowd.do(YOU, "remove_from_session", person)
        crowd.ask_to_return(person, name)
    return crowd


@screen
def confirmation_of_a_removal(scripted: ScriptedPage) -> None:
    menu_of_a_person(scripted)
    scripted.page.get_by_role("menuitem", name="Remove from session").click()
    scripted.page.get_by_role("dialog").get_by_role("button", name="Cancel").wait_for()


@screen
def moderator_with_removed_people_asking_to_return(scripted: ScriptedPage) -> None:
    scripted.open(
        add_returning_people(
            session_of_moderator(requests=1, names=("Ada", "Ben", "Cleo", LONG_NAME, "Dana")), "p4", "p5"
        )
    )


@screen
def removed_from_the_session(scripted: ScriptedPage) -> None:
    enter_and_be_removed(scripted)


@screen
def asking_to_be_let_in(scripted: ScriptedPage) -> None:
    enter_and_be_removed(scripted)
    scripted.places.removed.ask_to_be_let_in()


@screen
def settings(scripted: ScriptedPage) -> None:
    scripted.open(session_of_moderator(requests=1))
    scripted.places.settings.press(scripted.places.settings.opener, "the settings' button")
    scripted.places.settings.expect_there(scripted.places.settings.stage_access, "the stage access")


@screen
def settings_that_were_refused(scripted: ScriptedPage) -> None:
    scripted.refuse("set_access", "You did that too often. Try again in 7 seconds.")
    settings(scripted)
    scripted.places.settings.stage_access.select_option("invite")
    scripted.places.settings.root.get_by_role("alert").wait_for()


@screen
def stage_access_selected_by_key(scripted: ScriptedPage) -> None:
    settings(scripted)
    scripted.places.settings.stage_access.press("ArrowDown")
    scripted.page.get_by_text("Not applied yet").wait_for()


@screen
def chat_with_a_notification(scripted: ScriptedPage) -> None:
    crowd = CrowdedSession("request")
    crowd.do(YOU, "ask")
    crowd.do("maya", "decline", YOU)
    scripted.open(crowd)
    scripted.places.status_messages.expect_shown("declined")
    scripted.places.chat.press_opener()


@screen
def notification_for_a_moderator(scripted: ScriptedPage) -> None:
    crowd = session_of_moderator(requests=2)
    crowd.do(YOU, "invite", "p7")
    crowd.do("p7", "decline_invitation")
    scripted.open(crowd)
    scripted.places.status_messages.expect_shown("declined")


@screen
def long_names(scripted: ScriptedPage) -> None:
    names = (LONG_NAME, "W" * 60, "Ada", LONG_NAME.upper(), "عائشة بنت أبي بكر الصديق", "李小龍")
    crowd = session_of_moderator(requests=3, names=names, speakers=3)
    crowd.do("p1", "set_devices", microphone=False, camera=False)
    scripted.open(crowd)
    _open_participants(scripted)


@screen
def two_hundred_people(scripted: ScriptedPage) -> None:
    scripted.open(session_of_moderator(requests=3, count=199, speakers=25))
    _open_participants(scripted)


def _open_participants(scripted: ScriptedPage) -> None:
    if not scripted.places.participants.root.is_visible():
        scripted.places.participants.press_opener()


def full_stage(people: int, *, devices: bool = True) -> CrowdedSession:
    """Return a session in which this number of attendees are on stage and YOU are a viewer."""
    crowd = CrowdedSession(Access.EVERYONE, you="Vera")
    crowd.bring_on_stage(crowd.add_attendees(people), microphone=devices, camera=devices)
    return crowd


for _open_screen in questionnaire_screens.QUESTIONNAIRE_SCREENS:
    screen(_open_screen)
