"""The revision at which a moderator last switched off each device, for all processes of a room."""

import sqlalchemy as sa
from alembic import op

from reference_server.storage.column_types import NUMBER

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nobody's device counts as switched off so far."""
    for name in ("microphone_off", "camera_off"):
        op.add_column("people", sa.Column(name, NUMBER))
