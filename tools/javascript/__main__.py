"""``python -m tools.javascript bundle|types``: build the bundle of the room's pages, or check the types."""

import argparse
import sys
from collections.abc import Callable

from tools.javascript import bundle
from tools.javascript.packages import ToolError, run_tool


def check_types() -> None:
    """Check the JSDoc types. Raises ToolError."""
    run_tool("tsc", "--project", "tsconfig.json", "--pretty", "false")
    print("Success: no issues found in the JavaScript sources")


COMMANDS: dict[str, Callable[[], None]] = {"bundle": bundle.write, "types": check_types}


def main() -> int:
    """Run one command and return the exit code."""
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
