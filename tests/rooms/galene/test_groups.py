"""What a wish becomes in Galene's own terms."""

from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.room_profile import Access
from rooms.galene.groups import NotServed, group_file, operator_token
from rooms.room import SessionRequest


def wish(access: Access, **more: Any) -> dict[str, object]:
    return SessionRequest(access, **more).as_json()


@pytest.mark.parametrize(("access", "may"), [("everyone", "present"), ("nobody", "message")])
def test_attendees_may_publish_only_where_the_stage_is_open(access: Access, may: str) -> None:
    group = group_file(wish(access, title="Physics"))
    assert group == {
        "displayName": "Physics",
        "wildcard-user": {"password": {"type": "wildcard"}, "permissions": may},
    }


@pytest.mark.parametrize(
    ("wished", "shown"),
    [
        (wish("request"), "no stage access like “request”; it has “everyone” and “nobody”"),
        (wish("invite"), "no stage access like “invite”"),
        (wish("everyone", polls=True), "no polls"),
        (wish("everyone", quizzes=True), "no quizzes"),
        (wish("everyone", limit=2), "not how many are on stage"),
    ],
)
def test_what_galene_has_not_is_refused_and_not_made_up(wished: dict[str, object], shown: str) -> None:
    with pytest.raises(NotServed, match=shown):
        group_file(wished)


def test_a_token_makes_an_operator_of_its_own_group_and_no_name() -> None:
    token = operator_token("secret", "lesson", datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert token == {
        "token": "secret",
        "group": "lesson",
        "permissions": ["op", "present", "message"],
        "expires": "2026-11-24T09:00:00+00:00",
    }
