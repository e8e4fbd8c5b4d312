"""A missing program is reported; the page is served on this machine alone, and names no other site.

The tests with a server use a stand-in for Talk and for its packages. Only a run against Talk can show that its page has
what the server changes.
"""

import http.client
import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from conformance.errors import NotReached
from rooms.installed_program import ProgramMissing
from rooms.started_server import StartedServer
from rooms.talk.serve_talk import ENTRY, FOLDER_VARIABLE, PACKAGES, find_talk
from tools.javascript.npm_packages import NODE

PAGE = """<script src="https://cdn.socket.io/4.7.5/socket.io.min.js" crossorigin></script>
<script src="https://unpkg.com/vue@3/dist/vue.global.js"></script>
<script src="https://webrtc.github.io/adapter/adapter-latest.js"></script>
<script src="https://scripts.withcabin.com/hello.js"></script>
"""
SCRIPT = """const ICE_SERVERS = [
  { urls: "stun:stun.example" },
];
const SIGNALLING_SERVER = "https://signalling.example";
"""
SERVER = """const server = require("http").createServer(require("express")());
server.listen(process.env.PORT, null, () => console.log("started"));
"""
EXPRESS = """const answers = {};
const app = (request, response) => answers[request.url](request, {
  type() { return this; },
  send(text) { response.end(text); },
});
module.exports = () => Object.assign(app, { get: (url, answer) => { answers[url] = answer; }, use() {} });
module.exports.static = () => {};
"""
"""A stand-in for Express, with as much as is needed."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the stand-in for Talk, as the environment names it."""
    for package in PACKAGES:
        (tmp_path / "node_modules" / package).mkdir(parents=True)
    (tmp_path / ENTRY).parent.mkdir()
    (tmp_path / ENTRY).write_text(SERVER, encoding="utf-8")
    (tmp_path / "node_modules" / "express" / "index.js").write_text(EXPRESS, encoding="utf-8")
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "webrtc.js").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setenv("PATH", f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedServer]:
    with closing(start_server(tmp_path_factory.mktemp("log") / "talk.log")) as server:
        yield server


def start_server(log: Path) -> StartedServer:
    command = ["python", "-m", "rooms.talk.serve_talk", "{port}"]
    return StartedServer("Talk", command, log, address="http://127.0.0.1:{port}/")


def read(server: StartedServer, path: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def test_a_program_that_is_missing_or_not_installed_is_reported(folder: Path) -> None:
    with pytest.raises(ProgramMissing, match=r"^Set STAGEDOOR_TALK .*README\.md\.$"):
        find_talk({})
    assert find_talk({FOLDER_VARIABLE: str(folder)}) == folder
    (folder / "node_modules" / "vue").rmdir()
    with pytest.raises(ProgramMissing, match=r"has no node_modules/vue; see rooms/talk/README\.md"):
        find_talk({FOLDER_VARIABLE: str(folder)})


def test_the_page_and_its_scripts_come_from_this_server(server: StartedServer) -> None:
    page, script = read(server, "/"), read(server, "/webrtc.js")
    assert "https:" not in page + script and "stun:" not in script and "withcabin" not in page
    assert 'src="node_modules/socket.io-client/dist/socket.io.min.js"' in page
    assert 'src="node_modules/vue/dist/vue.global.js"' in page
    assert 'src="node_modules/webrtc-adapter/out/adapter.js"' in page
    assert "const ICE_SERVERS = [];" in script and "const SIGNALLING_SERVER = location.origin;" in script


def test_only_this_machine_is_served(server: StartedServer) -> None:
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", server.port), timeout=30):
        pass


def test_another_version_of_the_page_is_reported(folder: Path, tmp_path: Path) -> None:
    (folder / "webrtc.js").write_text("", encoding="utf-8")
    with pytest.raises(NotReached, match=r"webrtc\.js has no .*SIGNALLING_SERVER.*; is it the documented version"):
        start_server(tmp_path / "talk.log")
