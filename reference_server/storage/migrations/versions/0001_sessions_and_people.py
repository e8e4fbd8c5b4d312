"""Sessions and people."""

import sqlalchemy as sa
from alembic import op

from reference_server.storage.column_types import NUMBER

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of sessions and people."""
    op.create_table(
        "sessions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("polls", sa.Boolean, nullable=False),
        sa.Column("quizzes", sa.Boolean, nullable=False),
        sa.Column("access", sa.String(8), nullable=False),
        sa.Column("stage_limit", NUMBER, nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("session", sa.String, sa.ForeignKey("sessions.id"), nullable=False, index=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String(9), nullable=False),
        sa.Column("entered", NUMBER),
        sa.Column("standing", sa.String(8), nullable=False, server_default="viewer"),
        sa.Column("since", NUMBER, nullable=False, server_default="0"),
        sa.Column("microphone", sa.Boolean, nullable=False, server_default="1"),
        sa.Column("camera", sa.Boolean, nullable=False, server_default="1"),
        sa.Column("notice_number", NUMBER, nullable=False, server_default="0"),
        sa.Column("notice_kind", sa.String),
        sa.Column("notice_text", sa.String),
    )
