"""Requests by attackers and by link previews, and headers for shared caches."""

import socket

import pytest
import requests

from tests.reference_server.clients import Browser, PageClient, new_session
from tests.reference_server.server_process import PATIENCE, ServerProcess

HIDDEN_REQUEST = "GET /healthz HTTP/1.1\r\nHost: room\r\n\r\n"
AMBIGUOUS_HEADERS = {
    "both lengths": "Content-Length: 6\r\nTransfer-Encoding: chunked",
    "two lengths": "Content-Length: 5\r\nContent-Length: 50",
    "a list of lengths": "Content-Length: 5, 50",
    "a signed length": "Content-Length: +5",
    "another encoding": "Transfer-Encoding: xchunked",
    "two encodings": "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
}


@pytest.mark.parametrize("headers", AMBIGUOUS_HEADERS.values(), ids=AMBIGUOUS_HEADERS)
def test_a_request_whose_length_is_ambiguous_is_refused_and_ends_the_connection(
    server: ServerProcess, headers: str
) -> None:
    """A proxy that reads another length would take the rest for the request of another person."""
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: room\r\n{headers}\r\n\r\n0\r\n\r\n{HIDDEN_REQUEST}".encode())
        answer = b""
        while part := connection.recv(4096):
            answer += part
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_head_request_of_an_entry_link_creates_no_person(server: ServerProcess) -> None:
    link = new_session(server)["attendee"]
    response = requests.head(link, params={"name": "Preview"}, allow_redirects=False, timeout=PATIENCE)
    assert "Set-Cookie" not in response.headers
    assert "/rooms/" not in response.headers["Location"]


def test_the_headers_of_a_persons_pages_forbid_shared_caches_to_store_them(server: ServerProcess) -> None:
    links = new_session(server)
    browser = Browser(links["attendee"], "Ada")
    PageClient(server, browser).close()
    entry = links["attendee"].replace("/enter/", "/join/")
    for url in (f"{server.url}/rooms/{links['id']}/{browser.person}", entry):
        response = browser.http.get(url, allow_redirects=False, timeout=PATIENCE)
        assert response.headers["Cache-Control"] == "private, no-cache"
