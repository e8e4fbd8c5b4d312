"""Every time limit of the suite, its unit, and the reason for its size.

A wait is over as soon as what was awaited is there, so a larger limit costs time only where something is missing. Each
is sized for a slow machine: half a core for a scenario of five browsers, three busy programs beside it, or a room at
150 ms. Slow must be slow, not wrong.

The environment variable STAGEDOOR_PATIENCE multiplies the limits for what a room does: 3 for a room that is far away,
0.3 where failures shall show soon. Limits for this project's own processes stay as they are.

The reference room's own times (heartbeats, grace periods) are its settings, and in reference_server/.
"""

import os

VARIABLE = "STAGEDOOR_PATIENCE"


def factor() -> float:
    """What waiting is multiplied by; ValueError, in words for whoever has set it, where that is no number above 0."""
    value = os.environ.get(VARIABLE, "1")
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < 1000:
        raise ValueError(f"{VARIABLE} is {value!r} and must be a number above 0, such as 3 for three times as patient.")
    return number


def milliseconds(usual: int) -> int:
    """The limit multiplied by the factor; unchanged where the variable is invalid, which is reported elsewhere."""
    try:
        return round(usual * factor())
    except ValueError:
        return usual


# What a room does, in milliseconds.

APPEARANCE = milliseconds(30_000)
"""For something to appear, go away or react to a press. The reference room takes 50 ms on a quiet machine; beside forty
busy processes a page took 9 s to load, and a button more than 10 s to take a press."""

LOADING = milliseconds(120_000)
"""For a page to load. On a quiet machine it takes half a second; five at a time, beside forty busy processes, more than
30 s, which is Playwright's own limit."""

LOOK = 2_000
"""Of one wait within a longer one: Playwright looks ten times a second in the first two seconds, then only twice."""

CONNECTION = milliseconds(60_000)
"""For noticing that a connection is lost, and for coming back (STEADY-2, STEADY-3): by Socket.IO's defaults a silent
connection is noticed after 45 s."""

DEPARTURE = milliseconds(30_000)
"""For somebody who closed the page to be gone from the stage and the list: the short grace period of STEADY-4."""

MEDIA_ANALYSIS = milliseconds(45_000)
"""For pictures and voices to come through or to cease: connecting two browsers takes 0.2 s, but a measurement starts
anew with each frame that is wrong, and a slow machine may encode only one frame in two seconds."""

REFUSAL = milliseconds(10_000)
"""After which somebody at the door counts as turned away, where no room and no refusal came up. It is waited in full by
rooms that leave people at the door, so it is shorter than APPEARANCE."""

EXAMINATION = milliseconds(4_000)
"""Of the doctor for each place of the contract. It is waited in full for each missing one, and there may be dozens."""

DESCRIPTION = 10_000
"""For the accessibility tree, or a screenshot, of a page in a failure's report, which says so if there is none."""

# The suite itself, in milliseconds.

LEAD = 1_000
"""From the appointment to the moment at which two people act, at least; four times the browsers' slowest answer."""

LEAD_AT_MOST = 60_000
"""A machine on which an appointment takes longer lets nobody act at the same moment."""

RESET = milliseconds(10_000)
"""For each part of a window's reset between scenarios. A page that is too busy to answer by then is closed."""

# Processes, in seconds.

SERVER_START = 180
"""For the reference room to print its address: 1 s usually, 30 s were not enough beside ten starting browsers."""

SERVER_END = 60
"""For the reference room to end after SIGTERM, before it is killed."""

FOREIGN_SERVER_START = 300
"""For a server that others made to answer; at its first start it may have to be installed."""

FOREIGN_SERVER_END = 10
"""For such a server to end after SIGTERM, before it is killed."""

FOREIGN_SERVER_ANSWER = 5
"""For one answer of such a server while it is asked whether it is up."""

SESSION = 60
"""For a room to open a session, by HTTP or by a command: a browser may have to log in for it."""

CONFIRMATION_END = 60
"""For the confirming process of an interrupted run to close browsers and rooms after SIGTERM, before it is killed."""

SMALL_PROGRAM = 60
"""For a small program, such as git, to end."""
