"""The way through a room on which every place of the contract comes into sight once at least."""

from conformance.doctor.panel_visits import chat, hands, polls, quizzes, reactions, settings
from conformance.doctor.stage_visits import arriving, asking, inviting, joining, removing
from conformance.doctor.visit_steps import Visit
from conformance.room_profile import Access

AUDIENCE: tuple[Access, ...] = ("nobody", "invite", "request", "everyone")


def visits() -> list[Visit]:
    """All of them, in the order in which a newcomer would come to know the room."""
    return [
        Visit("a lookup around", ("everyone", *AUDIENCE), [arriving(), settings(), chat(), reactions(), hands()]),
        Visit("joining directly", ("everyone",), [[*joining(), *removing()]]),
        Visit("joining by request", ("request",), [asking()]),
        Visit("joining by invitation", ("invite",), [inviting()]),
        Visit("polls", AUDIENCE, [polls()], needs="polls"),
        Visit("quizzes", AUDIENCE, [quizzes()], needs="quizzes"),
    ]
