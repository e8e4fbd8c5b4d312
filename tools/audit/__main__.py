"""``python -m tools.audit [check|sbom]``: finds vulnerabilities, or writes the bill of materials.

``check`` audits the packages that the lock files pin, and the browser files in reference_server/static/vendor. It exits
with 1 if a vulnerability is known, otherwise with 2 if an audit got no usable answer, otherwise with 0. Vulnerabilities
in third-party rooms (``rooms/``) do not affect the exit code. Both commands exit with 2 if a tool fails, for example
because its packages cannot be installed.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tools import isolated_environment
from tools.audit import sbom
from tools.audit.audit_result import AuditResult, NotAudited, number_of_vulnerabilities
from tools.audit.npm_audit import audit_npm
from tools.audit.python_audit import Database, audit_python
from tools.javascript.npm_packages import ToolError

FOLDER = Path(__file__).parent
PROJECT = FOLDER.parents[1]
FOUND, NOT_REACHED = 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return the exit code."""
    options = _parse_options(arguments)
    try:
        commands = isolated_environment.install(FOLDER / "requirements.lock", PROJECT / "build" / "audit-tools")
        if options.command == "sbom":
            print(sbom.write(commands).relative_to(PROJECT))
            return 0
    except ToolError as error:
        print(error, file=sys.stderr)
        return NOT_REACHED
    database = Database("osv" if options.osv_url else options.service, options.osv_url)
    return check({"Python packages": lambda: audit_python(commands, database), "npm packages": audit_npm})


def check(audits: dict[str, Callable[[], list[AuditResult]]]) -> int:
    """Run the audits, given by their subjects; print the findings, and return the exit code."""
    known, unreachable = 0, 0
    for subject, audit in audits.items():
        try:
            results = audit()
        except NotAudited as error:
            unreachable += 1
            print(f"{subject}: not audited; the audit got no usable answer ({error})", file=sys.stderr)
            continue
        known += sum(len(result.findings) for result in results if result.fails_audit)
        print("\n".join(line for result in results for line in result.lines))
    print(_describe_outcome(known, unreachable), file=sys.stderr if known or unreachable else sys.stdout)
    return FOUND if known else NOT_REACHED if unreachable else 0


def _describe_outcome(known: int, unreachable: int) -> str:
    if known:
        return f"audit: {number_of_vulnerabilities(known)}; run make update, or replace the package."
    if unreachable:
        return "audit: incomplete; run make audit where the databases can be reached, as the nightly checks do."
    return "audit: no known vulnerability."


def _parse_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.audit",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("command", nargs="?", choices=("check", "sbom"), default="check")
    parser.add_argument(
        "--service", choices=("pypi", "osv"), default="pypi", help="database of Python packages (default: %(default)s)"
    )
    parser.add_argument("--osv-url", metavar="URL", help="query URL of an OSV database, such as a mirror")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
