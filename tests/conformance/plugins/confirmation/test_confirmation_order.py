"""The failures that are confirmed first are those that decide most verdicts."""

import pytest

from conformance.plugins.confirmation.confirmation_order import select_most_decisive


def failure(name: str, device: str, *tags: str) -> pytest.TestReport:
    nodeid = f"features/any.feature::test_{name}[{device}]"
    return pytest.TestReport(nodeid, ("any.feature", 1, name), dict.fromkeys(tags, 1), "failed", None, "call")


def select_names(count: int, *failures: pytest.TestReport) -> list[str]:
    return [nodeid.partition("test_")[2] for nodeid in select_most_decisive(failures, count)]


def test_one_scenario_of_each_rule_comes_before_a_second_one() -> None:
    camera_failures = [failure(f"camera_{number}", "laptop", "DEVICE-4") for number in range(3)]
    assert select_names(2, *camera_failures, failure("muted", "laptop", "LEAVE-3")) == [
        "camera_0[laptop]",
        "muted[laptop]",
    ]


def test_one_failure_on_each_device_comes_before_a_second_one() -> None:
    muted_failures = [failure("muted", device, "LEAVE-3") for device in ("laptop", "phone")]
    assert select_names(2, failure("muted_again", "laptop", "LEAVE-3"), *muted_failures) == [
        "muted_again[laptop]",
        "muted[phone]",
    ]


def test_must_comes_before_should_and_may() -> None:
    failures = [failure("meter", "laptop", "DEVICE-5"), failure("alert", "laptop", "DEVICE-4")]
    assert select_names(1, *failures, failure("muted", "laptop", "LEAVE-3")) == ["muted[laptop]"]
    assert select_names(1, *failures) == ["alert[laptop]"]


def test_confirms_in_the_order_of_failures_if_all_are_confirmed() -> None:
    failures = [
        failure("alert", "laptop", "DEVICE-4"),
        failure("muted", "laptop", "LEAVE-3"),
        failure("lamp", "laptop"),
    ]
    assert select_names(10, *failures) == ["alert[laptop]", "muted[laptop]", "lamp[laptop]"]
