"""A room's declarations decide which scenarios run, which may fail, and whether the run succeeds."""

import pytest

pytestmark = pytest.mark.nested_run

pytest_plugins = ["pytester"]

CONFTEST = """
import pytest
from conformance.plugins.declarations_plugin import Declarations
from conformance.run_verdicts import RunVerdicts
from rooms.room_file import RoomFile

LEVELS = {"ASK-1": "must", "ASK-7": "must", "ASK-8": "should", "VIEW-6": "must"}

def pytest_addoption(parser):
    parser.addoption("--level", default="must")

def pytest_configure(config):
    for name in (*LEVELS, "absent-polls", "needs-polls"):
        config.addinivalue_line("markers", name)
    file = RoomFile.model_validate(ROOM)
    verdicts = RunVerdicts(LEVELS)
    config.pluginmanager.register(verdicts)
    config.pluginmanager.register(Declarations(file, LEVELS, {"polls": "polls"}, config.getoption("--level"), verdicts))

ROOM = {"name": "Acme", "session": {"post": "http://acme/"}, **DECLARATIONS}
"""
DEVIATION = "'deviation': [{'requirement': 'ASK-7', 'reason': 'no button yet', 'link': 'https://acme/12'}]"


def run_tests(pytester: pytest.Pytester, declarations: str, tests: str, *options: str) -> pytest.RunResult:
    pytester.makeconftest(f"DECLARATIONS = {{{declarations}}}\n{CONFTEST}")
    pytester.makepyfile(f"import pytest\nmark = lambda name: getattr(pytest.mark, name)\n{tests}")
    return pytester.runpytest("-p", "no:playwright", *options)


def scenario(name: str, rule: str, body: str = "pass") -> str:
    return f"@mark('{rule}')\ndef test_{name}(): {body}\n"


def test_a_failed_must_rule_fails_the_run(pytester: pytest.Pytester) -> None:
    assert run_tests(pytester, "", scenario("a", "ASK-1", "assert 0")).ret == pytest.ExitCode.TESTS_FAILED


def test_a_failed_should_rule_fails_the_run_only_at_that_level(pytester: pytest.Pytester) -> None:
    tests = scenario("a", "ASK-1") + scenario("b", "ASK-8", "assert 0")
    result = run_tests(pytester, "", tests)
    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=1, failed=1)
    assert run_tests(pytester, "", tests, "--level", "should").ret == pytest.ExitCode.TESTS_FAILED


def test_a_run_with_a_rule_not_reached_fails(pytester: pytest.Pytester) -> None:
    assert run_tests(pytester, "", scenario("a", "ASK-1", "raise OSError('gone')")).ret == pytest.ExitCode.TESTS_FAILED


def test_a_declared_deviation_that_occurs_is_a_known_deviation(pytester: pytest.Pytester) -> None:
    tests = scenario("a", "ASK-7", "assert 0") + scenario("b", "ASK-7")
    result = run_tests(pytester, DEVIATION, tests)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["ASK-7: known deviation (no button yet https://acme/12)."])


def test_a_declared_deviation_may_occur_as_a_failure_of_pytest(pytester: pytest.Pytester) -> None:
    result = run_tests(pytester, DEVIATION, scenario("a", "ASK-7", "pytest.fail('no button')"))
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["ASK-7: known deviation (no button yet*"])


def test_a_declared_deviation_that_does_not_occur_is_an_error(pytester: pytest.Pytester) -> None:
    result = run_tests(pytester, DEVIATION, scenario("a", "ASK-7") + scenario("b", "ASK-7"))
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["ASK-7: unexpectedly passed (no button yet*). Remove the deviation from the room file."]
    )


def test_a_weaker_failure_does_not_hide_that_a_declared_deviation_does_not_occur(pytester: pytest.Pytester) -> None:
    tests = scenario("a", "ASK-7") + scenario("b", "ASK-8", "assert 0")
    assert run_tests(pytester, DEVIATION, tests).ret == pytest.ExitCode.TESTS_FAILED


def test_a_declaration_does_not_hide_that_the_rule_was_not_reached(pytester: pytest.Pytester) -> None:
    result = run_tests(pytester, DEVIATION, scenario("a", "ASK-7", "raise OSError('gone')"))
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_only_the_absence_of_an_absent_capability_is_tested(pytester: pytest.Pytester) -> None:
    tests = (
        "@mark('needs-polls')\n"
        + scenario("takes_part", "VIEW-6", "assert 0")
        + scenario("absent", "absent-polls")
        + scenario("a", "ASK-1")
    )
    result = run_tests(pytester, "'offers': {'polls': False}", tests)
    result.assert_outcomes(passed=2, deselected=1)
    result.stdout.fnmatch_lines(["polls: not offered (polls)."])
    result = run_tests(pytester, "'offers': {'polls': True}", tests)
    result.assert_outcomes(passed=1, failed=1, deselected=1)
