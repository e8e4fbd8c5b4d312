"""Calls to several pages run concurrently, and a closed page does not affect the others."""

import pytest
from playwright.sync_api import BrowserContext, Error

from living_docs.recording import concurrent_calls
from living_docs.recording.concurrent_calls import evaluate_in_frames, send_to_sessions

WAIT_SCRIPT = """async (milliseconds) => {
  const now = () => performance.timeOrigin + performance.now();
  const began = now();
  await new Promise((done) => setTimeout(done, milliseconds));
  return [began, now()];
}"""


def test_pages_evaluate_concurrently(context: BrowserContext) -> None:
    pages = [context.new_page() for _ in range(3)]
    times = evaluate_in_frames([(page.main_frame, WAIT_SCRIPT, 400) for page in pages])
    assert max(start for start, _ in times) < min(end for _, end in times)


def test_results_have_the_order_of_the_calls(context: BrowserContext) -> None:
    pages = [context.new_page() for _ in range(2)]
    first, second = evaluate_in_frames(
        [(page.main_frame, WAIT_SCRIPT, milliseconds) for page, milliseconds in zip(pages, (200, 10), strict=True)]
    )
    assert first[1] - first[0] > second[1] - second[0]


def test_the_result_of_a_closed_page_is_an_error(context: BrowserContext) -> None:
    closed, other = context.new_page(), context.new_page()
    sessions = [context.new_cdp_session(page) for page in (closed, other)]
    frame = closed.main_frame
    closed.close()
    results = evaluate_in_frames([(frame, "() => 1", None), (other.main_frame, "() => 2", None)])
    assert isinstance(results[0], Error) and results[1] == 2
    results = send_to_sessions(sessions, "Page.captureScreenshot", {"format": "jpeg"})
    assert isinstance(results[0], Error) and results[1]["data"]


def test_the_result_of_a_page_that_does_not_respond_is_an_error(
    context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concurrent_calls, "RESPONSE_TIMEOUT", 200)
    hanging, other = context.new_page(), context.new_page()
    never, soon = "() => new Promise(() => {})", "() => 2"
    results = evaluate_in_frames([(hanging.main_frame, never, None), (other.main_frame, soon, None)])
    assert isinstance(results[0], Error) and results[1] == 2
    assert hanging.evaluate("() => 3") == 3, "the page can be used again"


def test_an_empty_list_of_calls_has_no_results() -> None:
    assert evaluate_in_frames([]) == []
