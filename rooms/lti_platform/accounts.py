"""The accounts of the platform: two teachers and three students, all with one password."""

from dataclasses import dataclass
from typing import Literal

PASSWORD = "Quince-7-lantern"  # noqa: S105 (of a test host, which listens on loopback only)

Role = Literal["Instructor", "Learner"]


@dataclass(frozen=True)
class Account:
    """An account: ``user`` is the username, ``name`` the full name, which tools receive."""

    user: str
    name: str
    role: Role

    @property
    def is_teacher(self) -> bool:
        return self.role == "Instructor"

    @property
    def role_uri(self) -> str:
        """The role in the course, as a URI of LTI's vocabulary."""
        return f"http://purl.imsglobal.org/vocab/lis/v2/membership#{self.role}"


ACCOUNTS = {
    account.user: account
    for account in (
        Account("maya", "Maya Okafor", "Instructor"),
        Account("noah", "Noah Lind", "Instructor"),
        Account("ada", "Ada Marsh", "Learner"),
        Account("ben", "Ben Sato", "Learner"),
        Account("cleo", "Cleo Roy", "Learner"),
    )
}
