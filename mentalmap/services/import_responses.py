"""Importing responses: a file becomes rows of one survey, all of them or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from sqlalchemy.orm import Session

from mentalmap.domain.bounds import Bounds
from mentalmap.errors import InvalidInputError, InvalidMappingError
from mentalmap.exchange.coding.coder import Coder
from mentalmap.exchange.coding.context import CodingContext
from mentalmap.exchange.coding.positions import infer_bounds
from mentalmap.exchange.mapping import FileOptions, ImportMapping
from mentalmap.exchange.mapping import ImportField as F
from mentalmap.exchange.reading import Source, open_source
from mentalmap.exchange.recognition import recognise
from mentalmap.messages import Message, say, say_n
from mentalmap.services.gazetteers import build_gazetteer
from mentalmap.services.import_grounds import (
    MARGIN_M,
    bounds_of,
    find_grounds,
    make_ground,
    make_round,
    without_margin,
    written,
    year_of,
)
from mentalmap.services.import_notes import count_unvalued, tell_codes, tell_readings, tell_unvalued
from mentalmap.services.import_questions import settle_questions, tell_answers, tell_unasked
from mentalmap.services.import_reports import ImportReport, RowsRejectedError, UnsettledFileError
from mentalmap.services.import_requests import Progress, ResponsesOutcome, ResponsesRequest
from mentalmap.services.import_store import ImportStore
from mentalmap.store import copying
from mentalmap.store.answers import known_answers
from mentalmap.store.areas import area_names, find_area_set
from mentalmap.store.codebooks import Group, Purpose, Theme, list_codes
from mentalmap.store.import_runs import find_run
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey


def import_responses(
    session: Session,
    request: ResponsesRequest,
    *,
    progress: Progress | None = None,
    with_source: Callable[[Source, ResponsesOutcome], None] | None = None,
) -> ResponsesOutcome:
    """
    Import a file of responses into one survey, within the caller's transaction.

    Parameters
    ----------
    progress
        Called with the rows done and, where known, the rows in all.
    with_source
        Called once with the opened file and what is known of it, to write a mapping template: in a dry
        run with the report of its rows.

    Raises
    ------
    UnreadableFileError, InvalidMappingError, ProjectNotFoundError, SurveyNotFoundError
        If the import cannot begin.
    UnsettledFileError
        If it is not clear what the columns mean.
    RowsRejectedError
        If rows must not be stored; the caller's transaction must then be rolled back.
    """
    find_grounds(
        session, request.project, request.survey, create=request.create
    )  # a missing project is said before the file is looked at
    options = _merged(request.options, request.mapping.file if request.mapping else FileOptions())
    with open_source(request.path, **options.model_dump()) as source:
        if not source.sample.num_rows:
            raise _without_rows(request.path.name)
        mapping = request.mapping
        questions: tuple[Message, ...] = ()
        report = ImportReport("responses", request.path.name, request.project, request.survey)
        report.notes += source.notes
        if mapping is None:
            proposal = recognise(source)
            mapping, questions = proposal.mapping, proposal.doubts
            report.notes += proposal.reasons
        outcome = ResponsesOutcome(report, mapping, questions)
        if with_source is not None and not request.dry_run:
            with_source(source, outcome)
        if questions and not request.dry_run:
            raise UnsettledFileError(questions)
        unusable: InvalidMappingError | None = None
        try:
            _Import(session, request, source, mapping, report).run(progress)
        except InvalidMappingError as error:
            unusable = error
        if with_source is not None and request.dry_run:
            with_source(source, outcome)
        if unusable is not None and not questions:
            raise unusable
        return outcome


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
        self.unvalued: Counter[str] = Counter()  # marks without a valence, by kind
        self.decimal_comma = source.decimal_comma if comma is None else comma

    def run(self, progress: Progress | None) -> None:
        """Read, code and store."""
        copying.lock_imports(self.session, self.request.project)
        project, survey = find_grounds(
            self.session, self.request.project, self.request.survey, create=self.request.create
        )
        if survey is not None and self._is_known(survey):
            return
        self.mapping = settle_questions(self.session, project, survey, self.mapping, self.source)
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
            slug, locale = self.request.project, self.request.locale
            project = project or make_ground(self.session, slug, bounds, locale, self.report)
            survey = survey or make_round(self.session, project, self.request.survey, self.report)
            store = ImportStore(
                self.session, project, survey, self.source, coder, known=context.stored_hashes is not None
            )
        self._stream(coder, store, progress)
        if not self.report.read:
            raise _without_rows(self.request.path.name)
        self._tell(coder)
        report = self.report
        report.problems = coder.log
        if report.partial and (self.request.accept_valid or self.request.dry_run):
            report.notes.append(
                say_n(
                    "Of %(n)s interview only those marks are stored that could be read.",
                    "Of %(n)s interviews only those marks are stored that could be read.",
                    report.partial,
                )
            )
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
        self.report.notes += tell_unasked(self.session, survey, self.mapping, run.id)
        return True

    def _bounds(self, project: Project | None) -> Bounds | None:
        """Give where positions may lie, margin included: as stated, or else as the file has them."""
        stated = bounds_of(project)
        if stated is not None:
            return stated
        bounds = infer_bounds(self.source, self.mapping, decimal_comma=self.decimal_comma)
        if bounds is not None:
            # What is written down and widened again must judge the same rows in the same way.
            bounds = without_margin(bounds).expanded_m(MARGIN_M)
            self.report.notes.append(
                say(
                    "The project has no bounds; they were read from the positions of the file: %(bounds)s.",
                    bounds=written(bounds),
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
            "locale": project.locale if project is not None else self.request.locale,
            "decimal_comma": self.decimal_comma,
            "source_crs": self.source.crs_epsg,
            "bounds": bounds or WORLD,
            "asked_in": year_of(self.request.survey, survey),
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
            known_answers=known_answers(self.session, project.id, self.mapping.question_keys),
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

    def _stream(self, coder: Coder, store: ImportStore | None, progress: Progress | None) -> None:
        """Code one batch while the one before is being stored."""
        report = self.report
        with ThreadPoolExecutor(max_workers=1) as worker:
            writing: Future[None] | None = None
            try:
                for batch in self.source.batches():
                    coded = coder.code(batch)
                    self.unvalued.update(count_unvalued(coded.perceptions))
                    report.read += coded.read
                    report.rejected += coded.rejected
                    report.skipped += coded.skipped
                    report.partial += coded.partial
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

    def _tell(self, coder: Coder) -> None:
        """Say what the file added to the lists, and how its names were read."""
        codes, notes = tell_codes(coder)
        self.report.new_codes.update(codes)
        self.report.notes += [*notes, *tell_readings(coder.readings), *tell_unvalued(self.unvalued)]
        self.report.notes += tell_answers(coder.answers.given())


def _without_rows(name: str) -> InvalidInputError:
    return InvalidInputError(
        say("“%(file)s” has a header and no rows.", file=name), say("Choose another file, sheet or layer.")
    )


def _labels(session: Session, noun: Any, project_id: int) -> dict[str, tuple[str, ...]]:
    return {one.code: tuple(map(str, one.labels.values())) for one in list_codes(session, noun, project_id)}


def _merged(first: FileOptions, second: FileOptions) -> FileOptions:
    chosen = {**second.model_dump(exclude_none=True), **first.model_dump(exclude_none=True)}
    return FileOptions(**chosen)
