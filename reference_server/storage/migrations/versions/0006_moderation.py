"""Moderation: removed people, deleted messages, look-alike names in the chat, and chats turned off."""

import sqlalchemy as sa
from alembic import op

from reference_server.storage.column_types import NUMBER

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, with nobody removed, every chat on and no message deleted."""
    op.add_column("people", sa.Column("removed", NUMBER))
    op.add_column("people", sa.Column("asked_back", NUMBER))
    op.add_column("sessions", sa.Column("chat", sa.Boolean, nullable=False, server_default="1"))
    op.add_column("messages", sa.Column("similar", sa.Boolean, nullable=False, server_default="0"))
    op.add_column("messages", sa.Column("deletion", NUMBER))
