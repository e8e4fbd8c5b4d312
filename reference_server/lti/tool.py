"""Assembles the room as an LTI tool: its pages, and the platforms that may launch it."""

from collections.abc import Callable
from dataclasses import dataclass

import flask
from flask import Blueprint, Response

from reference_server.live.rates import RateLimits
from reference_server.lti.deep_link_pages import DeepLinkPages
from reference_server.lti.dynamic_registration import ToolUrls
from reference_server.lti.key_sets import KeySets
from reference_server.lti.launch_check import LaunchCheck
from reference_server.lti.launch_pages import LaunchPages, RedirectIntoRoom
from reference_server.lti.login_pages import CONTINUE_PATH, LoginPages
from reference_server.lti.login_ticket import Tickets
from reference_server.lti.platform_file import read_platform
from reference_server.lti.platforms import Platforms, platform_of
from reference_server.lti.refusals import RefusedLaunch, refusal_page
from reference_server.lti.registration_pages import RegistrationPages
from reference_server.lti.tool_keys import ToolKeys, load_tool_keys
from reference_server.server_settings import ServerSettings
from reference_server.storage.lti_store import LtiStore
from reference_server.storage.session_store import SessionStore
from reference_server.web.protection import Protection
from reference_server.web.required_token import load_required_token

CROSS_SITE_PATHS = ("/lti/login", "/lti/launch")
"""Paths that accept forms from pages of the platforms."""
_KEY_SET_SECONDS = 300


@dataclass(frozen=True)
class RoomParts:
    """The parts of the room that the tool uses."""

    sessions: SessionStore
    store: LtiStore
    secrets: list[str]
    rates: RateLimits
    protection: Protection
    redirect_into_room: RedirectIntoRoom


def lti_tool(settings: ServerSettings, room: RoomParts) -> Blueprint:
    """Return the blueprint of the tool's pages. Raises SetupError."""
    keys, urls = load_tool_keys(settings.lti_keys), ToolUrls(settings.public_url.rstrip("/"))
    files = [read_platform(path) for path in settings.lti_platforms]
    platforms = Platforms([*map(platform_of, room.store.platforms()), *files])
    token = load_required_token(settings.lti_registration_token)
    for platform in platforms:
        room.protection.embed_in(platform.origins())
    room.protection.accept_cross_site(CROSS_SITE_PATHS)
    tickets = Tickets(room.secrets, room.protection)
    check = LaunchCheck(KeySets(room.rates), urls.launch)
    deep_links = DeepLinkPages(platforms, tickets, room.store, keys, room.protection, urls.launch)
    login = LoginPages(platforms, tickets, check, room.protection, urls.launch)
    launch = LaunchPages(
        platforms,
        tickets,
        check,
        room.sessions,
        room.store,
        room.rates,
        room.redirect_into_room,
        deep_links.show_form,
    )
    registration = RegistrationPages(platforms, room.store, token, room.rates, room.protection, urls)
    return _create_blueprint(room.protection, keys, login, launch, deep_links, registration)


def _create_blueprint(
    protection: Protection,
    keys: ToolKeys,
    login: LoginPages,
    launch: LaunchPages,
    deep_links: DeepLinkPages,
    registration: RegistrationPages,
) -> Blueprint:
    blueprint = Blueprint("lti", __name__)
    views: tuple[tuple[str, str, str, Callable[[], Response]], ...] = (
        ("/lti/login", "GET", "login", login.begin),
        ("/lti/login", "POST", "login_form", login.begin),
        (CONTINUE_PATH, "GET", "login_continue", login.continue_login),
        ("/lti/launch", "POST", "launch", launch.launch),
        ("/lti/enter", "POST", "enter", launch.enter),
        ("/lti/deep-link", "POST", "deep_link", deep_links.answer),
        ("/lti/jwks", "GET", "jwks", lambda: _answer_key_set(keys)),
        ("/lti/register", "GET", "register_form", registration.show_form),
        ("/lti/register", "POST", "register", registration.register),
    )
    for rule, method, endpoint, view in views:
        blueprint.add_url_rule(rule, endpoint, view, methods=[method])

    @blueprint.errorhandler(RefusedLaunch)
    def show_refusal(refusal: RefusedLaunch) -> Response:
        return refusal_page(refusal, protection, flask.request.values.get("iss") or flask.g.get("lti_issuer"))

    return blueprint


def _answer_key_set(keys: ToolKeys) -> Response:
    response = flask.jsonify(keys.key_set())
    response.headers["Cache-Control"] = f"public, max-age={_KEY_SET_SECONDS}"
    return response
