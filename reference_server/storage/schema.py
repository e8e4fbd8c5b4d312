"""The database tables. A change needs a new migration in migrations/versions, named by VERSION."""

from enum import StrEnum

from sqlalchemy import JSON, Boolean, Column, Enum, Float, ForeignKey, MetaData, String, Table, UniqueConstraint

from reference_server.rules.questionnaires import Phase, QuestionnaireKind
from reference_server.rules.stage import Access, Role, Standing
from reference_server.storage.column_types import NUMBER

VERSION = "0009"
"""The revision of the newest migration."""


def _enum(kind: type[StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, values_callable=lambda members: [str(member) for member in members])


metadata = MetaData()

# `last_active` is the time of the last change, in seconds since 1970; `chat` says whether attendees may write.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("polls", Boolean, nullable=False),
    Column("quizzes", Boolean, nullable=False),
    Column("access", _enum(Access), nullable=False),
    Column("stage_limit", NUMBER, nullable=False),
    Column("revision", NUMBER, nullable=False),
    Column("last_active", NUMBER, nullable=False, server_default="0"),
    Column("chat", Boolean, nullable=False, server_default="1"),
)

# These columns contain revisions of the session, which define the order of each list:
# - `entered`: the person entered; NULL while they are absent.
# - `since`: the person got their standing.
# - `hand`: the person raised their hand; NULL while it is down.
# - `removed`: a moderator removed the person from the session; NULL while they may enter.
# - `microphone_off`, `camera_off`: a moderator switched the device off; NULL while nobody has, or the person is absent.
# - `asked_back`: the removed person asked to be let in; NULL while they do not ask.
# `pages` are the ids of the pages by which the person connected, the newest at the end.
# These columns are used by rooms of several processes:
# - `process`, `sid`, `address`: the process that a person is connected to, and the Socket.IO id and public id of their
#   page; NULL while they are disconnected.
# - `deadline`: the time at which a disconnected person leaves; NULL while they are connected or absent.
# - `loading`: the time until which their page counts as being loaded.
# The times are in seconds since 1970, by the database's clock.
people = Table(
    "people",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("session", String, ForeignKey("sessions.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("role", _enum(Role), nullable=False),
    Column("entered", NUMBER),
    Column("standing", _enum(Standing), nullable=False, server_default=Standing.VIEWER),
    Column("since", NUMBER, nullable=False, server_default="0"),
    Column("microphone", Boolean, nullable=False, server_default="1"),
    Column("camera", Boolean, nullable=False, server_default="1"),
    Column("microphone_off", NUMBER),
    Column("camera_off", NUMBER),
    Column("hand", NUMBER),
    Column("removed", NUMBER),
    Column("asked_back", NUMBER),
    Column("notice_number", NUMBER, nullable=False, server_default="0"),
    Column("notice_kind", String),
    Column("notice_text", String),
    Column("pages", JSON, nullable=False, server_default="[]"),
    Column("process", String, index=True),
    Column("sid", String),
    Column("address", String),
    Column("deadline", Float, index=True),
    Column("loading", Float),
)

# The running processes of a room with several processes, and when each renewed its lease, in seconds since 1970.
processes = Table(
    "processes",
    metadata,
    Column("id", String, primary_key=True),
    Column("seen", Float, nullable=False),
)

# `questions` is a list of {text, options, several, right}; it changes only in the phase `draft`.
questionnaires = Table(
    "questionnaires",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("session", String, ForeignKey("sessions.id"), nullable=False, index=True),
    Column("kind", _enum(QuestionnaireKind), nullable=False),
    Column("title", String, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("phase", _enum(Phase), nullable=False),
)

# `choices` is a list with, for each question, the list of the chosen options' indexes from 0.
answers = Table(
    "answers",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("questionnaire", String, ForeignKey("questionnaires.id", ondelete="CASCADE"), nullable=False),
    Column("person", String, ForeignKey("people.id"), nullable=False, index=True),
    Column("choices", JSON, nullable=False),
    UniqueConstraint("questionnaire", "person"),
)

# The chat. `number` counts a session's messages from 1. `sent_as` is the id that the sender's page has made for the
# message, by which a message that is sent twice is recognised. `sent_at` is UTC in ISO 8601. `similar`: the sender's
# name looked like somebody else's at that time. `deletion` counts a session's deletions from 1; it is NULL while the
# message is not deleted. A deleted message keeps its row, without its text, so that its number is not used again.
messages = Table(
    "messages",
    metadata,
    Column("session", String, ForeignKey("sessions.id"), primary_key=True),
    Column("number", NUMBER, primary_key=True),
    Column("person", String, ForeignKey("people.id"), nullable=False),
    Column("sent_as", String, nullable=False),
    Column("sent_at", String, nullable=False),
    Column("text", String, nullable=False),
    Column("similar", Boolean, nullable=False, server_default="0"),
    Column("deletion", NUMBER),
    UniqueConstraint("person", "sent_as"),
)

# Learning platforms that registered themselves (LTI); `values` has their endpoints and deployments.
lti_platforms = Table(
    "lti_platforms",
    metadata,
    Column("issuer", String, primary_key=True),
    Column("client_id", String, primary_key=True),
    Column("values", JSON, nullable=False),
)

# The session of each resource link, which is an activity in a course of a learning platform.
lti_links = Table(
    "lti_links",
    metadata,
    Column("issuer", String, primary_key=True),
    Column("client_id", String, primary_key=True),
    Column("deployment", String, primary_key=True),
    Column("link", String, primary_key=True),
    Column("session", String, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, unique=True),
)

# The person of each user of a learning platform; `subject` is the platform's id of the user.
lti_people = Table(
    "lti_people",
    metadata,
    Column("session", String, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("subject", String, primary_key=True),
    Column("role", _enum(Role), primary_key=True),
    Column("person", String, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, unique=True),
)

# Launches and forms that were used, and cannot be used again; `expires` is in seconds since 1970.
lti_used = Table(
    "lti_used",
    metadata,
    Column("mark", String, primary_key=True),
    Column("expires", NUMBER, nullable=False, index=True),
)
