"""Signed links and cookies."""

import pytest
from itsdangerous import TimestampSigner

from reference_server.rules.stage import Role
from reference_server.web.links import DAY, ForgedError, Link, Signer, cookie_name

OLD, NEW = "old" * 20, "new" * 20


def cookies_of(signer: Signer, *people: str) -> dict[str, str]:
    """Return the cookies of a browser in which these people have entered."""
    return {cookie_name(person): signer.cookie(person) for person in people}


@pytest.mark.parametrize("role", list(Role))
def test_a_token_contains_session_and_role(role: Role) -> None:
    signer = Signer([OLD])
    assert signer.link(signer.token(Link("s1", role))) == Link("s1", role)


def test_the_two_links_of_a_session_differ() -> None:
    signer = Signer([OLD])
    assert len({signer.token(Link("s1", role)) for role in Role}) == 2


def test_a_token_with_any_changed_character_is_refused() -> None:
    signer = Signer([OLD])
    token = signer.token(Link("s1", Role.ATTENDEE))
    # Some bits of the last character of base64 encode nothing.
    for index, character in enumerate(token[:-1]):
        forged = token[:index] + ("A" if character != "A" else "B") + token[index + 1 :]
        with pytest.raises(ForgedError):
            signer.link(forged)


@pytest.mark.parametrize("token", ["", ".", "x", "x.y", "🙂", "a" * 10_000])
def test_a_text_that_is_not_a_token_is_refused(token: str) -> None:
    with pytest.raises(ForgedError):
        Signer([OLD]).link(token)


def test_a_link_of_another_room_is_refused() -> None:
    with pytest.raises(ForgedError):
        Signer([OLD]).link(Signer([NEW]).token(Link("s1", Role.MODERATOR)))


def test_links_and_cookies_stay_valid_when_a_secret_is_added() -> None:
    before, after = Signer([OLD]), Signer([OLD, NEW])
    assert after.link(before.token(Link("s1", Role.MODERATOR))) == Link("s1", Role.MODERATOR)
    assert after.is_person("p1", cookies_of(before, "p1"))


def test_links_and_cookies_are_signed_with_the_newest_secret() -> None:
    signer, after_removal = Signer([OLD, NEW]), Signer([NEW])
    assert after_removal.link(signer.token(Link("s1", Role.MODERATOR))).session == "s1"
    assert after_removal.is_person("p1", cookies_of(signer, "p1"))


def test_a_cookie_is_valid_only_for_its_person() -> None:
    signer = Signer([OLD])
    cookies = cookies_of(signer, "p1", "p2")
    assert signer.is_person("p1", cookies) and signer.is_person("p2", cookies)
    assert not signer.is_person("p3", cookies)
    assert not signer.is_person("p1", {cookie_name("p1"): cookies[cookie_name("p2")]})
    assert signer.people({**cookies, "stagedoor_p3": "forged", "other": "x"}) == {"p1", "p2"}


def test_links_and_cookies_are_not_interchangeable() -> None:
    signer = Signer([OLD])
    assert not signer.is_person("p1", {cookie_name("p1"): signer.token(Link("p1", Role.MODERATOR))})
    with pytest.raises(ForgedError):
        signer.link(signer.cookie("p1"))


def test_a_cookie_is_valid_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    signer = Signer([OLD])
    cookies = cookies_of(signer, "p1")
    now = TimestampSigner(OLD).get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: now + DAY - 60)
    assert signer.is_person("p1", cookies)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: now + DAY + 60)
    assert not signer.is_person("p1", cookies)
