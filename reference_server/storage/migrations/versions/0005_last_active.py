"""When each session was last active, so that idle ones can be removed."""

import time

import sqlalchemy as sa
from alembic import op

from reference_server.storage.column_types import NUMBER

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, as if every session were active now, and index the answers by person."""
    op.add_column("sessions", sa.Column("last_active", NUMBER, nullable=False, server_default="0"))
    op.execute(sa.text("UPDATE sessions SET last_active = :now").bindparams(now=int(time.time())))
    op.create_index("ix_answers_person", "answers", ["person"])
