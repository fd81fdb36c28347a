"""What the import commands print: a report for people, JSON for machines, problems as CSV."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from mentalmap.domain.printable import printable
from mentalmap.errors import InvalidInputError, MentalMapError
from mentalmap.exchange.coding.problems import RowProblem, Severity
from mentalmap.i18n import catalogue, locale_of_terminal, translator
from mentalmap.messages import Message, say
from mentalmap.services.import_reports import ImportReport

SHOWN_OF_EACH = 10
SHOWN_ROWS = 6
_HEADERS = ("row", "column", "value", "severity", "code", "problem", "remedy")
# A spreadsheet program would compute a cell that begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Speaker:
    """Prints in the language of the terminal; with `as_json` nothing but one JSON document goes to stdout."""

    def __init__(self, *, as_json: bool) -> None:
        self.locale = locale_of_terminal()
        self.as_json = as_json
        words = catalogue(self.locale)
        self.gettext, self.ngettext = words.gettext, words.ngettext
        self.translate = translator(self.locale)

    def line(self, message: Message) -> None:
        """Print a sentence for people."""
        click.echo(self.translate(message), err=self.as_json)

    def error(self, error: MentalMapError) -> None:
        """Print what stands in the way, and the remedy."""
        click.echo(self.translate(error.message), err=True)
        if error.remedy is not None:
            click.echo(self.translate(error.remedy), err=True)

    def questions(self, questions: Sequence[Message]) -> None:
        """Print what a person must settle."""
        if questions:
            click.echo(self.translate(say("To be settled in the mapping:")), err=True)
        for question in questions:
            click.echo(f"  • {self.translate(question)}", err=True)

    def template(self, path: Path, text: str) -> None:
        """Write a mapping; a file that is there is never overwritten."""
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            self.line(say("The mapping “%(path)s” is there already and was left as it is.", path=path))
            return
        except OSError as error:
            raise InvalidInputError(
                say("The mapping cannot be written to “%(path)s”.", path=path),
                say("Choose another place with --write-mapping."),
            ) from error
        self.line(say("The mapping was written to “%(path)s”.", path=path))

    def report(self, report: ImportReport, problems_path: Path | None, *, dry_run: bool) -> None:
        """Print the outcome of an import."""
        if problems_path is not None:
            self._write_problems(report, problems_path)
        if self.as_json:
            document = {**report.as_dict(self.translate), "dry_run": dry_run}
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
            return
        for note in report.notes:
            self.line(note)
        if not report.read:
            return
        self.line(
            say(
                "Rows read: %(read)s, accepted: %(accepted)s, rejected: %(rejected)s,"
                " there before or left out: %(skipped)s, doubts: %(doubts)s.",
                read=report.read,
                accepted=report.accepted,
                rejected=report.rejected,
                skipped=report.skipped,
                doubts=sum(n for (how, _), n in report.problems.counts.items() if how is Severity.DOUBTFUL),
            )
        )
        if report.stored and report.noun == "responses":
            self.line(
                say(
                    "Stored: %(responses)s responses with %(perceptions)s marks.",
                    responses=report.responses,
                    perceptions=report.perceptions,
                )
            )
        elif dry_run:
            self.line(say("This was a dry run; nothing was stored."))
        self._list_problems(report)

    def _list_problems(self, report: ImportReport) -> None:
        """Print the first problems of each sort, and how many there are."""
        of_sort: dict[tuple[Severity, str], list[RowProblem]] = defaultdict(list)
        for problem in report.problems.sorted():
            of_sort[problem.severity, problem.code].append(problem)
        for (severity, code), count in sorted(report.problems.counts.items()):
            click.echo("")
            click.echo(
                self.translate(
                    say("Rejected, %(code)s: %(count)s", code=code, count=count)
                    if severity is Severity.REJECTED
                    else say("Doubtful, %(code)s: %(count)s", code=code, count=count)
                )
            )
            groups = _alike(of_sort[severity, code])
            first = None
            for group in groups[:SHOWN_OF_EACH]:
                problem = group[0]
                where = " · ".join(self._where(group))
                click.echo(f"  {where}: {self.translate(problem.problem)}")
                if first is None or problem.remedy != first:
                    click.echo(f"      → {self.translate(problem.remedy)}")
                first = first or problem.remedy
            rest = count - sum(map(len, groups[:SHOWN_OF_EACH]))
            if rest:
                more = say("… and %(more)s more; all of them: --problems FILE.csv", more=rest)
                click.echo(f"  {self.translate(more)}")

    def _where(self, group: Sequence[RowProblem]) -> list[str]:
        """Tell in which rows and columns the same fault stands."""
        problem = group[0]
        rows = list(dict.fromkeys(one.row for one in group))
        columns = ", ".join(dict.fromkeys(printable(one.column) for one in group if one.column))
        written = problem.value if problem.word is None else printable(problem.word)
        value = [f"“{written}”"] if written else []
        if len(rows) == 1:
            return [self.translate(say("row %(row)s", row=rows[0])), *filter(None, [columns]), *value]
        listed = ", ".join(map(str, rows[:SHOWN_ROWS])) + (", …" if len(rows) > SHOWN_ROWS else "")
        told = say("%(count)s rows (%(rows)s)", count=len(rows), rows=listed)
        return [*value, self.translate(told), *filter(None, [columns])]

    def _write_problems(self, report: ImportReport, path: Path) -> None:
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(_HEADERS)
                for problem in report.problems.sorted():
                    cells = problem.as_dict(self.translate)
                    writer.writerow([_harmless(cells[name]) for name in _HEADERS])
        except OSError as error:
            raise InvalidInputError(
                say("The problems cannot be written to “%(path)s”.", path=path)
            ) from error
        self.line(say("The problems were written to “%(path)s”.", path=path))

    @contextmanager
    def progress(self) -> Iterator[Callable[[int, int | None], None] | None]:
        """Show a progress bar on a terminal, and nothing anywhere else."""
        import sys

        if not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(self.translate(say("Rows")), total=None)

            def advance(done: int, total: int | None) -> None:
                bar.update(task, completed=done, total=total)

            yield advance


def _alike(problems: Sequence[RowProblem]) -> list[list[RowProblem]]:
    """Put together what is wrong in the same way with the same word; the commonest first."""
    groups: dict[tuple[str | None, str], list[RowProblem]] = defaultdict(list)
    for problem in problems:
        word = problem.value if problem.word is None else problem.word
        groups[word, str(problem.problem)].append(problem)
    return sorted(groups.values(), key=len, reverse=True)


def _harmless(cell: object) -> object:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
