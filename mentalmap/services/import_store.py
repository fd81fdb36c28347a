"""Storing the coded batches of one file, with the run that brought them."""

from __future__ import annotations

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.exchange.coding.coder import CodedBatch, Coder
from mentalmap.exchange.reading import Source
from mentalmap.messages import say_n
from mentalmap.services.import_questions import publish_questions, store_answers, tell_left_out
from mentalmap.services.import_reports import ImportReport
from mentalmap.services.responses import ResponseWriter
from mentalmap.store import copying
from mentalmap.store.codebooks import Group, Purpose, Theme, add_codes
from mentalmap.store.import_runs import ImportRun
from mentalmap.store.outbox import record_event
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey


class ImportStore:
    """Writes coded batches; used by one thread at a time."""

    def __init__(
        self, session: Session, project: Project, survey: Survey, source: Source, coder: Coder, *, known: bool
    ) -> None:
        questions = coder.context.mapping.answers
        self.asked = publish_questions(session, survey, questions, project.locale) if questions else None
        self.session = session
        self.project = project
        self.survey = survey
        self.coder = coder
        # The coder asks the database about rows of an earlier import, over the same connection.
        self.must_wait = known
        self.locale = project.locale
        self.ids: IntArray = np.empty(0, dtype=np.int64)
        self.was_there: BoolArray = np.empty(0, dtype=bool)
        self.responses = self.perceptions = 0
        self.met_before = 0  # respondents of the file whose numbers the survey has already
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
        self.writer = ResponseWriter(
            session,
            project,
            survey,
            self.run.id,
            questionnaire_id=None if self.asked is None else self.asked.questionnaire_id,
        )

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
            self.met_before += int((~is_new).sum())
        numbers[is_new] = self.writer.write_responses(coded.responses.take(np.flatnonzero(is_new)))
        self.ids = np.append(self.ids, numbers)
        self.was_there = np.append(self.was_there, ~is_new)
        self.writer.write_perceptions(coded.perceptions, self.ids, self.was_there)
        self.responses += int(is_new.sum())
        self.perceptions += len(coded.perceptions)

    def finish(self, report: ImportReport) -> None:
        """Complete what came late, and record what happened."""
        numbers, background = self.coder.late_background()
        self._add_codes()
        self.writer.fill_background(self.ids[numbers], background)
        if self.asked is not None:
            given = list(self.coder.answers.given())
            store_answers(self.session, self.asked, given, self.ids, ~self.was_there)
            report.notes += tell_left_out(self.session, given, self.ids, self.was_there)
        self.run.rows_read, self.run.rows_accepted = report.read, report.accepted
        self.run.rows_rejected = report.rejected
        report.responses, report.perceptions = self.responses, self.perceptions
        report.stored = True
        if self.met_before and not report.skipped:
            # A sheet that grew brings its old rows too; this one brings none of them.
            report.notes.append(
                say_n(
                    "%(n)s respondent has a number that an earlier file of this survey used, and counts "
                    "as the same person. If it is somebody else, give the respondents of this file other "
                    "numbers.",
                    "%(n)s respondents have numbers that an earlier file of this survey used, and count as "
                    "the same people. If they are others, give the respondents of this file other numbers.",
                    self.met_before,
                )
            )
        report.notes += report.made
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
