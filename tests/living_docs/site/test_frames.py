"""The report shows only those frames of a traceback that belong to the project or an adapter."""

import pytest

from living_docs.recording.outcome import outcome_of
from living_docs.site.frames import own_frames
from living_docs.site.phrases import quoted

TRACE = """Traceback (most recent call last):
  File "/home/ada/suite/.venv/lib/python3.11/site-packages/pluggy/_callers.py", line 121, in _multicall
    res = hook_impl.function(*args)
          ^^^^^^^^^^^^^^^^^^^^^^^^^
  File "steps/sessions.py", line 29, in session
    scene.open_session(session_request)
  File "/opt/rooms/acme/pages.py", line 7, in press
    self.button.click()
    ~~~~~~~~~~~~~~~~~^^
  File "/usr/lib/python3.11/site-packages/acme/places.py", line 3, in button
  File "/usr/lib/python3.11/contextlib.py", line 81, in inner
    return func(*args, **kwds)
  File "<string>", line 1, in <module>
acme.NoSuchButton: there is no button
"""
PROJECT_FRAME = "steps/sessions.py, line 29, in session\n    scene.open_session(session_request)"
ADAPTER_FRAME = "/opt/rooms/acme/pages.py, line 7, in press\n    self.button.click()"
INSTALLED_ADAPTER_FRAME = "/usr/lib/python3.11/site-packages/acme/places.py, line 3, in button"


@pytest.mark.parametrize(
    ("adapter", "frames"),
    [
        (None, [PROJECT_FRAME, ADAPTER_FRAME]),
        ("acme.places:Acme", [PROJECT_FRAME, ADAPTER_FRAME, INSTALLED_ADAPTER_FRAME]),
    ],
)
def test_shows_only_frames_of_the_project_and_the_adapter(adapter: str | None, frames: list[str]) -> None:
    assert own_frames(TRACE, adapter).splitlines() == "\n".join(frames).splitlines()


def test_shows_nothing_without_own_frames() -> None:
    assert own_frames("", None) == ""
    assert own_frames('  File "/usr/lib/python3.11/site-packages/pytest_bdd/scenario.py", line 1, in find', None) == ""


def test_a_recorded_trace_contains_no_local_paths() -> None:
    try:
        quoted(None)  # type: ignore[arg-type]
    except TypeError as error:
        outcome = outcome_of(error)
    assert outcome.exception is not None and outcome.exception.stack_trace is not None
    frames = own_frames(outcome.exception.stack_trace, None).splitlines()
    assert frames[0].startswith("tests/living_docs/site/test_frames.py, line ")
    assert frames[2].startswith("living_docs/site/phrases.py, line ")
