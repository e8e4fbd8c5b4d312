"""CI installs Janus where it can; it is optional on other machines."""

import shutil
from pathlib import Path

import pytest
from prepare import debian, other_rooms

from .conftest import SimulatedMachine


@pytest.fixture(autouse=True)
def _ci_as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set up a CI runner that may install packages, and has no Janus."""
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(debian, "can_install", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda _: None)


def test_continuous_integration_gets_janus(tmp_path: Path) -> None:
    assert not other_rooms.are_ready()
    machine = SimulatedMachine(tmp_path, working=["apt-get"])
    other_rooms.make_ready(machine)
    assert machine.ran("install --yes --no-install-recommends janus janus-demos")


@pytest.mark.parametrize(
    ("target", "name", "value"),
    [(shutil, "which", lambda _: "/usr/bin/janus"), (debian, "can_install", lambda: False)],
    ids=["there already", "not root"],
)
def test_janus_is_not_installed_where_it_is_or_cannot_be(
    monkeypatch: pytest.MonkeyPatch, target: object, name: str, value: object
) -> None:
    monkeypatch.setattr(target, name, value)
    assert other_rooms.are_ready()


def test_other_machines_are_ready_without_janus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI")
    assert other_rooms.are_ready()
