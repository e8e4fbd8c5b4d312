"""Media files for fake cameras and microphones: one colour and one tone for each person.

``python -m people.media_files FOLDER`` writes the files of all people, for a machine that runs a browser server.
"""

import io
import math
import os
import struct
import sys
import wave
from pathlib import Path

from PIL import Image, ImageDraw

from people.cast import CAST, CastMember

FRAME_SIZE = (320, 240)
"""Pixels. Small, since everyone on stage encodes video for everyone else on the same machine."""
FRAME_RATE = 8
"""Frames per second. Low for the same reason as the size, but enough to detect movement."""
FRAME_COUNT = 15
# From RGB to the YUV of YUV4MPEG2: BT.601 in limited (television) range.
TO_YUV = (0.257, 0.504, 0.098, 16, -0.148, -0.291, 0.439, 128, 0.439, -0.368, -0.071, 128)
SAMPLE_RATE = 48_000
SYLLABLE_LENGTH = 0.4
"""Seconds. The tone swells and fades like speech, since noise suppression removes a steady tone."""


def write_camera_file(member: CastMember, folder: Path) -> Path:
    """Write the person's camera picture as a YUV4MPEG2 video and return its path.

    The format states its frame rate, and decoding it costs almost nothing.
    """
    width, height = FRAME_SIZE
    header = f"YUV4MPEG2 W{width} H{height} F{FRAME_RATE}:1 Ip A1:1 C420jpeg\n".encode()
    frames = (b"FRAME\n" + _encode_frame(_draw_portrait(member, number / FRAME_COUNT)) for number in range(FRAME_COUNT))
    return _write_if_different(folder / f"{member.name}.y4m", header + b"".join(frames))


def write_microphone_file(member: CastMember, folder: Path) -> Path:
    """Write the person's voice as WAV (mono, 16 bit) and return its path."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(_create_voice(member.tone))
    return _write_if_different(folder / f"{member.name}.wav", content.getvalue())


def _write_if_different(path: Path, content: bytes) -> Path:
    """Write the file unless it has this content already.

    Browsers of other workers may be reading it.
    """
    if not path.exists() or path.read_bytes() != content:
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_bytes(content)
        part.replace(path)
    return path


def _encode_frame(picture: Image.Image) -> bytes:
    """Return the YUV planes: luma at full size, and chroma at half the width and height."""
    luma, blue, red = picture.convert("RGB", TO_YUV).split()
    return luma.tobytes() + blue.reduce(2).tobytes() + red.reduce(2).tobytes()


def _draw_portrait(member: CastMember, phase: float) -> Image.Image:
    """Draw head and shoulders that sway, so that every frame differs, in the person's colour."""
    width, height = FRAME_SIZE
    picture = Image.new("RGB", FRAME_SIZE, _mix_colours(member.colour, (16, 18, 24), 0.72))
    draw = ImageDraw.Draw(picture)
    sway = 5 * math.sin(2 * math.pi * phase)
    middle = width / 2 + sway
    draw.ellipse((middle - 105, 165, middle + 105, 350), fill=_mix_colours(member.colour, (255, 255, 255), 0.25))
    draw.ellipse((middle - 60, 47, middle + 60, height - 57), fill=member.colour)
    return picture


def _mix_colours(colour: tuple[int, int, int], other: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(part * (1 - share) + added * share) for part, added in zip(colour, other, strict=True))
    return red, green, blue


def _create_voice(tone: int) -> bytes:
    count = int(SAMPLE_RATE * SYLLABLE_LENGTH * 5)
    samples = (int(_loudness(n) * math.sin(2 * math.pi * tone * n / SAMPLE_RATE)) for n in range(count))
    return struct.pack(f"<{count}h", *samples)


def _loudness(sample: int) -> float:
    position = (sample / SAMPLE_RATE % SYLLABLE_LENGTH) / SYLLABLE_LENGTH
    return 14_000 * (0.25 + 0.75 * math.sin(math.pi * position) ** 2)


def main() -> int:
    """Write the files of all people into the folder of the command line; return the exit code."""
    if len(sys.argv) != 2:
        print("usage: python -m people.media_files FOLDER", file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for member in CAST.values():
        print(write_camera_file(member, folder))
        print(write_microphone_file(member, folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
