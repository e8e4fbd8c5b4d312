"""Maps the roles of a learning platform's user to a role of the room.

The role in the course decides: a teacher elsewhere in the institution who attends this course is an attendee. Roles in
the institution and in the system count only where the platform sends no role in the course.
"""

import re
from collections.abc import Iterable

from reference_server.rules.stage import Role

_VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/"
# In a sub-role such as membership/Instructor#TeachingAssistant, the part before # is the principal role.
_COURSE = re.compile(re.escape(_VOCABULARY) + r"membership(?:/(?P<principal>\w+))?#(?P<name>\w+)")
_ELSEWHERE = re.compile(re.escape(_VOCABULARY) + r"(?:institution|system)/person#(?P<name>\w+)")
_SHORT = re.compile(r"\w+(?:[/#]\w+)?")
"""A role in the course without the vocabulary, such as “Instructor”."""

COURSE_STAFF = {"Instructor", "Administrator", "TeachingAssistant"}
INSTITUTION_STAFF = {"Instructor", "Administrator", "SysAdmin"}


def role_of(roles: Iterable[str]) -> Role:
    """Return the room's role for these roles of the platform; unknown roles are ignored."""
    roles = list(roles)
    in_course = [name for role in roles if (name := _name_in_course(role))]
    if in_course:
        return _role(any(name in COURSE_STAFF for name in in_course))
    elsewhere = (_ELSEWHERE.fullmatch(role) for role in roles)
    return _role(any(match["name"] in INSTITUTION_STAFF for match in elsewhere if match))


def _name_in_course(role: str) -> str:
    """Return the principal role in the course, "" for a role elsewhere."""
    if match := _COURSE.fullmatch(role):
        return match["principal"] or match["name"]
    return re.split("[/#]", role)[0] if _SHORT.fullmatch(role) else ""


def _role(is_moderator: bool) -> Role:
    return Role.MODERATOR if is_moderator else Role.ATTENDEE
