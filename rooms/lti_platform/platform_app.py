"""The platform as a Flask application."""

import flask
from flask import Flask

from rooms.lti_platform.platform_pages import FRAME_ALLOW, PlatformPages
from rooms.lti_platform.platform_state import PlatformState
from rooms.lti_platform.registration import registration_blueprint
from rooms.lti_platform.session_opening import session_opening_blueprint


def create_platform(state: PlatformState, issuer: str, frame_allow: str = FRAME_ALLOW) -> Flask:
    """Return the platform at the address ``issuer``; ``frame_allow`` is what frames with tools may use."""
    app = Flask(__name__)
    app.secret_key = state.cookie_secret
    # The tool's page in the frame redirects to the platform, and browsers treat that as a request of the tool's site.
    app.config.update(SESSION_COOKIE_NAME="platform", SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    app.register_blueprint(PlatformPages(state, issuer, frame_allow).blueprint)
    app.register_blueprint(registration_blueprint(state, issuer))
    app.register_blueprint(session_opening_blueprint(state, issuer))

    @app.after_request
    def forbid_caching(response: flask.Response) -> flask.Response:
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return app
