"""By which process and page people are connected, for rooms of several processes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of processes, and add the columns of connections, with nobody connected."""
    op.create_table(
        "processes",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("seen", sa.Float, nullable=False),
    )
    for name in ("process", "sid", "address"):
        op.add_column("people", sa.Column(name, sa.String))
    for name in ("deadline", "loading"):
        op.add_column("people", sa.Column(name, sa.Float))
    op.create_index("ix_people_process", "people", ["process"])
    op.create_index("ix_people_deadline", "people", ["deadline"])
