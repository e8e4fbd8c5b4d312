"""What was asked to be run, looked through before anything starts: marks, words and files.

Workers of a parallel run would each stumble over the same mistake, and end with pages about themselves.
"""

import re
from difflib import get_close_matches
from pathlib import Path

import pytest

WORD = re.compile(r"[\w:+\-.\[\]\\/]+")
"""A word of an expression, as pytest takes it."""
OPERATORS = ("and", "or", "not")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Refuse what cannot be meant; the last to be configured, when all marks are known."""
    if hasattr(config, "workerinput"):
        return
    for option, expression in _expressions(config):
        _expect_expression(option, expression)
    config.option.markexpr = _known_marks(config.option.markexpr, _marks(config))
    for argument in config.args:
        _expect_there(config, argument)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    chosen = [f"{option} “{text}”" for option, text in _expressions(config) if text]
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and chosen:
        terminalreporter.write_line(f"Nothing was run: no scenario is chosen by {' and '.join(chosen)}.")


def _expressions(config: pytest.Config) -> list[tuple[str, str]]:
    return [("-m", config.option.markexpr), ("-k", config.option.keyword)]


def _expect_expression(option: str, expression: str) -> None:
    """Words joined by and, or, not and brackets, as Python would read them."""
    plain = WORD.sub(lambda found: found[0] if found[0] in OPERATORS else "True", _without_values(expression))
    try:
        compile(plain.strip() or "True", option, "eval")
    except SyntaxError as error:
        remedy = "Join words by “and”, “or” and “not”."
        raise pytest.UsageError(f"{option}: “{expression}” is no expression. {remedy}") from error


def _without_values(expression: str) -> str:
    return re.sub(r"\([^()]*=[^()]*\)", "", expression)


def _known_marks(expression: str, marks: set[str]) -> str:
    """The expression with each mark as it is written in the catalogue, whatever its case here."""
    by_small_letters = {mark.lower(): mark for mark in marks}

    def known(found: re.Match[str]) -> str:
        word = found[0]
        if word in OPERATORS or word in marks:
            return word
        if word.lower() in by_small_letters:
            return by_small_letters[word.lower()]
        raise pytest.UsageError(f"-m: {word} is neither a requirement nor another mark. {_hint(word, marks)}")

    return expression if "=" in expression else WORD.sub(known, expression)


def _hint(word: str, marks: set[str]) -> str:
    near = get_close_matches(word.upper(), marks, n=1) or get_close_matches(word, marks, n=1)
    return f"Did you mean {near[0]}?" if near else "The requirements are in features/requirements.toml."


def _marks(config: pytest.Config) -> set[str]:
    return {re.split(r"[:(]", line, maxsplit=1)[0].strip() for line in config.getini("markers")}


def _expect_there(config: pytest.Config, argument: str) -> None:
    path = config.invocation_params.dir / argument.split("::")[0]
    if config.option.pyargs or path.exists():
        return
    near = get_close_matches(path.name, [one.name for one in _siblings(path)], n=1)
    hint = f"Did you mean {Path(argument).parent / near[0]}?" if near else "Features are in features/."
    raise pytest.UsageError(f"{argument}: there is no such file or folder. {hint}")


def _siblings(path: Path) -> list[Path]:
    return list(path.parent.iterdir()) if path.parent.is_dir() else []
