"""Renders the page about the wire protocol."""

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tools.wire_protocol.protocol import Protocol

PAGE = Path(__file__).parents[2] / "docs" / "wire-protocol.md"
TEMPLATE = "page.md.jinja"

EVENT_TEXTS = {
    "room": (
        "All that one person may see of the session: sent when their page has connected, and in answer to "
        "`read_session`. From then on the page receives changes."
    ),
    "change": (
        "What has changed for everybody of the page's role; its size depends on the change, not on how many people are "
        "there. Changes that follow each other closely share one event. A page whose revision is older than `since` "
        "has missed a change, and sends `read_session`. It ignores an event whose `revision` it already has."
    ),
    "own_change": (
        "What has changed for the page's person alone. If the page has not received the `change` to the revision "
        "`with` yet, it applies both together when that `change` arrives; otherwise it applies this event at once."
    ),
    "chat": (
        "A new message of the chat, or the answer to `read_chat`, recognisable by its field `after`. The numbers of a "
        "session's messages have no gaps, so a page that misses a message sends `read_chat`."
    ),
    "message_deleted": (
        "A moderator deleted a message, whose text must disappear. A page that was not connected finds the deletion in "
        "the answer to `read_chat`."
    ),
    "reaction": "A reaction of one person, `applause` for example; it is not stored.",
    "signal": "A signal of another page for the peer connections between the two.",
    "media_access": (
        "The URL and the token with which the page connects to LiveKit, in answer to `read_media_access`. The token "
        "gives no right to send; the server gives that right to a connected page while its person is on stage."
    ),
    "move": (
        "The process that the page is connected to ends soon; the page closes the connection and connects again, which "
        "leads to another process of the room. Only rooms of several processes send it."
    ),
    "replaced": "The person has opened the room on another page; the server ends this connection next.",
    "removed": "A moderator removed the person from the session; the server ends this connection next.",
}


def render(protocol: Protocol) -> str:
    """Return the page in Markdown."""
    environment = Environment(  # noqa: S701 (Markdown, not HTML)
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["codes"] = _codes
    environment.filters["cell"] = lambda text: text.replace("|", "\\|")
    return environment.get_template(TEMPLATE).render(vars(protocol), event_texts=EVENT_TEXTS)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
