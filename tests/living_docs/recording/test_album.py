"""Pictures that look the same are stored once, and different ones are never confused."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from living_docs.recording.album import Album, spots_of

SIZE = (320, 180)


def shot(*, noise: int = 0, badge: tuple[int, int, int] = (240, 240, 240), size: tuple[int, int] = SIZE) -> Image.Image:
    """Return the spots of a screen with one badge of 16 pixels, and a camera with varying noise."""
    grain = random.Random(noise)
    image = Image.new("RGB", size, (240, 240, 240))
    camera = Image.new("RGB", (80, 80))
    camera.putdata([(150 + grain.randint(-noise, noise),) * 3 for _ in range(80 * 80)])
    image.paste(camera, (200, 40))
    image.paste(badge, (32, 32, 48, 48))
    written = BytesIO()
    image.save(written, "JPEG", quality=85)
    return spots_of(written.getvalue())


@pytest.fixture
def album(tmp_path: Path) -> Album:
    album = Album(tmp_path)
    album.add("Ada.phone", "sight", "first", shot(noise=3))
    return album


def test_spots_are_few() -> None:
    assert shot().size == (40, 23)


def test_camera_noise_makes_no_new_picture(album: Album) -> None:
    assert album.find("Ada.phone", "sight", shot(noise=4)) == "first"


@pytest.mark.parametrize("badge", [(200, 30, 30), (215, 215, 215)], ids=["red", "a shade darker"])
def test_a_small_spot_of_another_colour_does(album: Album, badge: tuple[int, int, int]) -> None:
    assert album.find("Ada.phone", "sight", shot(noise=3, badge=badge)) is None


def test_another_text_does_and_another_person(album: Album) -> None:
    assert album.find("Ada.phone", "another sight", shot(noise=3)) is None
    assert album.find("Ben.phone", "sight", shot(noise=3)) is None


def test_another_size_does(album: Album) -> None:
    assert album.find("Ada.phone", "sight", shot(noise=3, size=(320, 240))) is None


def test_other_processes_find_it_as_well(album: Album, tmp_path: Path) -> None:
    other = Album(tmp_path)
    assert other.find("Ada.phone", "sight", shot(noise=2)) == "first"
    other.add("Ada.phone", "sight", "second", shot(badge=(200, 30, 30)))
    assert album.find("Ada.phone", "sight", shot(badge=(200, 30, 30))) == "second"
