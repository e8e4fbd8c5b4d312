"""``python -m tools.javascript bundle|lint|types|update``: run a tool on the project's JavaScript."""

import argparse
import sys
from collections.abc import Callable

from tools.javascript import bundle
from tools.javascript.lint import lint
from tools.javascript.npm_packages import ToolError, run_tool, update


def check_types() -> None:
    """Check the types of the scripts that run in pages (see tsconfig.json).

    Raises ToolError with what is wrong.
    """
    run_tool("tsc", "--project", "tsconfig.json", "--pretty", "false")
    print("Success: no issues found in the JavaScript sources")


COMMANDS: dict[str, Callable[[], None]] = {
    "bundle": bundle.write,
    "lint": lint,
    "types": check_types,
    "update": update,
}


def main() -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.javascript", description=__doc__, allow_abbrev=False)
    parser.add_argument("command", choices=sorted(COMMANDS))
    try:
        COMMANDS[parser.parse_args().command]()
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
