"""Videos need Playwright's ffmpeg or that of the system; without either, the error says what to do."""

from pathlib import Path

import pytest

from people.video_recording import FFMPEG, FfmpegMissing, prepare_video_recording


@pytest.fixture
def system_ffmpeg(tmp_path: Path) -> str:
    (tmp_path / "ffmpeg").write_text("the system's")
    return str(tmp_path / "ffmpeg")


def test_playwrights_ffmpeg_is_not_replaced(tmp_path: Path, system_ffmpeg: str) -> None:
    folder = tmp_path / "playwright"
    folder.mkdir()
    (folder / FFMPEG).write_text("Playwright's")
    prepare_video_recording(folder, system_ffmpeg)
    assert (folder / FFMPEG).read_text() == "Playwright's"


def test_a_broken_link_is_replaced_by_the_ffmpeg_of_the_system(tmp_path: Path, system_ffmpeg: str) -> None:
    folder = tmp_path / "playwright"
    folder.mkdir()
    (folder / FFMPEG).symlink_to(tmp_path / "missing")
    prepare_video_recording(folder, system_ffmpeg)
    assert (folder / FFMPEG).read_text() == "the system's"


def test_a_missing_ffmpeg_is_reported_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FfmpegMissing, match="package ffmpeg") as error:
        prepare_video_recording(tmp_path / "playwright")
    assert "\n" not in str(error.value)
    assert not (tmp_path / "playwright").exists()
