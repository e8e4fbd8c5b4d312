"""A failure in the terminal begins with the sentence and tells what is not reached apart from what has failed."""

from tests.rooms.running import run_features

NOBODY = "http://127.0.0.1:9"


def test_a_room_that_is_not_there() -> None:
    done = run_features(NOBODY, "features/chat.feature", "--people", "laptop", "-k", "question")
    assert done.returncode == 1
    assert "E   features/chat.feature:6: Given a session" in done.stdout
    assert f"rooms.room.NotReached: {NOBODY}/api/sessions did not answer" in done.stdout
    assert "urllib" not in done.stdout and "conftest.py" not in done.stdout
    assert "not reached: VIEW-" in done.stdout and " failed: VIEW-" not in done.stdout
