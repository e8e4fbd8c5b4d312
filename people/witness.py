"""What a person's browser does that no screen shows: captures, calls, and messages to the server."""

from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError

from conformance.time_limits import APPEARANCE
from pages.screen import NotAsDocumented, Screen

SCRIPT = Path(__file__).parent / "witness.js"
CALLER = (Path(__file__).parent / "caller.js").read_text()

CAPTURING = "() => stagedoorWitness.tracks.filter(track => track.readyState === 'live').map(track => track.label)"
RELEASED = (
    "() => stagedoorWitness.tracks.length > 0 && stagedoorWitness.tracks.every(track => track.readyState === 'ended')"
)
SENDING = """async () => {
  const open = stagedoorWitness.calls.filter(call => call.connectionState !== "closed");
  const stats = await Promise.all(open.map(call => call.getStats()));
  return stats.flatMap(report => [...report.values()])
    .filter(entry => entry.type === "outbound-rtp").reduce((sum, entry) => sum + entry.bytesSent, 0);
}"""
SENT_DEVICES = """() => stagedoorWitness.calls
  .filter(call => call.connectionState !== "closed")
  .flatMap(call => call.getSenders()).filter(sender => sender.track && sender.track.readyState === "live")
  .map(sender => sender.track.label)"""
GOES_LIVE = f"name => ({SENT_DEVICES})().some(label => label && name.includes(label))"
SENT_COUNT = "() => stagedoorWitness.sent.length"
SENT_SINCE = """start => stagedoorWitness.sent.slice(start).map(one => one.data)
  .filter(data => typeof data === "string")"""
REPEAT_WHEN_CONNECTED = "data => stagedoorWitness.connected() && (stagedoorWitness.repeat(data), true)"
REPEAT = "messages => messages.forEach(data => stagedoorWitness.repeat(data))"
ANNOUNCED = """words => stagedoorWitness.announced.some(text =>
  words.every(word => text.toLowerCase().includes(word.toLowerCase())))"""
KINDS = {"microphone": "audio", "camera": "video"}
UNPLUG = """kind => {
  const live = stagedoorWitness.tracks.filter(track => track.kind === kind && track.readyState === "live");
  for (const track of live) { track.stop(); track.dispatchEvent(new Event("ended")); }
  return live.length;
}"""
PLUG_IN = "() => navigator.mediaDevices.dispatchEvent(new Event('devicechange'))"
TOLD = "() => stagedoorWitness.told"
MESSAGES = "since => stagedoorWitness.messages.filter(({ at }) => at >= since).map(({ text }) => text)"
IMAGES = """([since, name, region]) => stagedoorWitness.images
  .some(image => image.at >= since && image.name === name && image.regions.includes(region))"""
CALLING = "() => stagedoorCaller.calling()"
CALL = "messages => stagedoorCaller.call(messages)"


class Witness:
    """Looks behind one person's screen, by the browser's own objects and without knowing the room."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def expect_released(self) -> None:
        """Camera and microphone had been captured, and all of that has ended."""
        with self._screen.expecting("camera and microphone to be released"):
            self._screen.view.wait_for_function(RELEASED, timeout=APPEARANCE)

    def expect_capturing(self) -> None:
        with self._screen.expecting("a camera or microphone to be in use"):
            self._screen.view.wait_for_function(f"() => ({CAPTURING})().length > 0", timeout=APPEARANCE)

    def expect_not_capturing(self) -> None:
        labels = self._evaluate(CAPTURING)
        self._demand(not labels, "no camera or microphone in use", f"in use: {', '.join(labels)}")

    def expect_sending_nothing(self) -> None:
        count = self._evaluate(SENDING)
        self._demand(count == 0, "no picture or sound to leave this browser", f"{count} bytes of media left it")

    def expect_sending_something(self) -> None:
        with self._screen.expecting("picture or sound to leave this browser"):
            self._screen.view.wait_for_function(f"async () => await ({SENDING})() > 0", timeout=APPEARANCE)

    def expect_live_device(self, name: str) -> None:
        """The device of this name is among those whose picture or sound leaves for others."""
        try:
            self._screen.view.wait_for_function(GOES_LIVE, arg=name, timeout=APPEARANCE)
        except TimeoutError:
            there = ", ".join(self._evaluate(SENT_DEVICES)) or "nothing"
            self._demand(False, f"“{name}” to go live", f"what goes live is {there}")

    def unplug(self, device: str) -> None:
        """End the device's track as the browser does when its plug is pulled: there is no real plug to pull here."""
        ended = self._evaluate(UNPLUG, KINDS[device])
        self._demand(ended > 0, f"a {device} in use, to be unplugged", "there was none")

    def plug_in(self) -> None:
        """Tell the page, as the browser does, that there are other devices now."""
        self._evaluate(PLUG_IN)

    def mark(self) -> int:
        """A place in the row of messages to the server, for ``sent_since``."""
        return int(self._evaluate(SENT_COUNT))

    def sent_since(self, mark: int) -> list[str]:
        """The text messages that left for the server since the mark."""
        return list(self._evaluate(SENT_SINCE, mark))

    def send_again(self, messages: list[str]) -> None:
        """Put messages on this person's own line to the server, as a forger would."""
        self._demand(bool(messages), "something to send again", "nothing was sent the first time")
        self._evaluate(REPEAT, messages)

    def send_broken(self, message: str) -> None:
        """Put the message on the line in pieces, and larger than any; a line that ends for it is waited for again."""
        pieces = [message[:-1], message[: len(message) // 2], "".join(reversed(message))]
        for broken in (*pieces, message + "]" * 50_000, message + "{" * 50_000, message.replace("{", "{" * 300_000)):
            with self._screen.expecting("the line to the room to come back"):
                self._screen.view.wait_for_function(REPEAT_WHEN_CONNECTED, arg=broken, timeout=APPEARANCE)

    def calling(self) -> list[str]:
        """The messages by which this browser has called others with its picture and sound."""
        self._evaluate(CALLER)
        return list(self._evaluate(CALLING))

    def call_as(self, messages: list[str]) -> None:
        """Call others past the room's own scripts, with one's own devices and in the words of these messages."""
        self._demand(bool(messages), "calls to be seen, to make others like them", "there was none")
        self._evaluate(CALLER)
        self._evaluate(CALL, messages)

    def turn_deaf(self) -> None:
        """From now on no message of the room's reaches the scripts of this page; heartbeats do (see witness.js)."""
        self._evaluate("() => { stagedoorWitness.deaf = true; }")

    def expect_untouched(self, variable: str) -> None:
        """No script has set this variable of the page's."""
        touched = self._evaluate("name => name in window", variable)
        self._demand(not touched, "nothing of a name to be run as a script", f"“{variable}” was set by one")

    def told(self) -> list[str]:
        """Everything that the room has told the person in messages and dialogs since they came, also what went."""
        return list(self._evaluate(TOLD))

    def messages_since(self, since: float) -> list[str]:
        """The status messages and alerts that were on the screen since then, also those that have vanished.

        ``since``: seconds since the epoch.
        """
        return list(self._evaluate(MESSAGES, since * 1000))

    def has_shown_image(self, name: str, region: str, since: float) -> bool:
        """Whether an image of this accessible name came up within the region since then, in seconds since the epoch."""
        return bool(self._evaluate(IMAGES, [since * 1000, name, region]))

    def expect_announced(self, *words: str) -> None:
        """A screen reader has read out a message with all these words."""
        with self._screen.expecting(f"a screen reader to read out something with {' and '.join(words)}"):
            self._screen.view.wait_for_function(ANNOUNCED, arg=list(words), timeout=APPEARANCE)

    def _evaluate(self, script: str, argument: object = None) -> Any:
        return self._screen.view.evaluate(script, argument)

    def _demand(self, holds: bool, expected: str, there: str) -> None:
        if not holds:
            raise NotAsDocumented(f"{self._screen}: expected {expected}; {there}.")
