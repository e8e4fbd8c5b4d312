"""Clients of LiveKit that need not follow the room's rules."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, Self, TypeVar

import aiohttp
import jwt
from livekit import rtc
from livekit.protocol.rtc import SignalResponse

from tests.reference_server.server_process import PATIENCE

WIDTH, HEIGHT, FRAME_SECONDS = 160, 96, 0.04
"""The size of the picture that a client sends, and the seconds between two frames."""
PROTOCOL = 15
"""The version of LiveKit's signalling protocol that `TokenReader` uses."""
Result = TypeVar("Result")
Access = dict[str, str]
"""A page's access to LiveKit: `url` and `token`."""


class EventLoopThread:
    """A thread with an event loop, which runs the coroutines of all clients of a test."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Return the result of a coroutine; fail after PATIENCE seconds."""
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(coroutine, PATIENCE), self.loop).result()

    def start(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine in the background."""
        asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def call(self, function: Callable[[], object]) -> None:
        """Call a function in the thread of the clients."""
        self.loop.call_soon_threadsafe(function)

    def close(self) -> None:
        self.call(self.loop.stop)


class MediaClient:
    """A LiveKit client that counts the frames it receives, by the sender's identity.

    It subscribes to all publications, even those of people who are not on stage.
    """

    def __init__(self, loop: EventLoopThread, access: Access) -> None:
        self._loop = loop
        self.frames: dict[str, list[float]] = {}
        """The arrival time of each frame, from `time.monotonic`."""
        self._changed = threading.Condition()
        self._room = rtc.Room(loop.loop)
        self._room.on("track_subscribed", self._on_subscribed)
        self._permissions: Any = None
        self._room.on("participant_permissions_changed", self._on_permissions)
        self._room.on("disconnected", self._wake)
        self._ended = False
        loop.run(self._room.connect(access["url"], access["token"]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._loop.run(self._room.disconnect())

    @property
    def identity(self) -> str:
        return self._room.local_participant.identity

    @property
    def is_connected(self) -> bool:
        return self._room.isconnected()

    def publish(self) -> None:
        """Publish a picture and keep sending frames; raise PublishTrackError if LiveKit refuses."""
        source = rtc.VideoSource(WIDTH, HEIGHT)
        track = rtc.LocalVideoTrack.create_video_track("camera", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=False)
        self._loop.start(self._send_frames(source))
        self._loop.run(self._room.local_participant.publish_track(track, options))

    def publish_when_allowed(self) -> None:
        """Publish as soon as LiveKit permits it."""
        self.wait_until(lambda _: self._permissions is not None and self._permissions.can_publish)
        self.publish()

    def wait_until(self, condition: Callable[["MediaClient"], object]) -> None:
        """Wait until a condition holds; fail after PATIENCE seconds."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), PATIENCE), (self.identity, self.frames.keys())

    def wait_for_frames(self, identity: str, number: int = 5) -> None:
        """Wait for this many more frames of a sender."""
        before = self.count(identity)
        self.wait_until(lambda _: self.count(identity) >= before + number)

    def count(self, identity: str) -> int:
        """Return the number of frames received from a sender."""
        return len(self.frames.get(identity, ()))

    async def _send_frames(self, source: rtc.VideoSource) -> None:
        frame = rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, bytes([200, 40, 40, 255]) * WIDTH * HEIGHT)
        while not self._ended:
            source.capture_frame(frame)
            await asyncio.sleep(FRAME_SECONDS)

    def _on_subscribed(self, track: rtc.Track, _publication: object, participant: rtc.RemoteParticipant) -> None:
        if track.kind == rtc.TrackKind.KIND_VIDEO:
            self._loop.start(self._count_frames(rtc.VideoStream(track), participant.identity))

    async def _count_frames(self, stream: rtc.VideoStream, identity: str) -> None:
        async for _ in stream:
            with self._changed:
                self.frames.setdefault(identity, []).append(time.monotonic())
                self._changed.notify_all()

    def _on_permissions(self, _participant: rtc.Participant, permissions: Any) -> None:
        self._permissions = permissions
        self._wake()

    def _wake(self, *_: object) -> None:
        with self._changed:
            self._changed.notify_all()


class TokenReader:
    """A signalling connection of a page to LiveKit, which stores the tokens that LiveKit sends."""

    def __init__(self, loop: EventLoopThread, access: Access) -> None:
        self._tokens: queue.Queue[str] = queue.Queue()
        self._loop = loop
        self._ended = asyncio.Event()
        loop.start(self._read(f"{access['url']}/rtc?access_token={access['token']}&protocol={PROTOCOL}"))
        self._tokens.get(timeout=PATIENCE)  # The first token arrives when the page has joined.

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call(self._ended.set)

    def next_publishing_token(self) -> str:
        """Return the next token that permits publishing."""
        while True:
            token = self._tokens.get(timeout=PATIENCE)
            if jwt.decode(token, options={"verify_signature": False})["video"].get("canPublish"):
                return token

    async def _read(self, url: str) -> None:
        async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
            reading = asyncio.ensure_future(self._read_tokens(socket))
            await self._ended.wait()
            reading.cancel()

    async def _read_tokens(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            token = SignalResponse.FromString(message.data).refresh_token
            if token:
                self._tokens.put(token)
