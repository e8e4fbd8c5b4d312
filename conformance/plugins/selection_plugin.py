"""Checks the selection (marks, keywords, paths) before the run starts.

Otherwise every worker of a parallel run would report the same mistake.
"""

import re
from difflib import get_close_matches
from pathlib import Path

import pytest

WORD = re.compile(r"[\w:+\-.\[\]\\/]+")
"""A word of a pytest expression."""
OPERATORS = ("and", "or", "not")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Refuse an invalid selection; this hook runs last, when all marks are known."""
    if hasattr(config, "workerinput"):
        return
    for option, expression in _expressions(config):
        _expect_expression(option, expression)
    config.option.markexpr = _spell_marks(config.option.markexpr, _registered_marks(config))
    for argument in config.args:
        _expect_path(config, argument)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    chosen = [f"{option} “{text}”" for option, text in _expressions(config) if text]
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and chosen:
        terminalreporter.write_line(f"Nothing was run: no scenario matches {' and '.join(chosen)}.")


def _expressions(config: pytest.Config) -> list[tuple[str, str]]:
    return [("-m", config.option.markexpr), ("-k", config.option.keyword)]


def _expect_expression(option: str, expression: str) -> None:
    """Raise UsageError unless the expression joins words by "and", "or", "not" and brackets."""
    plain = WORD.sub(lambda found: found[0] if found[0] in OPERATORS else "True", _without_values(expression))
    try:
        compile(plain.strip() or "True", option, "eval")
    except SyntaxError as error:
        remedy = "Join words with “and”, “or” and “not”."
        raise pytest.UsageError(f"{option}: “{expression}” is not a valid expression. {remedy}") from error


def _without_values(expression: str) -> str:
    return re.sub(r"\([^()]*=[^()]*\)", "", expression)


def _spell_marks(expression: str, marks: set[str]) -> str:
    """Return the expression with each mark as it is registered; raise UsageError for an unknown mark.

    Upper and lower case do not matter.
    """
    return expression if "=" in expression else WORD.sub(lambda found: _spell_mark(found[0], marks), expression)


def _spell_mark(word: str, marks: set[str]) -> str:
    if word in OPERATORS or word in marks:
        return word
    spelled = next((mark for mark in marks if mark.lower() == word.lower()), None)
    if spelled is None:
        raise pytest.UsageError(f"-m: {word} is neither a rule id nor another mark. {_hint(word, marks)}")
    return spelled


def _hint(word: str, marks: set[str]) -> str:
    similar = get_close_matches(word.upper(), marks, n=1) or get_close_matches(word, marks, n=1)
    return f"Did you mean {similar[0]}?" if similar else "The rules are in features/requirements.toml."


def _registered_marks(config: pytest.Config) -> set[str]:
    return {re.split(r"[:(]", line, maxsplit=1)[0].strip() for line in config.getini("markers")}


def _expect_path(config: pytest.Config, argument: str) -> None:
    path = config.invocation_params.dir / argument.split("::")[0]
    if config.option.pyargs or path.exists():
        return
    similar = get_close_matches(path.name, [sibling.name for sibling in _siblings(path)], n=1)
    hint = f"Did you mean {Path(argument).parent / similar[0]}?" if similar else "Features are in features/."
    raise pytest.UsageError(f"{argument}: no such file or folder. {hint}")


def _siblings(path: Path) -> list[Path]:
    return list(path.parent.iterdir()) if path.parent.is_dir() else []
