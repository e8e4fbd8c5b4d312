"""Puts the parts of the room together."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from reference_server.live.connections import Wire
from reference_server.live.rates import Rates
from reference_server.live.websocket_limits import LARGEST_MESSAGE, BoundedPacket, hold_lines
from reference_server.logs import log_requests
from reference_server.metrics import Metrics, metrics_page
from reference_server.server_settings import Settings
from reference_server.storage.chat_messages import Chat
from reference_server.storage.database import open_database
from reference_server.storage.secret_file import load_secrets
from reference_server.storage.session_store import Store
from reference_server.web.api import api
from reference_server.web.html_pages import Screens
from reference_server.web.link_addresses import Addresses
from reference_server.web.links import Signer
from reference_server.web.problems import answer_errors
from reference_server.web.protection import Protection
from reference_server.web.static_files import serve_static_files

LARGEST_BODY = 64 * 1024
# Seconds. Both sides notice within 15 that the other is not there any more. A browser on a busy machine was seen to be
# silent for eight; a page whose own network fails learns it from the browser at once.
PING_INTERVAL, PING_TIMEOUT = 3, 12


@dataclass(frozen=True)
class Room:
    """A room ready to be served."""

    app: Flask
    socketio: SocketIO
    store: Store


def create_app(settings: Settings) -> Room:
    """The room with its database open and migrated. Raises SetupError where it cannot be."""
    signer = Signer(load_secrets(settings.secrets))
    engine = open_database(settings.database)
    store = Store(engine)
    app = Flask("reference_server", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    serve_static_files(app, unbundled=settings.unbundled)
    addresses, rates = Addresses(signer, settings.public_url), Rates(settings.rate_factor)
    app.register_blueprint(api(store, addresses, rates))
    protection = Protection(settings.frame_ancestors, settings.public_url)
    protection.protect(app)

    def page_requested(session: str, person: str) -> None:
        wire.page_requested(session, person)

    screens = Screens(store, signer, addresses, rates, protection, settings.ice_servers, page_requested)
    app.register_blueprint(screens.blueprint)
    metrics = Metrics()
    app.register_blueprint(metrics_page(metrics, settings.metrics_for))
    answer_errors(app)
    log_requests(app)
    socketio = _socketio(app, protection)
    wire = Wire(socketio, store, Chat(engine), signer, rates, metrics, settings.grace, settings.restart_grace)
    wire.expect_everybody_back()
    if settings.proxies:
        hops = {f"x_{what}": settings.proxies for what in ("for", "proto", "host")}
        app.wsgi_app = ProxyFix(app.wsgi_app, **hops)  # type: ignore[method-assign]
    return Room(app, socketio, store)


def _socketio(app: Flask, protection: Protection) -> SocketIO:
    # Without tasks of their own, one client's messages are answered in the order in which they were sent.
    options: dict[str, Any] = {
        "async_mode": "gevent",
        "async_handlers": False,
        "manage_session": False,
        "ping_interval": PING_INTERVAL,
        "ping_timeout": PING_TIMEOUT,
        "max_http_buffer_size": LARGEST_MESSAGE,
        "serializer": BoundedPacket,
        "cors_allowed_origins": protection.accepts,
    }
    socketio = SocketIO(app, **options)
    hold_lines(socketio)
    return socketio
