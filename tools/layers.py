"""Checks which folder imports which, by the contracts in pyproject.toml: ``python -m tools.layers``."""

import sys

from importlinter.cli import lint_imports


def main() -> int:
    """Return 0 if all contracts are kept; otherwise print the imports that break one, and return 1."""
    return int(lint_imports(cache_dir="build/import-linter"))


if __name__ == "__main__":
    sys.exit(main())
