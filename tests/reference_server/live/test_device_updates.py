"""Device updates that arrive after a moderator has switched the devices off (MODERATE-7)."""

from itertools import product

import pytest

from reference_server.rules import stage
from reference_server.rules.device_updates import refuse_outdated, with_switched_off
from reference_server.rules.stage import Fact, FactKind, Refusal
from tests.reference_server.clients import PageClient
from tests.stand_ins.connected_session import OpenSession
from tests.stand_ins.rules_session import RulesSession

DEVICES_ON = {"microphone": True, "camera": True}
UPDATES = (None, False, True)


@pytest.mark.parametrize(("microphone", "camera"), list(product(UPDATES, UPDATES)))
def test_a_device_that_the_message_leaves_out_is_unchanged(microphone: bool | None, camera: bool | None) -> None:
    session = RulesSession("everyone", "Ada")
    session.do("Ada", "join", microphone=False, camera=True)
    state = stage.set_devices(session.snapshot.state, "Ada", microphone, camera).state
    ada = state.by_id["Ada"]
    assert ada.microphone is (False if microphone is None else microphone)
    assert ada.camera is (True if camera is None else camera)


def test_only_devices_switched_off_after_the_revision_seen_cannot_be_switched_on() -> None:
    facts = [Fact(FactKind.MICROPHONE_MUTED, "maya", "ada"), Fact(FactKind.CAMERA_TURNED_OFF, "maya", "ben")]
    switched_off = with_switched_off({}, facts, 7, {"ada", "ben"})
    with pytest.raises(Refusal, match=r"microphone .+ at the same moment"):
        refuse_outdated(switched_off, "ada", 6, {"microphone": True, "camera": None})
    for person, seen, devices in (
        ("ada", 7, {"microphone": True}),
        ("ada", 6, {"microphone": False}),
        ("ada", 6, {"microphone": None, "camera": True}),
        ("ben", 6, {"microphone": True}),
        ("ada", None, {"microphone": True}),
    ):
        refuse_outdated(switched_off, person, seen, devices)


def test_the_revisions_of_a_person_who_has_left_are_removed() -> None:
    facts = [Fact(FactKind.MICROPHONE_MUTED, "maya", "ada")]
    switched_off = with_switched_off({("ben", "camera"): 3}, facts, 7, {"ada", "ben"})
    assert with_switched_off(switched_off, [], 8, {"ada", "ben"}) is switched_off
    assert with_switched_off(switched_off, [], 8, {"ada"}) == {("ada", "microphone"): 7}


@pytest.fixture
def on_stage(open_session: OpenSession) -> tuple[PageClient, PageClient]:
    """Maya and Ada, both on stage with all devices on."""
    session = open_session()
    people = session.enter("Maya"), session.enter("Ada")
    for person in people:
        person.do("join", **DEVICES_ON)
    return people


def test_switching_the_camera_leaves_the_microphone_unchanged(on_stage: tuple[PageClient, PageClient]) -> None:
    maya, ada = on_stage
    maya.do("mute_all")
    assert ada.do("devices", camera=False) == ["devices_set"]
    ada.wait_until(lambda view: not view["you"]["camera"])
    assert ada.view["you"]["microphone"] is False


def test_an_update_older_than_the_mute_is_refused(on_stage: tuple[PageClient, PageClient]) -> None:
    maya, ada = on_stage
    revision = ada.wait_until(lambda view: view["you"]["standing"] == "on_stage")["revision"]
    maya.do("mute_all")
    assert ada.expect_refusal("devices", microphone=True, seen=revision) == "switched_off"
    view = ada.wait_until(lambda view: not view["you"]["microphone"])
    assert ada.do("devices", microphone=True, seen=view["revision"]) == ["devices_set"]
