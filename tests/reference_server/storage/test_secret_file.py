"""The signing secrets: created once, and readable by the owner only."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reference_server.server_settings import SetupError
from reference_server.storage.secret_file import load_secrets, rotate_secrets


def test_the_secret_is_created_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "room.secret"
    secrets = load_secrets(file)
    assert len(secrets) == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_secrets(file) == secrets


def test_two_rooms_create_different_secrets(tmp_path: Path) -> None:
    assert load_secrets(tmp_path / "one") != load_secrets(tmp_path / "two")


def test_several_secrets_are_stored_one_per_line(tmp_path: Path) -> None:
    file = tmp_path / "room.secret"
    file.write_text("a" * 40 + "\n" + "b" * 40 + "\n")
    assert load_secrets(file) == ["a" * 40, "b" * 40]


@pytest.mark.parametrize("content", [b"", b"\n", b"short\n", b"a" * 40 + b"\nshort\n", b"\xff" * 40])
def test_a_file_without_a_valid_secret_is_refused_with_a_message_of_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "room.secret"
    file.write_bytes(content)
    with pytest.raises(SetupError, match=r"^The secret file \S+room\.secret .+\.$"):
        load_secrets(file)


def test_a_path_where_no_secret_can_be_created_is_refused_with_a_message_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetupError, match=r"^The secret file \S+ cannot be used: File exists \(\S+file\)\.$"):
        load_secrets(tmp_path / "file" / "room.secret")


def test_rotating_adds_a_signing_secret_and_keeps_as_many_older_secrets_as_requested(tmp_path: Path) -> None:
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


def test_keeping_no_older_secret_leaves_only_the_new_secret(tmp_path: Path) -> None:
    file = tmp_path / "room.secret"
    before = load_secrets(file)
    assert rotate_secrets(file, keep=0) == 0
    assert len(load_secrets(file)) == 1 and load_secrets(file) != before


def test_a_missing_or_invalid_secret_cannot_be_rotated(tmp_path: Path) -> None:
    file = tmp_path / "room.secret"
    with pytest.raises(
        SetupError, match=r"^There is no secret file \S+ yet; the room creates it at its first start\.$"
    ):
        rotate_secrets(file, keep=1)
    file.write_text("short\n")
    with pytest.raises(SetupError, match="must contain secrets"):
        rotate_secrets(file, keep=1)
    assert file.read_text() == "short\n"


def test_rooms_that_start_together_create_one_secret_file(tmp_path: Path) -> None:
    file, barrier = tmp_path / "room.secret", threading.Barrier(8)

    def load(_number: int) -> list[str]:
        barrier.wait()
        return load_secrets(file)

    with ThreadPoolExecutor(8) as threads:
        secrets = list(threads.map(load, range(8)))
    assert secrets == [load_secrets(file)] * 8
    assert list(tmp_path.iterdir()) == [file]
