"""Pictures that look the same are stored once; pictures that differ are stored separately."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from living_docs.recording.album import Album, spots_of

SIZE = (320, 180)


def reduced_picture(
    *, noise: int = 0, badge: tuple[int, int, int] = (240, 240, 240), size: tuple[int, int] = SIZE
) -> Image.Image:
    """Return the reduced picture of a screen with a badge and a camera.

    The badge has 16 x 16 pixels; the camera shows random noise.
    """
    generator = random.Random(noise)
    image = Image.new("RGB", size, (240, 240, 240))
    camera = Image.new("RGB", (80, 80))
    camera.putdata([(150 + generator.randint(-noise, noise),) * 3 for _ in range(80 * 80)])
    image.paste(camera, (200, 40))
    image.paste(badge, (32, 32, 48, 48))
    jpeg = BytesIO()
    image.save(jpeg, "JPEG", quality=85)
    return spots_of(jpeg.getvalue())


@pytest.fixture
def album(tmp_path: Path) -> Album:
    album = Album(tmp_path)
    album.add("Ada.phone", "content", "first", reduced_picture(noise=3))
    return album


def test_reduces_pictures_to_an_eighth_of_their_size() -> None:
    assert reduced_picture().size == (40, 23)


def test_finds_a_picture_that_differs_in_camera_noise(album: Album) -> None:
    assert album.find("Ada.phone", "content", reduced_picture(noise=4)) == "first"


@pytest.mark.parametrize("badge", [(200, 30, 30), (215, 215, 215)], ids=["red", "a shade darker"])
def test_does_not_find_a_picture_with_another_badge_colour(album: Album, badge: tuple[int, int, int]) -> None:
    assert album.find("Ada.phone", "content", reduced_picture(noise=3, badge=badge)) is None


def test_does_not_find_a_picture_of_other_content_or_person(album: Album) -> None:
    assert album.find("Ada.phone", "other content", reduced_picture(noise=3)) is None
    assert album.find("Ben.phone", "content", reduced_picture(noise=3)) is None


def test_does_not_find_a_picture_of_another_size(album: Album) -> None:
    assert album.find("Ada.phone", "content", reduced_picture(noise=3, size=(320, 240))) is None


def test_albums_in_the_same_folder_share_pictures(album: Album, tmp_path: Path) -> None:
    other = Album(tmp_path)
    assert other.find("Ada.phone", "content", reduced_picture(noise=2)) == "first"
    other.add("Ada.phone", "content", "second", reduced_picture(badge=(200, 30, 30)))
    assert album.find("Ada.phone", "content", reduced_picture(badge=(200, 30, 30))) == "second"
