"""The pictures that a run has taken already: what looks the same is kept once.

Many scenarios begin alike, with the same people in the same room. Where a screen is drawn from the same document and
state as before, the picture of before serves again and no other is taken (`recall`). Where a camera's picture is on
the screen, one is taken, and that of before serves in its place if all that can be read and pressed is the same and no
spot has another colour (`find`); cameras never give the same picture twice, so a little noise is let pass.
"""

import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

SPOT = 8
"""Pixels of the screen to the side of a spot, which is what a decoder of JPEG gives almost for nothing."""
NOISE = 12
"""How far the colour of a spot may be off, of 255."""


class Album:
    """Keeps the spots of pictures in ``folder``, by person and sight, where all processes of the run find them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[Path, Image.Image] = {}
        self._recalled: dict[Path, str] = {}

    def recall(self, whose: str, key: str) -> str | None:
        """The name of the picture that was remembered for this key; None where there is none, or the key is ""."""
        path = self._folder / whose / "known" / key
        if key and path not in self._recalled:
            with suppress(FileNotFoundError):
                self._recalled[path] = path.read_text(encoding="utf-8")
        return self._recalled.get(path)

    def remember(self, whose: str, key: str, name: str) -> None:
        """Have this picture recalled by the key from now on; only once it is there to be referred to."""
        path = self._folder / whose / "known" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        # Of another process's picture by the same key, either will do; a half-written name would not.
        new = path.with_suffix(f".{os.getpid()}")
        new.write_text(name, encoding="utf-8")
        new.replace(path)

    def find(self, whose: str, sight: str, spots: Image.Image) -> str | None:
        """The name of a picture that looks the same, by the same person with the same to read and to press."""
        pages = sorted((self._folder / whose / sight).glob("*.png"))
        return next((path.stem for path in pages if _alike(self._spots(path), spots)), None)

    def add(self, whose: str, sight: str, name: str, spots: Image.Image) -> None:
        """Offer a picture to those who come later; only once it is there to be referred to."""
        path = self._folder / whose / sight / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{id(self)}")
        spots.save(new, "PNG", compress_level=1)
        new.replace(path)

    def _spots(self, path: Path) -> Image.Image:
        if path not in self._open:
            with Image.open(path) as image:
                image.load()
            self._open[path] = image
        return self._open[path]


def spots_of(shot: bytes) -> Image.Image:
    """A JPEG as one pixel for each of its spots."""
    image = Image.open(BytesIO(shot))
    image.draft("RGB", (image.width // SPOT, image.height // SPOT))
    image.load()
    return image


def _alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size or one.mode != other.mode:
        return False
    extremes: Any = ImageChops.difference(one, other).getextrema()
    return bool(max(high for _, high in extremes) <= NOISE)
