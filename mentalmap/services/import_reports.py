"""What an import did, or would have done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mentalmap.errors import ImportRejectedError
from mentalmap.exchange.coding.problems import ProblemLog
from mentalmap.messages import Message, say, say_n


@dataclass
class ImportReport:
    """
    The outcome of one file.

    Rows are rows of the file: `accepted` would be or were stored, `rejected` must not be, `skipped`
    were stored by an earlier import. `partial` of the rejected are interviews whose other marks may be
    stored. `stored` tells whether anything was written; `made` says what was made for it on the way, and
    joins the notes only then.
    """

    noun: str
    file: str
    project: str
    survey: str | None = None
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    partial: int = 0
    responses: int = 0
    perceptions: int = 0
    stored: bool = False
    already_imported_at: datetime | None = None
    new_codes: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)
    made: list[Message] = field(default_factory=list)
    problems: ProblemLog = field(default_factory=ProblemLog)

    def as_dict(self, translate: Callable[[Message], str] = str) -> dict[str, Any]:
        """Give the report for machines; the keys are stable."""
        already = self.already_imported_at
        return {
            "noun": self.noun,
            "file": self.file,
            "project": self.project,
            "survey": self.survey,
            "read": self.read,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "skipped": self.skipped,
            "partial": self.partial,
            "responses": self.responses,
            "perceptions": self.perceptions,
            "stored": self.stored,
            "already_imported_at": None if already is None else already.isoformat(),
            "new_codes": self.new_codes,
            "notes": [translate(note) for note in self.notes],
            "counts": [
                {"severity": severity.value, "code": code, "problems": count}
                for (severity, code), count in sorted(self.problems.counts.items())
            ],
            "unlisted": self.problems.unlisted,
            "problems": [problem.as_dict(translate) for problem in self.problems.sorted()],
        }


class RowsRejectedError(ImportRejectedError):
    """Rows of the file must not be stored, so nothing was; the report lists them."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        super().__init__(
            say_n(
                "%(n)s row cannot be stored, so nothing was stored.",
                "%(n)s rows cannot be stored, so nothing was stored.",
                report.rejected,
            ),
            say("Correct the file; areas are stored all or none.")
            if report.noun == "areas"
            else say(
                "Correct the file or the mapping, or store what is valid with --accept-valid: the other "
                "rows, and of an interview the other marks."
            )
            if report.partial
            else say("Correct the file or the mapping, or store the other rows with --accept-valid."),
        )


class UnsettledFileError(ImportRejectedError):
    """What the file means is not clear enough; a person must say it in a mapping."""

    def __init__(self, doubts: tuple[Message, ...]) -> None:
        self.doubts = doubts
        super().__init__(
            say("It is not clear what the columns of the file mean, so nothing was stored."),
            say("Write a mapping with --dry-run, settle the questions in it, and give it with --mapping."),
        )
