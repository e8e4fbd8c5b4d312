"""When each session was last active, so that idle ones can be removed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, as if every session were active now, and index the answers by person."""
    op.add_column("sessions", sa.Column("last_active", sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE sessions SET last_active = CAST(strftime('%s', 'now') AS INTEGER)")
    op.create_index("ix_answers_person", "answers", ["person"])
