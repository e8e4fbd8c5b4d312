"""The probe records messages and images that disappear soon.

It can make a page ignore messages of the server. Each test dispatches the messages that the page under test receives,
and adds those that it shows.
"""

import re
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
"""Dispatches messages at a WebSocket without a server, and returns those that its listener receives."""
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
  const destination = new MediaStreamAudioDestinationNode(tone.context);
  tone.connect(destination);
  tone.start();
  window.sender = sending.addTrack(destination.stream.getAudioTracks()[0]);
  await sending.setLocalDescription();
  await receiving.setRemoteDescription(sending.localDescription);
  await receiving.setLocalDescription();
  await sending.setRemoteDescription(receiving.localDescription);
}"""
SEND_PROCESSED = """async () => {
  const media = navigator.mediaDevices;
  const first = await media.getUserMedia({ audio: true, video: true });
  first.getTracks().forEach(track => track.stop());
  const devices = await media.enumerateDevices();
  const chosen = kind => devices.filter(device => device.kind === kind).at(-1);
  const open = (kind, deviceId) => media.getUserMedia({ [kind]: { deviceId: { exact: deviceId } } });
  const context = new AudioContext();
  const destination = new MediaStreamAudioDestinationNode(context);
  context.createMediaStreamSource(await open("audio", chosen("audioinput").deviceId)).connect(destination);
  await open("video", chosen("videoinput").deviceId);
  const canvas = document.createElement("canvas");
  canvas.getContext("2d");
  const connection = new RTCPeerConnection();
  for (const stream of [destination.stream, canvas.captureStream()]) connection.addTrack(stream.getTracks()[0]);
  return [chosen("audioinput").label, chosen("videoinput").label];
}"""
"""Sends sound that passes through Web Audio, and the picture of a canvas; returns the labels of the chosen devices."""
APPLAUSE_HTML = '<span role="img" aria-label="Applause from Ada">👏</span>'


class ProbedPage:
    """A page with the probe, and a WebSocket whose messages the test creates."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.probe = Probe(Screen("Ada", "laptop", page, Words()))

    def receive(self, *messages: str | bytes) -> list[str]:
        """Dispatch these messages, and return those that the page's scripts receive."""
        as_json = [list(message) if isinstance(message, bytes) else message for message in messages]
        return list(self.page.evaluate(RECEIVE, as_json))

    def show_for_a_moment(self, selector: str, html: str) -> None:
        self.page.evaluate(SHOW_FOR_A_MOMENT, [selector, html])


@pytest.fixture
def probed_page(browsers: Browsers) -> Iterator[ProbedPage]:
    context = browsers.of(cast_member("Ada"), Equipment.OWN).new_context()
    context.add_init_script(path=SCRIPT)
    page = context.new_page()
    page.set_content(PAGE)
    yield ProbedPage(page)
    context.close()


def test_a_page_receives_all_messages(probed_page: ProbedPage) -> None:
    assert probed_page.receive(*MESSAGES, *HEARTBEATS) == [*MESSAGES, *HEARTBEATS]


def test_a_page_that_ignores_messages_receives_only_heartbeats(probed_page: ProbedPage) -> None:
    probed_page.probe.ignore_room_messages()
    alternating = [message for pair in zip(MESSAGES, HEARTBEATS, strict=False) for message in pair]
    assert probed_page.receive(*alternating, b"\x02", *HEARTBEATS) == [*HEARTBEATS[: len(MESSAGES)], *HEARTBEATS]


def test_the_rule_is_not_reached_if_there_is_no_message_to_repeat(probed_page: ProbedPage) -> None:
    for send in (probed_page.probe.send_again, probed_page.probe.send_broken):
        with pytest.raises(NotReached, match="the page sent no text over a WebSocket"):
            send([])


def test_a_message_that_has_disappeared_is_recorded(probed_page: ProbedPage) -> None:
    before = time.time()
    probed_page.show_for_a_moment("[role=status]", "The request was declined.")
    probed_page.show_for_a_moment("output", "The stage is full.")
    assert probed_page.probe.messages_since(before) == ["The request was declined.", "The stage is full."]
    assert probed_page.probe.messages_since(time.time()) == [], "earlier messages do not count"


@pytest.mark.parametrize(
    "attribute", ["hidden", 'style="visibility: hidden"', 'style="display: none"', 'aria-hidden="true"', "inert"]
)
def test_invisible_messages_are_not_recorded(probed_page: ProbedPage, attribute: str) -> None:
    before = time.time()
    probed_page.show_for_a_moment("section", f'<div {attribute}><p role="status">The stage is full.</p></div>')
    probed_page.show_for_a_moment("section", '<p role="status">The stage is open.</p>')
    assert probed_page.probe.messages_since(before) == ["The stage is open."]


def test_text_outside_messages_is_not_recorded(probed_page: ProbedPage) -> None:
    before = time.time()
    probed_page.show_for_a_moment("section", "<p>The stage is full.</p>")
    probed_page.show_for_a_moment("[role=status]", "The stage is open.")
    assert probed_page.probe.messages_since(before) == ["The stage is open."]


def test_an_image_that_has_disappeared_is_recorded(probed_page: ProbedPage) -> None:
    before = time.time()
    probed_page.show_for_a_moment("section", APPLAUSE_HTML)
    assert probed_page.probe.has_shown_image("Applause from Ada", "Stage", before)
    assert not probed_page.probe.has_shown_image("Applause from Ben", "Stage", before)
    assert not probed_page.probe.has_shown_image("Applause from Ada", "Chat", before)
    assert not probed_page.probe.has_shown_image("Applause from Ada", "Stage", time.time())


def test_invisible_images_and_images_elsewhere_are_not_recorded(probed_page: ProbedPage) -> None:
    before = time.time()
    probed_page.show_for_a_moment("section", f"<div hidden>{APPLAUSE_HTML}</div>")
    probed_page.show_for_a_moment("ol", APPLAUSE_HTML)
    assert not probed_page.probe.has_shown_image("Applause from Ada", "Stage", before)


REQUEST_PREFERRED_CAMERA = """async shape => {
  const media = navigator.mediaDevices;
  await media.getUserMedia({ video: true });
  const id = (await media.enumerateDevices()).filter(({ kind }) => kind === "videoinput").at(-1).deviceId;
  const preferred = { plain: id, ideal: { ideal: id }, unknown: "no device has this id", default: "default" }[shape];
  const [track] = (await media.getUserMedia({ video: { deviceId: preferred } })).getTracks();
  return [id, track.getSettings().deviceId];
}"""


@pytest.fixture
def page_with_several_devices(browsers: Browsers) -> Iterator[ProbedPage]:
    page = browsers.of(cast_member("Ada"), Equipment.SEVERAL).new_page()
    page.add_init_script(path=SCRIPT)
    page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto("https://room.example/")
    yield ProbedPage(page)
    page.close()


def test_processed_sound_and_video_come_from_the_devices_in_use(
    page_with_several_devices: ProbedPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    probed = page_with_several_devices
    microphone, camera = probed.page.evaluate(SEND_PROCESSED)
    probed.probe.expect_live_device(microphone)
    probed.probe.expect_live_device(camera)
    monkeypatch.setattr(probe, "APPEARANCE", 500)
    with pytest.raises(NotAsDocumented, match=re.escape(f"“another” to be sent; the devices sent are {microphone}, ")):
        probed.probe.expect_live_device("another")
    # A page that also captures another microphone may send that one.
    probed.page.evaluate("navigator.mediaDevices.getUserMedia({ audio: true })")
    with pytest.raises(NotAsDocumented, match=re.escape(f"the devices sent are {microphone} or ")):
        probed.probe.expect_live_device(microphone)
    probed.page.evaluate("stagedoorProbe.tracks.forEach(track => track.stop())")
    with pytest.raises(NotAsDocumented, match="the devices sent are audio of no device, video of no device"):
        probed.probe.expect_live_device(microphone)


def test_a_cloned_stream_keeps_its_devices_in_use(page_with_several_devices: ProbedPage) -> None:
    page, probed = page_with_several_devices.page, page_with_several_devices.probe
    page.evaluate("""async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      window.copy = stream.clone();
      stream.getTracks()[0].stop();
    }""")
    assert len(probed.captured_devices()) == 1
    page.evaluate("copy.getTracks()[0].stop()")
    assert probed.captured_devices() == []


@pytest.mark.parametrize(
    ("shape", "is_given"), [("plain", True), ("ideal", True), ("unknown", False), ("default", False)]
)
def test_a_page_gets_its_preferred_device_if_it_exists(
    page_with_several_devices: ProbedPage, shape: str, is_given: bool
) -> None:
    preferred, received = page_with_several_devices.page.evaluate(REQUEST_PREFERRED_CAMERA, shape)
    assert (received == preferred) is is_given


def test_a_peer_connection_whose_track_was_removed_sends_nothing(
    probed_page: ProbedPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    probed_page.page.evaluate(SEND_TO_THE_SAME_PAGE)
    probed_page.probe.expect_sending_something()
    with monkeypatch.context() as patch:
        patch.setattr(probe, "APPEARANCE", 2_000)
        with pytest.raises(NotAsDocumented, match=r"expected no video or audio to be sent; \d+ bytes"):
            probed_page.probe.expect_sending_nothing()
    probed_page.page.evaluate("sender.replaceTrack(null)")
    probed_page.probe.expect_sending_nothing()
