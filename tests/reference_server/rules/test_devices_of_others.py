"""Devices of others, which moderators can switch off and nobody can switch on (MODERATE-7)."""

from dataclasses import replace

import pytest

from reference_server.rules import stage
from reference_server.rules.stage import Refusal
from tests.reference_server.rules.allowed_moves import MODERATORS, MOVES
from tests.reference_server.rules.test_every_state import COMMANDS, explore
from tests.stand_ins.connected_session import OpenSession
from tests.stand_ins.rules_session import RulesSession

BOTH_DEVICES_ON = {"microphone": True, "camera": True}


@pytest.fixture
def session() -> RulesSession:
    """Maya, Ada and Ben are on stage, Ben with the microphone off; Cleo is a viewer with all devices off."""
    session = RulesSession("everyone", "Maya Marc Ada Ben Cleo")
    session.do("Maya", "join")
    session.do("Ada", "join")
    session.do("Ben", "join", microphone=False)
    return session


def devices_on_stage(session: RulesSession) -> dict[str, tuple[bool, bool]]:
    """Return whether microphone and camera are on, for everybody on stage."""
    people = session.snapshot.state.by_id
    return {id_: (people[id_].microphone, people[id_].camera) for id_ in session.snapshot.state.stage}


def test_mute_all_switches_off_all_other_microphones_and_no_camera(session: RulesSession) -> None:
    assert session.do("Maya", "mute_all") == ["microphone_muted"]
    assert devices_on_stage(session) == {"Maya": (True, True), "Ada": (False, True), "Ben": (False, True)}


def test_cameras_off_switches_off_all_other_cameras_and_no_microphone(session: RulesSession) -> None:
    assert session.do("Maya", "cameras_off") == ["camera_turned_off", "camera_turned_off"]
    assert devices_on_stage(session) == {"Maya": (True, True), "Ada": (True, False), "Ben": (False, False)}


def test_mute_all_mutes_other_moderators_too(session: RulesSession) -> None:
    assert session.do("Marc", "mute_all") == ["microphone_muted", "microphone_muted"]
    assert devices_on_stage(session)["Maya"] == (False, True)


def test_mute_all_does_not_change_the_choices_of_viewers(session: RulesSession) -> None:
    session.do("Maya", "mute_all")
    assert session.snapshot.state.by_id["Cleo"].microphone is True


def test_mute_all_changes_nothing_if_all_are_muted(session: RulesSession) -> None:
    session.do("Maya", "mute_all")
    assert session.do("Maya", "mute_all") == []


def test_only_people_whose_device_was_on_are_notified(session: RulesSession) -> None:
    session.do("Maya", "mute_all")
    assert session.notification_of("Ada") == "Maya muted all microphones. You can switch yours on again."
    assert [session.notification_of(name) for name in ("Maya", "Marc", "Ben", "Cleo")] == [""] * 4
    session.do("Maya", "cameras_off")
    assert session.notification_of("Ben") == "Maya turned off all cameras. You can switch yours on again."


def test_a_muted_person_can_switch_the_microphone_on_again_which_ends_the_notification(session: RulesSession) -> None:
    session.do("Maya", "mute_all")
    assert session.do("Ada", "set_devices") == ["devices_set"]
    assert devices_on_stage(session)["Ada"] == (True, True)
    assert session.notification_of("Ada") == ""


@pytest.mark.parametrize("command", ["mute_all", "cameras_off"])
def test_attendees_cannot_switch_off_the_devices_of_others(session: RulesSession, command: str) -> None:
    assert session.expect_refusal("Ada", command) == "not_a_moderator"
    assert command not in session.may("Ada")
    assert command in session.may("Maya")


@pytest.mark.exhaustive
def test_no_command_switches_on_a_device_of_another_person() -> None:
    """Every move is tried in every reachable state, after all devices have been switched off."""
    for explored_state in explore(4):
        state = replace(
            explored_state,
            people=tuple(replace(person, microphone=False, camera=False) for person in explored_state.people),
        )
        for move in MOVES:
            try:
                after = COMMANDS[move.command](state, move).state
            except Refusal:
                continue
            others = [person for person in after.people if person.id != move.by]
            assert not any(person.microphone or person.camera for person in others), (state, move)


@pytest.mark.exhaustive
def test_a_moderator_who_switches_all_devices_off_leaves_only_their_own_on() -> None:
    for state in explore(4):
        for by in set(MODERATORS) & set(state.by_id):
            after = stage.cameras_off(stage.mute_all(state, by).state, by).state
            sending = {id_ for id_ in after.stage if after.by_id[id_].microphone or after.by_id[id_].camera}
            assert sending == {by} & set(state.stage)
            assert replace(after, people=()) == replace(state, people=())


def test_everybody_sees_which_devices_are_off(open_session: OpenSession) -> None:
    session = open_session()
    maya, ada = session.enter("Maya"), session.enter("Ada")
    for client in (maya, ada):
        client.do("join", **BOTH_DEVICES_ON)
    answer = maya.send("mute_all", {})
    assert answer["facts"] == [{"kind": "microphone_muted", "by": maya.id, "person": ada.id}]
    view = ada.wait_until(lambda view: not view["you"]["microphone"])
    assert view["you"]["notice"]["text"].startswith("Maya muted")
    maya.wait_until(lambda view: [person["microphone"] for person in view["people"]] == [True, False])
