"""The pages by which people connected, so that an older tab cannot take over after a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column of pages."""
    op.add_column("people", sa.Column("pages", sa.JSON, nullable=False, server_default="[]"))
