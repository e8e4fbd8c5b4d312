"""Notifications: stored, numbered and dismissed."""

import pytest

from tests.stand_ins.rules_session import RulesSession


def session_after_decline() -> RulesSession:
    """Return a session in which Ada has the notification that her request was declined."""
    session = RulesSession("request", "Maya Marc Ada")
    session.do("Ada", "ask")
    session.do("Maya", "decline", "Ada")
    return session


def test_each_notification_has_a_higher_number_than_the_previous_one() -> None:
    session = session_after_decline()
    assert session.snapshot.latest_notification("Ada").number == 1
    session.do("Ada", "ask")
    assert session.snapshot.latest_notification("Ada").number == 1
    session.do("Maya", "decline", "Ada")
    assert session.snapshot.latest_notification("Ada").number == 2


def test_a_dismissed_notification_is_gone_and_its_number_is_not_reused() -> None:
    session = session_after_decline()
    session.snapshot = session.snapshot.without_notification("Ada", 1)
    assert session.notification_of("Ada") == ""
    session.do("Ada", "ask")
    session.do("Maya", "decline", "Ada")
    assert session.snapshot.latest_notification("Ada").number == 2


@pytest.mark.parametrize("number", [0, 2])
def test_only_the_notification_with_the_given_number_is_dismissed(number: int) -> None:
    session = session_after_decline()
    assert session.snapshot.without_notification("Ada", number) is session.snapshot


def test_dismissing_a_notification_that_is_gone_changes_nothing() -> None:
    session = session_after_decline()
    session.snapshot = session.snapshot.without_notification("Ada", 1)
    assert session.snapshot.without_notification("Ada", 1) is session.snapshot
    assert session.snapshot.without_notification("Marc", 1) is session.snapshot


def test_dismissing_a_notification_increases_the_revision() -> None:
    session = session_after_decline()
    assert session.snapshot.without_notification("Ada", 1).revision == session.snapshot.revision + 1


@pytest.mark.parametrize("command", ["invite", "approve"])
def test_a_notification_of_a_decline_ends_when_the_person_is_invited(command: str) -> None:
    session = session_after_decline()
    if command == "approve":
        session.do("Ada", "ask")
    session.do("Maya", command, "Ada")
    assert session.notification_of("Ada") == ""


def test_a_notification_of_a_removal_ends_when_the_person_joins_again() -> None:
    session = RulesSession("everyone", "Maya Ada")
    session.do("Ada", "join")
    session.do("Maya", "remove", "Ada")
    session.do("Ada", "join")
    assert session.notification_of("Ada") == ""


def test_a_notification_about_a_standing_stays_until_the_standing_changes() -> None:
    session = session_after_decline()
    session.do("Ada", "raise_hand")
    assert "declined your request" in session.notification_of("Ada")


def kind_of_notification(session: RulesSession, person: str) -> str:
    """Return the kind of the person's notification, "" if there is none."""
    notification = session.snapshot.latest_notification(person).notification
    return notification.kind if notification else ""


def test_each_notification_of_moderators_has_its_kind() -> None:
    session = RulesSession("invite", "Maya Marc Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "decline_invitation")
    assert (kind_of_notification(session, "Maya"), kind_of_notification(session, "Marc")) == (
        "invitation_declined",
    ) * 2
    session.do("Maya", "set_access", "request")
    assert kind_of_notification(session, "Marc") == "access_changed"
    session.do("Maya", "remove_from_session", "Ada")
    assert (kind_of_notification(session, "Maya"), kind_of_notification(session, "Marc")) == (
        "removed_from_session",
    ) * 2


def test_a_notification_about_another_person_stays_until_it_is_dismissed() -> None:
    session = RulesSession("invite", "Maya Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "decline_invitation")
    session.do("Maya", "join")
    assert "Ada declined" in session.notification_of("Maya")


def test_a_notification_ends_when_the_person_leaves() -> None:
    session = session_after_decline()
    session.do("Ada", "leave")
    assert session.notification_of("Ada") == ""
    assert session.snapshot.latest_notification("Ada").number == 1


def test_a_number_is_not_reused_after_leaving_and_entering_again() -> None:
    session = session_after_decline()
    session.do("Ada", "leave")
    session.enter("Ada")
    session.do("Ada", "ask")
    session.do("Maya", "decline", "Ada")
    assert session.snapshot.latest_notification("Ada").number == 2


def test_notifications_of_different_kinds_have_different_texts() -> None:
    session = session_after_decline()
    texts = {"declined": session.notification_of("Ada")}
    session.do("Ada", "ask")
    session.do("Maya", "set_access", "invite")
    texts["closed"] = session.notification_of("Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Maya", "revoke", "Ada")
    texts["withdrawn"] = session.notification_of("Ada")
    session.do("Maya", "invite", "Ada")
    session.do("Ada", "join")
    session.do("Maya", "remove", "Ada")
    texts["viewer"] = session.notification_of("Ada")
    for word in texts:
        assert [key for key, text in texts.items() if word in text] == [word]


def test_a_name_from_right_to_left_is_isolated_in_notifications_and_refusals() -> None:
    session = RulesSession("request", "Maya עדה")
    assert session.expect_refusal("Maya", "approve", "עדה") == "not_asking"
    assert session.answer.startswith("\u2068עדה\u2069 has no open request.")
    session.do("Maya", "invite", "עדה")
    session.do("עדה", "decline_invitation")
    assert session.notification_of("Maya") == "\u2068עדה\u2069 declined the invitation to join the stage."
