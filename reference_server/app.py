"""Assembles the room: storage, HTTP and live events."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from reference_server.connection_limits import ConnectionLimits, connection_limits, limit_concurrent_requests
from reference_server.live.announcing import Announcer
from reference_server.live.attendance import Attendance, GraceSettings
from reference_server.live.chat_and_reactions import ChatAndReactions
from reference_server.live.chat_feed import ChatFeed
from reference_server.live.connections import Connections
from reference_server.live.dispatch import Dispatcher
from reference_server.live.gauges import room_gauges
from reference_server.live.media_messages import MediaMessages
from reference_server.live.media_rights import MediaRights
from reference_server.live.message_type import MessageTypes, merge_types
from reference_server.live.page_events import PageEvents
from reference_server.live.presence import Presence
from reference_server.live.process_bus import NoBus, ProcessBus, RedisBus
from reference_server.live.processes import Processes
from reference_server.live.questionnaire_messages import QuestionnaireMessages
from reference_server.live.rates import RateLimits
from reference_server.live.removal_messages import RemovalMessages
from reference_server.live.same_voter import OneVotePer, SameVoters
from reference_server.live.session_messages import SessionMessages
from reference_server.live.shared_attendance import SharedAttendance
from reference_server.live.shared_rates import SharedRates
from reference_server.live.signal_messages import SignalMessages
from reference_server.live.stage_messages import StageMessages
from reference_server.live.websocket_limits import LARGEST_MESSAGE, BoundedPacket, limit_websockets
from reference_server.logs import log_requests
from reference_server.media.engine import MediaEngine
from reference_server.media.mesh import Mesh
from reference_server.metrics import Metrics, metrics_page
from reference_server.retention import Retention
from reference_server.server_settings import LiveKitAccess, ServerSettings, SetupError
from reference_server.storage.chat_messages import ChatStore
from reference_server.storage.database import open_database
from reference_server.storage.lti_store import LtiStore
from reference_server.storage.secret_file import load_secrets
from reference_server.storage.session_store import SessionStore
from reference_server.storage.shared_presence import SharedPresence
from reference_server.web.api import api
from reference_server.web.authentication import Authentication
from reference_server.web.health import HealthCheck, database_check, health_pages
from reference_server.web.html_pages import HtmlPages
from reference_server.web.link_urls import LinkUrls
from reference_server.web.links import Signer
from reference_server.web.problems import handle_errors
from reference_server.web.protection import Protection
from reference_server.web.required_token import RequiredToken, load_required_token
from reference_server.web.static_files import serve_static_files

LARGEST_BODY = 64 * 1024
# In seconds. Each side notices within 15 s that the other one is gone. On a busy machine, a browser has been silent for
# 8 s. A page whose own network fails is notified by its browser at once.
PING_INTERVAL, PING_TIMEOUT = 3, 12
SOCKETIO_OPTIONS: dict[str, Any] = {
    "async_mode": "gevent",
    # Without async handlers, one client's messages are handled in the order in which they were sent.
    "async_handlers": False,
    "manage_session": False,
    "ping_interval": PING_INTERVAL,
    "ping_timeout": PING_TIMEOUT,
    "max_http_buffer_size": LARGEST_MESSAGE,
    "serializer": BoundedPacket,
}


@dataclass(frozen=True)
class RoomServer:
    """A room, ready to be served."""

    app: Flask
    socketio: SocketIO
    store: SessionStore
    retention: Retention
    connection_limits: ConnectionLimits
    stop: Callable[[], None]
    """Called once the server accepts no more connections; moves pages to other processes, if any."""


@dataclass(frozen=True)
class _Parts:
    """The parts that pages and live events share."""

    engine: Engine
    store: SessionStore
    secrets: list[str]
    signer: Signer
    rates: RateLimits
    metrics: Metrics
    protection: Protection
    create_token: RequiredToken
    media: MediaEngine
    bus: ProcessBus
    shared: SharedPresence | None
    """Who is connected to which process; None if there is one process only."""


@dataclass(frozen=True)
class _LiveEvents:
    """The parts of the live events that the pages use."""

    attendance: Attendance
    media_rights: MediaRights

    def start(self) -> None:
        self.attendance.start_grace_periods()
        self.media_rights.start()


def create_app(settings: ServerSettings) -> RoomServer:
    """Return the room with its database open and migrated. Raises SetupError."""
    parts = _create_parts(settings)
    app = _create_flask_app(settings, parts)
    socketio = _create_socketio(app, parts.protection)
    live = _create_live_events(socketio, parts, settings)
    _add_pages(app, parts, settings, live)
    log_requests(app)
    live.start()
    limits = _limit_connections(app, settings)
    retention = Retention(parts.store, settings.keep_sessions)
    return RoomServer(app, socketio, parts.store, retention, limits, live.attendance.stop)


def _create_flask_app(settings: ServerSettings, parts: _Parts) -> Flask:
    app = Flask("reference_server", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    serve_static_files(app, unbundled=settings.unbundled)
    parts.protection.protect(app)
    handle_errors(app)
    return app


def _limit_connections(app: Flask, settings: ServerSettings) -> ConnectionLimits:
    """Return the limits of the server's own connections.

    Behind proxies, limit requests by the client's address.
    """
    limits = connection_limits(settings.connections_per_address)
    if not settings.proxies:
        return limits
    trusted_proxies = {f"x_{header}": settings.proxies for header in ("for", "proto")}
    limited = limit_concurrent_requests(app.wsgi_app, limits)
    app.wsgi_app = ProxyFix(limited, **trusted_proxies)  # type: ignore[method-assign]
    return ConnectionLimits(limits.total, limits.total)


def _create_parts(settings: ServerSettings) -> _Parts:
    token = load_required_token(settings.create_token)
    secrets = load_secrets(settings.secrets)
    media = _create_media_engine(settings.livekit)
    is_shared = settings.redis is not None
    engine = open_database(settings.database, is_shared=is_shared)
    shared = SharedPresence(engine) if is_shared else None
    bus = _connect_bus(settings.redis, secrets, shared)
    protection = Protection(settings.frame_ancestors, settings.public_url, media.origins)
    rates = RateLimits(settings.rate_factor)
    store, signer = SessionStore(engine, is_shared=is_shared), Signer(secrets)
    return _Parts(engine, store, secrets, signer, rates, Metrics(), protection, token, media, bus, shared)


def _connect_bus(url: str | None, secrets: list[str], shared: SharedPresence | None) -> ProcessBus:
    """Return the bus to the room's other processes. Raises SetupError."""
    if not url or not shared:
        return NoBus()
    # All processes of a room have its secrets; other rooms may use the same Redis.
    bus = RedisBus(url, hashlib.sha256(f"processes {secrets[0]}".encode()).hexdigest()[:16], shared.process)
    bus.check()
    return bus


def _create_media_engine(access: LiveKitAccess | None) -> MediaEngine:
    """Return the engine that carries audio and video. Raises SetupError."""
    return Mesh() if access is None else _create_livekit(access)


def _create_livekit(access: LiveKitAccess) -> MediaEngine:
    # Imported only if needed: its libraries are optional, and importing them takes longer than the rest of the start.
    try:
        from reference_server.media.livekit_engine import LiveKit
    except ImportError as error:
        raise SetupError("--livekit-url needs the package livekit-api: pip install livekit-api.") from error
    engine = LiveKit(access)
    engine.check()
    return engine


def _add_pages(app: Flask, parts: _Parts, settings: ServerSettings, live: _LiveEvents) -> None:
    link_urls = LinkUrls(parts.signer, settings.public_url)
    app.register_blueprint(api(parts.store, link_urls, parts.rates, parts.create_token))
    pages = _create_html_pages(parts, settings, link_urls, live.attendance)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(pages.removal.blueprint)
    app.register_blueprint(health_pages(_readiness_checks(parts)))
    app.register_blueprint(metrics_page(parts.metrics, settings.metrics_for))
    _add_livekit_webhooks(app, parts, live.media_rights)
    _add_lti(app, parts, settings, pages)


def _create_html_pages(
    parts: _Parts, settings: ServerSettings, link_urls: LinkUrls, attendance: Attendance
) -> HtmlPages:
    return HtmlPages(
        parts.store,
        parts.signer,
        link_urls,
        parts.rates,
        parts.protection,
        parts.create_token,
        settings.ice_servers,
        parts.media,
        attendance,
    )


def _readiness_checks(parts: _Parts) -> dict[str, HealthCheck]:
    checks = {"database": database_check(parts.engine)}
    return {**checks, "redis": lambda: parts.bus.is_up} if parts.shared else checks


def _add_livekit_webhooks(app: Flask, parts: _Parts, rights: MediaRights) -> None:
    """Receive LiveKit's webhooks if LiveKit is the engine."""
    if parts.media.name == "livekit":
        from reference_server.media.livekit_engine import LiveKit
        from reference_server.web.livekit_events import livekit_events

        assert isinstance(parts.media, LiveKit)  # noqa: S101 (for the type checker)
        app.register_blueprint(livekit_events(parts.media, rights))


def _add_lti(app: Flask, parts: _Parts, settings: ServerSettings, pages: HtmlPages) -> None:
    """Make the room an LTI tool if a learning platform may launch it, or may register."""
    store = LtiStore(parts.engine, parts.store)
    if not (settings.lti_platforms or settings.lti_registration_token or store.platforms()):
        return
    # Imported only if needed: importing its libraries takes a third as long as the rest of the start.
    from reference_server.lti.tool import RoomParts, lti_tool

    room = RoomParts(parts.store, store, parts.secrets, parts.rates, parts.protection, pages.redirect_into_room)
    app.register_blueprint(lti_tool(settings, room))


def _create_live_events(socketio: SocketIO, parts: _Parts, settings: ServerSettings) -> _LiveEvents:
    store, shared, lock = parts.store, parts.shared, threading.RLock()
    chat = ChatStore(parts.engine)
    presence = Presence(store, is_shared=shared is not None)
    announcer = Announcer(socketio, store, presence, lock, parts.bus, shared.public_ids if shared else None)
    processes = _create_processes(socketio, parts, chat)
    grace = GraceSettings(settings.grace, settings.restart_grace)
    attendance = Attendance(store, presence, announcer, grace, lock)
    if processes:
        attendance = SharedAttendance(store, presence, announcer, grace, lock, processes)
    voters = SameVoters(presence, OneVotePer(settings.one_vote_per))
    rights = MediaRights(socketio, store, presence, parts.media)
    live = (presence, announcer, attendance, voters)
    media = MediaMessages(socketio, parts.media, rights)
    types = message_types(socketio, store, chat, *live, media, processes)
    dispatcher = Dispatcher(types, parts.rates, parts.metrics, lock)
    authentication = Authentication(parts.signer, store)
    dependencies = (presence, attendance, rights, dispatcher, authentication.identity, authentication.people_of_browser)
    Connections(*dependencies, parts.rates, parts.metrics).listen(socketio)
    parts.metrics.watch(room_gauges(presence, store))
    return _LiveEvents(attendance, rights)


def _create_processes(socketio: SocketIO, parts: _Parts, chat: ChatStore) -> Processes | None:
    """Return the parts by which processes work together; None if there is one process only."""
    if not parts.shared:
        return None
    events = PageEvents(socketio, parts.bus)
    rates = SharedRates(parts.rates, parts.bus)
    return Processes(parts.shared, parts.bus, events, ChatFeed(chat, events), rates)


def message_types(
    socketio: SocketIO,
    store: SessionStore,
    chat: ChatStore,
    presence: Presence,
    announcer: Announcer,
    attendance: Attendance,
    voters: SameVoters,
    media: MediaMessages,
    processes: Processes | None = None,
) -> MessageTypes:
    """Return the types of all messages of the room."""
    return merge_types(
        SessionMessages(announcer).types(),
        StageMessages(store, announcer).types(),
        RemovalMessages(socketio, store, announcer, attendance).types(),
        QuestionnaireMessages(store, announcer, voters).types(),
        ChatAndReactions(socketio, store, chat, announcer, processes).types(),
        SignalMessages(socketio, store, presence, processes).types(),
        media.types(),
    )


def _create_socketio(app: Flask, protection: Protection) -> SocketIO:
    options = SOCKETIO_OPTIONS | {"cors_allowed_origins": protection.is_own_origin}
    socketio = SocketIO(app, **options)
    limit_websockets(socketio)
    return socketio
