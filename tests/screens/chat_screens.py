"""The screens of chat, reactions and raised hands."""

from collections.abc import Sequence

from tests.screens.scripted_page import ScriptedPage
from tests.stand_ins.crowded_session import LONG_NAME, YOU, CrowdedSession

LINES = (
    "Good morning! Can you hear us in the back?",
    "Yes, very well, thank you.",
    "The slides are at https://slides.example/lesson-3 (and the notes too).",
    "Great",
    "One thing I did not understand: why does the second pendulum swing so much longer than the first, although both "
    "hang from threads of the same length?",
    "1. first\n2. second\n\n  and what follows from it",
)


def make_chat_page(lines: Sequence[str] = LINES, first: int = 1, earlier: bool = False) -> dict[str, object]:
    """Return a payload of the type ChatPage, with messages of several people in turn.

    Every fifth message is by YOU. ``first`` is the number of the first message. ``earlier`` means that the session has
    messages before that one.
    """
    people = (
        ("p1", "Ben Adler", "attendee"),
        ("maya", "Maya Okafor", "moderator"),
        ("p2", LONG_NAME, "moderator"),
        ("p3", "李小龍", "attendee"),
        (YOU, "Ada Lovelace", "attendee"),
    )
    chat_messages = [
        dict(zip(("person", "name", "role"), people[(first + number - 1) % 5], strict=True))
        | {"number": first + number, "at": "2026-11-23T09:05:00Z", "text": text, "similar": False, "deleted": False}
        for number, text in enumerate(lines)
    ]
    after = 0 if earlier else first - 1
    return {"messages": chat_messages, "after": after, "before": None, "earlier": earlier, "unread": 0} | {
        "deletions": 0,
        "deleted": [],
    }


def make_chat_page_of_everybody(crowd: CrowdedSession) -> dict[str, object]:
    """Return a payload of the type ChatPage, with one message of each person of a session."""
    chat_page = make_chat_page(["Good morning"] * len(crowd.snapshot.state.people))
    people = [{"person": person.id, "name": person.name, "role": person.role} for person in crowd.snapshot.state.people]
    chat_messages = chat_page["messages"]
    assert isinstance(chat_messages, list)
    return chat_page | {"messages": [message | person for message, person in zip(chat_messages, people, strict=True)]}


def open_chat(scripted: ScriptedPage) -> None:
    scripted.places.chat.press_opener()


def open_room_with_chat(
    scripted: ScriptedPage, lines: Sequence[str] = LINES, *, moderates: bool = False, is_on: bool = True
) -> None:
    """Open the room and its chat, with these messages in it."""
    crowd = CrowdedSession("request", you="Maya Okafor" if moderates else "Ada Lovelace", moderates=moderates)
    crowd.bring_on_stage(crowd.add_attendees(6)[:2])
    crowd.set_chat(is_on)
    scripted.open(crowd)
    scripted.send_event("chat", make_chat_page(lines))
    open_chat(scripted)


def open_room_with_raised_hands(scripted: ScriptedPage, *, moderates: bool, count: int = 8) -> CrowdedSession:
    """Open the room with three raised hands, and that of YOU unless they moderate; return the session."""
    crowd = CrowdedSession("everyone", you="Maya Okafor" if moderates else "Ada Lovelace", moderates=moderates)
    people = crowd.add_attendees(count)
    crowd.bring_on_stage(people[:2])
    for person in [*people[3:6], *([] if moderates else [YOU])]:
        crowd.do(person, "raise_hand")
    scripted.open(crowd)
    return crowd
