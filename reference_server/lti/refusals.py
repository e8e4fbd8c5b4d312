"""Launches that the room refuses: a page that says what to do, and a log line for administrators.

The page shows the reason's code and a reference, which the log has too. Neither contains a token, a key or a secret.
"""

import logging
import secrets
from dataclasses import dataclass

import flask
from flask import Response

from reference_server.logs import event
from reference_server.web.protection import Protection

log = logging.getLogger("stagedoor.lti")
LONGEST_IN_LOG = 300
"""The maximum length of `why` and `issuer` in the log; parts of both come from the request."""

_GIVE_REFERENCE = "Give them the reference below: the log of the room says more."
_ASK_ADMINISTRATOR = f"Only the administrator of your learning platform can change that. {_GIVE_REFERENCE}"
_TRY_AGAIN = (
    "Close this page, then start again from your course. If that fails too, give the administrator of your "
    "learning platform the reference below: the log of the room says more."
)


@dataclass(frozen=True)
class _Page:
    status: int
    title: str
    detail: str


_PAGES = {
    "incomplete_login": _Page(400, "The learning platform’s request is incomplete", _ASK_ADMINISTRATOR),
    "unknown_platform": _Page(403, "This learning platform is not connected with the room", _ASK_ADMINISTRATOR),
    "wrong_target": _Page(
        403,
        "This activity has the wrong address",
        "A teacher or the administrator must enter the room’s launch address in the activity. " + _GIVE_REFERENCE,
    ),
    "no_login": _Page(
        403,
        "The room does not recognise this launch",
        "The cookie of its login is missing in this browser, or the login began more than ten minutes ago. "
        + _TRY_AGAIN,
    ),
    "replayed": _Page(403, "This was sent already", "Each launch and each form works once. " + _TRY_AGAIN),
    "platform_error": _Page(403, "The learning platform did not let you in", _TRY_AGAIN),
    "bad_token": _Page(400, "The learning platform’s message cannot be read", _TRY_AGAIN),
    "forged": _Page(403, "The learning platform’s signature is not valid", _TRY_AGAIN),
    "unknown_key": _Page(403, "The room cannot use the key with which the learning platform signed", _TRY_AGAIN),
    "keys_unreachable": _Page(
        502,
        "The room cannot check the learning platform’s signature",
        "The learning platform’s public keys cannot be read at the moment. Try again in a minute. " + _TRY_AGAIN,
    ),
    "wrong_issuer": _Page(403, "This launch comes from a different platform than its login", _TRY_AGAIN),
    "wrong_audience": _Page(403, "This launch is not meant for this room", _TRY_AGAIN),
    "wrong_nonce": _Page(403, "This launch does not match the login before it", _TRY_AGAIN),
    "expired": _Page(403, "This launch has expired", _TRY_AGAIN),
    "not_yet_valid": _Page(
        403,
        "This launch is not valid yet",
        "The clocks of the learning platform and of the room differ. " + _TRY_AGAIN,
    ),
    "unknown_deployment": _Page(
        403, "The room does not know this deployment of the learning platform", _ASK_ADMINISTRATOR
    ),
    "wrong_version": _Page(400, "The learning platform uses another version of LTI", _ASK_ADMINISTRATOR),
    "unknown_message": _Page(400, "The room does not offer what the learning platform asked for", _ASK_ADMINISTRATOR),
    "missing_claim": _Page(400, "The learning platform’s message is incomplete", _ASK_ADMINISTRATOR),
    "bad_setting": _Page(
        400,
        "A setting of this activity is wrong",
        "A teacher must correct the activity’s custom parameters, or add the activity again. Give them the reference "
        "below: the log of the room says which setting.",
    ),
    "not_a_teacher": _Page(
        403,
        "Only teachers add a session to a course",
        "Your role in this course is not a teacher’s. Ask a teacher of the course.",
    ),
    "no_link_accepted": _Page(
        400,
        "The learning platform does not accept activities here",
        "Add the room as an activity of its own, of the type external tool. If that is not possible, ask the "
        "administrator of your learning platform. " + _GIVE_REFERENCE,
    ),
    "form_expired": _Page(403, "This page has expired", _TRY_AGAIN),
}
CODES = tuple(_PAGES)


class RefusedLaunch(Exception):
    """A launch that the room refuses; the reason's code is one of CODES.

    `why` is for the log: what was wrong, and in some cases what to do.
    """

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


def refusal_page(refusal: RefusedLaunch, protection: Protection, issuer: str | None = None) -> Response:
    """Log the refusal, and return its page, which any platform may show in its frame."""
    reference, page = secrets.token_hex(4), _PAGES[refusal.code]
    _log(refusal, reference, issuer)
    shown = {"title": page.title, "detail": page.detail, "reference": f"{refusal.code} {reference}"}
    response = flask.make_response(flask.render_template("lti_refused.html", **shown, status=page.status), page.status)
    # An unknown platform's frame would stay empty otherwise. The page has no control that a frame could misuse.
    response.headers["Content-Security-Policy"] = protection.policy(framed_by=("*",))
    response.headers["Cache-Control"] = "no-store"
    return response


def _log(refusal: RefusedLaunch, reference: str, issuer: str | None) -> None:
    why = refusal.why[:LONGEST_IN_LOG]
    event(
        log, "lti_refused", reason=refusal.code, reference=reference, issuer=issuer and issuer[:LONGEST_IN_LOG], why=why
    )
