"""The probe can withhold messages from a page, and records short-lived messages and images.

The page under test receives and shows the messages that the test sends.
"""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from conformance.errors import NotReached
from pages.screen import NotAsDocumented, Screen
from pages.words import Words
from people import probe
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.probe import SCRIPT, Probe

PAGE = """<!doctype html><title>Room</title>
<section aria-label="Stage"></section><div role="status"></div><output></output><ol></ol>"""
RECEIVE = """messages => {
  const received = [];
  const socket = new WebSocket("ws://127.0.0.1:9/");
  socket.onmessage = ({ data }) => received.push(typeof data === "string" ? data : "binary");
  for (const message of messages) {
    const data = typeof message === "string" ? message : new Uint8Array(message).buffer;
    socket.dispatchEvent(new MessageEvent("message", { data }));
  }
  socket.close();
  return received;
}"""
"""Dispatches messages to a WebSocket, which needs no server for that, and returns those that its listener receives."""
HEARTBEATS = [
    "2",
    "3",
    "2probe",
    "3probe",
    "h",
    "\n",
    '{"type":6}\x1e',
    "ping",
    '{"type":"ping"}',
    '{"type":"pong","timestamp":1700000000}',
    '{"type":"ka"}',
    '{"event":"keep-alive","id":null}',
    '{"op":"heartbeat"}',
]
MESSAGES = [
    "",
    "2[1]",
    '42["room",{"people":[]}]',
    '42["ping"]',
    "hello",
    '{"type":"removed"}',
    '{"type":"ping","people":["Ada"]}',
    '{"type":"message","text":"ping"}',
    '{"type":"ping","text":"' + "x" * 300 + '"}',
    '{"type":"ping"',
]
SHOW_FOR_A_MOMENT = """async ([selector, html]) => {
  const container = document.querySelector(selector);
  container.innerHTML = html;
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  container.innerHTML = "";
}"""
SEND_TO_THE_SAME_PAGE = """async () => {
  document.body.append(Object.assign(document.createElement("p"), { textContent: "A room" }));
  const [sending, receiving] = [new RTCPeerConnection(), new RTCPeerConnection()];
  sending.onicecandidate = ({ candidate }) => receiving.addIceCandidate(candidate);
  receiving.onicecandidate = ({ candidate }) => sending.addIceCandidate(candidate);
  const tone = new OscillatorNode(new AudioContext());
  const out = new MediaStreamAudioDestinationNode(tone.context);
  tone.connect(out);
  tone.start();
  window.sender = sending.addTrack(out.stream.getAudioTracks()[0]);
  await sending.setLocalDescription();
  await receiving.setRemoteDescription(sending.localDescription);
  await receiving.setLocalDescription();
  await sending.setRemoteDescription(receiving.localDescription);
}"""
APPLAUSE = '<span role="img" aria-label="Applause from Ada">👏</span>'


class ProbeVisit:
    """A page with the probe, and a WebSocket whose messages the test creates."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.probe = Probe(Screen("Ada", "laptop", page, Words()))
        page.set_content(PAGE)

    def receives(self, *messages: str | bytes) -> list[str]:
        """Dispatch these messages, and return those that the page's scripts receive."""
        sent = [list(message) if isinstance(message, bytes) else message for message in messages]
        return list(self.page.evaluate(RECEIVE, sent))

    def shows_for_a_moment(self, selector: str, html: str) -> None:
        self.page.evaluate(SHOW_FOR_A_MOMENT, [selector, html])


@pytest.fixture
def visit(browsers: Browsers) -> Iterator[ProbeVisit]:
    context = browsers.of(cast_member("Ada"), Equipment.OWN).new_context()
    context.add_init_script(path=SCRIPT)
    yield ProbeVisit(context.new_page())
    context.close()


def test_a_page_receives_all_messages(visit: ProbeVisit) -> None:
    assert visit.receives(*MESSAGES, *HEARTBEATS) == [*MESSAGES, *HEARTBEATS]


def test_a_page_that_ignores_messages_receives_only_heartbeats(visit: ProbeVisit) -> None:
    visit.probe.ignore_room_messages()
    mixed = [message for pair in zip(MESSAGES, HEARTBEATS, strict=False) for message in pair]
    assert visit.receives(*mixed, b"\x02", *HEARTBEATS) == [*HEARTBEATS[: len(MESSAGES)], *HEARTBEATS]


def test_without_a_message_to_repeat_the_rule_is_not_reached(visit: ProbeVisit) -> None:
    for send in (visit.probe.send_again, visit.probe.send_broken):
        with pytest.raises(NotReached, match="the page sent no text over a WebSocket"):
            send([])


def test_records_a_message_that_has_disappeared(visit: ProbeVisit) -> None:
    before = time.time()
    visit.shows_for_a_moment("[role=status]", "The request was declined.")
    visit.shows_for_a_moment("output", "The stage is full.")
    assert visit.probe.messages_since(before) == ["The request was declined.", "The stage is full."]
    assert visit.probe.messages_since(time.time()) == [], "earlier messages do not count"


@pytest.mark.parametrize(
    "attribute", ["hidden", 'style="visibility: hidden"', 'style="display: none"', 'aria-hidden="true"', "inert"]
)
def test_ignores_invisible_messages(visit: ProbeVisit, attribute: str) -> None:
    before = time.time()
    visit.shows_for_a_moment("section", f'<div {attribute}><p role="status">The stage is full.</p></div>')
    visit.shows_for_a_moment("section", '<p role="status">The stage is open.</p>')
    assert visit.probe.messages_since(before) == ["The stage is open."]


def test_ignores_text_outside_messages(visit: ProbeVisit) -> None:
    before = time.time()
    visit.shows_for_a_moment("section", "<p>The stage is full.</p>")
    visit.shows_for_a_moment("[role=status]", "The stage is open.")
    assert visit.probe.messages_since(before) == ["The stage is open."]


def test_records_an_image_that_has_disappeared(visit: ProbeVisit) -> None:
    before = time.time()
    visit.shows_for_a_moment("section", APPLAUSE)
    assert visit.probe.has_shown_image("Applause from Ada", "Stage", before)
    assert not visit.probe.has_shown_image("Applause from Ben", "Stage", before)
    assert not visit.probe.has_shown_image("Applause from Ada", "Chat", before)
    assert not visit.probe.has_shown_image("Applause from Ada", "Stage", time.time())


def test_ignores_invisible_images(visit: ProbeVisit) -> None:
    before = time.time()
    visit.shows_for_a_moment("section", f"<div hidden>{APPLAUSE}</div>")
    visit.shows_for_a_moment("ol", APPLAUSE)
    assert not visit.probe.has_shown_image("Applause from Ada", "Stage", before)


PREFER = """async shape => {
  const media = navigator.mediaDevices;
  await media.getUserMedia({ video: true });
  const id = (await media.enumerateDevices()).filter(({ kind }) => kind === "videoinput").at(-1).deviceId;
  const preferred = { plain: id, ideal: { ideal: id }, unknown: "no device has this id", other: "default" }[shape];
  const [track] = (await media.getUserMedia({ video: { deviceId: preferred } })).getTracks();
  return [id, track.getSettings().deviceId];
}"""


@pytest.mark.parametrize(
    ("shape", "is_given"), [("plain", True), ("ideal", True), ("unknown", False), ("other", False)]
)
def test_a_page_gets_its_preferred_device_if_it_exists(browsers: Browsers, shape: str, is_given: bool) -> None:
    page = browsers.of(cast_member("Ada"), Equipment.SEVERAL).new_page()
    page.add_init_script(path=SCRIPT)
    page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto("https://room.example/")
    preferred, received = page.evaluate(PREFER, shape)
    page.close()
    assert (received == preferred) is is_given


def test_an_open_connection_without_media_sends_nothing(visit: ProbeVisit, monkeypatch: pytest.MonkeyPatch) -> None:
    visit.page.evaluate(SEND_TO_THE_SAME_PAGE)
    visit.probe.expect_sending_something()
    with monkeypatch.context() as patience:
        patience.setattr(probe, "APPEARANCE", 2_000)
        with pytest.raises(NotAsDocumented, match=r"expected no video or audio to be sent; \d+ bytes"):
            visit.probe.expect_sending_nothing()
    visit.page.evaluate("sender.replaceTrack(null)")
    visit.probe.expect_sending_nothing()
