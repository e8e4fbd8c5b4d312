"""The pages that people came by, so that an older tab stays out also after a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a place for each person's pages."""
    op.add_column("people", sa.Column("pages", sa.JSON, nullable=False, server_default="[]"))
