"""Every time limit of the suite, with its unit and the reason for its size.

A wait ends as soon as its condition holds, so a larger limit costs time only on failure. Limits are sized for a slow
machine: half a core for a scenario of five browsers, three busy processes beside it, or a latency of 150 ms. A slow
machine must not cause failures.

The environment variable STAGEDOOR_PATIENCE multiplies the limits for what a room does: 3 for a distant room, 0.3 for
quick failures; limits that a rule of the catalogue sets, and that for opening a session, are never shortened. Limits
for processes are not multiplied.

The reference room's own times (heartbeats, grace periods) are settings in reference_server/.
"""

import os

VARIABLE = "STAGEDOOR_PATIENCE"


def factor() -> float:
    """Return the factor of STAGEDOOR_PATIENCE; raise ValueError unless it is between 0 and 1000."""
    value = os.environ.get(VARIABLE, "1")
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < 1000:
        remedy = "set a number above 0 and below 1000, such as 3 for limits three times as long"
        raise ValueError(f"{VARIABLE} is {value!r}; {remedy}.")
    return number


def milliseconds(usual: int) -> int:
    """Return the limit times the factor.

    If the variable is invalid, which is reported elsewhere, the limit is unchanged.
    """
    try:
        return round(usual * factor())
    except ValueError:
        return usual


def at_least(usual: int) -> int:
    """Return a limit that is never shortened, such as that of a rule: times the factor if that is above 1."""
    return max(usual, milliseconds(usual))


# What a room does, in milliseconds, except SESSION.

APPEARANCE = milliseconds(30_000)
"""For an element to appear, disappear or react. The reference room takes 50 ms on a quiet machine; beside forty busy
processes a page took 9 s to load, and a button more than 10 s to react."""

SESSION = at_least(60_000) / 1000
"""In seconds, for a room to open a session, by HTTP or by a command: a browser may have to log in for it."""

LOADING = milliseconds(120_000)
"""For a page to load. On a quiet machine it takes half a second; five at a time, beside forty busy processes, more than
30 s, which is Playwright's own limit."""

LOOK = 2_000
"""For one of several waits in a row. Playwright polls ten times a second for the first two seconds, then twice."""

CONNECTION = at_least(60_000)
"""For noticing that a connection is lost, and for coming back (STEADY-2, STEADY-3): by Socket.IO's defaults a silent
connection is noticed after 45 s."""

DEPARTURE = at_least(30_000)
"""For a person who closed the page to leave the stage and the list: the short grace period of STEADY-4."""

MEDIA_ANALYSIS = milliseconds(45_000)
"""For video and audio to arrive or to end: connecting two browsers takes 0.2 s, but a measurement starts again with
each wrong frame, and a slow machine may encode only one frame in two seconds."""

REFUSAL = milliseconds(10_000)
"""For a person on the entry page to enter; then the person counts as refused. It is shorter than APPEARANCE, since it
passes entirely if a room shows neither the session nor a refusal."""

EXAMINATION = milliseconds(4_000)
"""For the doctor to find an element. It passes entirely for the first missing element after each action."""

UNCHANGED_SCREEN = milliseconds(1_000)
"""For the doctor to find an element on a screen that has had EXAMINATION to change since the last action; dozens of
elements may be missing."""

DESCRIPTION = 10_000
"""For the accessibility tree or the screenshot in the report of a failure; the report says so if there is none."""

# The suite itself, in milliseconds.

BROWSER_SERVER = 60_000
"""For a browser to start on another machine: one takes a second, and many workers start theirs at once."""

LEAD = 1_000
"""The shortest time between scheduling two simultaneous clicks and the clicks; slow browsers get four times their
response time instead."""

LEAD_AT_MOST = 60_000
"""The longest such time; a machine that would need more cannot click simultaneously."""

RESET = milliseconds(10_000)
"""For each part of a window's reset between scenarios. A page that is too busy to answer by then is closed."""

# Processes, in seconds.

SERVER_START = 180
"""For the reference room to print its address: 1 s usually, 30 s were not enough beside ten starting browsers."""

SERVER_END = 60
"""For the reference room to end after SIGTERM, before it is killed."""

FOREIGN_SERVER_START = 300
"""For a third-party server to answer; at its first start it may have to be installed."""

FOREIGN_SERVER_END = 10
"""For a third-party server to end after SIGTERM, before it is killed."""

FOREIGN_SERVER_ANSWER = 5
"""For one request that checks whether a third-party server is up."""

CONFIRMATION_END = 60
"""For the confirming process of an interrupted run to close browsers and rooms after SIGTERM, before it is killed."""

SMALL_PROGRAM = 60
"""For a small program, such as git, to end."""
