"""LiveKit forwards media by the rules of the stage, for every client (SAFE-2, LEAVE-5).

The clients are hand-made: they publish at any time, use old tokens, and subscribe to everything. The absence of a
picture counts only while another person's picture arrives (the control).
"""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from livekit import api, rtc

from tests.reference_server.clients import Live
from tests.reference_server.media.conftest import LiveKitRoom
from tests.reference_server.media.livekit_client import Loop, MediaClient, TokenReader
from tests.reference_server.server_process import PATIENCE
from tests.stand_ins.connected_session import ConnectedSession

pytestmark = pytest.mark.disruption

CONTROL = 25
"""The frames of the control, about a second's, after which a missing picture counts as absent."""
DEVICES = {"microphone": True, "camera": True}


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture
def session(livekit_room: LiveKitRoom) -> Iterator[ConnectedSession]:
    session = ConnectedSession(livekit_room.room, access="everyone")
    yield session
    session.close()


def on_stage(live: Live, loop: Loop) -> MediaClient:
    """Let a person join the stage, and a client of their page publish."""
    client = MediaClient(loop, live.media_access())
    live.do("join", **DEVICES)
    client.publish_when_allowed()
    return client


def publishing(live: Live, loop: Loop) -> MediaClient:
    """Connect a page's client whose person is on stage, and publish once the page may."""
    client = MediaClient(loop, live.media_access())
    live.do("media_connected")
    client.publish_when_allowed()
    return client


def expect_nothing_more_of(identity: str, watcher: MediaClient, control: str) -> None:
    """Expect that a sender's frames end, and that none arrives in a second with frames of the control."""
    end = time.monotonic() + PATIENCE
    while (before := watcher.count(identity)) is not None:
        watcher.wait_for_frames(control, CONTROL)
        if watcher.count(identity) == before:
            return
        assert time.monotonic() < end, "the sender's frames go on"


def test_a_viewers_token_lets_them_receive_and_not_send(session: ConnectedSession, loop: Loop) -> None:
    maya, ada = session.enter("Maya"), session.enter("Ada")
    with on_stage(maya, loop) as control, MediaClient(loop, ada.media_access()) as viewer:
        viewer.wait_for_frames(control.identity)
        with pytest.raises(rtc.participant.PublishTrackError):
            viewer.publish()
        with MediaClient(
            loop, maya.media_access() | {"token": session.enter("Ben").media_access()["token"]}
        ) as watcher:
            watcher.wait_for_frames(control.identity, CONTROL)
            assert watcher.count(viewer.identity) == 0


def test_a_removed_person_is_not_seen_though_they_go_on_sending(session: ConnectedSession, loop: Loop) -> None:
    maya, ada, ben = session.enter("Maya"), session.enter("Ada"), session.enter("Ben")
    with (
        on_stage(maya, loop) as control,
        on_stage(ada, loop) as sender,
        MediaClient(loop, ben.media_access()) as watcher,
    ):
        watcher.wait_for_frames(sender.identity)
        maya.do("remove", person=ada.id)
        expect_nothing_more_of(sender.identity, watcher, control.identity)
        with pytest.raises(rtc.participant.PublishTrackError):
            sender.publish()


def test_a_token_of_before_the_removal_gives_no_right(session: ConnectedSession, loop: Loop) -> None:
    maya, ada, ben = session.enter("Maya"), session.enter("Ada"), session.enter("Ben")
    access = ada.media_access()
    with TokenReader(loop, access) as reader:
        ada.do("join", **DEVICES)
        ada.do("media_connected")
        old = access | {"token": reader.token_with_the_right()}
    maya.do("remove", person=ada.id)
    with on_stage(maya, loop) as control, MediaClient(loop, ben.media_access()) as watcher:
        watcher.wait_for_frames(control.identity)
        with MediaClient(loop, old) as sender:
            with suppress(rtc.participant.PublishTrackError):
                sender.publish()
            watcher.wait_for_frames(control.identity, 2 * CONTROL)
            assert watcher.count(sender.identity) == 0


def test_only_the_newest_page_of_a_person_sends(session: ConnectedSession, loop: Loop) -> None:
    maya, ada, ben = session.enter("Maya"), session.enter("Ada"), session.enter("Ben")
    with (
        on_stage(maya, loop) as control,
        on_stage(ada, loop) as older,
        MediaClient(loop, ben.media_access()) as watcher,
    ):
        watcher.wait_for_frames(older.identity)
        session.enter("Ada")
        older.wait_until(lambda client: not client.is_connected)
        expect_nothing_more_of(older.identity, watcher, control.identity)


def test_whoever_is_removed_from_the_session_receives_nothing_either(session: ConnectedSession, loop: Loop) -> None:
    maya, ada = session.enter("Maya"), session.enter("Ada")
    access = ada.media_access()
    with on_stage(maya, loop) as control, MediaClient(loop, access) as watcher:
        watcher.wait_for_frames(control.identity)
        maya.do("remove_from_session", person=ada.id)
        watcher.wait_until(lambda client: not client.is_connected)
        with MediaClient(loop, access) as again:
            again.wait_until(lambda client: not client.is_connected)


def test_whoever_leaves_the_session_sends_nothing_more(own_livekit_room: LiveKitRoom, loop: Loop) -> None:
    session = ConnectedSession(own_livekit_room.room, access="everyone")
    ada = session.enter("Ada")
    with on_stage(ada, loop) as sender:
        ada.close()
        sender.wait_until(lambda client: not client.is_connected)
    session.close()


def test_a_right_from_before_a_crash_of_the_room_is_taken_back(own_livekit_room: LiveKitRoom, loop: Loop) -> None:
    session = ConnectedSession(own_livekit_room.room, access="everyone")
    maya, ada, ben = session.enter("Maya"), session.enter("Ada"), session.enter("Ben")
    accesses = [person.media_access() for person in (ada, ben)]
    with (
        on_stage(maya, loop) as control,
        MediaClient(loop, accesses[0]) as sender,
        MediaClient(loop, accesses[1]) as watcher,
    ):
        own_livekit_room.room.hang()
        grant_behind_the_rooms_back(own_livekit_room, session.links["id"], sender.identity, loop)
        sender.publish_when_allowed()
        watcher.wait_for_frames(sender.identity)
        own_livekit_room.room.kill()
        own_livekit_room.room.start()
        expect_nothing_more_of(sender.identity, watcher, control.identity)


def grant_behind_the_rooms_back(room: LiveKitRoom, session: str, identity: str, loop: Loop) -> None:
    settings = room.livekit.settings

    async def grant() -> None:
        async with api.LiveKitAPI(settings.http_address, settings.key, settings.secret) as livekit:
            permission = api.ParticipantPermission(can_subscribe=True, can_publish=True)
            request = api.UpdateParticipantRequest(room=session, identity=identity, permission=permission)
            await livekit.room.update_participant(request)

    loop.run(grant())


def test_rights_are_given_again_when_livekit_is_back(own_livekit_room: LiveKitRoom, loop: Loop) -> None:
    session = ConnectedSession(own_livekit_room.room, access="everyone")
    maya, ada = session.enter("Maya"), session.enter("Ada")
    with on_stage(ada, loop):
        own_livekit_room.livekit.kill()
        maya.do("join", **DEVICES)
        maya.do("remove", person=ada.id)
        own_livekit_room.livekit.start()
    with publishing(maya, loop) as control, MediaClient(loop, ada.media_access()) as watcher:
        ada.do("media_connected")
        watcher.wait_for_frames(control.identity)
        with pytest.raises(rtc.participant.PublishTrackError):
            watcher.publish()
    session.close()
