"""LTI: registered platforms, sessions of their resource links, users, and used launches and forms."""

import sqlalchemy as sa
from alembic import op

from reference_server.storage.column_types import NUMBER

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, all of them empty."""
    op.create_table(
        "lti_platforms",
        sa.Column("issuer", sa.String, primary_key=True),
        sa.Column("client_id", sa.String, primary_key=True),
        sa.Column("values", sa.JSON, nullable=False),
    )
    op.create_table(
        "lti_links",
        sa.Column("issuer", sa.String, primary_key=True),
        sa.Column("client_id", sa.String, primary_key=True),
        sa.Column("deployment", sa.String, primary_key=True),
        sa.Column("link", sa.String, primary_key=True),
        sa.Column("session", sa.String, sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, unique=True),
    )
    op.create_table(
        "lti_people",
        sa.Column("session", sa.String, sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("role", sa.String, primary_key=True),
        sa.Column("person", sa.String, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, unique=True),
    )
    op.create_table(
        "lti_used",
        sa.Column("mark", sa.String, primary_key=True),
        sa.Column("expires", NUMBER, nullable=False, index=True),
    )
