"""CI installs Janus, PostgreSQL, Redis, nginx and HAProxy if it can.

They are optional on other machines.
"""

import shutil
from pathlib import Path

import pytest
from prepare import debian, other_servers

from .conftest import SimulatedMachine


@pytest.fixture(autouse=True)
def _ci_as_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Simulate a CI runner that can install packages and has none of the servers."""
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(debian, "can_install", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(other_servers, "DEBIAN_POSTGRESQL", tmp_path / "postgresql")


def test_ci_installs_all_servers(tmp_path: Path) -> None:
    assert not other_servers.are_ready()
    machine = SimulatedMachine(tmp_path, working=["apt-get"])
    other_servers.make_ready(machine)
    assert machine.has_run(
        "install --yes --no-install-recommends janus janus-demos postgresql redis-server nginx-light haproxy"
    )


def test_ci_installs_only_missing_servers(tmp_path: Path) -> None:
    (tmp_path / "postgresql").mkdir()
    machine = SimulatedMachine(tmp_path, working=["apt-get"])
    other_servers.make_ready(machine)
    assert machine.has_run("install --yes --no-install-recommends janus janus-demos redis-server nginx-light haproxy")
    assert not machine.has_run(
        "install --yes --no-install-recommends janus janus-demos postgresql redis-server nginx-light haproxy"
    )


@pytest.mark.parametrize(
    ("target", "name", "value"),
    [(shutil, "which", lambda program: f"/usr/bin/{program}"), (debian, "can_install", lambda: False)],
    ids=["already installed", "not root"],
)
def test_ci_is_ready_if_all_servers_are_installed_or_without_root(
    monkeypatch: pytest.MonkeyPatch, target: object, name: str, value: object
) -> None:
    monkeypatch.setattr(target, name, value)
    assert other_servers.are_ready()


def test_other_machines_are_ready_without_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI")
    assert other_servers.are_ready()
