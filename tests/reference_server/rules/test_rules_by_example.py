"""Examples of the stage rules in the catalogue's order; the name of each test begins with a rule's id."""

import pytest

from reference_server.rules import stage
from reference_server.rules.stage import Refusal
from tests.stand_ins.rules_session import RulesSession

ACCESSES = ("everyone", "request", "invite", "nobody")


# DIRECT: joining directly


def test_direct_4_joining_puts_the_person_on_stage() -> None:
    session = RulesSession("everyone", "Maya Ada")
    assert session.do("Ada", "join") == ["went_live"]
    assert session.on_stage == "Ada"


def test_direct_5_an_attendee_can_join_at_any_time_and_again_after_a_removal() -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    assert "join" in session.may("Ada")
    session.do("Ada", "join")
    session.do("Ben", "join")
    session.do("Maya", "remove", "Ada")
    assert "join" in session.may("Ada")
    session.do("Ada", "join")
    assert session.on_stage == "Ben Ada"


def test_direct_5_a_person_on_stage_cannot_join_a_second_time() -> None:
    session = RulesSession("everyone", "Ada")
    session.do("Ada", "join")
    assert session.expect_refusal("Ada", "join") == "already_on_stage"
    assert session.on_stage == "Ada"


def test_direct_7_joining_a_full_stage_is_refused_and_removes_nobody() -> None:
    session = RulesSession("everyone", "Maya Ada Ben", limit=1)
    session.do("Ada", "join")
    assert session.expect_refusal("Ben", "join") == "stage_full"
    assert session.expect_refusal("Maya", "join") == "stage_full"
    assert session.on_stage == "Ada"


def test_direct_7_joining_is_offered_even_if_the_stage_is_full() -> None:
    session = RulesSession("everyone", "Maya Ada Ben", limit=1)
    session.do("Ada", "join")
    assert "join" in session.may("Ben")


def test_direct_7_after_a_removal_another_person_can_join() -> None:
    session = RulesSession("everyone", "Maya Ada Ben", limit=1)
    session.do("Ada", "join")
    session.do("Maya", "remove", "Ada")
    session.do("Ben", "join")
    assert session.on_stage == "Ben"


def test_direct_7_the_limit_is_25_by_default() -> None:
    crowd = [f"Ada{number}" for number in range(26)]
    session = RulesSession("everyone", " ".join(crowd))
    for name in crowd[:25]:
        session.do(name, "join")
    assert session.expect_refusal(crowd[25], "join") == "stage_full"


def test_direct_7_an_invitation_stays_valid_while_the_stage_is_full() -> None:
    session = RulesSession("everyone", "Maya Ada Ben", limit=1)
    session.do("Maya", "invite", "Ben")
    session.do("Ada", "join")
    assert session.expect_refusal("Ben", "join") == "stage_full"
    assert session.standing("Ben") == "invited"
    session.do("Maya", "remove", "Ada")
    session.do("Ben", "join")
    assert session.on_stage == "Ben"


# ASK: asking to join


def test_ask_1_an_attendee_may_ask_and_may_not_join() -> None:
    session = RulesSession("request", "Maya Ada")
    assert session.may("Ada") == {"ask"}
    assert session.expect_refusal("Ada", "join") == "not_offered"


@pytest.mark.parametrize("access", ["everyone", "invite", "nobody"])
def test_ask_1_asking_is_offered_only_with_join_by_request(access: str) -> None:
    session = RulesSession(access, "Maya Ada")
    assert "ask" not in session.may("Ada")
    assert session.expect_refusal("Ada", "ask") == "not_offered"


def test_ask_2_a_moderator_can_answer_a_request() -> None:
    session = RulesSession("request", "Maya Ada")
    assert session.do("Ada", "ask") == ["asked"]
    assert session.requests == "Ada"
    assert session.may_with("Maya", "Ada") == {"approve", "decline", "invite"}


def test_ask_3_an_approved_person_is_invited_but_not_yet_on_stage() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.do("Maya", "approve", "Ada") == ["request_approved"]
    assert (session.standing("Ada"), session.on_stage, session.requests) == ("invited", "", "")


def test_ask_3_an_open_request_gives_no_right_to_join() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.expect_refusal("Ada", "join") == "not_offered"
    assert session.answer == "Your request has not been answered yet."


def test_ask_4_the_invited_person_can_join_at_any_time() -> None:
    session = RulesSession("request", "Maya Ada Ben")
    session.do("Ada", "ask")
    session.do("Maya", "approve", "Ada")
    session.do("Ben", "ask")
    assert session.may("Ada") == {"join", "decline_invitation"}
    assert session.do("Ada", "join") == ["went_live"]


def test_ask_5_a_declined_person_is_notified_and_stays_a_viewer() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.do("Maya", "decline", "Ada") == ["request_declined"]
    assert session.standing("Ada") == "viewer"
    assert "Maya declined your request" in session.notification_of("Ada")


def test_ask_6_a_declined_person_can_ask_again() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    session.do("Maya", "decline", "Ada")
    assert session.do("Ada", "ask") == ["asked"]
    assert session.notification_of("Ada") == ""


def test_ask_7_a_cancelled_request_cannot_be_answered() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.may("Ada") == {"cancel_request"}
    assert session.do("Ada", "cancel_request") == ["request_cancelled"]
    assert session.requests == ""
    assert session.expect_refusal("Maya", "approve", "Ada") == "not_asking"
    assert session.expect_refusal("Maya", "decline", "Ada") == "not_asking"


def test_ask_7_only_an_open_request_can_be_cancelled() -> None:
    session = RulesSession("request", "Maya Ada")
    assert session.expect_refusal("Ada", "cancel_request") == "not_asking"
    session.do("Ada", "ask")
    session.do("Maya", "approve", "Ada")
    assert session.expect_refusal("Ada", "cancel_request") == "not_asking"


def test_ask_7_a_person_cannot_have_two_requests() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.expect_refusal("Ada", "ask") == "already_asking"
    session.do("Maya", "approve", "Ada")
    assert session.expect_refusal("Ada", "ask") == "already_invited"
    session.do("Ada", "join")
    assert session.expect_refusal("Ada", "ask") == "already_on_stage"


def test_ask_7_a_refusal_names_the_persons_standing() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    session.expect_refusal("Ada", "ask")
    assert session.answer == "You have asked already."
    session.do("Maya", "approve", "Ada")
    session.expect_refusal("Ada", "ask")
    assert session.answer == "You have been invited already."
    session.do("Ada", "join")
    session.expect_refusal("Ada", "ask")
    assert session.answer == "You are on stage already."


def test_ask_8_a_person_who_cancelled_can_ask_again() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    session.do("Ada", "cancel_request")
    session.do("Ada", "ask")
    assert session.requests == "Ada"


def test_ask_9_a_request_that_one_moderator_answered_cannot_be_answered_by_another() -> None:
    session = RulesSession("request", "Maya Marc Ada")
    session.do("Ada", "ask")
    assert session.may_with("Marc", "Ada") == session.may_with("Maya", "Ada") >= {"approve", "decline"}
    session.do("Maya", "decline", "Ada")
    assert session.may_with("Marc", "Ada") == {"invite"}
    assert session.expect_refusal("Marc", "approve", "Ada") == "not_asking"


def test_ask_10_requests_are_in_the_order_of_asking() -> None:
    session = RulesSession("request", "Maya Ada Ben Cleo")
    for name in ("Cleo", "Ada", "Ben"):
        session.do(name, "ask")
    assert session.requests == "Cleo Ada Ben"
    session.do("Cleo", "cancel_request")
    session.do("Cleo", "ask")
    assert session.requests == "Ada Ben Cleo"


def test_ask_11_others_are_not_notified_of_a_decline() -> None:
    session = RulesSession("request", "Maya Ada Ben")
    session.do("Ada", "ask")
    session.do("Maya", "decline", "Ada")
    assert session.notification_of("Ben") == ""


def test_ask_12_no_moderator_is_notified_of_a_decline() -> None:
    session = RulesSession("request", "Maya Marc Ada")
    session.do("Ada", "ask")
    session.do("Maya", "decline", "Ada")
    assert (session.notification_of("Maya"), session.notification_of("Marc")) == ("", "")


# INVITE: joining by invitation


def test_invite_1_an_attendee_may_neither_join_nor_ask() -> None:
    session = RulesSession("invite", "Maya Ada")
    assert session.may("Ada") == set()
    assert session.expect_refusal("Ada", "join") == "not_offered"
    assert session.expect_refusal("Ada", "ask") == "not_offered"


@pytest.mark.parametrize("access", ["everyone", "request", "invite"])
def test_invite_2_an_invited_person_may_join_or_decline(access: str) -> None:
    session = RulesSession(access, "Maya Ada")
    assert session.do("Maya", "invite", "Ada") == ["invited"]
    assert session.may("Ada") == {"join", "decline_invitation"}
    session.do("Ada", "join")
    assert session.on_stage == "Ada"


def test_invite_2_inviting_a_person_answers_their_request() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.do("Maya", "invite", "Ada") == ["request_approved"]
    assert (session.requests, session.standing("Ada")) == ("", "invited")


def test_invite_2_a_person_who_is_invited_or_on_stage_cannot_be_invited() -> None:
    session = RulesSession("invite", "Maya Marc Ada")
    session.do("Maya", "invite", "Ada")
    assert session.expect_refusal("Marc", "invite", "Ada") == "already_invited"
    assert session.answer == "Ada has been invited already."
    session.do("Ada", "join")
    assert session.expect_refusal("Maya", "invite", "Ada") == "already_on_stage"
    assert session.answer == "Ada is on stage already."


def test_invite_2_a_moderator_needs_no_invitation() -> None:
    session = RulesSession("invite", "Maya Marc")
    assert session.expect_refusal("Maya", "invite", "Marc") == "not_an_attendee"
    assert session.expect_refusal("Maya", "invite", "Maya") == "not_an_attendee"


def test_invite_4_declining_leaves_the_person_a_viewer() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    assert session.do("Ada", "decline_invitation") == ["invitation_declined"]
    assert (session.standing("Ada"), session.may("Ada")) == ("viewer", set())


def test_invite_5_moderators_are_notified_of_a_decline_and_can_invite_again() -> None:
    session = RulesSession("invite", "Maya Marc Ada Ben")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "decline_invitation")
    assert (
        session.notification_of("Maya")
        == session.notification_of("Marc")
        == "Ada declined the invitation to join the stage."
    )
    assert (session.notification_of("Ada"), session.notification_of("Ben")) == ("", "")
    session.do("Maya", "invite", "Ada")
    assert session.standing("Ada") == "invited"


def test_invite_6_any_moderator_can_revoke_an_invitation() -> None:
    session = RulesSession("invite", "Maya Marc Ada")
    session.do("Maya", "invite", "Ada")
    assert session.may_with("Marc", "Ada") == {"revoke"}
    assert session.do("Marc", "revoke", "Ada") == ["invitation_revoked"]
    assert session.standing("Ada") == "viewer"
    assert "withdrawn by Marc" in session.notification_of("Ada")


def test_invite_6_only_an_open_invitation_can_be_revoked() -> None:
    session = RulesSession("invite", "Maya Ada")
    assert session.expect_refusal("Maya", "revoke", "Ada") == "not_invited"
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "join")
    assert session.expect_refusal("Maya", "revoke", "Ada") == "not_invited"
    assert session.on_stage == "Ada"


def test_invite_7_only_the_person_invited_may_use_the_invitation() -> None:
    session = RulesSession("invite", "Maya Ada Ben")
    session.do("Maya", "invite", "Ada")
    assert session.may("Ben") == set()
    assert session.expect_refusal("Ben", "join") == "not_offered"
    assert session.expect_refusal("Ben", "decline_invitation") == "not_invited"


def test_invite_8_a_revoked_invitation_gives_no_right_to_join() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Maya", "revoke", "Ada")
    assert session.expect_refusal("Ada", "join") == "not_offered"


def test_invite_8_a_declined_invitation_gives_no_right_to_join() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "decline_invitation")
    assert session.expect_refusal("Ada", "join") == "not_offered"


def test_invite_8_an_invitation_can_be_used_once() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "join")
    session.do("Maya", "remove", "Ada")
    assert session.expect_refusal("Ada", "join") == "not_offered"


# VIEW: viewer mode


def test_view_1_without_stage_access_nobody_can_join_ask_or_be_invited() -> None:
    session = RulesSession("nobody", "Maya Ada")
    assert session.may("Ada") == set()
    assert session.expect_refusal("Ada", "join") == "not_offered"
    assert session.expect_refusal("Ada", "ask") == "not_offered"
    assert session.may_with("Maya", "Ada") == set()
    assert session.expect_refusal("Maya", "invite", "Ada") == "not_offered"


def test_view_9_a_viewer_cannot_switch_devices() -> None:
    session = RulesSession("everyone", "Maya Ada")
    assert "devices" not in session.may("Ada")
    assert session.expect_refusal("Ada", "set_devices") == "not_on_stage"


# LEAVE: leaving the stage


@pytest.mark.parametrize("command", ["approve", "decline", "invite", "revoke", "remove"])
@pytest.mark.parametrize("other", ["Ada", "Ben", "Cleo", "Dana", "Maya"])
def test_leave_6_attendees_cannot_use_the_commands_of_moderators(command: str, other: str) -> None:
    session = RulesSession("request", "Maya Ada Ben Cleo Dana")
    session.do("Maya", "invite", "Ben")
    session.do("Maya", "invite", "Cleo")
    session.do("Cleo", "join")
    session.do("Dana", "ask")
    assert session.may_with("Ada", other) == set()
    assert session.expect_refusal("Ada", command, other) == "not_a_moderator"


@pytest.mark.parametrize("access", ACCESSES)
def test_leave_1_an_attendee_on_stage_can_switch_devices_and_cannot_leave_the_stage(access: str) -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "join")
    if access != "everyone":
        session.do("Maya", "set_access", access)
    assert session.may("Ada") == {"devices"}
    assert session.expect_refusal("Ada", "remove", "Ada") == "not_a_moderator"


def test_leave_2_a_moderator_removes_only_the_named_person() -> None:
    session = RulesSession("everyone", "Maya Ada Ben Cleo")
    for name in ("Ada", "Ben", "Cleo"):
        session.do(name, "join")
    assert session.do("Maya", "remove", "Ben") == ["removed"]
    assert (session.on_stage, session.standing("Ben")) == ("Ada Cleo", "viewer")
    assert session.expect_refusal("Maya", "remove", "Ben") == "not_on_stage"


def test_leave_3_and_4_microphone_and_camera_are_switched_separately() -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    session.do("Ada", "join", microphone=False)
    session.do("Ben", "join")
    assert devices_of(session, "Ada") == (False, True)
    assert session.do("Ada", "set_devices", microphone=True, camera=False) == ["devices_set"]
    assert (devices_of(session, "Ada"), devices_of(session, "Ben")) == ((True, False), (True, True))
    assert session.on_stage == "Ada Ben"


def test_leave_3_switching_on_a_device_that_is_on_changes_nothing() -> None:
    session = RulesSession("everyone", "Ada")
    session.do("Ada", "join")
    assert session.do("Ada", "set_devices", microphone=True, camera=True) == []


def test_leave_6_an_attendee_cannot_remove_anyone() -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    session.do("Ben", "join")
    assert session.expect_refusal("Ada", "remove", "Ben") == "not_a_moderator"
    assert session.on_stage == "Ben"


def test_leave_7_a_removed_person_is_notified_that_they_are_a_viewer_again() -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    session.do("Ada", "join")
    session.do("Maya", "remove", "Ada")
    assert session.notification_of("Ada") == "Maya removed you from the stage. You are a viewer again."
    assert (session.notification_of("Maya"), session.notification_of("Ben")) == ("", "")


@pytest.mark.parametrize(
    ("access", "commands"), [("everyone", {"join"}), ("request", {"ask"}), ("invite", set()), ("nobody", set())]
)
def test_leave_8_a_removed_person_has_the_commands_that_the_stage_access_allows(
    access: str, commands: set[str]
) -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "join")
    session.do("Maya", "set_access", access)
    session.do("Maya", "remove", "Ada")
    assert session.may("Ada") == commands


# MODERATE: what a moderator can do


def test_moderate_1_the_commands_of_attendees_follow_the_stage_access() -> None:
    session = RulesSession("nobody", "Maya Ada")
    commands = {}
    for access in ("everyone", "request", "invite", "nobody"):
        assert session.do("Maya", "set_access", access) == ["access_set"]
        commands[access] = session.may("Ada")
    assert commands == {"everyone": {"join"}, "request": {"ask"}, "invite": set(), "nobody": set()}


def test_moderate_1_other_moderators_are_notified_of_a_change_of_access_and_its_author() -> None:
    session = RulesSession("nobody", "Maya Marc Ada")
    session.do("Maya", "set_access", "request")
    assert session.notification_of("Marc") == "Maya changed stage access to “Join by request”."
    assert (session.notification_of("Maya"), session.notification_of("Ada")) == ("", "")


def test_moderate_1_setting_the_same_access_changes_nothing() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.do("Maya", "set_access", "request") == []
    assert session.requests == "Ada"


def test_moderate_1_an_attendee_cannot_change_the_access() -> None:
    session = RulesSession("nobody", "Maya Ada")
    assert "set_access" not in session.may("Ada")
    assert session.expect_refusal("Ada", "set_access", "everyone") == "not_a_moderator"


@pytest.mark.parametrize("access", ["everyone", "invite", "nobody"])
def test_moderate_2_open_requests_are_closed_with_a_notification(access: str) -> None:
    session = RulesSession("request", "Maya Ada Ben")
    session.do("Ada", "ask")
    session.do("Ben", "ask")
    assert session.do("Maya", "set_access", access) == ["access_set", "request_closed", "request_closed"]
    assert (session.requests, session.standing("Ada"), session.standing("Ben")) == ("", "viewer", "viewer")
    assert "request to join the stage was closed" in session.notification_of("Ada")
    assert "request to join the stage was closed" in session.notification_of("Ben")


def test_moderate_2_a_closed_request_stays_closed() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    session.do("Maya", "set_access", "invite")
    session.do("Maya", "set_access", "request")
    assert session.may("Ada") == {"ask"}


@pytest.mark.parametrize("access", ["everyone", "request"])
def test_moderate_3_open_invitations_stay_valid(access: str) -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Maya", "set_access", access)
    assert (session.standing("Ada"), session.notification_of("Ada")) == ("invited", "")
    session.do("Ada", "join")
    assert session.on_stage == "Ada"


def test_moderate_3_open_invitations_are_revoked_when_nobody_has_access() -> None:
    session = RulesSession("request", "Maya Ada Ben")
    session.do("Maya", "invite", "Ada")
    session.do("Ben", "ask")
    facts = session.do("Maya", "set_access", "nobody")
    assert facts == ["access_set", "request_closed", "invitation_revoked"]
    assert session.expect_refusal("Ada", "join") == "not_offered"
    assert "invitation to join the stage was withdrawn" in session.notification_of("Ada")
    assert "“No stage access”" in session.notification_of("Ada")


@pytest.mark.parametrize("access", ["request", "invite", "nobody"])
def test_moderate_4_people_on_stage_stay_on_stage(access: str) -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    for name in ("Ada", "Maya", "Ben"):
        session.do(name, "join")
    session.do("Maya", "set_access", access)
    assert session.on_stage == "Ada Maya Ben"


@pytest.mark.parametrize("access", ACCESSES)
def test_moderate_6_a_moderator_can_join_with_any_stage_access(access: str) -> None:
    session = RulesSession(access, "Maya")
    assert "join" in session.may("Maya")
    session.do("Maya", "join")
    assert session.on_stage == "Maya"


def test_moderate_6_a_moderator_can_remove_any_moderator_from_the_stage() -> None:
    session = RulesSession("nobody", "Maya Marc")
    session.do("Maya", "join")
    session.do("Marc", "join")
    assert session.may_with("Maya", "Marc") == session.may_with("Maya", "Maya") == {"remove"}
    session.do("Maya", "remove", "Marc")
    session.do("Maya", "remove", "Maya")
    assert session.on_stage == ""
    assert session.notification_of("Marc") == "Maya removed you from the stage. You are a viewer again."
    assert session.notification_of("Maya") == "You left the stage. You are a viewer again."


def test_moderate_6_a_moderator_cannot_use_the_commands_of_attendees() -> None:
    session = RulesSession("request", "Maya")
    for command in ("ask", "cancel_request", "decline_invitation"):
        assert session.expect_refusal("Maya", command) == "not_an_attendee"


# Entering and leaving


@pytest.mark.parametrize("access", ACCESSES)
def test_everybody_enters_as_a_viewer(access: str) -> None:
    session = RulesSession(access, "Maya Ada")
    assert (session.standing("Maya"), session.standing("Ada"), session.on_stage) == ("viewer", "viewer", "")


def test_steady_4_closing_the_page_removes_the_person_from_stage_and_lists() -> None:
    session = RulesSession("request", "Maya Ada Ben Cleo")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "join")
    session.do("Ben", "ask")
    session.do("Maya", "invite", "Cleo")
    for name in ("Ada", "Ben", "Cleo"):
        assert session.do(name, "leave") == ["left"]
    state = session.snapshot.state
    assert list(state.by_id) == ["Maya"]
    assert state.stage + state.requests + state.invitations == ()


def test_steady_4_a_person_who_returns_later_is_a_viewer() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "leave")
    session.enter("Ada")
    assert (session.standing("Ada"), session.notification_of("Ada")) == ("viewer", "")
    assert session.expect_refusal("Ada", "join") == "not_offered"


def test_commands_by_and_on_a_person_who_left_are_refused() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "leave")
    assert session.expect_refusal("Ada", "join") == "not_here"
    assert session.expect_refusal("Ada", "leave") == "not_here"
    assert session.expect_refusal("Maya", "invite", "Ada") == "unknown_person"


def devices_of(session: RulesSession, subject: str) -> tuple[bool, bool]:
    """Return whether a person's microphone and camera are on."""
    person = session.snapshot.state.by_id[subject]
    return person.microphone, person.camera


# Raised hands: VIEW-5, VIEW-10, MODERATE-8


def test_view_5_a_viewer_can_raise_and_lower_a_hand_with_any_access() -> None:
    for access in ACCESSES:
        session = RulesSession(access, "Maya Ada")
        assert session.do("Ada", "raise_hand") == ["hand_raised"]
        assert session.may_with_hands("Ada") == {"lower_hand"}
        assert session.do("Ada", "lower_hand") == ["hand_lowered"]
        assert session.hands == ""


def test_view_5_hands_are_in_the_order_of_raising() -> None:
    session = RulesSession("everyone", "Maya Ada Ben Cleo")
    for name in ("Cleo", "Ada", "Ben"):
        session.do(name, "raise_hand")
    assert session.hands == "Cleo Ada Ben"
    session.do("Cleo", "lower_hand")
    session.do("Cleo", "raise_hand")
    assert session.hands == "Ada Ben Cleo"


def test_view_5_a_hand_cannot_be_raised_or_lowered_twice() -> None:
    session = RulesSession("everyone", "Ada")
    assert session.expect_refusal("Ada", "lower_hand") == "not_raised"
    session.do("Ada", "raise_hand")
    assert session.expect_refusal("Ada", "raise_hand") == "already_raised"
    assert session.hands == "Ada"


def test_view_5_moderators_and_people_on_stage_cannot_raise_a_hand() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "join")
    assert session.expect_refusal("Maya", "raise_hand") == "not_an_attendee"
    assert session.expect_refusal("Ada", "raise_hand") == "already_on_stage"
    assert session.may_with_hands("Maya") == session.may_with_hands("Ada") == set()


def test_view_5_joining_the_stage_lowers_the_hand_and_a_removal_does_not_raise_it() -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    for name in ("Ada", "Ben"):
        session.do(name, "raise_hand")
    assert session.do("Ada", "join") == ["went_live", "hand_lowered"]
    assert session.hands == "Ben"
    session.do("Maya", "remove", "Ada")
    assert session.hands == "Ben"


def test_view_5_leaving_lowers_the_hand() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "raise_hand")
    assert session.do("Ada", "leave") == ["left"]
    session.enter("Ada")
    assert session.hands == ""


def test_view_10_a_raised_hand_is_not_a_request_and_stays_after_a_decline() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "raise_hand")
    assert (session.requests, session.standing("Ada")) == ("", "viewer")
    session.do("Ada", "ask")
    session.do("Maya", "decline", "Ada")
    assert (session.requests, session.hands) == ("", "Ada")


def test_moderate_8_only_a_moderator_can_lower_all_hands() -> None:
    session = RulesSession("nobody", "Maya Ada Ben")
    assert session.expect_refusal("Maya", "clear_hands") == "not_raised"
    for name in ("Ben", "Ada"):
        session.do(name, "raise_hand")
    assert session.expect_refusal("Ada", "clear_hands") == "not_a_moderator"
    assert session.may_with_hands("Maya") == {"clear_hands"}
    assert session.do("Maya", "clear_hands") == ["hand_lowered", "hand_lowered"]
    assert session.hands == ""
    assert session.may_with_hands("Ada") == {"raise_hand"}


# MODERATE-9: removal from the session


def test_moderate_9_removal_from_the_session_also_removes_from_the_stage() -> None:
    session = RulesSession("everyone", "Maya Marc Ada Ben")
    session.do("Ada", "join")
    assert session.do("Maya", "remove_from_session", "Ada") == ["removed_from_session"]
    assert session.on_stage == "" and "Ada" not in session.snapshot.state.by_id
    assert session.notification_of("Maya") == "Ada was removed from the session."
    assert session.notification_of("Marc") == "Ada was removed from the session by Maya."
    assert session.notification_of("Ben") == ""
    assert session.expect_refusal("Ada", "join") == "not_here"


def test_moderate_9_a_removed_person_can_enter_only_after_being_let_in() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Maya", "remove_from_session", "Ada")
    with pytest.raises(Refusal) as refusal:
        session.enter("Ada")
    assert refusal.value.code == "removed"
    assert refusal.value.message.startswith("A moderator removed you from this session.")
    assert session.expect_refusal("Maya", "let_in", "Ada") == "not_asking"
    assert session.ask_to_return("Ada") == ["asked_to_return"]
    assert session.do("Maya", "let_in", "Ada") == ["let_in"]
    session.enter("Ada")
    assert session.standing("Ada") == "viewer"


def test_moderate_9_a_person_who_is_kept_out_can_ask_again() -> None:
    session = RulesSession("everyone", "Maya Marc Ada")
    session.do("Maya", "remove_from_session", "Ada")
    session.ask_to_return("Ada")
    assert session.do("Marc", "keep_out", "Ada") == ["kept_out"]
    assert session.expect_refusal("Maya", "let_in", "Ada") == "not_asking"
    assert session.ask_to_return("Ada") == ["asked_to_return"]


def test_moderate_9_only_moderators_can_remove_and_only_attendees_can_be_removed() -> None:
    session = RulesSession("everyone", "Maya Marc Ada Ben")
    assert session.expect_refusal("Maya", "remove_from_session", "Marc") == "not_an_attendee"
    assert session.expect_refusal("Ada", "remove_from_session", "Ben") == "not_a_moderator"
    assert "remove_from_session" in stage.list_commands_on(session.snapshot.state, "Maya", "Ada")
    assert "remove_from_session" not in stage.list_commands_on(session.snapshot.state, "Maya", "Marc")


def test_moderate_9_only_removed_people_and_their_namesakes_can_ask_to_return() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Maya", "remove_from_session", "Ada")
    assert session.ask_to_return("ada-again", "Ada") == ["asked_to_return"]
    assert [person.id for person in session.snapshot.state.removed] == ["Ada", "ada-again"]
    with pytest.raises(Refusal) as refusal:
        session.ask_to_return("Ben")
    assert refusal.value.code == "not_removed"
