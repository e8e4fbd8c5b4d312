"""Raised hands and chat messages."""

import sqlalchemy as sa
from alembic import op

from reference_server.storage.column_types import NUMBER

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column of raised hands, and create the table of chat messages."""
    op.add_column("people", sa.Column("hand", NUMBER))
    op.create_table(
        "messages",
        sa.Column("session", sa.String, sa.ForeignKey("sessions.id"), primary_key=True),
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("person", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("sent_as", sa.String, nullable=False),
        sa.Column("sent_at", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.UniqueConstraint("person", "sent_as"),
    )
