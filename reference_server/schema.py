"""The tables. A change here needs a migration in migrations/versions."""

from sqlalchemy import Boolean, Column, Enum, ForeignKey, Integer, MetaData, String, Table

from reference_server.stage import Access, Role, Standing


def _words(kind: type[Access] | type[Role] | type[Standing]) -> Enum:
    return Enum(kind, native_enum=False, values_callable=lambda members: [str(one) for one in members])


metadata = MetaData()

sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("polls", Boolean, nullable=False),
    Column("quizzes", Boolean, nullable=False),
    Column("access", _words(Access), nullable=False),
    Column("stage_limit", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
)

# `entered` is the session's revision when the person came in, NULL while they are not there; `since` is the
# revision at which they came to their standing. Everything that has an order is ordered by these two.
people = Table(
    "people",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("session", String, ForeignKey("sessions.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("role", _words(Role), nullable=False),
    Column("entered", Integer),
    Column("standing", _words(Standing), nullable=False, server_default=Standing.VIEWER),
    Column("since", Integer, nullable=False, server_default="0"),
    Column("microphone", Boolean, nullable=False, server_default="1"),
    Column("camera", Boolean, nullable=False, server_default="1"),
    Column("notice_number", Integer, nullable=False, server_default="0"),
    Column("notice_kind", String),
    Column("notice_text", String),
)
