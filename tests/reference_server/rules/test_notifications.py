"""Notifications: stored, numbered and dismissed."""

import pytest

from tests.stand_ins.rules_session import RulesSession


def declined() -> RulesSession:
    """A session in which Ada has the notification that her request was declined."""
    story = RulesSession("request", "Maya Marc Ada")
    story.do("Ada", "ask")
    story.do("Maya", "decline", "Ada")
    return story


def test_each_notice_has_a_higher_number_than_the_one_before_it() -> None:
    story = declined()
    assert story.session.latest_notification("Ada").number == 1
    story.do("Ada", "ask")
    assert story.session.latest_notification("Ada").number == 1
    story.do("Maya", "decline", "Ada")
    assert story.session.latest_notification("Ada").number == 2


def test_a_dismissed_notice_is_gone_and_its_number_is_not_used_again() -> None:
    story = declined()
    story.session = story.session.without_notification("Ada", 1)
    assert story.notification_of("Ada") == ""
    story.do("Ada", "ask")
    story.do("Maya", "decline", "Ada")
    assert story.session.latest_notification("Ada").number == 2


@pytest.mark.parametrize("number", [0, 2])
def test_only_the_notice_that_was_read_is_dismissed(number: int) -> None:
    story = declined()
    assert story.session.without_notification("Ada", number) is story.session


def test_dismissing_what_is_gone_changes_nothing() -> None:
    story = declined()
    story.session = story.session.without_notification("Ada", 1)
    assert story.session.without_notification("Ada", 1) is story.session
    assert story.session.without_notification("Marc", 1) is story.session


def test_dismissing_is_a_change_that_can_be_seen() -> None:
    story = declined()
    assert story.session.without_notification("Ada", 1).revision == story.session.revision + 1


@pytest.mark.parametrize("command", ["invite", "approve"])
def test_news_about_oneself_goes_when_it_is_overtaken(command: str) -> None:
    story = declined()
    if command == "approve":
        story.do("Ada", "ask")
    story.do("Maya", command, "Ada")
    assert story.notification_of("Ada") == ""


def test_news_of_a_removal_goes_on_coming_back() -> None:
    story = RulesSession("everyone", "Maya Ada")
    story.do("Ada", "join")
    story.do("Maya", "remove", "Ada")
    story.do("Ada", "join")
    assert story.notification_of("Ada") == ""


def test_news_about_others_stays_until_it_is_dismissed() -> None:
    story = RulesSession("invite", "Maya Ada")
    story.do("Maya", "invite", "Ada")
    story.do("Ada", "decline_invitation")
    story.do("Maya", "join")
    assert "Ada declined" in story.notification_of("Maya")


def test_a_number_is_not_used_again_after_going_and_coming_back() -> None:
    story = declined()
    story.do("Ada", "leave")
    story.enter("Ada")
    story.do("Ada", "ask")
    story.do("Maya", "decline", "Ada")
    assert story.session.latest_notification("Ada").number == 2


def test_the_kinds_differ() -> None:
    """A decline, a closed request, a withdrawn invitation and a removal have different texts."""
    story = declined()
    texts = {"declined": story.notification_of("Ada")}
    story.do("Ada", "ask")
    story.do("Maya", "set_access", "invite")
    texts["closed"] = story.notification_of("Ada")
    story.do("Maya", "invite", "Ada")
    story.do("Maya", "revoke", "Ada")
    texts["withdrawn"] = story.notification_of("Ada")
    story.do("Maya", "invite", "Ada")
    story.do("Ada", "join")
    story.do("Maya", "remove", "Ada")
    texts["viewer"] = story.notification_of("Ada")
    for word in texts:
        assert [key for key, text in texts.items() if word in text] == [word]


def test_a_name_from_right_to_left_is_isolated_in_news_and_refusals() -> None:
    story = RulesSession("request", "Maya עדה")
    assert story.expect_refusal("Maya", "approve", "עדה") == "not_asking"
    assert story.answer.startswith("\u2068עדה\u2069 has no open request.")
    story.do("Maya", "invite", "עדה")
    story.do("עדה", "decline_invitation")
    assert story.notification_of("Maya") == "\u2068עדה\u2069 declined the invitation to join the stage."
