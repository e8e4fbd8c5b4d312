"""The screens of chat, reactions and raised hands."""

from collections.abc import Sequence

from tests.screens.stage_set import StageSet
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


def messages(lines: Sequence[str] = LINES, first: int = 1, earlier: bool = False) -> dict[str, object]:
    """Return a page of the chat as the server sends it, of several people in turn; every fifth message is one's own.

    ``earlier``: there are more messages before the first.
    """
    people = (
        ("p1", "Ben Adler", "attendee"),
        ("maya", "Maya Okafor", "moderator"),
        ("p2", LONG_NAME, "moderator"),
        ("p3", "李小龍", "attendee"),
        (YOU, "Ada Lovelace", "attendee"),
    )
    written = [
        dict(zip(("person", "name", "role"), people[(first + number - 1) % 5], strict=True))
        | {"number": first + number, "at": "2026-11-23T09:05:00Z", "text": text, "similar": False, "deleted": False}
        for number, text in enumerate(lines)
    ]
    after = 0 if earlier else first - 1
    return {"messages": written, "after": after, "before": None, "earlier": earlier, "unread": 0} | {
        "deletions": 0,
        "deleted": [],
    }


def messages_of(crowd: CrowdedSession) -> dict[str, object]:
    """Return a page of the chat with one message of each person of a session."""
    page = messages(["Good morning"] * len(crowd.session.state.people))
    people = [{"person": person.id, "name": person.name, "role": person.role} for person in crowd.session.state.people]
    written = page["messages"]
    assert isinstance(written, list)
    return page | {"messages": [message | person for message, person in zip(written, people, strict=True)]}


def open_chat(on: StageSet) -> None:
    """Show the chat, whatever stood in its place."""
    on.places.chat.press_opener()


def chatting(on: StageSet, lines: Sequence[str] = LINES, *, moderates: bool = False, is_on: bool = True) -> None:
    """A chat in which these lines were written, open."""
    crowd = CrowdedSession("request", you="Maya Okafor" if moderates else "Ada Lovelace", moderates=moderates)
    crowd.bring_on_stage(crowd.attendees(6)[:2])
    crowd.set_chat(is_on)
    on.opens(crowd)
    on.tells("chat", messages(lines))
    open_chat(on)


def waving(on: StageSet, *, moderates: bool, count: int = 8) -> CrowdedSession:
    """Several people have raised a hand, oneself among them where one may."""
    crowd = CrowdedSession("everyone", you="Maya Okafor" if moderates else "Ada Lovelace", moderates=moderates)
    people = crowd.attendees(count)
    crowd.bring_on_stage(people[:2])
    for one in [*people[3:6], *([] if moderates else [YOU])]:
        crowd.does(one, "raise_hand")
    on.opens(crowd)
    return crowd
