"""Import runs: which file brought what, so that the same file twice adds nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentalmap.store.base import Base
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey


class ImportRun(Base):
    """One file that was imported."""

    __tablename__ = "import_run"
    __table_args__ = (
        Index("ix_import_run_project_id_file_sha256", "project_id", "file_sha256"),
        CheckConstraint("noun IN ('responses', 'areas', 'places')", name="noun_known"),
        CheckConstraint("octet_length(file_sha256) = 32", name="file_sha256_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id, ondelete="CASCADE"))
    survey_id: Mapped[int | None] = mapped_column(ForeignKey(Survey.id, ondelete="CASCADE"))
    noun: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[str] = mapped_column(String(255))
    file_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    rows_read: Mapped[int]
    rows_accepted: Mapped[int]
    rows_rejected: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    # Since when some of the rows that it found stored already, brought by another run, are gone.
    outdated_at: Mapped[datetime | None]


def find_run(
    session: Session, project_id: int, noun: str, file_sha256: bytes, survey_id: int | None
) -> ImportRun | None:
    """Find the last run that imported exactly these bytes into this survey, and whose rows all stand."""
    runs = (
        select(ImportRun)
        .where(
            ImportRun.project_id == project_id,
            ImportRun.noun == noun,
            ImportRun.file_sha256 == file_sha256,
            ImportRun.outdated_at.is_(None),
            ImportRun.survey_id == survey_id if survey_id is not None else ImportRun.survey_id.is_(None),
        )
        .order_by(ImportRun.id.desc())
        .limit(1)
    )
    return session.scalar(runs)


def list_runs(session: Session, project_id: int) -> list[ImportRun]:
    """List the imports of a project whose rows stand, the first one first."""
    return list(
        session.scalars(select(ImportRun).where(ImportRun.project_id == project_id).order_by(ImportRun.id))
    )
