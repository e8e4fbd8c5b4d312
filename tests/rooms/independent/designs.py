"""Designs that differ from the documented room in more than HTML and words, with their room files.

Each is common in other products. The room file declares it with words, absent capabilities and deviations; no adapter
is needed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Design:
    """A design, and what it adds to the small room's room file.

    It adds capabilities, deviations, and tables of words.
    """

    description: str
    absent_capabilities: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()
    word_tables: str = ""


DESIGNS = {
    "raised-hands": Design(
        "a button that stays pressed, “Raise hand”, is the request; moderators accept or reject it",
        word_tables="""[words]
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
