"""The result of an audit: the known vulnerabilities of one lock file."""

from dataclasses import dataclass


class NotAudited(Exception):
    """The vulnerability database gave no usable answer; the message gives the reason, in one line."""


@dataclass(frozen=True)
class Vulnerability:
    """A known vulnerability of one pinned package.

    ``remedy``: the versions that fix it, if there are any, or those that it affects.
    """

    package: str
    advisory: str
    remedy: str


@dataclass(frozen=True)
class AuditResult:
    """The findings in one lock file.

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
        note = "" if self.fails_audit else " (of a room under test; does not count)"
        head = f"{self.subject}: {len(self.findings)} known{note}"
        return [head, *(f"  {finding.package}: {finding.advisory}; {finding.remedy}" for finding in self.findings)]
