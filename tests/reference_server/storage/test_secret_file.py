"""The signing secrets: created once, and readable for the owner only."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reference_server.server_settings import SetupError
from reference_server.storage.secret_file import load_secrets, rotate_secrets


def test_it_is_made_at_the_first_start_for_the_owner_alone_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "room.secret"
    made = load_secrets(file)
    assert len(made) == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_secrets(file) == made


def test_two_rooms_make_different_ones(tmp_path: Path) -> None:
    assert load_secrets(tmp_path / "one") != load_secrets(tmp_path / "two")


def test_several_secrets_stand_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "room.secret"
    file.write_text("a" * 40 + "\n" + "b" * 40 + "\n")
    assert load_secrets(file) == ["a" * 40, "b" * 40]


@pytest.mark.parametrize("content", [b"", b"\n", b"short\n", b"a" * 40 + b"\nshort\n", b"\xff" * 40])
def test_a_file_that_holds_no_good_secret_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "room.secret"
    file.write_bytes(content)
    with pytest.raises(SetupError, match=r"^The secret file \S+room\.secret .+\.$"):
        load_secrets(file)


def test_a_place_where_none_can_be_made_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetupError, match=r"^The secret file \S+ cannot be used: File exists \(\S+file\)\.$"):
        load_secrets(tmp_path / "file" / "room.secret")


def test_rotating_adds_one_that_signs_and_keeps_the_newest_of_the_others(tmp_path: Path) -> None:
    file = tmp_path / "room.secret"
    first = load_secrets(file)
    assert rotate_secrets(file, keep=1) == 1
    second = load_secrets(file)
    assert second[0] == first[0] != second[1]
    assert rotate_secrets(file, keep=1) == 1
    assert load_secrets(file)[0] == second[1]
    assert rotate_secrets(file, keep=5) == 2
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["room.secret"]


def test_keeping_none_takes_every_link_away(tmp_path: Path) -> None:
    file = tmp_path / "room.secret"
    before = load_secrets(file)
    assert rotate_secrets(file, keep=0) == 0
    assert len(load_secrets(file)) == 1 and load_secrets(file) != before


def test_where_there_is_none_or_no_good_one_nothing_is_rotated(tmp_path: Path) -> None:
    file = tmp_path / "room.secret"
    with pytest.raises(
        SetupError, match=r"^There is no secret file \S+ yet; the room creates it at its first start\.$"
    ):
        rotate_secrets(file, keep=1)
    file.write_text("short\n")
    with pytest.raises(SetupError, match="must contain secrets"):
        rotate_secrets(file, keep=1)
    assert file.read_text() == "short\n"


def test_processes_that_start_together_create_one_file(tmp_path: Path) -> None:
    file, together = tmp_path / "room.secret", threading.Barrier(8)

    def load(_number: int) -> list[str]:
        together.wait()
        return load_secrets(file)

    with ThreadPoolExecutor(8) as threads:
        loaded = list(threads.map(load, range(8)))
    assert loaded == [load_secrets(file)] * 8
    assert list(tmp_path.iterdir()) == [file]
