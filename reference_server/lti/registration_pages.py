"""Dynamic registration: an administrator connects the room with a learning platform.

The administrator must enter the room's registration token in the form: otherwise anybody could connect their own
platform and appoint moderators. Nothing is requested from the platform before the token is checked.
"""

import flask
from flask import Response

from reference_server.client_address import counted_address
from reference_server.live.rates import RateLimit, RateLimits
from reference_server.logs import event
from reference_server.lti.dynamic_registration import RegistrationFailed, ToolUrls, register, without_query
from reference_server.lti.platforms import Platform, Platforms, is_origin, is_url
from reference_server.lti.refusals import log
from reference_server.storage.lti_store import LtiStore
from reference_server.web.problems import problem_page
from reference_server.web.protection import Protection, origin_of
from reference_server.web.required_token import RequiredToken

REGISTRATION_ATTEMPTS = RateLimit(10, 60)
"""The limit of one IP address, so that the token cannot be guessed."""
_WRONG_TOKEN = "This is not the room's registration token. Ask the operator of the room for it."  # noqa: S105
_NO_PLATFORM = (
    "Open this page from your learning platform, where it adds tools; the platform then sends its own address."
)


class RegistrationPages:
    """The Flask view functions of dynamic registration.

    Without a registration token, every platform is refused.
    """

    def __init__(
        self,
        platforms: Platforms,
        store: LtiStore,
        token: RequiredToken,
        rates: RateLimits,
        protection: Protection,
        urls: ToolUrls,
    ) -> None:
        self._platforms = platforms
        self._store = store
        self._token = token
        self._rates = rates
        self._protection = protection
        self._urls = urls

    def show_form(self) -> Response:
        """Show the platform to be registered, and the field for the token."""
        referrer = flask.request.referrer or ""
        embedded_by = origin_of(referrer) if is_url(referrer) else ""
        return self._render_form(flask.request.args.get("openid_configuration", ""), embedded_by)

    def register(self) -> Response:
        """Register with the platform, and show the result, or the form again with the error."""
        self._rates.count(REGISTRATION_ATTEMPTS, "lti registration", counted_address(flask.request.remote_addr or ""))
        url, embedded_by = (flask.request.form.get(name, "") for name in ("openid_configuration", "embedded_by"))
        embedded_by = embedded_by if is_origin(embedded_by) else ""
        if not self._token.is_needed or not is_url(url):
            return self._render_form(url, embedded_by)
        if not self._token.is_right(flask.request.form.get("token")):
            return self._render_form(url, embedded_by, _WRONG_TOKEN, 403)
        return self._register_with(url, embedded_by)

    def _register_with(self, url: str, embedded_by: str) -> Response:
        try:
            platform = register(url, flask.request.form.get("registration_token", ""), self._urls, embedded_by)
        except RegistrationFailed as error:
            event(log, "lti_registration_failed", url=without_query(url), why=str(error))
            return self._render_form(url, embedded_by, str(error), 502)
        self._add_platform(platform)
        page = flask.render_template("lti_registered.html", platform=platform)
        return self._allow_framing(flask.make_response(page), url, embedded_by)

    def _add_platform(self, platform: Platform) -> None:
        self._store.save_platform(platform.issuer, platform.client_id, platform.values())
        self._platforms.add(platform)
        self._protection.embed_in(platform.origins())
        event(log, "lti_registered", issuer=platform.issuer, client_id=platform.client_id)

    def _render_form(self, url: str, embedded_by: str, error: str | None = None, status: int = 200) -> Response:
        problem = self._find_problem(url)
        if problem is not None:
            return self._allow_framing(problem, url, embedded_by)
        values = {"url": url, "registration_token": flask.request.values.get("registration_token", "")}
        origins = {"platform": origin_of(url), "embedded_by": embedded_by}
        page = flask.render_template("lti_register.html", **values, **origins, error=error)
        return self._allow_framing(flask.make_response(page, status), url, embedded_by)

    def _find_problem(self, url: str) -> Response | None:
        """Return the page that says why there is no form, None if there is one."""
        if not self._token.is_needed:
            detail = "Its operator opens the registration by starting the room with --lti-registration-token."
            return problem_page(403, "The room accepts no new learning platforms", detail)
        if not is_url(url):
            return problem_page(400, "The learning platform is missing", _NO_PLATFORM)
        return None

    def _allow_framing(self, response: Response, url: str, embedded_by: str) -> Response:
        """Let pages of the platform embed the form: those at the origins of `url` and `embedded_by`.

        Any other site could send its own origin, but needs the token to register.
        """
        origins = (origin_of(url) if is_url(url) else "", embedded_by)
        framed_by = dict.fromkeys(origin for origin in origins if is_origin(origin))
        response.headers["Content-Security-Policy"] = self._protection.policy(flask.request.host, framed_by=framed_by)
        response.headers["Cache-Control"] = "no-store"
        return response
