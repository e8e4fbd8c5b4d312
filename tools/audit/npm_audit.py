"""Known vulnerabilities of pinned and vendored npm packages, by npm audit."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.audit.audit_result import AuditResult, NotAudited, Vulnerability
from tools.audit.vendored import VendoredPackage, vendored_packages
from tools.javascript.npm_packages import npm_command

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("tools/javascript", "tools/site")
UNDER_TEST = ("rooms/livekit_components/page", "rooms/peer_calls")
"""Third-party rooms, which run only on this machine, in the version that their adapter needs."""
VENDORED = "reference_server/static/vendor"


def audit_npm() -> list[AuditResult]:
    """Audit the vendored files and each folder with a package-lock.json. Raises NotAudited."""
    # The few vendored packages come first, so that an unreachable database is noticed soon.
    audits = [AuditResult(VENDORED, audit_vendored(vendored_packages()))]
    audits += [AuditResult(folder, findings_in(_run_npm_audit(PROJECT / folder))) for folder in FOLDERS]
    return audits + [
        AuditResult(folder, findings_in(_run_npm_audit(PROJECT / folder)), fails_audit=False) for folder in UNDER_TEST
    ]


def audit_vendored(packages: Sequence[VendoredPackage]) -> tuple[Vulnerability, ...]:
    """Audit packages by a temporary lock file, since no lock file of the project has them.

    Raises NotAudited.
    """
    dependencies = {package.name: package.version for package in packages}
    pinned = {f"node_modules/{name}": {"version": version} for name, version in dependencies.items()}
    manifest = {"name": "vendored", "private": True, "dependencies": dependencies}
    lock = {"name": "vendored", "lockfileVersion": 3, "packages": {"": {"dependencies": dependencies}, **pinned}}
    with TemporaryDirectory() as folder:
        (Path(folder) / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
        (Path(folder) / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
        return findings_in(_run_npm_audit(Path(folder)))


def findings_in(output: str) -> tuple[Vulnerability, ...]:
    """Return the findings in the JSON of npm audit.

    Raises NotAudited, with npm's reason, if it is no report.
    """
    return tuple(
        _finding(package, vulnerability)
        for package in _parse_report(output)["vulnerabilities"].values()
        # A string in `via` names another package of the report that makes this one vulnerable.
        for vulnerability in package["via"]
        if not isinstance(vulnerability, str)
    )


def _parse_report(output: str) -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads(output)
    except ValueError:
        raise NotAudited((output.strip().splitlines() or ["npm audit printed nothing"])[-1]) from None
    if "vulnerabilities" not in report:
        error = report.get("error") or {}
        raise NotAudited(report.get("message") or error.get("summary") or "npm audit gave no report")
    return report


def _finding(package: dict[str, Any], vulnerability: dict[str, Any]) -> Vulnerability:
    id_ = vulnerability["url"].rpartition("/")[2]
    advisory = f"{id_}, {vulnerability['severity']}: {vulnerability['title']}"
    return Vulnerability(package["name"], advisory, f"concerns {vulnerability['range']}")


def _run_npm_audit(folder: Path) -> str:
    command = [*npm_command(), "audit", "--json", "--package-lock-only", "--fetch-retries=0", "--fetch-timeout=20000"]
    process = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return process.stdout or process.stderr
