"""Maps the roles of a learning platform's user to a role of the room.

The role in the course decides: a teacher elsewhere in the institution who attends this course is an attendee. Roles in
the institution and in the system count only where the platform sends no role in the course.
"""

import re
from collections.abc import Iterable

from reference_server.rules.stage import Role

_VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/"
# Of a sub-role such as membership/Instructor#TeachingAssistant, the part before # is the principal role.
_COURSE = re.compile(re.escape(_VOCABULARY) + r"membership(?:/(?P<principal>\w+))?#(?P<name>\w+)")
_ELSEWHERE = re.compile(re.escape(_VOCABULARY) + r"(?:institution|system)/person#(?P<name>\w+)")
_SHORT = re.compile(r"\w+(?:[/#]\w+)?")
"""A role in the course without the vocabulary, such as “Instructor”."""

TEACHING = {"Instructor", "Administrator", "TeachingAssistant"}
RUNNING = {"Instructor", "Administrator", "SysAdmin"}


def role_of(roles: Iterable[str]) -> Role:
    """Return the role that these roles of the platform give; unknown ones give none."""
    roles = list(roles)
    in_course = [name for role in roles if (name := _name_in_course(role))]
    if in_course:
        return _role(any(name in TEACHING for name in in_course))
    elsewhere = (_ELSEWHERE.fullmatch(role) for role in roles)
    return _role(any(found["name"] in RUNNING for found in elsewhere if found))


def _name_in_course(role: str) -> str:
    """Return the principal role in the course, "" for a role elsewhere."""
    if found := _COURSE.fullmatch(role):
        return found["principal"] or found["name"]
    return re.split("[/#]", role)[0] if _SHORT.fullmatch(role) else ""


def _role(is_moderator: bool) -> Role:
    return Role.MODERATOR if is_moderator else Role.ATTENDEE
