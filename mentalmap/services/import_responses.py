"""Importing responses: a file becomes rows of one survey, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray
from mentalmap.domain.bounds import Bounds
from mentalmap.domain.crs import crs_label, metric_crs_for
from mentalmap.errors import InvalidInputError, InvalidMappingError, ProjectNotFoundError, SurveyNotFoundError
from mentalmap.exchange.coding.coder import CodedBatch, Coder
from mentalmap.exchange.coding.context import CodingContext
from mentalmap.exchange.coding.positions import infer_bounds
from mentalmap.exchange.mapping import FileOptions, ImportMapping
from mentalmap.exchange.mapping import ImportField as F
from mentalmap.exchange.reading import Source, open_source
from mentalmap.exchange.recognition import recognise
from mentalmap.messages import Message, say, say_n
from mentalmap.services.gazetteers import build_gazetteer
from mentalmap.services.import_reports import ImportReport, RowsRejectedError, UnsettledFileError
from mentalmap.services.projects import ProjectBounds, make_project, make_survey
from mentalmap.services.responses import ResponseWriter
from mentalmap.store import copying
from mentalmap.store.areas import area_names, find_area_set
from mentalmap.store.codebooks import Group, Purpose, Theme, add_codes, list_codes
from mentalmap.store.import_runs import ImportRun, find_run
from mentalmap.store.outbox import record_event
from mentalmap.store.projects import Project, find_project
from mentalmap.store.surveys import Survey, find_survey

MARGIN_M = 10_000.0  # people speak of what lies just outside, and outlines of municipalities are coarse

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


def import_responses(
    session: Session,
    request: ResponsesRequest,
    *,
    progress: Progress | None = None,
    with_source: Callable[[Source, ImportMapping], None] | None = None,
) -> ResponsesOutcome:
    """
    Import a file of responses into one survey, within the caller's transaction.

    Parameters
    ----------
    progress
        Called with the rows done and, where known, the rows in all.
    with_source
        Called once with the opened file and its mapping: to write a mapping template.

    Raises
    ------
    UnreadableFileError, InvalidMappingError, ProjectNotFoundError, SurveyNotFoundError
        If the import cannot begin.
    UnsettledFileError
        If it is not clear what the columns mean.
    RowsRejectedError
        If rows must not be stored; the caller's transaction must then be rolled back.
    """
    _find(session, request)  # a missing project is said before the file is looked at
    options = _merged(request.options, request.mapping.file if request.mapping else FileOptions())
    with open_source(request.path, **options.model_dump()) as source:
        mapping = request.mapping
        questions: tuple[Message, ...] = ()
        report = ImportReport("responses", request.path.name, request.project, request.survey)
        report.notes += source.notes
        if mapping is None:
            proposal = recognise(source)
            mapping, questions = proposal.mapping, proposal.doubts
            report.notes += proposal.reasons
        if with_source is not None:
            with_source(source, mapping)
        if questions and not request.dry_run:
            raise UnsettledFileError(questions)
        outcome = ResponsesOutcome(report, mapping, questions)
        try:
            _Import(session, request, source, mapping, report).run(progress)
        except InvalidMappingError:
            if not questions:
                raise
        return outcome


def _find(session: Session, request: ResponsesRequest) -> tuple[Project | None, Survey | None]:
    """Find the project and the survey; what is missing may be made only when that was asked for."""
    create = request.create
    try:
        project = find_project(session, request.project)
    except ProjectNotFoundError as error:
        if create:
            return None, None
        error.remedy = _how_to_add(error.remedy, f"mentalmap project add {request.project} --name NAME")
        raise
    try:
        return project, find_survey(session, project.id, request.survey)
    except SurveyNotFoundError as error:
        if create:
            return project, None
        error.remedy = _how_to_add(error.remedy, f"mentalmap survey add {request.project} {request.survey}")
        raise


class _Import:
    """One run of one file."""

    def __init__(
        self,
        session: Session,
        request: ResponsesRequest,
        source: Source,
        mapping: ImportMapping,
        report: ImportReport,
    ) -> None:
        self.session = session
        self.request = request
        self.source = source
        self.mapping = mapping
        self.report = report
        comma = mapping.decimal_comma
        self.decimal_comma = source.decimal_comma if comma is None else comma

    def run(self, progress: Progress | None) -> None:
        """Read, code and store."""
        copying.lock_imports(self.session, self.request.project)
        project, survey = _find(self.session, self.request)
        if survey is not None and self._is_known(survey):
            return
        bounds = self._bounds(project)
        context = self._context(project, survey, bounds)
        coder = Coder(context, self.source.columns, file_geometry=self.source.geometry)
        self.report.problems = coder.log
        if not coder.respondents_known:
            self.report.notes.append(
                say("No column tells people apart: each row is a response of its own, and captions say so.")
            )
        store = None
        if not self.request.dry_run:
            project = project or self._make_project(bounds)
            survey = survey or self._make_survey(project)
            store = _Store(
                self.session, project, survey, self.source, coder, known=context.stored_hashes is not None
            )
        self._stream(coder, store, progress)
        if not self.report.read:
            raise InvalidInputError(
                say("“%(file)s” has a header and no rows.", file=self.request.path.name),
                say("Choose another file, sheet or layer."),
            )
        self._tell_codes(coder)
        report = self.report
        report.problems = coder.log
        if report.rejected and not (self.request.accept_valid or self.request.dry_run):
            raise RowsRejectedError(report)
        if store is not None:
            store.finish(report)

    def _is_known(self, survey: Survey) -> bool:
        """Tell whether exactly these bytes were imported before, without a row left behind."""
        run = find_run(
            self.session, survey.project_id, "responses", bytes.fromhex(self.source.sha256), survey.id
        )
        if run is None or run.rows_rejected:
            return False
        self.report.already_imported_at = run.made_at
        self.report.read, self.report.skipped = run.rows_read, run.rows_read
        self.report.notes.append(
            say(
                "This file was imported already on %(day)s; nothing was added.",
                day=run.made_at.date().isoformat(),
            )
        )
        return True

    def _bounds(self, project: Project | None) -> Bounds | None:
        """Give where positions may lie, margin included: as stated, or else as the file has them."""
        if project is not None:
            stated = (project.west, project.south, project.east, project.north)
            west, south, east, north = stated
            if west is not None and south is not None and east is not None and north is not None:
                return Bounds(west, south, east, north).expanded_m(MARGIN_M)
        bounds = infer_bounds(self.source, self.mapping, decimal_comma=self.decimal_comma)
        if bounds is not None:
            # What is written down and widened again must judge the same rows in the same way.
            bounds = _without_margin(bounds).expanded_m(MARGIN_M)
            self.report.notes.append(
                say(
                    "The project has no bounds; they were read from the positions of the file: %(bounds)s.",
                    bounds=_written(bounds),
                )
            )
        return bounds

    def _context(
        self, project: Project | None, survey: Survey | None, bounds: Bounds | None
    ) -> CodingContext:
        from mentalmap.domain.bounds import WORLD

        shared: dict[str, Any] = {
            "mapping": self.mapping,
            "keyspace": (self.request.project, self.request.survey),
            "today": self.request.today,
            "decimal_comma": self.decimal_comma,
            "source_crs": self.source.crs_epsg,
            "bounds": bounds or WORLD,
        }
        if project is None:
            return CodingContext(**shared)
        areas = find_area_set(self.session, project.id, None)
        if areas is None and F.HOME_AREA in self.mapping.columns:
            self.report.notes.append(
                say("The project has no areas yet, so no home area can be stored: import areas first.")
            )
        project_id = project.id

        def stored_hashes(client_ids: list[bytes]) -> Mapping[bytes, bytes | None]:
            return copying.find_perception_hashes(self.session, project_id, client_ids)

        return CodingContext(
            **shared,
            gazetteer=build_gazetteer(self.session, project.id, areas),
            area_names={} if areas is None else area_names(self.session, areas.id),
            themes=_labels(self.session, Theme, project.id),
            purposes=_labels(self.session, Purpose, project.id),
            groups=_labels(self.session, Group, project.id),
            stored_hashes=(
                stored_hashes
                if survey is not None and copying.has_responses(self.session, survey.id)
                else None
            ),
        )

    def _make_project(self, bounds: Bounds | None) -> Project:
        """Make the project from what the file shows, and say so."""
        slug = self.request.project
        if bounds is None:
            raise InvalidInputError(
                say(
                    "The file gives no positions, so the project “%(slug)s” cannot be made from it.",
                    slug=slug,
                ),
                say("Make it with: mentalmap project add %(slug)s --name NAME", slug=slug),
            )
        metric = metric_crs_for(*bounds.middle)
        stated = _without_margin(bounds)
        made = make_project(
            self.session,
            slug,
            name=slug.replace("-", " ").capitalize(),
            locale=self.request.locale,
            bounds=ProjectBounds(stated.west, stated.south, stated.east, stated.north),
            metric_crs=metric,
        )
        self.report.notes.append(
            say(
                "The project “%(slug)s” was made; it measures in %(crs)s and reaches over %(bounds)s.",
                slug=slug,
                crs=crs_label(metric),
                bounds=_written(bounds),
            )
        )
        return made

    def _make_survey(self, project: Project) -> Survey:
        made = make_survey(self.session, project, self.request.survey)
        self.report.notes.append(say("The survey “%(slug)s” was made.", slug=self.request.survey))
        return made

    def _stream(self, coder: Coder, store: _Store | None, progress: Progress | None) -> None:
        """Code one batch while the one before is being stored."""
        report = self.report
        with ThreadPoolExecutor(max_workers=1) as worker:
            writing: Future[None] | None = None
            try:
                for batch in self.source.batches():
                    coded = coder.code(batch)
                    report.read += coded.read
                    report.rejected += coded.rejected
                    report.skipped += coded.skipped
                    report.accepted = report.read - report.rejected - report.skipped
                    if store is not None and (self.request.accept_valid or not report.rejected):
                        if writing is not None:
                            writing.result()
                        writing = worker.submit(store.write, coded)
                        if store.must_wait:
                            writing.result()
                    else:
                        report.responses += len(coded.responses)
                        report.perceptions += len(coded.perceptions)
                    if progress is not None:
                        progress(report.read, self.source.row_count)
            finally:
                if writing is not None:
                    writing.result()

    def _tell_codes(self, coder: Coder) -> None:
        for noun, one in (("themes", coder.themes), ("purposes", coder.purposes), ("groups", coder.groups)):
            if one.new:
                self.report.new_codes[noun] = dict(one.new)
                labels = ", ".join(one.new.values())
                self.report.notes.append(
                    say_n(
                        "New in the list of %(noun)s: %(labels)s.",
                        "%(n)s new in the list of %(noun)s: %(labels)s.",
                        len(one.new),
                        noun=noun,
                        labels=labels,
                    )
                )


class _Store:
    """Writes coded batches; used by one thread at a time."""

    def __init__(
        self, session: Session, project: Project, survey: Survey, source: Source, coder: Coder, *, known: bool
    ) -> None:
        self.session = session
        self.project = project
        self.survey = survey
        self.coder = coder
        # The coder asks the database about rows of an earlier import, over the same connection.
        self.must_wait = known
        self.locale = project.locale
        self.ids: IntArray = np.empty(0, dtype=np.int64)
        self.responses = self.perceptions = 0
        self._codes = 0
        self.run = ImportRun(
            project_id=project.id,
            survey_id=survey.id,
            noun="responses",
            file_name=source.path.name[:255],
            file_sha256=bytes.fromhex(source.sha256),
            rows_read=0,
            rows_accepted=0,
            rows_rejected=0,
        )
        session.add(self.run)
        session.flush()
        self.writer = ResponseWriter(session, project, survey, self.run.id)

    def write(self, coded: CodedBatch) -> None:
        """Store one batch."""
        self._add_codes()
        numbers = np.empty(len(coded.responses), dtype=np.int64)
        is_new = np.ones(len(numbers), dtype=bool)
        if self.must_wait and len(numbers):
            client_ids = [key.tobytes() for key in coded.responses.client_id]
            stored = copying.find_response_ids(self.session, self.project.id, client_ids)
            is_new = np.array([key not in stored for key in client_ids], dtype=bool)
            numbers[~is_new] = [stored[key] for key in client_ids if key in stored]
        numbers[is_new] = self.writer.write_responses(coded.responses.take(np.flatnonzero(is_new)))
        self.ids = np.append(self.ids, numbers)
        self.writer.write_perceptions(coded.perceptions, self.ids)
        self.responses += int(is_new.sum())
        self.perceptions += len(coded.perceptions)

    def finish(self, report: ImportReport) -> None:
        """Complete what came late, and record what happened."""
        numbers, background = self.coder.late_background()
        self._add_codes()
        self.writer.fill_background(self.ids[numbers], background)
        self.run.rows_read, self.run.rows_accepted = report.read, report.accepted
        self.run.rows_rejected = report.rejected
        report.responses, report.perceptions = self.responses, self.perceptions
        report.stored = True
        if self.responses or self.perceptions:
            record_event(
                self.session,
                self.project.id,
                "responses",
                survey=self.survey.slug,
                responses=self.responses,
                perceptions=self.perceptions,
            )
        self.session.flush()

    def _add_codes(self) -> None:
        """Put words that the file brought into the project's lists, with their label as it was written."""
        themes, purposes, groups = (
            [(code, {self.locale: label}) for code, label in list(one.new.items())]
            for one in (self.coder.themes, self.coder.purposes, self.coder.groups)
        )
        count = len(themes) + len(purposes) + len(groups)
        if count == self._codes:
            return
        add_codes(self.session, Theme, self.project.id, themes)
        add_codes(self.session, Purpose, self.project.id, purposes)
        add_codes(self.session, Group, self.project.id, groups)
        self.writer.renew_codes()
        self._codes = count


def _labels(session: Session, noun: Any, project_id: int) -> dict[str, tuple[str, ...]]:
    return {one.code: tuple(map(str, one.labels.values())) for one in list_codes(session, noun, project_id)}


def _merged(first: FileOptions, second: FileOptions) -> FileOptions:
    chosen = {**second.model_dump(exclude_none=True), **first.model_dump(exclude_none=True)}
    return FileOptions(**chosen)


def _how_to_add(remedy: Message | None, command: str) -> Message:
    add = say("Make it with: %(command)s – or let the import make it: --create", command=command)
    if remedy is None or "%(known)s" not in remedy.text:
        return add
    return say("%(known)s %(add)s", known=remedy, add=add)


def _without_margin(bounds: Bounds) -> Bounds:
    """Take the margin off again; six decimals are a hand's breadth."""
    inner = bounds.expanded_m(-MARGIN_M)
    return Bounds(*(round(side, 6) for side in (inner.west, inner.south, inner.east, inner.north)))


def _written(bounds: Bounds) -> str:
    return f"{bounds.west:.3f}, {bounds.south:.3f}, {bounds.east:.3f}, {bounds.north:.3f}"
