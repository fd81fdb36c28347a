"""Storing responses with their perceptions: many rows at once, already coded."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.perceptions import MISSING
from mentalmap.domain.vocabulary import ModerationState, Precision, ValenceSource
from mentalmap.errors import InvalidInputError
from mentalmap.exchange.coding import copy_text
from mentalmap.exchange.coding.columns import CodedPerceptions, CodedResponses, Words
from mentalmap.messages import say
from mentalmap.store import copying
from mentalmap.store.areas import area_ids, find_area_set
from mentalmap.store.codebooks import Group, Purpose, Theme, code_ids
from mentalmap.store.outbox import record_addition, record_event
from mentalmap.store.places import place_ids
from mentalmap.store.projects import Project
from mentalmap.store.surveys import Survey

if TYPE_CHECKING:
    import pyarrow as pa


MOST_ADDED = 2_000  # responses that workers read one by one; beyond, reading everything anew is as quick
_MANY = 1_000  # from so many responses on, the planner must know how many there are


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """How many rows were stored."""

    responses: int
    perceptions: int


class ResponseWriter:
    """
    Writes coded rows into one survey; looks the project's lists up once.

    Use `renew_codes` after codes were added to a list.
    """

    def __init__(
        self,
        session: Session,
        project: Project,
        survey: Survey,
        import_run_id: int | None = None,
        moderation_state: ModerationState = ModerationState.PUBLISHED,
        questionnaire_id: int | None = None,
    ) -> None:
        self.session = session
        self.questionnaire_id = questionnaire_id
        self.project_id = project.id
        self.survey_id = survey.id
        self.metric_srid = project.metric_srid
        self.import_run_id = import_run_id
        self.moderation_state = moderation_state
        areas = find_area_set(session, project.id, None)
        self._areas = area_ids(session, areas.id) if areas is not None else {}
        self._places = place_ids(session, project.id)
        self._written = 0
        self._counted = 0
        self.renew_codes()

    def renew_codes(self) -> None:
        """Look the codes of themes, purposes and groups up again."""
        self._themes = code_ids(self.session, Theme, self.project_id)
        self._purposes = code_ids(self.session, Purpose, self.project_id)
        self._groups = code_ids(self.session, Group, self.project_id)

    def write_responses(self, responses: CodedResponses) -> IntArray:
        """Store responses and give their numbers in the database, shape (m,)."""
        n = len(responses)
        numbers = copying.reserve_response_ids(self.session, n)
        columns = [
            copy_text.number_column(numbers, n),
            *self._belongings(n, ("project", "survey", "crs")),
            copy_text.key_column(responses.client_id, n),
            copy_text.constant_column(1.0, n)
            if responses.weight is None
            else copy_text.number_column(responses.weight, n),
            copy_text.constant_column(True, n)
            if responses.respondent_known is None
            else copy_text.number_column(responses.respondent_known, n),
            _numbered(responses.home_area, self._areas, "area", n),
            _worded(responses.age_band, n),
            _worded(responses.gender, n),
            _numbered(responses.group, self._groups, "group", n),
            _worded(responses.channel, n),
            _worded(responses.consent_version, n),
            copy_text.day_column(responses.said_on, n),
            copy_text.constant_column(self.questionnaire_id, n),
            copy_text.constant_column(self.import_run_id, n),
        ]
        if n:
            copying.copy_responses(self.session, copy_text.as_csv(columns))
        self._written += n
        if self._written >= max(_MANY, 8 * self._counted):
            copying.refresh_statistics(self.session)
            self._counted = self._written
        return numbers

    def write_perceptions(
        self, perceptions: CodedPerceptions, response_ids: IntArray, was_there: BoolArray | None = None
    ) -> None:
        """
        Store perceptions; `response_ids[perceptions.response]` are the responses they belong to.

        Where the response `was_there` before this run, shape as `response_ids`, they name the run themselves.
        """
        n = len(perceptions)
        if not n:
            return
        columns = [
            copy_text.number_column(response_ids[perceptions.response], n),
            *self._belongings(n, ("survey", "project", "crs")),
            copy_text.key_column(perceptions.client_id, n),
            copy_text.key_column(perceptions.content_hash, n, b"\\x"),
            _worded(perceptions.kind, n),
            _worded(perceptions.nature, n),
            copy_text.number_column(perceptions.valence, n),
            _worded(_valence_source(perceptions), n),
            _numbered_sets(perceptions.purposes, self._purposes, "purpose", n),
            _numbered_sets(perceptions.themes, self._themes, "theme", n),
            copy_text.text_column(perceptions.quote, n),
            _worded(perceptions.language, n),
            _worded(perceptions.precision, n, otherwise=Precision.EXACT),
            copy_text.constant_column(self.moderation_state.value, n),
            _numbered(perceptions.place, self._places, "place", n),
            copy_text.day_column(perceptions.said_on, n),
            self._own_run(None if was_there is None else was_there[perceptions.response], n),
            copy_text.geometry_column(perceptions.lon, perceptions.lat, perceptions.shapes, n),
        ]
        copying.copy_perceptions(self.session, copy_text.as_csv(columns))

    def fill_background(self, numbers: IntArray, responses: CodedResponses) -> None:
        """Fill in what was not yet known of stored responses, by their numbers in the database."""

        def number_at(words: Words[str] | None, ids: Mapping[str, int], row: int) -> int | None:
            word = None if words is None else words.at(row)
            return None if word is None else ids[word]

        def word_at(words: Words[str] | None, row: int) -> str | None:
            return None if words is None else words.at(row)

        days = copy_text.day_column(responses.said_on, len(responses)).to_pylist()
        rows = [
            {
                "id": int(number),
                "home_area": number_at(responses.home_area, self._areas, row),
                "age_band": word_at(responses.age_band, row),
                "gender": word_at(responses.gender, row),
                "group": number_at(responses.group, self._groups, row),
                "consent_version": word_at(responses.consent_version, row),
                "said_on": days[row],
            }
            for row, number in enumerate(numbers)
        ]
        copying.fill_background(self.session, rows)

    def _own_run(self, was_there: BoolArray | None, n: int) -> pa.Array:
        if was_there is None or self.import_run_id is None or not was_there.any():
            return copy_text.constant_column(None, n)
        runs = np.where(was_there, float(self.import_run_id), np.nan)
        return copy_text.number_column(runs, n).cast("int64")

    def _belongings(self, n: int, order: tuple[str, ...]) -> list[pa.Array]:
        values = {"project": self.project_id, "survey": self.survey_id, "crs": self.metric_srid}
        return [copy_text.constant_column(values[name], n) for name in order]


def add_coded_batch(
    session: Session,
    project: Project,
    survey: Survey,
    responses: CodedResponses,
    perceptions: CodedPerceptions,
    *,
    import_run_id: int | None = None,
    moderation_state: ModerationState = ModerationState.PUBLISHED,
) -> StoredCounts:
    """
    Store responses and their perceptions with two COPY statements; PostGIS assigns the areas.

    Themes, purposes, groups, areas and places must be in the project already. No event is
    written: the caller records one when all its batches are stored.

    Raises
    ------
    InvalidInputError
        If a word names no theme, purpose, group, area or place of the project.
    """
    numbers = _write_batch(session, project, survey, responses, perceptions, import_run_id, moderation_state)
    return StoredCounts(len(numbers), len(perceptions))


def add_new_responses(
    session: Session,
    project: Project,
    survey: Survey,
    responses: CodedResponses,
    perceptions: CodedPerceptions,
    *,
    moderation_state: ModerationState = ModerationState.PUBLISHED,
) -> StoredCounts:
    """
    Store whole new responses as `add_coded_batch` does, and tell every worker that they are all that is new.

    Workers then read these responses alone. The transaction must not change anything else of the project
    without an event of its own.

    Raises
    ------
    InvalidInputError
        If a word names no theme, purpose, group, area or place of the project.
    """
    numbers = _write_batch(session, project, survey, responses, perceptions, None, moderation_state)
    if len(numbers) > MOST_ADDED:
        record_event(session, project.id, "responses", responses=len(numbers))
    elif len(numbers):
        record_addition(session, project.id, numbers.tolist())
    return StoredCounts(len(numbers), len(perceptions))


def _write_batch(
    session: Session,
    project: Project,
    survey: Survey,
    responses: CodedResponses,
    perceptions: CodedPerceptions,
    import_run_id: int | None,
    moderation_state: ModerationState,
) -> IntArray:
    """Store a batch and give the numbers of its responses."""
    session.flush()  # COPY goes past the session, which may still hold rows back
    writer = ResponseWriter(session, project, survey, import_run_id, moderation_state)
    numbers = writer.write_responses(responses)
    writer.write_perceptions(perceptions, numbers)
    return numbers


def _valence_source(perceptions: CodedPerceptions) -> Words[str] | None:
    """Give the stated source, or "respondent" wherever there is a valence."""
    if perceptions.valence is None or perceptions.valence_source is not None:
        return perceptions.valence_source
    codes = np.where(np.isnan(perceptions.valence), MISSING, 0).astype(np.int32)
    return Words(codes, (ValenceSource.RESPONDENT.value,))


def _worded(words: Words[str] | None, n: int, otherwise: str | None = None) -> pa.Array:
    if words is None:
        return copy_text.constant_column(None if otherwise is None else str(otherwise), n)
    column = copy_text.word_column(words, [str(word) for word in words.values], n)
    return column if otherwise is None else column.fill_null(str(otherwise))


def _numbered(words: Words[str] | None, numbers: Mapping[str, int], noun: str, n: int) -> pa.Array:
    texts = [] if words is None else [str(_look_up(numbers, word, noun)) for word in words.values]
    return copy_text.word_column(words, texts, n)


def _numbered_sets(
    words: Words[tuple[str, ...]] | None, numbers: Mapping[str, int], noun: str, n: int
) -> pa.Array:
    def array_text(codes: tuple[str, ...]) -> str:
        return "{" + ",".join(str(_look_up(numbers, code, noun)) for code in codes) + "}"

    texts = [] if words is None else [array_text(codes) for codes in words.values]
    return copy_text.word_column(words, texts, n).fill_null("{}")


def _look_up(numbers: Mapping[str, int], word: Hashable, noun: str) -> int:
    number = numbers.get(str(word))
    if number is None:
        raise InvalidInputError(say("The project has no %(noun)s “%(code)s”.", noun=noun, code=word))
    return number
