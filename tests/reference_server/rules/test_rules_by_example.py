"""The rules of the stage by example, in the catalogue's order; each name begins with the rule's id."""

import pytest

from reference_server.rules import stage
from reference_server.rules.stage import Refusal
from tests.stand_ins.rules_session import RulesSession

ACCESSES = ("everyone", "request", "invite", "nobody")


# DIRECT: joining directly


def test_direct_4_joining_takes_the_person_live() -> None:
    session = RulesSession("everyone", "Maya Ada")
    assert session.do("Ada", "join") == ["went_live"]
    assert session.on_stage == "Ada"


def test_direct_5_an_attendee_joins_on_arrival_and_later_and_again_after_they_were_removed() -> None:
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


def test_direct_7_a_full_stage_refuses_and_nobody_is_pushed_off() -> None:
    session = RulesSession("everyone", "Maya Ada Ben", limit=1)
    session.do("Ada", "join")
    assert session.expect_refusal("Ben", "join") == "stage_full"
    assert session.expect_refusal("Maya", "join") == "stage_full"
    assert session.on_stage == "Ada"


def test_direct_7_the_button_stays_on_a_full_stage_so_that_the_message_can_be_seen() -> None:
    session = RulesSession("everyone", "Maya Ada Ben", limit=1)
    session.do("Ada", "join")
    assert "join" in session.may("Ben")


def test_direct_7_there_is_room_again_after_a_removal() -> None:
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


def test_direct_7_an_invitation_stands_until_there_is_room() -> None:
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
def test_ask_1_asking_is_offered_under_join_by_request_only(access: str) -> None:
    session = RulesSession(access, "Maya Ada")
    assert "ask" not in session.may("Ada")
    assert session.expect_refusal("Ada", "ask") == "not_offered"


def test_ask_2_the_request_is_there_for_the_moderator_to_answer() -> None:
    session = RulesSession("request", "Maya Ada")
    assert session.do("Ada", "ask") == ["asked"]
    assert session.requests == "Ada"
    assert session.may_with("Maya", "Ada") == {"approve", "decline", "invite"}


def test_ask_3_approval_invites_and_puts_nobody_on_stage() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.do("Maya", "approve", "Ada") == ["request_approved"]
    assert (session.standing("Ada"), session.on_stage, session.requests) == ("invited", "", "")


def test_ask_3_waiting_is_no_right_to_join() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.expect_refusal("Ada", "join") == "not_offered"
    assert session.answer == "Your request has not been answered yet."


def test_ask_4_the_invited_person_joins_when_they_like() -> None:
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


def test_ask_6_after_a_decline_they_can_ask_again() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    session.do("Maya", "decline", "Ada")
    assert session.do("Ada", "ask") == ["asked"]
    assert session.notification_of("Ada") == ""


def test_ask_7_a_cancelled_request_is_gone_for_the_moderator() -> None:
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


def test_ask_7_nobody_asks_twice_at_a_time() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.expect_refusal("Ada", "ask") == "already_asking"
    session.do("Maya", "approve", "Ada")
    assert session.expect_refusal("Ada", "ask") == "already_invited"
    session.do("Ada", "join")
    assert session.expect_refusal("Ada", "ask") == "already_on_stage"


def test_ask_7_a_refusal_says_the_persons_own_standing() -> None:
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


def test_ask_8_after_cancelling_they_can_ask_again() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    session.do("Ada", "cancel_request")
    session.do("Ada", "ask")
    assert session.requests == "Ada"


def test_ask_9_when_one_moderator_has_answered_the_other_has_nothing_to_answer() -> None:
    session = RulesSession("request", "Maya Marc Ada")
    session.do("Ada", "ask")
    assert session.may_with("Marc", "Ada") == session.may_with("Maya", "Ada") >= {"approve", "decline"}
    session.do("Maya", "decline", "Ada")
    assert session.may_with("Marc", "Ada") == {"invite"}
    assert session.expect_refusal("Marc", "approve", "Ada") == "not_asking"


def test_ask_10_requests_stand_in_the_order_in_which_they_came() -> None:
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


def test_ask_12_the_asking_person_is_notified_of_the_decline_and_no_moderator_is() -> None:
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
def test_invite_2_a_moderator_invites_and_the_person_may_join_or_decline(access: str) -> None:
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


def test_invite_2_nobody_is_invited_twice_nor_while_on_stage() -> None:
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


def test_invite_5_the_moderators_are_notified_and_can_invite_again() -> None:
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


def test_invite_6_any_moderator_revokes_an_invitation() -> None:
    session = RulesSession("invite", "Maya Marc Ada")
    session.do("Maya", "invite", "Ada")
    assert session.may_with("Marc", "Ada") == {"revoke"}
    assert session.do("Marc", "revoke", "Ada") == ["invitation_revoked"]
    assert session.standing("Ada") == "viewer"
    assert "withdrawn by Marc" in session.notification_of("Ada")


def test_invite_6_what_is_answered_cannot_be_revoked() -> None:
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


def test_invite_8_a_revoked_invitation_does_not_lead_on_stage() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Maya", "revoke", "Ada")
    assert session.expect_refusal("Ada", "join") == "not_offered"


def test_invite_8_a_declined_invitation_does_not_lead_on_stage() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "decline_invitation")
    assert session.expect_refusal("Ada", "join") == "not_offered"


def test_invite_8_an_invitation_leads_on_stage_once() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "join")
    session.do("Maya", "remove", "Ada")
    assert session.expect_refusal("Ada", "join") == "not_offered"


# VIEW: viewer mode


def test_view_1_without_stage_access_an_attendee_can_do_nothing_and_nobody_can_be_invited() -> None:
    session = RulesSession("nobody", "Maya Ada")
    assert session.may("Ada") == set()
    assert session.expect_refusal("Ada", "join") == "not_offered"
    assert session.expect_refusal("Ada", "ask") == "not_offered"
    assert session.may_with("Maya", "Ada") == set()
    assert session.expect_refusal("Maya", "invite", "Ada") == "not_offered"


def test_view_9_a_viewer_has_no_devices_to_switch() -> None:
    session = RulesSession("everyone", "Maya Ada")
    assert "devices" not in session.may("Ada")
    assert session.expect_refusal("Ada", "set_devices") == "not_on_stage"


# LEAVE: leaving the stage


@pytest.mark.parametrize("command", ["approve", "decline", "invite", "revoke", "remove"])
@pytest.mark.parametrize("whom", ["Ada", "Ben", "Cleo", "Dana", "Maya"])
def test_leave_6_an_attendee_has_no_moderators_command_on_anyone(command: str, whom: str) -> None:
    session = RulesSession("request", "Maya Ada Ben Cleo Dana")
    session.do("Maya", "invite", "Ben")
    session.do("Maya", "invite", "Cleo")
    session.do("Cleo", "join")
    session.do("Dana", "ask")
    assert session.may_with("Ada", whom) == set()
    assert session.expect_refusal("Ada", command, whom) == "not_a_moderator"


@pytest.mark.parametrize("access", ACCESSES)
def test_leave_1_on_stage_an_attendee_is_offered_their_devices_and_no_way_off(access: str) -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "join")
    if access != "everyone":
        session.do("Maya", "set_access", access)
    assert session.may("Ada") == {"devices"}
    assert session.expect_refusal("Ada", "remove", "Ada") == "not_a_moderator"


def test_leave_2_a_moderator_removes_a_person_and_nobody_else() -> None:
    session = RulesSession("everyone", "Maya Ada Ben Cleo")
    for name in ("Ada", "Ben", "Cleo"):
        session.do(name, "join")
    assert session.do("Maya", "remove", "Ben") == ["removed"]
    assert (session.on_stage, session.standing("Ben")) == ("Ada Cleo", "viewer")
    assert session.expect_refusal("Maya", "remove", "Ben") == "not_on_stage"


def test_leave_3_and_4_microphone_and_camera_are_switched_each_for_itself() -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    session.do("Ada", "join", microphone=False)
    session.do("Ben", "join")
    assert devices(session, "Ada") == (False, True)
    assert session.do("Ada", "set_devices", microphone=True, camera=False) == ["devices_set"]
    assert (devices(session, "Ada"), devices(session, "Ben")) == ((True, False), (True, True))
    assert session.on_stage == "Ada Ben"


def test_leave_3_switching_to_what_is_on_already_is_no_news() -> None:
    session = RulesSession("everyone", "Ada")
    session.do("Ada", "join")
    assert session.do("Ada", "set_devices", microphone=True, camera=True) == []


def test_leave_6_an_attendee_cannot_remove_anyone() -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    session.do("Ben", "join")
    assert session.expect_refusal("Ada", "remove", "Ben") == "not_a_moderator"
    assert session.on_stage == "Ben"


def test_leave_7_the_removed_person_is_notified_that_they_are_a_viewer_again() -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    session.do("Ada", "join")
    session.do("Maya", "remove", "Ada")
    assert session.notification_of("Ada") == "Maya removed you from the stage. You are a viewer again."
    assert (session.notification_of("Maya"), session.notification_of("Ben")) == ("", "")


@pytest.mark.parametrize(
    ("access", "offered"), [("everyone", {"join"}), ("request", {"ask"}), ("invite", set()), ("nobody", set())]
)
def test_leave_8_a_removed_person_comes_back_by_the_stage_access(access: str, offered: set[str]) -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "join")
    session.do("Maya", "set_access", access)
    session.do("Maya", "remove", "Ada")
    assert session.may("Ada") == offered


# MODERATE: what a moderator can do


def test_moderate_1_everybodys_offers_follow_the_stage_access() -> None:
    session = RulesSession("nobody", "Maya Ada")
    offers = {}
    for access in ("everyone", "request", "invite", "nobody"):
        assert session.do("Maya", "set_access", access) == ["access_set"]
        offers[access] = session.may("Ada")
    assert offers == {"everyone": {"join"}, "request": {"ask"}, "invite": set(), "nobody": set()}


def test_moderate_1_other_moderators_are_notified_of_the_author() -> None:
    session = RulesSession("nobody", "Maya Marc Ada")
    session.do("Maya", "set_access", "request")
    assert session.notification_of("Marc") == "Maya changed stage access to “Join by request”."
    assert (session.notification_of("Maya"), session.notification_of("Ada")) == ("", "")


def test_moderate_1_setting_what_is_set_is_no_news() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    assert session.do("Maya", "set_access", "request") == []
    assert session.requests == "Ada"


def test_moderate_1_an_attendee_cannot_change_it() -> None:
    session = RulesSession("nobody", "Maya Ada")
    assert "set_access" not in session.may("Ada")
    assert session.expect_refusal("Ada", "set_access", "everyone") == "not_a_moderator"


@pytest.mark.parametrize("access", ["everyone", "invite", "nobody"])
def test_moderate_2_open_requests_are_closed_and_the_person_notified(access: str) -> None:
    session = RulesSession("request", "Maya Ada Ben")
    session.do("Ada", "ask")
    session.do("Ben", "ask")
    assert session.do("Maya", "set_access", access) == ["access_set", "request_closed", "request_closed"]
    assert (session.requests, session.standing("Ada"), session.standing("Ben")) == ("", "viewer", "viewer")
    assert "request to join the stage was closed" in session.notification_of("Ada")
    assert "request to join the stage was closed" in session.notification_of("Ben")


def test_moderate_2_a_closed_request_does_not_come_back() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "ask")
    session.do("Maya", "set_access", "invite")
    session.do("Maya", "set_access", "request")
    assert session.may("Ada") == {"ask"}


@pytest.mark.parametrize("access", ["everyone", "request"])
def test_moderate_3_open_invitations_stand(access: str) -> None:
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
def test_moderate_4_people_on_stage_stay_there(access: str) -> None:
    session = RulesSession("everyone", "Maya Ada Ben")
    for name in ("Ada", "Maya", "Ben"):
        session.do(name, "join")
    session.do("Maya", "set_access", access)
    assert session.on_stage == "Ada Maya Ben"


@pytest.mark.parametrize("access", ACCESSES)
def test_moderate_6_a_moderator_joins_under_any_stage_access(access: str) -> None:
    session = RulesSession(access, "Maya")
    assert "join" in session.may("Maya")
    session.do("Maya", "join")
    assert session.on_stage == "Maya"


def test_moderate_6_any_moderator_removes_a_moderator_themselves_included() -> None:
    session = RulesSession("nobody", "Maya Marc")
    session.do("Maya", "join")
    session.do("Marc", "join")
    assert session.may_with("Maya", "Marc") == session.may_with("Maya", "Maya") == {"remove"}
    session.do("Maya", "remove", "Marc")
    session.do("Maya", "remove", "Maya")
    assert session.on_stage == ""
    assert session.notification_of("Marc") == "Maya removed you from the stage. You are a viewer again."
    assert session.notification_of("Maya") == "You left the stage. You are a viewer again."


def test_moderate_6_a_moderator_has_no_use_for_what_attendees_do() -> None:
    session = RulesSession("request", "Maya")
    for command in ("ask", "cancel_request", "decline_invitation"):
        assert session.expect_refusal("Maya", command) == "not_an_attendee"


# Coming and going


@pytest.mark.parametrize("access", ACCESSES)
def test_everybody_comes_in_as_a_viewer(access: str) -> None:
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


def test_steady_4_a_person_who_comes_back_later_is_a_viewer() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "leave")
    session.enter("Ada")
    assert (session.standing("Ada"), session.notification_of("Ada")) == ("viewer", "")
    assert session.expect_refusal("Ada", "join") == "not_offered"


def test_no_command_by_or_on_a_person_who_left_is_allowed() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "leave")
    assert session.expect_refusal("Ada", "join") == "not_here"
    assert session.expect_refusal("Ada", "leave") == "not_here"
    assert session.expect_refusal("Maya", "invite", "Ada") == "unknown_person"


def devices(session: RulesSession, subject: str) -> tuple[bool, bool]:
    """Return whether a person's microphone and camera are on."""
    person = session.snapshot.state.by_id[subject]
    return person.microphone, person.camera


# Raised hands: VIEW-5, VIEW-10, MODERATE-8


def test_view_5_a_viewer_raises_a_hand_and_lowers_it_under_any_access() -> None:
    for access in ACCESSES:
        session = RulesSession(access, "Maya Ada")
        assert session.do("Ada", "raise_hand") == ["hand_raised"]
        assert session.may_with_hands("Ada") == {"lower_hand"}
        assert session.do("Ada", "lower_hand") == ["hand_lowered"]
        assert session.hands == ""


def test_view_5_hands_stand_in_the_order_in_which_they_were_raised() -> None:
    session = RulesSession("everyone", "Maya Ada Ben Cleo")
    for name in ("Cleo", "Ada", "Ben"):
        session.do(name, "raise_hand")
    assert session.hands == "Cleo Ada Ben"
    session.do("Cleo", "lower_hand")
    session.do("Cleo", "raise_hand")
    assert session.hands == "Ada Ben Cleo"


def test_view_5_a_hand_is_raised_or_lowered_once() -> None:
    session = RulesSession("everyone", "Ada")
    assert session.expect_refusal("Ada", "lower_hand") == "not_raised"
    session.do("Ada", "raise_hand")
    assert session.expect_refusal("Ada", "raise_hand") == "already_raised"
    assert session.hands == "Ada"


def test_view_5_moderators_raise_no_hand_and_nobody_does_on_stage() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "join")
    assert session.expect_refusal("Maya", "raise_hand") == "not_an_attendee"
    assert session.expect_refusal("Ada", "raise_hand") == "already_on_stage"
    assert session.may_with_hands("Maya") == session.may_with_hands("Ada") == set()


def test_view_5_a_hand_goes_down_on_coming_on_stage_and_stays_down_afterwards() -> None:
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


def test_view_10_a_raised_hand_opens_no_request_and_outlives_the_answer_to_one() -> None:
    session = RulesSession("request", "Maya Ada")
    session.do("Ada", "raise_hand")
    assert (session.requests, session.standing("Ada")) == ("", "viewer")
    session.do("Ada", "ask")
    session.do("Maya", "decline", "Ada")
    assert (session.requests, session.hands) == ("", "Ada")


def test_moderate_8_a_moderator_clears_all_hands_and_an_attendee_does_not() -> None:
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


def test_moderate_9_an_attendee_is_removed_from_wherever_they_stand() -> None:
    session = RulesSession("everyone", "Maya Marc Ada Ben")
    session.do("Ada", "join")
    assert session.do("Maya", "remove_from_session", "Ada") == ["removed_from_session"]
    assert session.on_stage == "" and "Ada" not in session.snapshot.state.by_id
    assert session.notification_of("Maya") == "Ada was removed from the session."
    assert session.notification_of("Marc") == "Ada was removed from the session by Maya."
    assert session.notification_of("Ben") == ""
    assert session.expect_refusal("Ada", "join") == "not_here"


def test_moderate_9_whoever_was_removed_enters_only_once_let_in_and_as_a_viewer() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Maya", "remove_from_session", "Ada")
    with pytest.raises(Refusal) as refused:
        session.enter("Ada")
    assert refused.value.code == "removed"
    assert refused.value.message.startswith("A moderator removed you from this session.")
    assert session.expect_refusal("Maya", "let_in", "Ada") == "not_asking"
    assert session.ask_to_return("Ada") == ["asked_to_return"]
    assert session.do("Maya", "let_in", "Ada") == ["let_in"]
    session.enter("Ada")
    assert session.standing("Ada") == "viewer"


def test_moderate_9_whoever_is_kept_out_can_ask_again() -> None:
    session = RulesSession("everyone", "Maya Marc Ada")
    session.do("Maya", "remove_from_session", "Ada")
    session.ask_to_return("Ada")
    assert session.do("Marc", "keep_out", "Ada") == ["kept_out"]
    assert session.expect_refusal("Maya", "let_in", "Ada") == "not_asking"
    assert session.ask_to_return("Ada") == ["asked_to_return"]


def test_moderate_9_moderators_cannot_be_removed_and_attendees_remove_nobody() -> None:
    session = RulesSession("everyone", "Maya Marc Ada Ben")
    assert session.expect_refusal("Maya", "remove_from_session", "Marc") == "not_an_attendee"
    assert session.expect_refusal("Ada", "remove_from_session", "Ben") == "not_a_moderator"
    assert "remove_from_session" in stage.may_with(session.snapshot.state, "Maya", "Ada")
    assert "remove_from_session" not in stage.may_with(session.snapshot.state, "Maya", "Marc")


def test_moderate_9_a_namesake_whom_the_link_names_asks_as_well_and_anybody_else_need_not() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Maya", "remove_from_session", "Ada")
    assert session.ask_to_return("ada-again", "Ada") == ["asked_to_return"]
    assert [person.id for person in session.snapshot.state.removed] == ["Ada", "ada-again"]
    with pytest.raises(Refusal) as refused:
        session.ask_to_return("Ben")
    assert refused.value.code == "not_removed"
