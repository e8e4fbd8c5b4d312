"""The result of an audit: the known vulnerabilities of a lock file, or of the vendored packages."""

from dataclasses import dataclass


class NotAudited(Exception):
    """The vulnerability database gave no usable answer; the message gives the reason, in one line."""


@dataclass(frozen=True)
class Vulnerability:
    """A known vulnerability of one pinned or vendored package.

    ``versions`` says which versions fix it, or which it affects.
    """

    package: str
    advisory: str
    versions: str


@dataclass(frozen=True)
class AuditResult:
    """The findings in one lock file, or in the vendored packages.

    ``fails_audit``: whether findings affect the exit code; those in third-party rooms do not.
    """

    subject: str
    findings: tuple[Vulnerability, ...]
    fails_audit: bool = True

    @property
    def lines(self) -> list[str]:
        """The report, for people."""
        if not self.findings:
            return [f"{self.subject}: no known vulnerability"]
        note = "" if self.fails_audit else " (in a third-party room; no effect on the exit code)"
        head = f"{self.subject}: {number_of_vulnerabilities(len(self.findings))}{note}"
        return [head, *(f"  {finding.package}: {finding.advisory}; {finding.versions}" for finding in self.findings)]


def number_of_vulnerabilities(count: int) -> str:
    return "1 known vulnerability" if count == 1 else f"{count} known vulnerabilities"
