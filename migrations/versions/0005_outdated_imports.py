"""Remember that rows which an import found stored already were removed since, so that its file can come again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the instant from which a run is no proof any more that all its rows are stored."""
    op.add_column("import_run", sa.Column("outdated_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("import_run", "outdated_at")
