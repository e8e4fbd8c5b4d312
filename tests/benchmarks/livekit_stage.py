"""Measure the CPU usage of a full stage and many viewers with LiveKit.

Run ``python -m tests.benchmarks.livekit_stage --stage 25 --viewers 100``. Everybody is connected to the room, and to
LiveKit with a client without a browser. Both servers are measured before and while the people on stage send video. The
usage of the room's server must not depend on media.
"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from livekit import rtc

from rooms.livekit_server import LiveKitServer
from tests.benchmarks.figures import positive
from tests.benchmarks.process_cpu import cpu_by_process
from tests.reference_server.media.conftest import options_for
from tests.reference_server.media.livekit_client import Access, EventLoopThread
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.stand_ins.connected_session import ConnectedSession

SECONDS = 20
"""The duration of each measurement in seconds."""
WIDTH, HEIGHT, FRAMES_PER_SECOND = 160, 96, 5
"""The size and rate of each video; small, since all clients share the machine with both servers."""
DEVICES = {"microphone": True, "camera": True}


class StageClient:
    """A LiveKit client that receives all videos without displaying them; changes notify ``changed``."""

    def __init__(self, loop: EventLoopThread, access: Access, changed: threading.Condition) -> None:
        self._loop = loop
        self._changed = changed
        self.room = rtc.Room(loop.loop)
        for event in ("track_subscribed", "participant_permissions_changed"):
            self.room.on(event, self._notify)
        loop.run(self.room.connect(access["url"], access["token"]))

    @property
    def video_count(self) -> int:
        """The number of people whose video the client receives."""
        people = self.room.remote_participants.values()
        return sum(publication.subscribed for person in people for publication in person.track_publications.values())

    @property
    def may_publish(self) -> bool:
        return bool(self.room.local_participant.permissions.can_publish)

    def publish(self) -> None:
        """Publish a video, and start to send frames."""
        source = rtc.VideoSource(WIDTH, HEIGHT)
        track = rtc.LocalVideoTrack.create_video_track("camera", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=False)
        self._loop.run(self.room.local_participant.publish_track(track, options))
        self._loop.start(self._send_frames(source))

    def close(self) -> None:
        self._loop.run(self.room.disconnect())

    def _notify(self, *_: object) -> None:
        with self._changed:
            self._changed.notify_all()

    async def _send_frames(self, source: rtc.VideoSource) -> None:
        pixels = bytearray([200, 40, 40, 255] * WIDTH * HEIGHT)
        while self.room.isconnected():
            pixels[0] = (pixels[0] + 1) % 256  # So that frames differ.
            source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, pixels))
            await asyncio.sleep(1 / FRAMES_PER_SECOND)


@dataclass(frozen=True)
class Usage:
    """The CPU seconds of both servers, and the bytes of each of the room's connections, by client address."""

    room: float
    livekit: float
    bytes: dict[str, int]

    @classmethod
    def now(cls, server: ServerProcess) -> Self:
        """Return the usage so far."""
        cpu = cpu_by_process()
        return cls(cpu.get("server", 0.0), cpu.get("livekit", 0.0), _connection_bytes(server))

    def __sub__(self, other: Self) -> Self:
        clients = self.bytes.keys() & other.bytes.keys()
        transferred = {client: self.bytes[client] - other.bytes[client] for client in clients}
        return type(self)(self.room - other.room, self.livekit - other.livekit, transferred)

    def per_second(self) -> str:
        """Describe the usage per second in one line."""
        room, livekit = (seconds / SECONDS * 1000 for seconds in (self.room, self.livekit))
        bytes_per_second = sum(self.bytes.values()) / SECONDS
        return f"room {room:.1f} ms of CPU, {bytes_per_second:.0f} bytes; LiveKit {livekit:.0f} ms of CPU"


def main() -> None:
    """Measure the servers without and with media; print both per second."""
    arguments = _parse_arguments()
    loop = EventLoopThread()
    with tempfile.TemporaryDirectory() as folder, LiveKitServer(Path(folder) / "livekit.log") as livekit:
        server = ServerProcess(Path(folder), *options_for(livekit.settings, Path(folder)))
        try:
            _measure(server, loop, arguments.stage, arguments.viewers)
        finally:
            server.kill()
            loop.close()


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--stage", type=positive, default=25, help="people on stage (default: %(default)s)")
    parser.add_argument("--viewers", type=positive, default=100, help="people who watch (default: %(default)s)")
    return parser.parse_args()


def _measure(server: ServerProcess, loop: EventLoopThread, stage: int, viewers: int) -> None:
    session = ConnectedSession(server, access="everyone", limit=stage)
    people = [session.enter(f"Person {number}") for number in range(stage + viewers)]
    changed = threading.Condition()
    clients = [StageClient(loop, person.request_media_access(), changed) for person in people]
    print(f"{len(people)} people are connected to the room and to LiveKit.", flush=True)
    for person in people[:stage]:
        person.do("join", **DEVICES)
    _wait_until(changed, lambda: all(client.may_publish for client in clients[:stage]))
    people[-1].wait_for_revision_of(people[0])
    print("without media, per second:", _measure_usage(server).per_second(), flush=True)
    for client in clients[:stage]:
        client.publish()
    forwarded = stage * (stage - 1 + viewers)
    _wait_until(changed, lambda: sum(client.video_count for client in clients) == forwarded)
    print(f"with {forwarded} forwarded videos, per second:", _measure_usage(server).per_second(), flush=True)
    for client in clients:
        client.close()
    session.close()


def _wait_until(changed: threading.Condition, condition: Callable[[], bool]) -> None:
    with changed:
        if not changed.wait_for(condition, PATIENCE):
            sys.exit(f"This machine is too slow for so many people: not ready within {PATIENCE} seconds.")


def _measure_usage(server: ServerProcess) -> Usage:
    before = Usage.now(server)
    time.sleep(SECONDS)  # noqa: TID251 (the time is what is measured over)
    return Usage.now(server) - before


def _connection_bytes(server: ServerProcess) -> dict[str, int]:
    """Return the bytes that the room's server has sent and received, by client address.

    There is one sum for each open connection.
    """
    command = ["ss", "-tinOH", "state", "established", f"sport = :{urlsplit(server.url).port}"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {line.split()[3]: sum(map(int, re.findall(r"bytes_(?:sent|received):(\d+)", line))) for line in lines}


if __name__ == "__main__":
    main()
