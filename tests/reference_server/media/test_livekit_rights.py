"""LiveKit forwards media by the rules of the stage, for every client (SAFE-2, LEAVE-5).

The clients of these tests publish at any time, use old tokens, and subscribe to everything. The absence of a picture
counts only while another person's picture, the control, arrives.
"""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from livekit import api, rtc

from tests.reference_server.clients import PageClient
from tests.reference_server.media.conftest import LiveKitRoom
from tests.reference_server.media.livekit_client import EventLoopThread, MediaClient, TokenReader
from tests.reference_server.server_process import PATIENCE
from tests.stand_ins.connected_session import ConnectedSession

pytestmark = pytest.mark.disruption

CONTROL_FRAMES = 25
"""The number of frames of the control, about one second, after which a missing picture counts as absent."""
DEVICES_ON = {"microphone": True, "camera": True}


@pytest.fixture
def loop() -> Iterator[EventLoopThread]:
    loop = EventLoopThread()
    yield loop
    loop.close()


@pytest.fixture
def session(livekit_room: LiveKitRoom) -> Iterator[ConnectedSession]:
    session = ConnectedSession(livekit_room.room, access="everyone")
    yield session
    session.close()


def join_and_publish(page: PageClient, loop: EventLoopThread) -> MediaClient:
    """Let a person join the stage and publish; return the client of their page."""
    client = MediaClient(loop, page.request_media_access())
    page.do("join", **DEVICES_ON)
    client.publish_when_allowed()
    return client


def connect_and_publish(page: PageClient, loop: EventLoopThread) -> MediaClient:
    """Connect a client for a person who is on stage, and publish as soon as LiveKit permits it."""
    client = MediaClient(loop, page.request_media_access())
    page.do("media_connected")
    client.publish_when_allowed()
    return client


def expect_no_more_frames(identity: str, watcher: MediaClient, control: str) -> None:
    """Wait until no frame of the sender arrives during a second of the control's frames."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        count_before = watcher.count(identity)
        watcher.wait_for_frames(control, CONTROL_FRAMES)
        if watcher.count(identity) == count_before:
            return
    pytest.fail("the sender's frames still arrive")


def test_a_viewer_can_receive_and_cannot_publish(session: ConnectedSession, loop: EventLoopThread) -> None:
    maya, ada = session.enter("Maya"), session.enter("Ada")
    with join_and_publish(maya, loop) as control, MediaClient(loop, ada.request_media_access()) as viewer:
        viewer.wait_for_frames(control.identity)
        with pytest.raises(rtc.participant.PublishTrackError):
            viewer.publish()
        with MediaClient(
            loop, maya.request_media_access() | {"token": session.enter("Ben").request_media_access()["token"]}
        ) as watcher:
            watcher.wait_for_frames(control.identity, CONTROL_FRAMES)
            assert watcher.count(viewer.identity) == 0


def test_a_removed_persons_media_are_not_forwarded_while_they_keep_sending(
    session: ConnectedSession, loop: EventLoopThread
) -> None:
    maya, ada, ben = session.enter("Maya"), session.enter("Ada"), session.enter("Ben")
    with (
        join_and_publish(maya, loop) as control,
        join_and_publish(ada, loop) as sender,
        MediaClient(loop, ben.request_media_access()) as watcher,
    ):
        watcher.wait_for_frames(sender.identity)
        maya.do("remove", person=ada.id)
        expect_no_more_frames(sender.identity, watcher, control.identity)
        with pytest.raises(rtc.participant.PublishTrackError):
            sender.publish()


def test_a_token_from_before_the_removal_does_not_permit_publishing(
    session: ConnectedSession, loop: EventLoopThread
) -> None:
    maya, ada, ben = session.enter("Maya"), session.enter("Ada"), session.enter("Ben")
    access = ada.request_media_access()
    with TokenReader(loop, access) as reader:
        ada.do("join", **DEVICES_ON)
        ada.do("media_connected")
        old_access = access | {"token": reader.next_publishing_token()}
    maya.do("remove", person=ada.id)
    with join_and_publish(maya, loop) as control, MediaClient(loop, ben.request_media_access()) as watcher:
        watcher.wait_for_frames(control.identity)
        with MediaClient(loop, old_access) as sender:
            with suppress(rtc.participant.PublishTrackError):
                sender.publish()
            watcher.wait_for_frames(control.identity, 2 * CONTROL_FRAMES)
            assert watcher.count(sender.identity) == 0


def test_only_the_newest_page_of_a_person_can_publish(session: ConnectedSession, loop: EventLoopThread) -> None:
    maya, ada, ben = session.enter("Maya"), session.enter("Ada"), session.enter("Ben")
    with (
        join_and_publish(maya, loop) as control,
        join_and_publish(ada, loop) as older,
        MediaClient(loop, ben.request_media_access()) as watcher,
    ):
        watcher.wait_for_frames(older.identity)
        session.enter("Ada")
        older.wait_until(lambda client: not client.is_connected)
        expect_no_more_frames(older.identity, watcher, control.identity)


def test_a_person_removed_from_the_session_receives_no_media(session: ConnectedSession, loop: EventLoopThread) -> None:
    maya, ada = session.enter("Maya"), session.enter("Ada")
    access = ada.request_media_access()
    with join_and_publish(maya, loop) as control, MediaClient(loop, access) as watcher:
        watcher.wait_for_frames(control.identity)
        maya.do("remove_from_session", person=ada.id)
        watcher.wait_until(lambda client: not client.is_connected)
        with MediaClient(loop, access) as newer_client:
            newer_client.wait_until(lambda client: not client.is_connected)


def test_a_person_who_leaves_the_session_is_disconnected_from_livekit(
    own_livekit_room: LiveKitRoom, loop: EventLoopThread
) -> None:
    session = ConnectedSession(own_livekit_room.room, access="everyone")
    ada = session.enter("Ada")
    with join_and_publish(ada, loop) as sender:
        ada.close()
        sender.wait_until(lambda client: not client.is_connected)
    session.close()


def test_permissions_that_livekit_gave_while_the_room_was_down_are_revoked(
    own_livekit_room: LiveKitRoom, loop: EventLoopThread
) -> None:
    session = ConnectedSession(own_livekit_room.room, access="everyone")
    maya, ada, ben = session.enter("Maya"), session.enter("Ada"), session.enter("Ben")
    accesses = [person.request_media_access() for person in (ada, ben)]
    with (
        join_and_publish(maya, loop) as control,
        MediaClient(loop, accesses[0]) as sender,
        MediaClient(loop, accesses[1]) as watcher,
    ):
        own_livekit_room.room.hang()
        permit_publishing_without_the_room(own_livekit_room, session.links["id"], sender.identity, loop)
        sender.publish_when_allowed()
        watcher.wait_for_frames(sender.identity)
        own_livekit_room.room.kill()
        own_livekit_room.room.start()
        expect_no_more_frames(sender.identity, watcher, control.identity)


def permit_publishing_without_the_room(room: LiveKitRoom, session: str, identity: str, loop: EventLoopThread) -> None:
    settings = room.livekit.settings

    async def grant() -> None:
        async with api.LiveKitAPI(settings.http_address, settings.key, settings.secret) as livekit:
            permission = api.ParticipantPermission(can_subscribe=True, can_publish=True)
            request = api.UpdateParticipantRequest(room=session, identity=identity, permission=permission)
            await livekit.room.update_participant(request)

    loop.run(grant())


def test_permissions_are_restored_after_a_restart_of_livekit(
    own_livekit_room: LiveKitRoom, loop: EventLoopThread
) -> None:
    session = ConnectedSession(own_livekit_room.room, access="everyone")
    maya, ada = session.enter("Maya"), session.enter("Ada")
    with join_and_publish(ada, loop):
        own_livekit_room.livekit.kill()
        maya.do("join", **DEVICES_ON)
        maya.do("remove", person=ada.id)
        own_livekit_room.livekit.start()
    with connect_and_publish(maya, loop) as control, MediaClient(loop, ada.request_media_access()) as watcher:
        ada.do("media_connected")
        watcher.wait_for_frames(control.identity)
        with pytest.raises(rtc.participant.PublishTrackError):
            watcher.publish()
    session.close()
