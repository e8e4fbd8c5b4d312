"""Creating sessions in a room that requires the operator's token."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from reference_server.app import create_app
from reference_server.server_settings import ServerSettings, SetupError
from reference_server.web.required_token import load_required_token

TOKEN = "correct-horse-battery-staple"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser of a room with a token."""
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    room = create_app(ServerSettings(tmp_path / "room.sqlite", create_token=file))
    yield room.app.test_client()
    room.store.close()


@pytest.mark.parametrize(
    "header", [None, "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer", f"Bearer é{TOKEN}"]
)
def test_safe_4_the_api_refuses_requests_without_a_token(browser: FlaskClient, header: str | None) -> None:
    response = browser.post("/api/sessions", json={}, headers={"Authorization": header} if header else {})
    assert (response.status_code, response.content_type) == (401, "application/problem+json")
    assert "Authorization: Bearer" in response.get_json()["detail"]


def test_the_api_creates_sessions_with_the_token(browser: FlaskClient) -> None:
    response = browser.post("/api/sessions", json={}, headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 201


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_safe_4_the_start_page_refuses_requests_without_a_token(browser: FlaskClient, token: str | None) -> None:
    form = {"title": "Rehearsal", "access": "request"} | ({} if token is None else {"token": token})
    response = browser.post("/", data=form)
    assert response.status_code == 403 and "not the room&#39;s token" in response.text
    assert 'value="Rehearsal"' in response.text


def test_the_start_page_asks_for_the_token_and_creates_sessions_with_it(browser: FlaskClient) -> None:
    assert 'name="token" type="password"' in browser.get("/").text
    assert browser.post("/", data={"title": "Rehearsal", "access": "request", "token": TOKEN}).status_code == 303


@pytest.mark.parametrize("content", [b"", b"short", b"two words that are long", b"\xff" * 20])
def test_a_token_file_that_is_invalid_or_missing_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "token"
    file.write_bytes(content)
    with pytest.raises(SetupError, match="token file"):
        load_required_token(file)
    with pytest.raises(SetupError, match="cannot be read: No such file"):
        load_required_token(tmp_path / "none")
