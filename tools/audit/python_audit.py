"""Known vulnerabilities of pinned Python packages, by pip-audit."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.audit.audit_result import AuditResult, NotAudited, Vulnerability

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "tools/site/requirements.lock", "tools/audit/requirements.lock")
RESPONSE_TIMEOUT = "15"
"""Seconds that pip-audit waits for a response."""
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*==[^\s;]+)(?: \\| *$)", re.M)


@dataclass(frozen=True)
class Database:
    """The database that pip-audit queries: ``pypi``, or ``osv``, at ``osv_url`` if given."""

    service: str = "pypi"
    osv_url: str | None = None

    @property
    def options(self) -> list[str]:
        """The options of pip-audit."""
        return ["--vulnerability-service", self.service, *(["--osv-url", self.osv_url] if self.osv_url else [])]


def audit_python(commands: Path, database: Database, locks: tuple[str, ...] = LOCKS) -> list[AuditResult]:
    """Return the known vulnerabilities by lock file; ``commands``: the folder of pip-audit.

    Raises NotAudited.
    """
    _expect_answer(commands, database, PROJECT / locks[0])
    return [
        AuditResult(lock, findings_in(_run_pip_audit(commands, database, PROJECT / lock, "--require-hashes")))
        for lock in locks
    ]


def findings_in(output: str) -> tuple[Vulnerability, ...]:
    """Return the findings in pip-audit's JSON; raise NotAudited if a package was skipped.

    pip-audit skips packages whose index has no vulnerability reports, and exits with 0 all the same.
    """
    packages = json.loads(output)["dependencies"]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped:
        raise NotAudited(f"no answer about {skipped[0]}" + (f" and {len(skipped) - 1} others" if skipped[1:] else ""))
    return tuple(_finding(package, vulnerability) for package in packages for vulnerability in package["vulns"])


def _finding(package: dict[str, Any], vulnerability: dict[str, Any]) -> Vulnerability:
    fixed = ", ".join(vulnerability["fix_versions"])
    versions = f"fixed in {fixed}" if fixed else "no version is fixed"
    return Vulnerability(f"{package['name']} {package['version']}", vulnerability["id"], versions)


def _expect_answer(commands: Path, database: Database, lock: Path) -> None:
    """Audit a single package, so that an unreachable database is tried only once. Raises NotAudited."""
    pin = _PIN.search(lock.read_text(encoding="utf-8"))
    if pin is None:
        raise NotAudited(f"{lock.name} pins no package")
    with TemporaryDirectory() as folder:
        (Path(folder) / "requirements.txt").write_text(pin[1], encoding="utf-8")
        findings_in(_run_pip_audit(commands, database, Path(folder) / "requirements.txt", "--no-deps"))


def _run_pip_audit(commands: Path, database: Database, requirements: Path, *options: str) -> str:
    """Return what pip-audit prints.

    It exits with 1 both for findings and for errors; only findings are JSON.
    """
    common = ["--disable-pip", "--progress-spinner=off", "--format=json", "--desc=off", "--timeout", RESPONSE_TIMEOUT]
    command = [str(commands / "pip-audit"), "--requirement", str(requirements), *common, *options, *database.options]
    process = subprocess.run(command, capture_output=True, text=True)
    if not process.stdout.startswith("{"):
        raise NotAudited((process.stderr.strip().splitlines() or [f"pip-audit exited with {process.returncode}"])[-1])
    return process.stdout
