"""The engine for large rooms: LiveKit, an SFU.

LiveKit receives each person's media once and forwards it to the others. A page's token only allows receiving. A call to
LiveKit's server gives a connected page the right to send. Another call takes the right away, which ends the page's
published tracks (SAFE-2, LEAVE-5). LiveKit receives the ids of people and pages, but no names.
"""

import asyncio
import threading
import warnings
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
import jwt
from livekit import api

from reference_server.media.engine import TOKEN_LIFETIME, ConnectedPage, MediaAccess, MediaPage, MediaServerUnavailable
from reference_server.server_settings import LiveKitAccess, SetupError

CALL_LIMIT = 5.0
"""The time limit of a call to LiveKit, in seconds."""
UNAUTHORIZED = 401
NOT_FOUND = "not_found"
_SOURCES = [api.TrackSource.CAMERA, api.TrackSource.MICROPHONE]
_SECURE = {"ws": "http", "wss": "https"}

Result = TypeVar("Result")

# Without this filter, keys of LiveKit's development mode cause a warning at each token.
warnings.filterwarnings("ignore", category=jwt.InsecureKeyLengthWarning)


class LiveKit:
    """Calls LiveKit's server in a separate event loop, since LiveKit's library is asynchronous."""

    name = "livekit"
    has_server = True

    def __init__(self, access: LiveKitAccess) -> None:
        self._access = access
        host = urlsplit(access.url).netloc
        scheme = urlsplit(access.url).scheme
        self._address = f"{_SECURE[scheme]}://{host}"
        self.origins: tuple[str, ...] = (f"{scheme}://{host}", self._address)
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="livekit", daemon=True).start()
        self._api = self._run(self._open())

    def check(self) -> None:
        """Raise SetupError, and close, if LiveKit cannot be reached or refuses the key."""
        try:
            self._check()
        except SetupError:
            self.close()
            raise

    def _check(self) -> None:
        try:
            self._run(self._api.room.list_rooms(api.ListRoomsRequest(names=["-"])))
        except api.ServerError as error:
            raise self._setup_error(error.status) from error
        except (OSError, TimeoutError, aiohttp.ClientError) as error:
            raise SetupError(_not_reached(self._access.url, _why(error))) from error

    def _setup_error(self, status: int) -> SetupError:
        url, key = self._access.url, self._access.key
        if status == UNAUTHORIZED:
            advice = "Correct --livekit-key or --livekit-secret."
            return SetupError(f"LiveKit at {url} refuses the key “{key}” with this secret. {advice}")
        return SetupError(_not_reached(url, f"it answered with status {status}"))

    def access(self, page: MediaPage) -> MediaAccess:
        """Return the URL, and a token with which the page can receive everybody, but not send."""
        token = api.AccessToken(self._access.key, self._access.secret).with_identity(_identity(page))
        lifetime = timedelta(seconds=TOKEN_LIFETIME)
        return MediaAccess(
            self._access.url, token.with_grants(_receiving_only(page.session)).with_ttl(lifetime).to_jwt()
        )

    def let_publish(self, page: MediaPage, allowed: bool) -> None:
        """Let a connected page send picture and sound, or end its sending."""
        permission = api.ParticipantPermission(
            can_subscribe=True, can_publish=allowed, can_publish_sources=_SOURCES if allowed else []
        )
        request = api.UpdateParticipantRequest(room=page.session, identity=_identity(page), permission=permission)
        self._call(self._api.room.update_participant(request))

    def end(self, page: MediaPage) -> None:
        """End the page's connection to LiveKit, if any."""
        request = api.RoomParticipantIdentity(room=page.session, identity=_identity(page))
        self._call(self._api.room.remove_participant(request))

    def pages(self, session: str) -> list[ConnectedPage]:
        """Return the session's pages that are connected to LiveKit."""
        response = self._call(self._api.room.list_participants(api.ListParticipantsRequest(room=session)))
        return [connected_page(session, participant) for participant in response.participants] if response else []

    def event(self, body: str, authorization: str) -> api.WebhookEvent:
        """Return the event of a webhook. Raises an exception if LiveKit has not signed it with the key."""
        return api.WebhookReceiver(api.TokenVerifier(self._access.key, self._access.secret)).receive(
            body, authorization
        )

    def close(self) -> None:
        """End the connections to LiveKit's server."""
        self._run(self._api.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _open(self) -> api.LiveKitAPI:
        timeout = aiohttp.ClientTimeout(total=CALL_LIMIT)
        return api.LiveKitAPI(self._address, self._access.key, self._access.secret, timeout=timeout)

    def _call(self, call: Coroutine[Any, Any, Result]) -> Result | None:
        """Return the response to a call, None for an unknown page or session. Raises MediaServerUnavailable."""
        try:
            return self._run(call)
        except api.ServerError as error:
            if error.code == NOT_FOUND:
                return None
            raise MediaServerUnavailable(f"LiveKit answered with status {error.status}") from error
        except (OSError, TimeoutError, aiohttp.ClientError) as error:
            raise MediaServerUnavailable(_why(error)) from error

    def _run(self, call: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(call, self._loop).result()


def connected_page(session: str, participant: api.ParticipantInfo) -> ConnectedPage:
    """Return the page of a participant of LiveKit, with its right to send."""
    person, _, public_id = participant.identity.partition(".")
    return ConnectedPage(MediaPage(session, person, public_id), participant.permission.can_publish)


def _identity(page: MediaPage) -> str:
    return f"{page.person}.{page.public_id}"


def _receiving_only(session: str) -> api.VideoGrants:
    return api.VideoGrants(
        room_join=True,
        room=session,
        can_subscribe=True,
        can_publish=False,
        can_publish_data=False,
        can_update_own_metadata=False,
    )


def _not_reached(url: str, why: str) -> str:
    return f"LiveKit does not respond at {url}: {why}. Start it there, or correct --livekit-url."


def _why(error: Exception) -> str:
    """Return the reason for a connection error or a timeout, in one line."""
    cause = getattr(error, "os_error", error)
    message = getattr(cause, "strerror", None) or str(error)
    return str(message).splitlines()[0] if message else f"no answer within {CALL_LIMIT:.0f} seconds"
