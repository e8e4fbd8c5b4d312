"""Maps the roles of a learning platform's user to a role of the room.

The role in the course decides: a teacher of the institution who takes this course is an attendee. Roles in the
institution and in the system count only if the platform sends no role in the course.
"""

import re
from collections.abc import Iterable

from reference_server.rules.stage import Role

_VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/"
# In a sub-role such as membership/Instructor#TeachingAssistant, the part before # is the principal role.
_COURSE_ROLE = re.compile(re.escape(_VOCABULARY) + r"membership(?:/(?P<principal>\w+))?#(?P<name>\w+)")
_INSTITUTION_OR_SYSTEM_ROLE = re.compile(re.escape(_VOCABULARY) + r"(?:institution|system)/person#(?P<name>\w+)")
_SHORT_COURSE_ROLE = re.compile(r"\w+(?:[/#]\w+)?")
"""A role in the course without the vocabulary, such as “Instructor”."""

COURSE_STAFF = {"Instructor", "Administrator", "TeachingAssistant"}
INSTITUTION_STAFF = {"Instructor", "Administrator", "SysAdmin"}


def map_roles(roles: Iterable[str]) -> Role:
    """Return the room's role for these roles of the platform; roles of other vocabularies are ignored."""
    roles = list(roles)
    course_roles = [name for role in roles if (name := _course_role_name(role))]
    if course_roles:
        return _role(any(name in COURSE_STAFF for name in course_roles))
    matches = (_INSTITUTION_OR_SYSTEM_ROLE.fullmatch(role) for role in roles)
    return _role(any(match["name"] in INSTITUTION_STAFF for match in matches if match))


def _course_role_name(role: str) -> str:
    """Return the principal role in the course, "" for any other role."""
    if match := _COURSE_ROLE.fullmatch(role):
        return match["principal"] or match["name"]
    return re.split("[/#]", role)[0] if _SHORT_COURSE_ROLE.fullmatch(role) else ""


def _role(is_moderator: bool) -> Role:
    return Role.MODERATOR if is_moderator else Role.ATTENDEE
