"""Reuses pictures within a run: screens with the same appearance share one picture.

Many scenarios begin in the same way. If a screen has the same document and state as an earlier one, the earlier picture
is used and no new one is taken (`recall`). If a screen shows a camera's picture, a new picture is taken; if an earlier
picture has the same text and controls and the same colours, the earlier one is used (`find`). Cameras are noisy, so
small differences of colour count as equal.
"""

import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

SPOT_SIZE = 8
"""The side in pixels of a spot: a square of which only the average colour is compared.

JPEG decoders can scale by this factor at almost no cost.
"""
MAX_NOISE = 12
"""The largest difference of two spots' colours that count as equal, of 255."""


class Album:
    """Stores the spots of pictures in ``folder``, by person and content, for all processes of the run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded_spots: dict[Path, Image.Image] = {}
        self._recalled: dict[Path, str] = {}

    def recall(self, owner: str, key: str) -> str | None:
        """Return the name of the picture stored for this key; None if there is none, or the key is ""."""
        path = self._folder / owner / "known" / key
        if key and path not in self._recalled:
            with suppress(FileNotFoundError):
                self._recalled[path] = path.read_text(encoding="utf-8")
        return self._recalled.get(path)

    def remember(self, owner: str, key: str, name: str) -> None:
        """Store a picture's name for this key; call this once the picture exists."""
        path = self._folder / owner / "known" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        # Another process may write the same key. Either name is valid, but a half-written one is not.
        new = path.with_suffix(f".{os.getpid()}")
        new.write_text(name, encoding="utf-8")
        new.replace(path)

    def find(self, owner: str, content: str, spots: Image.Image) -> str | None:
        """Return the name of an earlier picture of the same person and content that looks the same."""
        paths = sorted((self._folder / owner / content).glob("*.png"))
        return next((path.stem for path in paths if _look_alike(self._load_spots(path), spots)), None)

    def add(self, owner: str, content: str, name: str, spots: Image.Image) -> None:
        """Make a picture available for reuse; call this once the picture exists."""
        path = self._folder / owner / content / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{id(self)}")
        spots.save(new, "PNG", compress_level=1)
        new.replace(path)

    def _load_spots(self, path: Path) -> Image.Image:
        if path not in self._loaded_spots:
            with Image.open(path) as image:
                image.load()
            self._loaded_spots[path] = image
        return self._loaded_spots[path]


def spots_of(jpeg: bytes) -> Image.Image:
    """Return a JPEG reduced to one pixel per spot."""
    image = Image.open(BytesIO(jpeg))
    image.draft("RGB", (image.width // SPOT_SIZE, image.height // SPOT_SIZE))
    image.load()
    return image


def _look_alike(first: Image.Image, second: Image.Image) -> bool:
    if first.size != second.size or first.mode != second.mode:
        return False
    extremes: Any = ImageChops.difference(first, second).getextrema()
    return bool(max(high for _, high in extremes) <= MAX_NOISE)
