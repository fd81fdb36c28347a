"""What is wrong with the rows of a file: every row listed, with what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from mentalmap.domain.printable import printable
from mentalmap.exchange.reading import RowFault
from mentalmap.messages import Message

MOST_LISTED = 20_000  # of one sort; a file that is wrong throughout must not fill the memory
UNSETTLED_PLACES = frozenset({"unknown_place", "ambiguous_place"})


class Severity(StrEnum):
    """What becomes of the row."""

    REJECTED = "rejected"  # it is not stored
    DOUBTFUL = "doubtful"  # it is stored, and asks for a look


@dataclass(frozen=True, slots=True)
class CellFault:
    """
    What is wrong with a text wherever it stands.

    Parameters
    ----------
    code
        Stable name for the sort of fault.
    word
        The very word that was not understood, where a cell holds several.
    instead
        What may be meant, best first, as a mapping would say it.
    """

    code: str
    problem: Message
    remedy: Message
    severity: Severity = Severity.REJECTED
    word: str | None = None
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One fault in one row. `row` is the number a person sees, `value` is shortened and safe to print."""

    row: int
    column: str | None
    value: str | None
    code: str
    problem: Message
    remedy: Message
    severity: Severity
    word: str | None = None
    instead: tuple[str, ...] = ()

    def as_dict(self, translate: Callable[[Message], str] = str) -> dict[str, object]:
        """Give the problem for machines; the keys are stable."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "severity": self.severity.value,
            "problem": translate(self.problem),
            "remedy": translate(self.remedy),
        }


@dataclass
class ProblemLog:
    """All problems of one run, counted always and listed up to `MOST_LISTED` of each sort."""

    listed: list[RowProblem] = field(default_factory=list)
    counts: Counter[tuple[Severity, str]] = field(default_factory=Counter)

    def add(self, row: int, column: str | None, value: str | None, fault: CellFault) -> None:
        """Count a problem, and list it."""
        if self.note(fault.severity, fault.code):
            shown = None if value is None else printable(value)
            self.listed.append(
                RowProblem(
                    row,
                    column,
                    shown,
                    fault.code,
                    fault.problem,
                    fault.remedy,
                    fault.severity,
                    fault.word,
                    fault.instead,
                )
            )

    def add_fault(self, fault: RowFault) -> None:
        """Take over what the reader found."""
        severity = Severity.DOUBTFUL if fault.doubtful else Severity.REJECTED
        self.add(fault.row, fault.column, None, CellFault(fault.code, fault.problem, fault.remedy, severity))

    def note(self, severity: Severity, code: str) -> bool:
        """Count a problem; tell whether one more of its sort should be listed."""
        self.counts[severity, code] += 1
        return self.counts[severity, code] <= MOST_LISTED

    @property
    def unlisted(self) -> int:
        """How many problems were counted but not listed."""
        return self.counts.total() - len(self.listed)

    def unsettled_places(self) -> list[tuple[str, tuple[str, ...], int]]:
        """Give the names that are no place: as written, what may be meant, in how many cells."""
        found: dict[str, tuple[str, ...]] = {}
        counts: Counter[str] = Counter()
        for problem in self.listed:
            if problem.word is not None and problem.code in UNSETTLED_PLACES:
                found.setdefault(problem.word, problem.instead)
                counts[problem.word] += 1
        return [(word, found[word], count) for word, count in counts.most_common()]

    def sorted(self) -> list[RowProblem]:
        """Give the listed problems in the order of the file."""
        return sorted(self.listed, key=lambda problem: problem.row)
