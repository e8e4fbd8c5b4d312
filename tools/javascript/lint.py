"""Lints the scripts and style sheets of room, suite and living documentation."""

from pathlib import Path

from tools.javascript.npm_packages import FOLDER as TOOLS
from tools.javascript.npm_packages import run_tool

PROJECT = Path(__file__).parents[2]
SCRIPTS = ("reference_server/static/js", "people", "pages", "living_docs", "tests/reference_server/static/js")
STYLE_SHEETS = ("reference_server/static/css/*.css", "living_docs/site/static/*.css")


def lint() -> None:
    """Lint the sources; a warning counts as an error. Raises ToolError with what is wrong."""
    for tool, *arguments in (("eslint", "--no-error-on-unmatched-pattern", *SCRIPTS), ("stylelint", *STYLE_SHEETS)):
        configuration = TOOLS / f"{tool}.config.mjs"
        run_tool(tool, "--config", str(configuration), "--max-warnings=0", *arguments, folder=PROJECT)
    print("All JavaScript and style sheet checks passed.")
