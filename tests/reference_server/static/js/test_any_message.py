"""Links in chat messages: found in linear time (SAFE-4), and ended before punctuation."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.javascript.npm_packages import NODE

LENGTH, FACTOR = 4_000, 16
MOST_GROWTH = FACTOR / 4
"""The largest ratio of the CPU time for a text to that for `FACTOR` texts of a `FACTOR`-th of the length. The ratio of
linear work is 1, of quadratic work `FACTOR`."""
SHORTEST_MICROSECONDS = 50
"""The shortest time used in a ratio; shorter measurements are too inaccurate."""
ATTEMPTS = 3

PIECES = st.sampled_from(
    ["http://", "https://", "http://a/", "xn--", "%20", "👩‍🚀", *"a.,()[]{}*_'’@:/?#\\% \né一א😀\u0301\u200d\u202e«"]
)
UNITS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).map("".join)
PREFIXES = st.sampled_from(["", "http://", "http://a/", "(http://a/(", "https://a.b.", "http://a@"])


class Worker:
    """A process of Node.js with the modules of the chat."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("work.mjs")
        command = [str(NODE / "bin/node"), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(script)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def find_parts(self, text: str) -> list[Any]:
        """Return the parts of a text: strings, and objects with the text of a link."""
        parts: list[Any] = self._request({"parts": text})
        return parts

    def measure_growth(self, small: str, large: str) -> float:
        """Return the CPU time of the large text, as a ratio to that of the small one repeated `FACTOR` times."""
        times = self._request({"small": small, "large": large, "factor": FACTOR})
        return float(times["large"] / max(times["small"], SHORTEST_MICROSECONDS))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _request(self, request: object) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """A process that all examples use."""
    worker = Worker()
    yield worker
    worker.close()


def repeat(prefix: str, unit: str, length: int) -> str:
    """Return a text of `length` characters."""
    return (prefix + unit * (length // len(unit) + 1))[:length]


def expect_linear(worker: Worker, small: str, large: str) -> None:
    """Fail if the work grows faster than the text in each of `ATTEMPTS` measurements."""
    growths: list[float] = []
    while len(growths) < ATTEMPTS:
        growths.append(worker.measure_growth(small, large))
        if growths[-1] < MOST_GROWTH:
            return
    pytest.fail(f"{FACTOR} times the text takes {growths} times as long as {FACTOR} texts: {small[:40]!r}…")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PREFIXES, UNITS)
@example("http://a/", ")")
@example("http://a/", ".]")
@example("http://", "a.")
@example("", "http://")
@example("", "e\u0301")
def test_any_repetition_takes_linear_time(worker: Worker, prefix: str, unit: str) -> None:
    small, large = (repeat(prefix, unit, length) for length in (LENGTH, FACTOR * LENGTH))
    expect_linear(worker, small, large)


@pytest.mark.parametrize("prefix", ["", "http://", "http://a/", "http://a."])
@pytest.mark.parametrize("first_letter", [0x4E00, 0x20000])
def test_distinct_letters_take_linear_time(worker: Worker, prefix: str, first_letter: int) -> None:
    """Encoding a host in a script other than Latin takes time for each distinct letter."""
    small, large = (
        prefix + "".join(map(chr, range(first_letter, first_letter + length))) for length in (LENGTH, FACTOR * LENGTH)
    )
    expect_linear(worker, small, large)


def without_punctuation(address: str) -> str:
    """Return the address without the punctuation of the sentence around it."""
    opening = dict(zip(")]}", "([{", strict=True)).get(address[-1:])
    surplus = opening and address.count(opening) < address.count(address[-1])
    ends = surplus or re.search(r"[.,;:!?'’…*_~]\Z", address)
    return without_punctuation(address[:-1]) if ends else address


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_links_end_before_punctuation_and_the_text_is_complete(worker: Worker, text: str) -> None:
    parts = worker.find_parts(text)
    assert "".join(part if isinstance(part, str) else part["text"] for part in parts) == text
    addresses = {without_punctuation(address) for address in re.findall(r'(?a:\b)https?://[^\s<>"“”«»]+', text)}
    for part in parts:
        if not isinstance(part, str):
            assert part["text"] in addresses
            assert part["href"].startswith(("http://", "https://"))
