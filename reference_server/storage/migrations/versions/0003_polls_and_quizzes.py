"""Polls, quizzes and answers."""

import sqlalchemy as sa
from alembic import op

from reference_server.storage.column_types import NUMBER

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of questionnaires and answers."""
    op.create_table(
        "questionnaires",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("session", sa.String, sa.ForeignKey("sessions.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("phase", sa.String(6), nullable=False),
    )
    op.create_table(
        "answers",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("questionnaire", sa.String, sa.ForeignKey("questionnaires.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person", sa.String, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.UniqueConstraint("questionnaire", "person"),
    )
