"""Importing a text as if it were a file, and looking at what became of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import Kind
from mentalmap.exchange.mapping import parse_mapping
from mentalmap.services.import_reports import ImportReport, RowsRejectedError
from mentalmap.services.import_requests import ResponsesRequest
from mentalmap.services.import_responses import import_responses
from mentalmap.store.projects import Project

TODAY = date(2026, 11, 21)
POINTS = """
[columns]
lon = "lon"
lat = "lat"
"""


class Import:
    """Imports texts into one project, each test its own folder."""

    def __init__(self, session: Session, folder: Path, project: Project) -> None:
        self.session, self.folder, self.project = session, folder, project

    def __call__(
        self,
        content: str | bytes | Path,
        mapping: str,
        *,
        survey: str = "2016",
        name: str = "svar.csv",
        kind: Kind | None = Kind.PROBLEM,
        **options: Any,
    ) -> ImportReport:
        """Import; a `kind` becomes a constant of the mapping."""
        path = content if isinstance(content, Path) else self.folder / name
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        constants = "" if kind is None else f'\n[constants]\nkind = "{kind.value}"\n'
        request = ResponsesRequest(
            path, self.project.slug, survey, TODAY, parse_mapping(mapping + constants), **options
        )
        return import_responses(self.session, request).report

    def refused(self, *arguments: Any, **options: Any) -> ImportReport:
        """Import what must be refused, as the command does: nothing of it stays."""
        savepoint = self.session.begin_nested()
        try:
            self(*arguments, **options)
        except RowsRejectedError as error:
            savepoint.rollback()
            return error.report
        raise AssertionError("nothing was refused")

    def stored(self, what: str = "kind, valence, quote, said_on") -> list[tuple[Any, ...]]:
        """Give columns of the stored perceptions in the order of the file."""
        query = f"SELECT {what} FROM perception WHERE project_id = :project ORDER BY id"
        return [tuple(row) for row in self.session.execute(text(query), {"project": self.project.id})]

    def responses(self, what: str = "count(*)") -> list[tuple[Any, ...]]:
        """Give columns of the stored responses."""
        query = f"SELECT {what} FROM response WHERE project_id = :project"
        return [tuple(row) for row in self.session.execute(text(query), {"project": self.project.id})]

    def count(self, table: str) -> int:
        """Count the rows of the project in a table."""
        query = text(f"SELECT count(*) FROM {table} WHERE project_id = :project")
        return int(self.session.scalar(query, {"project": self.project.id}) or 0)


def codes(report: ImportReport) -> Counter[str]:
    """Count the problems by their code."""
    counted: Counter[str] = Counter()
    for (_, code), count in report.problems.counts.items():
        counted[code] += count
    return counted


def rows_of(report: ImportReport, code: str) -> list[int]:
    """List the rows that have a problem."""
    return [problem.row for problem in report.problems.sorted() if problem.code == code]
