"""LiveKit's webhooks: LiveKit reports each connection and publication at once."""

import logging

import flask
from flask import Blueprint, Response
from werkzeug.exceptions import Forbidden

from reference_server.live.media_rights import MediaRights
from reference_server.logs import event
from reference_server.media.livekit_engine import LiveKit, connected_page

log = logging.getLogger("stagedoor.media")

PATH = "/media/livekit"
SENDING_EVENTS = ("participant_joined", "track_published")
"""The events after which a page may be sending."""


def livekit_events(engine: LiveKit, rights: MediaRights) -> Blueprint:
    """Return the blueprint that receives LiveKit's webhooks."""
    blueprint = Blueprint("livekit_events", __name__)

    @blueprint.post(PATH)
    def receive() -> Response:
        try:
            webhook = engine.event(flask.request.get_data(as_text=True), flask.request.headers.get("Authorization", ""))
        except Exception as error:  # the library raises its own and those of its dependencies
            event(log, "webhook", result="forged")
            raise Forbidden("LiveKit has not signed this with the room's key.") from error
        if webhook.event in SENDING_EVENTS:
            rights.handle_connected_participant(connected_page(webhook.room.name, webhook.participant))
        return Response(status=204)

    return blueprint
