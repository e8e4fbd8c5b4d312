"""The command that writes this project's own matrix: the rooms, and missing records and programs."""

from pathlib import Path

import pytest

from tests.living_docs.suites import ROOT
from tools import make_matrix


def test_lists_the_reference_room_first() -> None:
    rooms = make_matrix.own_rooms()
    assert next(iter(rooms)) == "reference" and rooms["reference"] is None
    assert all((ROOT / file).is_file() for file in rooms.values() if file)


def test_a_name_that_no_room_has(capfd: pytest.CaptureFixture[str]) -> None:
    assert make_matrix.main(["nowhere"]) == 2
    assert capfd.readouterr().err.startswith("unknown room nowhere; use reference")


class Runs:
    """A stand-in for the runs and the comparison, which records its calls."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> None:
        self.ran: list[str] = []
        self.compared: list[list[str]] = []
        self._code = code
        monkeypatch.setattr(make_matrix, "own_rooms", lambda: {"reference": None, "one": None, "two": None})
        monkeypatch.setattr(make_matrix, "run", self._run)
        monkeypatch.setattr(make_matrix, "compare", self._compare)

    def _run(self, name: str, _: Path | None) -> int:
        self.ran.append(name)
        return self._code

    def _compare(self, names: list[str]) -> int:
        self.compared.append(names)
        return 0


@pytest.mark.parametrize(("code", "answer"), [(0, 0), (1, 0), (2, 2), (4, 4)])
def test_a_run_that_broke_off_makes_no_matrix(monkeypatch: pytest.MonkeyPatch, code: int, answer: int) -> None:
    runs = Runs(monkeypatch, code)
    assert make_matrix.main(["reference"]) == answer
    assert bool(runs.compared) is (answer == 0)


@pytest.mark.parametrize(
    ("names", "ran"),
    [(["two"], ["two"]), (["none"], []), ([], ["reference", "one", "two"])],
    ids=["one", "none", "all"],
)
def test_only_the_named_rooms_run_anew(monkeypatch: pytest.MonkeyPatch, names: list[str], ran: list[str]) -> None:
    runs = Runs(monkeypatch)
    make_matrix.main(names)
    assert runs.ran == ran
    assert runs.compared == [["reference", "one", "two"]]


def test_a_room_that_is_not_installed_is_left_out_with_a_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "one.toml"
    file.write_text('[server]\ncommand = ["one"]\nneeds.one-that-nobody-has = "Ask its makers."\n')
    runs = Runs(monkeypatch)
    monkeypatch.setattr(make_matrix, "own_rooms", lambda: {"reference": None, "one": file})
    assert make_matrix.main([]) == 0
    assert runs.ran == ["reference"] and runs.compared == [["reference", "one"]]
    assert capfd.readouterr().out == "one: not run, since one-that-nobody-has is not installed. Ask its makers.\n"
