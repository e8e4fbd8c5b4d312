"""Lints the project's JavaScript by ESLint, with the rules of eslint.config.mjs."""

from pathlib import Path

from tools.javascript.npm_packages import FOLDER as TOOLS
from tools.javascript.npm_packages import run_tool

PROJECT = Path(__file__).parents[2]
CONFIGURATION = TOOLS / "eslint.config.mjs"
FOLDERS = ("reference_server/static/js", "people", "pages", "living_docs", "tests/javascript")


def lint() -> None:
    """Lint the sources; a warning counts as an error. Raises ToolError with what is wrong."""
    options = ("--config", str(CONFIGURATION), "--max-warnings=0", "--no-error-on-unmatched-pattern")
    run_tool("eslint", *options, *FOLDERS, folder=PROJECT)
    print("All JavaScript checks passed!")
