"""Videos need Playwright's ffmpeg or the system's; without either, the error says what to do."""

from pathlib import Path

import pytest

from people.video_recording import FFMPEG, FfmpegMissing, prepare_video_recording


@pytest.fixture
def system_ffmpeg(tmp_path: Path) -> str:
    (tmp_path / "ffmpeg").write_text("the system's")
    return str(tmp_path / "ffmpeg")


def test_keeps_playwrights_own_ffmpeg(tmp_path: Path, system_ffmpeg: str) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / FFMPEG).write_text("its own")
    prepare_video_recording(tmp_path / "own", system_ffmpeg)
    assert (tmp_path / "own" / FFMPEG).read_text() == "its own"


def test_uses_the_systems_ffmpeg_instead_of_a_broken_link(tmp_path: Path, system_ffmpeg: str) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / FFMPEG).symlink_to(tmp_path / "no more")
    prepare_video_recording(folder, system_ffmpeg)
    assert (folder / FFMPEG).read_text() == "the system's"


def test_reports_a_missing_ffmpeg_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FfmpegMissing, match="package ffmpeg") as error:
        prepare_video_recording(tmp_path / "own")
    assert "\n" not in str(error.value)
    assert not (tmp_path / "own").exists()
