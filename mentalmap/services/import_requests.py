"""What is asked of an import of responses, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mentalmap.exchange.mapping import FileOptions, ImportMapping
from mentalmap.messages import Message
from mentalmap.services.import_reports import ImportReport

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class ResponsesRequest:
    """
    What is to be imported, and how.

    Parameters
    ----------
    mapping
        What the columns mean; recognised from the file where left out.
    options
        What the reader should not find out by itself; goes before what the mapping says.
    accept_valid
        Store the good rows although others are rejected.
    create
        Make the survey, and the project, where they are missing.
    dry_run
        Say what would happen, and write nothing.
    """

    path: Path
    project: str
    survey: str
    today: date
    mapping: ImportMapping | None = None
    options: FileOptions = field(default_factory=FileOptions)
    accept_valid: bool = False
    create: bool = False
    dry_run: bool = False
    locale: str = "sv"


@dataclass
class ResponsesOutcome:
    """The report, the mapping that was used, and what a person must still settle (dry runs only)."""

    report: ImportReport
    mapping: ImportMapping
    questions: tuple[Message, ...] = ()
