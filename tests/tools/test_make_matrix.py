"""`tools.make_matrix` handles unknown rooms, aborted runs and missing programs."""

from pathlib import Path

import pytest

from tests.living_docs.suites import ROOT
from tools import make_matrix


def test_lists_the_reference_room_first_with_each_way_of_sending_media() -> None:
    rooms = make_matrix.find_rooms()
    assert list(rooms)[:2] == ["reference", "reference_livekit"] and rooms["reference"] is None
    assert all((ROOT / file).is_file() for file in rooms.values() if file)


def test_reports_an_unknown_room(capfd: pytest.CaptureFixture[str]) -> None:
    assert make_matrix.main(["nowhere"]) == 2
    assert capfd.readouterr().err.startswith("unknown room nowhere; use reference")


class FakeRuns:
    """Stand-ins for runs and comparison, which record the rooms that ran and the rooms of each matrix."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> None:
        self.rooms: list[str] = []
        self.matrices: list[list[str]] = []
        self._code = code
        monkeypatch.setattr(make_matrix, "find_rooms", lambda: {"reference": None, "one": None, "two": None})
        monkeypatch.setattr(make_matrix, "run", self._run)
        monkeypatch.setattr(make_matrix, "publish", "published {}".format)
        monkeypatch.setattr(make_matrix, "write_matrix", self._write_matrix)

    def _run(self, name: str, _: Path | None) -> int:
        self.rooms.append(name)
        return self._code

    def _write_matrix(self, names: list[str]) -> int:
        self.matrices.append(names)
        return 0


@pytest.mark.parametrize(("code", "exit_code"), [(0, 0), (1, 0), (2, 2), (4, 4)])
def test_writes_no_matrix_after_an_aborted_run(monkeypatch: pytest.MonkeyPatch, code: int, exit_code: int) -> None:
    runs = FakeRuns(monkeypatch, code)
    assert make_matrix.main(["reference"]) == exit_code
    assert bool(runs.matrices) is (exit_code == 0)


@pytest.mark.parametrize(
    ("names", "rooms"),
    [(["two"], ["two"]), (["none"], []), ([], ["reference", "one", "two"])],
    ids=["one", "none", "all"],
)
def test_runs_only_the_named_rooms(monkeypatch: pytest.MonkeyPatch, names: list[str], rooms: list[str]) -> None:
    runs = FakeRuns(monkeypatch)
    make_matrix.main(names)
    assert runs.rooms == rooms
    assert runs.matrices == [["reference", "one", "two"]]


def test_skips_a_room_that_is_not_installed_with_a_message(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "one.toml"
    file.write_text('[server]\ncommand = ["one"]\nneeds.missing-program = "Ask its makers."\n')
    runs = FakeRuns(monkeypatch)
    monkeypatch.setattr(make_matrix, "find_rooms", lambda: {"reference": None, "one": file})
    assert make_matrix.main([]) == 0
    assert runs.rooms == ["reference"] and runs.matrices == [["reference", "one"]]
    line = "one: not run, since missing-program is not installed. Ask its makers."
    assert capfd.readouterr().out.splitlines() == ["published reference", line]
