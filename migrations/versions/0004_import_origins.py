"""Remember which import run brought marks, areas and places, so that a run can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = ("area_set", "perception", "place", "place_alias")

# An area set is stored in the transaction of its run, and both carry the instant at which that began.
KNOWN_AREAS = """
UPDATE area_set SET import_run_id = import_run.id FROM import_run
WHERE import_run.project_id = area_set.project_id AND import_run.noun = 'areas'
  AND import_run.made_at = area_set.made_at
"""


def upgrade() -> None:
    """Add the column to each table; rows that no import brought leave it empty."""
    for table in TABLES:
        op.add_column(table, sa.Column("import_run_id", sa.Integer(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_import_run"),
            table,
            "import_run",
            ["import_run_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_index(
        "ix_perception_import_run_id",
        "perception",
        ["import_run_id"],
        unique=False,
        postgresql_where=sa.text("import_run_id IS NOT NULL"),
    )
    op.execute(KNOWN_AREAS)


def downgrade() -> None:
    """Remove the columns; their keys and the index go with them."""
    for table in TABLES:
        op.drop_column(table, "import_run_id")
