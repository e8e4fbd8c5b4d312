"""The metadata of a run contain all declarations of the room, but no secrets."""

import json
from datetime import date

import pytest

from rooms.room_file import DeclaredDeviation, RoomFile, SessionSource
from rooms.run_metadata import run_facts


def room_file(post: str | None = None, **declarations: object) -> RoomFile:
    session = SessionSource(post=post) if post else SessionSource(command=["./open", "--key", "secret"])
    return RoomFile.model_validate({"name": "Acme", "session": session, **declarations})


@pytest.mark.parametrize(
    ("post", "address"),
    [
        ("https://acme.example/sessions", "https://acme.example"),
        ("https://ada:secret@acme.example:8443/secret?key=secret#secret", "https://acme.example:8443"),
        ("http://[::1]:9000/sessions", "http://[::1]:9000"),
        ("http://127.0.0.1:{port}/sessions", None),
        (None, None),
    ],
)
def test_the_address_contains_no_secrets(post: str | None, address: str | None) -> None:
    facts = run_facts(room_file(post), "Acme", "must", ["laptop"])
    assert facts["address"] == address
    assert "secret" not in json.dumps(facts)


def test_records_what_a_room_declares() -> None:
    until = date(2027, 3, 31)
    declared = [DeclaredDeviation(requirement="ASK-7", reason="later", until=until)]
    room = room_file(
        offers={"polls": False, "chat": True},
        words={"Enter": "Go"},
        locators={"chat": {"log": "#log"}},
        deviation=declared,
        adapter="a.b:C",
    )
    facts = json.loads(json.dumps(run_facts(room, "Acme", "should", ["laptop", "phone"])))
    assert facts == {
        "room": "Acme",
        "level": "should",
        "devices": ["laptop", "phone"],
        "address": None,
        "adapter": "a.b:C",
        "words": {"Enter": "Go"},
        "locators": {"chat: log": "#log"},
        "not_offered": ["polls"],
        "deviations": [{"requirement": "ASK-7", "reason": "later", "link": None, "until": "2027-03-31"}],
    }


def test_records_whether_third_party_cookies_were_blocked() -> None:
    allowed, blocked = (run_facts(None, "Ours", "may", ["phone"], third_party_cookies=value) for value in (True, False))
    assert blocked == allowed | {"third_party_cookies": "blocked"}


def test_a_room_without_a_file_declares_nothing() -> None:
    assert run_facts(None, "Ours", "may", ["phone"]) == {"room": "Ours", "level": "may", "devices": ["phone"]}
