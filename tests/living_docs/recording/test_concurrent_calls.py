"""Several pages asked at once: none waits for another, and one that is gone spoils nothing."""

from playwright.sync_api import BrowserContext, Error

from living_docs.recording.concurrent_calls import evaluate_in_frames, send_to_sessions

REST = """async (length) => {
  const now = () => performance.timeOrigin + performance.now();
  const began = now();
  await new Promise((done) => setTimeout(done, length));
  return [began, now()];
}"""


def test_pages_are_asked_at_once(context: BrowserContext) -> None:
    pages = [context.new_page() for _ in range(3)]
    times = evaluate_in_frames([(page.main_frame, REST, 400) for page in pages])
    assert max(began for began, _ in times) < min(ended for _, ended in times)


def test_answers_come_in_the_order_of_the_questions(context: BrowserContext) -> None:
    pages = [context.new_page() for _ in range(2)]
    first, second = evaluate_in_frames(
        [(page.main_frame, REST, length) for page, length in zip(pages, (200, 10), strict=True)]
    )
    assert first[1] - first[0] > second[1] - second[0]


def test_a_page_that_is_gone_answers_with_an_error(context: BrowserContext) -> None:
    gone, there = context.new_page(), context.new_page()
    cameras = [context.new_cdp_session(page) for page in (gone, there)]
    frame = gone.main_frame
    gone.close()
    answers = evaluate_in_frames([(frame, "() => 1", None), (there.main_frame, "() => 2", None)])
    assert isinstance(answers[0], Error) and answers[1] == 2
    answers = send_to_sessions(cameras, "Page.captureScreenshot", {"format": "jpeg"})
    assert isinstance(answers[0], Error) and answers[1]["data"]


def test_returns_nothing_for_no_calls() -> None:
    assert evaluate_in_frames([]) == []
