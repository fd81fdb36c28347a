"""
Let a mark find its response at once on the evening a survey opens.

The check that a mark's response exists names the response and its survey. While a table is new PostgreSQL knows
nothing about it, and takes the index of surveys to be as good as any other: every mark then walked through all
responses of the survey. With the response in that index too, the check reads one row.
"""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the response to the index of surveys."""
    op.drop_index("ix_response_survey_id", table_name="response")
    op.create_index("ix_response_survey_id_id", "response", ["survey_id", "id"], unique=False)


def downgrade() -> None:
    """Keep the survey alone."""
    op.drop_index("ix_response_survey_id_id", table_name="response")
    op.create_index("ix_response_survey_id", "response", ["survey_id"], unique=False)
