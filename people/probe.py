"""The probe: what a page captures, sends and receives, which no screen shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError

from conformance.errors import NotReached
from conformance.time_limits import APPEARANCE
from pages.screen import NotAsDocumented, Screen

SCRIPT = Path(__file__).parent / "probe.js"
OFFER_FORGER = (Path(__file__).parent / "offer_forger.js").read_text(encoding="utf-8")
PUBLICATION_FORGER = (Path(__file__).parent / "publication_forger.js").read_text(encoding="utf-8")

CAPTURED_DEVICES = "() => stagedoorProbe.tracks.filter(track => track.readyState === 'live').map(track => track.label)"
ARE_DEVICES_RELEASED = (
    "() => stagedoorProbe.tracks.length > 0 && stagedoorProbe.tracks.every(track => track.readyState === 'ended')"
)
SILENT_SPAN = 1_000
"""Milliseconds without a byte of media that count as sending nothing; microphones send about fifty packets a second."""
SENT_BYTES = """async () => {
  const open = stagedoorProbe.peerConnections.filter(connection => connection.connectionState !== "closed");
  const stats = await Promise.all(open.map(connection => connection.getStats()));
  return stats.flatMap(report => [...report.values()])
    .filter(entry => entry.type === "outbound-rtp").reduce((sum, entry) => sum + entry.bytesSent, 0);
}"""
STOPS_SENDING = f"""async ([span, patience]) => {{
  const end = performance.now() + patience;
  for (let before = await ({SENT_BYTES})(); before > 0;) {{
    await new Promise(done => setTimeout(done, span));
    const now = await ({SENT_BYTES})();
    if (now === before) return 0;
    if (performance.now() > end) return now - before;
    before = now;
  }}
  return 0;
}}"""
"""Returns the bytes sent in the latest span, or 0 once none were sent; a room may keep a connection without media."""
STARTS_SENDING = f"""async patience => {{
  for (const end = performance.now() + patience; performance.now() < end;) {{
    if (await ({SENT_BYTES})() > 0) return true;
    await new Promise(done => setTimeout(done, 100));
  }}
  return false;
}}"""
"""Waits in a loop, since `wait_for_function` treats the promise of an asynchronous condition as true."""
SENT_DEVICES = """() => {
  const devices = stagedoorProbe.tracks;
  const isDevice = ({ label }) => devices.some(device => device.label === label);
  const inUse = kind => devices.filter(device => device.kind === kind && device.readyState === "live");
  return stagedoorProbe.peerConnections
    .filter(connection => connection.connectionState !== "closed")
    .flatMap(connection => connection.getSenders()).map(sender => sender.track)
    .filter(track => track && track.readyState === "live")
    .map(track => isDevice(track) ? track.label
      : [...new Set(inUse(track.kind).map(device => device.label))].join(" or ") || `${track.kind} of no device`);
}"""
"""Returns the label of each device that is sent.

Processed sound or video, as of a canvas, has no device's label; it is that of the devices of its kind that are in use.
"""
IS_DEVICE_SENT = f"name => ({SENT_DEVICES})().some(label => label && name.includes(label))"
SENT_COUNT = "() => stagedoorProbe.sent.length"
SENT_SINCE = """start => stagedoorProbe.sent.slice(start).map(message => message.data)
  .filter(data => typeof data === "string")"""
SEND_RAW_WHEN_CONNECTED = "data => stagedoorProbe.isConnected() && (stagedoorProbe.sendRaw(data), true)"
HAS_SENT_EVERYTHING = "() => stagedoorProbe.hasSentEverything()"
SEND_RAW = "messages => messages.forEach(data => stagedoorProbe.sendRaw(data))"
IS_ANNOUNCED = """words => stagedoorProbe.announced.some(text =>
  words.every(word => word.toLowerCase().split("|").some(form => text.toLowerCase().includes(form.trim()))))"""
TRACK_KINDS = {"microphone": "audio", "camera": "video"}
UNPLUG = """kind => {
  const live = stagedoorProbe.tracks.filter(track => track.kind === kind && track.readyState === "live");
  for (const track of live) { track.stop(); track.dispatchEvent(new Event("ended")); }
  return live.length;
}"""
PLUG_IN = "() => navigator.mediaDevices.dispatchEvent(new Event('devicechange'))"
RECEIVED_TEXT = "() => [document.documentElement.outerHTML, ...stagedoorProbe.received].join('\\n')"
SHOWN_TEXTS = "() => stagedoorProbe.shownTexts"
MESSAGES = "since => stagedoorProbe.messages.filter(({ at }) => at >= since).map(({ text }) => text)"
HAS_SHOWN_IMAGE = """([since, name, region]) => stagedoorProbe.images
  .some(image => image.at >= since && image.name === name && image.regions.includes(region))"""
SENT_OFFERS = "() => stagedoorOfferForger.sentOffers()"
SEND_OFFERS = "messages => stagedoorOfferForger.offer(messages)"
SENT_PUBLICATIONS = "() => stagedoorPublicationForger.sentPublications()"
PUBLISH = "publications => stagedoorPublicationForger.publish(publications)"


@dataclass(frozen=True)
class SentMedia:
    """The messages by which a browser has offered its media.

    ``offers``: texts, for other browsers or a media server. ``publications``: binary ones, for a media server, with the
    ids of the browser's tracks: ``{"messages": [...], "ids": {id: "audio" or "video"}}``.
    """

    offers: list[str]
    publications: dict[str, Any]


class Probe:
    """Reads what the probe has recorded in one person's page, and sends messages and media from there."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def expect_released(self) -> None:
        """Expect that camera and microphone were captured and are released."""
        with self._screen.expecting("camera and microphone to be released"):
            self._screen.view.wait_for_function(ARE_DEVICES_RELEASED, timeout=APPEARANCE)

    def expect_capturing(self) -> None:
        with self._screen.expecting("a camera or microphone to be in use"):
            self._screen.view.wait_for_function(f"() => ({CAPTURED_DEVICES})().length > 0", timeout=APPEARANCE)

    def captured_devices(self) -> list[str]:
        """Return the labels of the cameras and microphones in use."""
        return list(self._evaluate(CAPTURED_DEVICES))

    def expect_not_capturing(self) -> None:
        self._screen.expect_not_blank()
        labels = self.captured_devices()
        self._expect(not labels, "no camera or microphone in use", f"in use: {', '.join(labels)}")

    def expect_sending_nothing(self) -> None:
        self._screen.expect_not_blank()
        count = self._evaluate(STOPS_SENDING, [SILENT_SPAN, APPEARANCE])
        self._expect(count == 0, "no video or audio to be sent", f"{count} bytes of media were sent within a second")

    def expect_sending_something(self) -> None:
        is_sending = self._evaluate(STARTS_SENDING, APPEARANCE)
        self._expect(is_sending, "video or audio to be sent", "nothing was sent")

    def expect_live_device(self, name: str) -> None:
        """Expect the device of this name among those that are sent to others."""
        try:
            self._screen.view.wait_for_function(IS_DEVICE_SENT, arg=name, timeout=APPEARANCE)
        except TimeoutError:
            labels = ", ".join(self._evaluate(SENT_DEVICES)) or "nothing"
            self._expect(False, f"“{name}” to be sent", f"the devices sent are {labels}")

    def unplug(self, device: str) -> None:
        """End the device's track as the browser does when a device is unplugged."""
        ended = self._evaluate(UNPLUG, TRACK_KINDS[device])
        self._expect(ended > 0, f"a {device} in use to unplug", "there is none")

    def plug_in(self) -> None:
        """Dispatch the browser's event for changed devices."""
        self._evaluate(PLUG_IN)

    def mark(self) -> int:
        """Return the number of messages sent so far, for ``sent_since``."""
        return int(self._evaluate(SENT_COUNT))

    def sent_since(self, mark: int) -> list[str]:
        """Return the text messages sent to the server since the mark."""
        return list(self._evaluate(SENT_SINCE, mark))

    def send_again(self, messages: list[str]) -> None:
        """Send messages over this person's own WebSocket, and return when all of them have been sent.

        Raises NotReached if ``messages`` is empty, as in a room whose pages send HTTP requests or binary messages.
        """
        self._require_messages(messages)
        self._evaluate(SEND_RAW, messages)
        with self._screen.expecting("the repeated messages to be sent"):
            self._screen.view.wait_for_function(HAS_SENT_EVERYTHING, timeout=APPEARANCE)

    def send_broken(self, messages: list[str]) -> None:
        """Send each message truncated, reversed and oversized; wait for the connection before each of them.

        Raises NotReached if ``messages`` is empty.
        """
        self._require_messages(messages)
        for message in messages:
            self._send_broken(message)

    def _require_messages(self, messages: list[str]) -> None:
        if not messages:
            raise NotReached(
                f"{self._screen}: nothing to send again: the page sent no text over a WebSocket, only requests or"
                " binary messages."
            )

    def _send_broken(self, message: str) -> None:
        pieces = [message[:-1], message[: len(message) // 2], "".join(reversed(message))]
        for broken in (*pieces, message + "]" * 50_000, message + "{" * 50_000, message.replace("{", "{" * 300_000)):
            with self._screen.expecting("the connection to the room to be restored"):
                self._screen.view.wait_for_function(SEND_RAW_WHEN_CONNECTED, arg=broken, timeout=APPEARANCE)

    def sent_media(self) -> SentMedia:
        """Return the messages by which this browser has offered its media to others."""
        self._evaluate(OFFER_FORGER)
        self._evaluate(PUBLICATION_FORGER)
        return SentMedia(self._evaluate(SENT_OFFERS), self._evaluate(SENT_PUBLICATIONS))

    def send_forged_media(self, sent: SentMedia) -> None:
        """Offer this browser's media with messages like these, without the room's own scripts."""
        publications = sent.publications["messages"]
        self._expect(
            bool(sent.offers or publications),
            "messages of a browser on stage that offer media, to imitate them",
            "there are none",
        )
        if sent.offers:
            self._evaluate(OFFER_FORGER)
            self._evaluate(SEND_OFFERS, sent.offers)
        if publications:
            self._evaluate(PUBLICATION_FORGER)
            self._evaluate(PUBLISH, sent.publications)

    def ignore_room_messages(self) -> None:
        """Drop all messages from the room from now on, except heartbeats (see probe.js)."""
        self._evaluate("() => { stagedoorProbe.ignoresMessages = true; }")

    def expect_not_set(self, variable: str) -> None:
        """Expect that no script has set this variable of the page."""
        self._screen.expect_not_blank()
        is_set = self._evaluate("name => name in window", variable)
        self._expect(
            not is_set, "a name with a script in it to be shown as text", f"the script ran, and set “{variable}”"
        )

    def received_text(self) -> str:
        """Return all text that this browser has received: the page's HTML and the messages over WebSockets."""
        return str(self._evaluate(RECEIVED_TEXT))

    def shown_texts(self) -> list[str]:
        """Return the texts of all messages and dialogs since the page was opened, including vanished ones."""
        return list(self._evaluate(SHOWN_TEXTS))

    def messages_since(self, since: float) -> list[str]:
        """Return the status messages and alerts that have appeared since a time, including vanished ones.

        ``since``: the time in seconds since the epoch.
        """
        return list(self._evaluate(MESSAGES, since * 1000))

    def has_shown_image(self, name: str, region: str, since: float) -> bool:
        """Return whether an image of this name has appeared in the region since a time.

        ``since``: the time in seconds since the epoch.
        """
        return bool(self._evaluate(HAS_SHOWN_IMAGE, [since * 1000, name, region]))

    def expect_announced(self, *words: str) -> None:
        """Expect that the page has given a screen reader a message with all these words."""
        with self._screen.expecting(f"a screen reader announcement containing {' and '.join(words)}"):
            self._screen.view.wait_for_function(IS_ANNOUNCED, arg=list(words), timeout=APPEARANCE)

    def _evaluate(self, script: str, argument: object = None) -> Any:
        return self._screen.view.evaluate(script, argument)

    def _expect(self, holds: bool, expected: str, found: str) -> None:
        if not holds:
            raise NotAsDocumented(f"{self._screen}: expected {expected}; {found}.")
