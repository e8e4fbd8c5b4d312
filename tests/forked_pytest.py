"""Run pytest in forks of a process that has already imported its libraries.

This halves the time of a short run.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext
from pathlib import Path

LIBRARIES = (
    "asyncio",
    "cucumber_messages",
    "difflib",
    "email.message",
    "execnet",
    "gherkin.parser",
    "html",
    "jinja2",
    "mako.template",
    "pdb",
    "PIL.Image",
    "playwright.sync_api",
    "pydantic",
    "pygments.formatters.terminal",
    "pygments.lexers.diff",
    "pygments.lexers.python",
    "pytest",
    "unittest.mock",
    "xml.etree.ElementTree",
)
"""Libraries to preload. They must not include pytest plugins, whose assertions pytest rewrites during the import."""


def run_pytest(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run pytest with these arguments in a forked process, and capture stdout and stderr.

    Raises ``subprocess.TimeoutExpired`` after ``timeout`` seconds.
    """
    with tempfile.TemporaryDirectory() as outputs:
        paths = [Path(outputs) / name for name in ("stdout", "stderr")]
        process = _context().Process(target=_run, args=(list(arguments), folder, dict(environment), paths))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(["pytest", *arguments], timeout)
        stdout, stderr = (path.read_text(encoding="utf-8") for path in paths)
        return subprocess.CompletedProcess(["pytest", *arguments], process.exitcode, stdout, stderr)


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LIBRARIES))
    return context


def _run(arguments: list[str], folder: Path, environment: dict[str, str], outputs: list[Path]) -> None:
    for descriptor, path in enumerate(outputs, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
    with Path(os.devnull).open(encoding="utf-8") as null_device:
        os.dup2(null_device.fileno(), 0)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    # The same order as in `python -m pytest`: the working directory, PYTHONPATH, the libraries.
    sys.path[:] = [str(folder), *environment.get("PYTHONPATH", "").split(os.pathsep), *_library_paths()]
    sys.argv[:] = ["pytest", *arguments]
    import pytest

    sys.exit(pytest.console_main())


def _library_paths() -> list[str]:
    return [path for path in sys.path if path.startswith((sys.prefix, sys.base_prefix))]
