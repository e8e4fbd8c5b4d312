"""Every screen of the room that a person can come to, by name: how it comes up on the page of a stage set."""

from collections.abc import Callable

from reference_server.rules.stage import Access
from tests.screens import questionnaire_screens
from tests.screens.removal_screens import be_removed
from tests.screens.stage_set import StageSet
from tests.screens.talk_screens import LINES, chatting, messages, messages_of, open_chat, waving
from tests.stand_ins.crowded_session import LONG_NAME, YOU, CrowdedSession

Show = Callable[[StageSet], None]
SCREENS: dict[str, Show] = {}
TOO_LONG = "field => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(500); }"
BLOCKED = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); }"


def screen(show: Show) -> Show:
    """Put a screen into the catalogue under the function's name."""
    SCREENS[show.__name__.replace("_", " ")] = show
    return show


# Pages around the room


@screen
def start_page(on: StageSet) -> None:
    on.page.goto(on.url)


@screen
def start_page_with_a_mistake(on: StageSet) -> None:
    on.page.goto(on.url)
    on.page.get_by_label("Title").evaluate(
        "field => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(500) }"
    )
    on.page.get_by_role("button", name="Create session").click()
    on.page.get_by_role("alert").wait_for()


@screen
def links(on: StageSet) -> None:
    on.page.goto(on.url)
    on.page.get_by_role("button", name="Create session").click()
    on.page.get_by_role("heading", name="Attendee’s link").wait_for()


@screen
def entry(on: StageSet) -> None:
    on.page.goto(on.links(title="A title that goes on for longer than one line of a phone held upright")["attendee"])


@screen
def entry_with_a_mistake(on: StageSet) -> None:
    on.page.goto(on.links()["moderator"])
    on.page.get_by_role("button", name="Enter").click()
    on.page.get_by_role("alert").wait_for()


@screen
def forged_link(on: StageSet) -> None:
    on.page.goto(f"{on.url}/join/forged")


# The room as an attendee


def audience(access: str = "everyone", count: int = 6, *, moderates: bool = False, speakers: int = 2) -> CrowdedSession:
    crowd = CrowdedSession(access, moderates=moderates)
    crowd.bring_on_stage(crowd.attendees(count)[:speakers])
    return crowd


@screen
def empty_stage(on: StageSet) -> None:
    on.opens(audience("nobody", speakers=0))


@screen
def moderator_without_stage_access(on: StageSet) -> None:
    on.opens(CrowdedSession("nobody", you="Maya Okafor", moderates=True))


@screen
def invited_to_an_empty_stage(on: StageSet) -> None:
    crowd = audience("invite", speakers=0)
    crowd.does("maya", "invite", YOU)
    on.opens(crowd)
    on.page.get_by_role("button", name="Answer later").click()


@screen
def may_join(on: StageSet) -> None:
    on.opens(audience("everyone"))


@screen
def may_ask(on: StageSet) -> None:
    on.opens(audience("request"))


@screen
def asking(on: StageSet) -> None:
    crowd = audience("request")
    crowd.does(YOU, "ask")
    on.opens(crowd)


@screen
def asking_before_an_empty_stage(on: StageSet) -> None:
    crowd = audience("request", speakers=0)
    crowd.does(YOU, "ask")
    on.opens(crowd)


@screen
def invited(on: StageSet) -> None:
    crowd = audience("invite")
    crowd.does("maya", "invite", YOU)
    on.opens(crowd)
    on.places.invitation.expect_open()


@screen
def invited_while_the_room_does_not_answer(on: StageSet) -> None:
    on.refuses("decline_invitation", "The room did not answer. See here whether it got through, and try again if not.")
    invited(on)
    on.places.invitation.button("Decline invitation").click()
    on.places.invitation.root.get_by_role("alert").wait_for()


@screen
def invitation_put_aside(on: StageSet) -> None:
    invited(on)
    on.page.get_by_role("button", name="Answer later").click()


@screen
def getting_ready(on: StageSet) -> None:
    on.opens(audience("everyone"))
    on.places.toolbar.press_button("Join stage")
    on.places.getting_ready.expect_choices("Microphone", at_least=1)


@screen
def getting_ready_without_devices(on: StageSet) -> None:
    on.page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError') }"
    )
    on.opens(audience("everyone"))
    on.places.toolbar.press_button("Join stage")
    on.places.getting_ready.expect_alert_about("Camera")


@screen
def getting_ready_on_a_full_stage(on: StageSet) -> None:
    on.refuses("join", "The stage is full: 25 people are on it. Try again later.")
    getting_ready(on)
    on.places.getting_ready.press_join()
    on.places.status_messages.expect_shown("full")


@screen
def on_stage(on: StageSet) -> None:
    crowd = audience("everyone")
    crowd.bring_on_stage([YOU])
    on.opens(crowd)
    on.places.toolbar.expect_device("Microphone", on=True)


@screen
def on_stage_with_devices_off(on: StageSet) -> None:
    crowd = audience("everyone")
    crowd.bring_on_stage([YOU], microphone=False, camera=False)
    on.opens(crowd)
    on.places.toolbar.expect_device("Microphone", on=False)


@screen
def news(on: StageSet) -> None:
    crowd = audience("request")
    crowd.does(YOU, "ask")
    crowd.does("maya", "decline", YOU)
    on.opens(crowd)
    on.places.status_messages.expect_shown("declined")


@screen
def problem(on: StageSet) -> None:
    on.refuses("ask", "You have asked already.")
    on.opens(audience("request"))
    on.places.toolbar.press_button("Ask to join stage")
    on.places.status_messages.expect_shown("already")


@screen
def connection_lost(on: StageSet) -> None:
    on.opens(audience("request"))
    on.hangs_up()
    on.page.get_by_role("alert").wait_for()


@screen
def participants(on: StageSet) -> None:
    on.opens(audience("everyone", 40, speakers=5))
    _open_participants(on)


@screen
def another_tab(on: StageSet) -> None:
    on.opens(audience("everyone"))
    on.tells("replaced", {})
    on.page.get_by_role("button", name="Use this tab instead").wait_for()


# Chat, reactions, hands


@screen
def empty_chat(on: StageSet) -> None:
    chatting(on, [])


@screen
def chat(on: StageSet) -> None:
    chatting(on)


@screen
def chat_with_five_hundred_messages(on: StageSet) -> None:
    chatting(on, LINES * 84)


@screen
def chat_with_words_without_end(on: StageSet) -> None:
    chatting(on, ["x" * 2_000, f"https://example.org/{'way/' * 40}", "W" * 80, "Ż͓̘̹͉͇̽̃ͣ̾" * 60])


@screen
def chat_with_a_message_too_long(on: StageSet) -> None:
    chatting(on)
    on.places.chat.box.fill("So much to say. " * 130)
    on.places.chat.button("Send").click()
    on.page.get_by_role("alert").wait_for()


@screen
def chat_for_a_moderator(on: StageSet) -> None:
    chatting(on, moderates=True)


@screen
def chat_with_deleted_messages(on: StageSet) -> None:
    chatting(on)
    for number in (1, 5):
        on.tells("message_deleted", {"number": number, "deletions": number})


@screen
def chat_turned_off(on: StageSet) -> None:
    chatting(on, is_on=False)


@screen
def chat_turned_off_for_a_moderator(on: StageSet) -> None:
    chatting(on, moderates=True, is_on=False)


@screen
def chat_with_names_that_look_alike(on: StageSet) -> None:
    crowd = _look_alikes()
    on.opens(crowd)
    on.tells("chat", messages_of(crowd))
    open_chat(on)


@screen
def chat_not_read_yet(on: StageSet) -> None:
    on.opens(audience("request"))
    on.tells("chat", messages(LINES[:1]))
    on.tells("chat", {"messages": messages(LINES * 3, first=2)["messages"]})


@screen
def choosing_a_reaction(on: StageSet) -> None:
    on.opens(audience("request"))
    on.places.toolbar.press_button("React")
    on.page.get_by_role("button", name="Applause").wait_for()


@screen
def reactions(on: StageSet) -> None:
    on.page.emulate_media(reduced_motion="reduce")
    on.opens(audience("everyone"))
    names = ("Ben Adler", LONG_NAME, "李小龍", "Cleo", "Dana Gupta", "Emil", "Fatima", "Goran Horváth")
    for number, kind in enumerate(("applause", "heart", "laugh", "surprise", "thumbs_up", "celebrate") * 2):
        on.tells("reaction", {"person": "p", "name": names[number % 8], "reaction": kind})


@screen
def hands(on: StageSet) -> None:
    waving(on, moderates=False)
    _open_participants(on)


@screen
def hands_for_a_moderator(on: StageSet) -> None:
    waving(on, moderates=True)
    _open_participants(on)


@screen
def hands_behind_a_closed_panel(on: StageSet) -> None:
    waving(on, moderates=True)
    places = on.places.participants
    if places.root.is_visible():
        places.close()


# The room as a moderator


def moderating(requests: int = 0, names: tuple[str, ...] = (), speakers: int = 2, count: int = 8) -> CrowdedSession:
    crowd = CrowdedSession("request", you="Maya Okafor", moderates=True)
    people = crowd.attendees(count, names)
    crowd.bring_on_stage(people[:speakers])
    for one in people[speakers : speakers + requests]:
        crowd.does(one, "ask")
    return crowd


def _look_alikes() -> CrowdedSession:
    """A moderator and two attendees on stage, one of whom has the moderator's name with a Cyrillic а."""
    crowd = CrowdedSession("everyone")
    crowd.bring_on_stage(["maya", *crowd.attendees(2, ("M\u0430ya Okafor", LONG_NAME))])
    return crowd


@screen
def names_that_look_alike(on: StageSet) -> None:
    on.opens(_look_alikes())


@screen
def names_that_look_alike_in_the_list(on: StageSet) -> None:
    on.opens(_look_alikes())
    _open_participants(on)


@screen
def moderator(on: StageSet) -> None:
    on.opens(moderating())


@screen
def moderator_before_an_empty_stage(on: StageSet) -> None:
    on.opens(moderating(speakers=0))


@screen
def moderator_with_a_request(on: StageSet) -> None:
    on.opens(moderating(requests=1))


@screen
def moderator_with_many_requests(on: StageSet) -> None:
    on.opens(moderating(requests=14, count=20))


@screen
def requests_without_a_panel(on: StageSet) -> None:
    on.opens(moderating(requests=3, names=("Ada", "Ben", LONG_NAME, "W" * 60)))
    if on.places.participants.root.is_visible():
        on.places.participants.close()


@screen
def all_requests_at_once(on: StageSet) -> None:
    requests_without_a_panel(on)
    on.page.get_by_role("button", name="All requests").click()


@screen
def moderator_with_participants(on: StageSet) -> None:
    crowd = moderating(requests=2)
    crowd.does(YOU, "invite", "p7")
    on.opens(crowd)
    _open_participants(on)


@screen
def persons_menu(on: StageSet) -> None:
    moderator_with_participants(on)
    places = on.places.participants
    places.press(places.button("Actions for NAME", "Ben Adler"), "the menu's button")
    on.page.get_by_role("menuitem").first.wait_for()


def returning(crowd: CrowdedSession, *people: str) -> CrowdedSession:
    """Remove these people from the session, who ask to come back."""
    for person in people:
        name = crowd.session.state.by_id[person].name
        crowd.does(YOU, "remove_from_session", person)
        crowd.returns(person, name)
    return crowd


@screen
def removal_to_confirm(on: StageSet) -> None:
    persons_menu(on)
    on.page.get_by_role("menuitem", name="Remove from session").click()
    on.page.get_by_role("dialog").get_by_role("button", name="Cancel").wait_for()


@screen
def moderator_with_people_who_ask_to_come_back(on: StageSet) -> None:
    on.opens(returning(moderating(requests=1, names=("Ada", "Ben", "Cleo", LONG_NAME, "Dana")), "p4", "p5"))


@screen
def removed_from_the_session(on: StageSet) -> None:
    be_removed(on)


@screen
def asking_to_be_let_in(on: StageSet) -> None:
    be_removed(on)
    on.places.removed.ask_to_be_let_in()


@screen
def settings(on: StageSet) -> None:
    on.opens(moderating(requests=1))
    on.places.settings.press(on.places.settings.opener, "the settings' button")
    on.places.settings.expect_there(on.places.settings.stage_access, "the stage access")


@screen
def settings_that_were_refused(on: StageSet) -> None:
    on.refuses("set_access", "You did that too often. Try again in 7 seconds.")
    settings(on)
    on.places.settings.stage_access.select_option("invite")
    on.places.settings.root.get_by_role("alert").wait_for()


@screen
def stage_access_passed_by_key(on: StageSet) -> None:
    settings(on)
    on.places.settings.stage_access.press("ArrowDown")
    on.page.get_by_text("Not applied yet").wait_for()


@screen
def chat_under_news(on: StageSet) -> None:
    """A sheet makes room for what is told meanwhile."""
    crowd = CrowdedSession("request")
    crowd.does(YOU, "ask")
    crowd.does("maya", "decline", YOU)
    on.opens(crowd)
    on.places.status_messages.expect_shown("declined")
    on.places.chat.press_opener()


@screen
def news_for_a_moderator(on: StageSet) -> None:
    crowd = moderating(requests=2)
    crowd.does(YOU, "invite", "p7")
    crowd.does("p7", "decline_invitation")
    on.opens(crowd)
    on.places.status_messages.expect_shown("declined")


@screen
def long_names(on: StageSet) -> None:
    names = (LONG_NAME, "W" * 60, "Ada", LONG_NAME.upper(), "عائشة بنت أبي بكر الصديق", "李小龍")
    crowd = moderating(requests=3, names=names, speakers=3)
    crowd.does("p1", "set_devices", microphone=False, camera=False)
    on.opens(crowd)
    _open_participants(on)


@screen
def two_hundred_people(on: StageSet) -> None:
    on.opens(moderating(requests=3, count=199, speakers=25))
    _open_participants(on)


def _open_participants(on: StageSet) -> None:
    if not on.places.participants.root.is_visible():
        on.places.participants.press_opener()


def full_stage(people: int, *, devices: bool = True) -> CrowdedSession:
    """So many on stage, before the eyes of a viewer."""
    crowd = CrowdedSession(Access.EVERYONE, you="Vera")
    crowd.bring_on_stage(crowd.attendees(people), microphone=devices, camera=devices)
    return crowd


for _show in questionnaire_screens.SHOWN:
    screen(_show)
