"""Designs that differ from the documented room in more than HTML and words, with their room files.

Each is common in other products. The room file declares it with words, absent capabilities and deviations; no adapter
is needed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Design:
    """A design: its description, and the tables that it adds to the room file of the small room."""

    description: str
    absent: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()
    words: str = ""


DESIGNS = {
    "raised-hands": Design(
        "a button that stays pressed, “Raise hand”, is the request; moderators accept or reject it",
        words="""[words]
"Ask to join stage" = "Raise hand"
"Cancel request" = "Raise hand"
[words.requests]
"Bring to stage" = "Accept"
"Decline" = "Reject"
""",
    ),
    "on-stage-at-once": Design(
        "approval, acceptance and “Join stage” put the person on stage at once",
        ("getting_ready", "invitation_after_approval"),
        ("ASK-3", "ASK-4", "INVITE-3"),
        '[words.invitation]\n"Join stage" = "Accept"\n"Decline invitation" = "Reject"\n',
    ),
    "host": Design(
        "there is one moderator, who is on stage from their arrival, and everybody on stage can leave it",
        ("several_moderators", "moderators_as_viewers"),
        ("LEAVE-1",),
    ),
}
