"""Answers: what was answered to questions that are not about places, as columns over respondents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray
from mentalmap.domain.columns import narrow
from mentalmap.domain.respondents import MOST_VALUES, AnswerColumn
from mentalmap.domain.vocabulary import QuestionForm
from mentalmap.store.column_reading import INT4, INT8, read_columns
from mentalmap.store.questionnaires import Answer


def load_answers(session: Session, project_id: int, response_ids: IntArray) -> dict[str, AnswerColumn]:
    """
    Load the closed answers of a project: choices and scales of published questionnaires.

    Parameters
    ----------
    response_ids
        Numbers of the respondents, rising, shape (m,); the columns follow them.

    Returns
    -------
    answers
        By key, in the order of the latest questionnaire; a question with more than 63 different
        answers is none to filter by and is left out.
    """
    columns: dict[str, AnswerColumn] = {}
    for key, question in _questions(session, project_id).items():
        values = _values(session, project_id, key, question)
        if not 0 < len(values) <= MOST_VALUES:
            continue
        said = read_columns(
            session,
            "SELECT response_id, array_position(%s::text[], value) - 1 FROM closed_answer"
            " WHERE project_id = %s AND key = %s AND value = ANY (%s)",
            (list(values), project_id, key, list(values)),
            {"response": INT8, "value": INT4},
        )
        columns[key] = AnswerColumn(
            key=key,
            values=values,
            given=_bits(response_ids, said["response"], said["value"], len(values)),
            is_scale=question["form"] == QuestionForm.SCALE.value,
            about=str(question["settings"].get("about", "")),
            wording=question["wording"],
            labels=_labels(question["settings"]),
        )
    return columns


def load_new_answers(
    session: Session, project_id: int, known: Mapping[str, AnswerColumn], response_ids: IntArray
) -> dict[str, AnswerColumn] | None:
    """
    Load the closed answers of new respondents into columns that are known already.

    Returns
    -------
    answers
        The same columns over the new respondents; None where one answered what no column holds.
    """
    rows = session.execute(
        text(
            "SELECT response_id, key, value FROM closed_answer"
            " WHERE project_id = :project AND response_id = ANY (:responses)"
        ),
        {"project": project_id, "responses": response_ids.tolist()},
    ).all()
    said: dict[str, list[tuple[int, int]]] = {key: [] for key in known}
    for response, key, value in rows:
        if key not in known or value not in known[key].values:
            return None
        said[key].append((response, known[key].values.index(value)))
    columns = {}
    for key, column in known.items():
        response, code = np.array(said[key], dtype=np.int64).reshape(-1, 2).T
        columns[key] = replace(column, given=_bits(response_ids, response, code, len(column.values)))
    return columns


def find_answered(session: Session, response_ids: Collection[int], key: str) -> set[int]:
    """Find those of some responses that have answered a closed question."""
    rows = session.scalars(
        text(
            "SELECT DISTINCT response_id FROM closed_answer"
            " WHERE response_id = ANY (:responses) AND key = :key"
        ),
        {"responses": list(response_ids), "key": key},
    )
    return set(rows)


def add_answers(session: Session, answers: Iterable[tuple[int, int, Any]]) -> None:
    """Store answers: number of the response, of the question, and the value as JSON."""
    rows = [
        {"response_id": response, "question_id": question, "value": value}
        for response, question, value in answers
    ]
    if rows:
        session.execute(insert(Answer), rows)


def known_answers(session: Session, project_id: int, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
    """List the closed answers that a project has to some of its questions, by key."""
    if not keys:
        return {}
    rows = session.execute(
        text(
            "SELECT DISTINCT key, value FROM closed_answer WHERE project_id = :project AND key = ANY (:keys)"
        ),
        {"project": project_id, "keys": list(keys)},
    )
    known: dict[str, tuple[str, ...]] = {}
    for key, value in sorted((key, value) for key, value in rows):
        known[key] = (*known.get(key, ()), value)
    return known


def _questions(session: Session, project_id: int) -> dict[str, dict[str, Any]]:
    """Give each question's last published wording by key; keys stay the same from round to round."""
    rows = session.execute(
        text(
            "SELECT key, form, wording, settings FROM closed_question WHERE project_id = :project"
            " ORDER BY survey_id DESC, version DESC, position"
        ),
        {"project": project_id},
    ).mappings()
    latest: dict[str, dict[str, Any]] = {}
    for row in rows:
        latest.setdefault(row["key"], dict(row))
    return latest


def _values(session: Session, project_id: int, key: str, question: Mapping[str, Any]) -> tuple[str, ...]:
    """
    List the answers that were given, in the order of the questionnaire; what it no longer has last.

    The numbers of a scale stand in their order, whichever of them the questionnaire names.
    """
    given = session.scalars(
        text("SELECT DISTINCT value FROM closed_answer WHERE project_id = :project AND key = :key"),
        {"project": project_id, "key": key},
    ).all()
    listed = [str(choice.get("value")) for choice in question["settings"].get("choices", ())]
    if question["form"] == QuestionForm.SCALE.value and all(map(_is_number, given)):
        return tuple(sorted(given, key=_by_number))
    others = sorted(set(given) - set(listed), key=_by_number)
    return (*(value for value in listed if value in set(given)), *others)


def _by_number(value: str) -> tuple[float, str]:
    try:
        return float(value), value
    except ValueError:
        return float("inf"), value


def _is_number(value: str) -> bool:
    return _by_number(value)[0] < float("inf")


def _labels(settings: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {
        str(choice["value"]): dict(choice.get("label", {}))
        for choice in settings.get("choices", ())
        if "value" in choice
    }


def _bits(response_ids: IntArray, response: IntArray, value: IntArray, values: int) -> IntArray:
    given = narrow(np.zeros(len(response_ids), dtype=np.int64), 2**values - 1)
    if not len(response_ids):
        return given
    at = np.minimum(np.searchsorted(response_ids, response), len(response_ids) - 1)
    known = response_ids[at] == response
    np.bitwise_or.at(given, at[known], given.dtype.type(1) << value[known].astype(given.dtype))
    return given
