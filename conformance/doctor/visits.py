"""The visits that together show every element of the contract at least once."""

from conformance.doctor.panel_visits import chat, hands, polls, quizzes, reactions, settings
from conformance.doctor.stage_visits import arriving, asking, inviting, joining, removing
from conformance.doctor.visit_steps import Visit
from conformance.room_profile import Access

AUDIENCE: tuple[Access, ...] = ("nobody", "invite", "request", "everyone")


def visits() -> list[Visit]:
    """Return all visits, in the order in which a new user explores a room."""
    return [
        Visit("a look around", ("everyone", *AUDIENCE), [arriving(), settings(), chat(), reactions(), hands()]),
        Visit("joining directly", ("everyone",), [[*joining(), *removing()]]),
        Visit("joining by request", ("request",), [asking()]),
        Visit("joining by invitation", ("invite",), [inviting()]),
        Visit("polls", AUDIENCE, [polls()], needs="polls"),
        Visit("quizzes", AUDIENCE, [quizzes()], needs="quizzes"),
    ]
