"""One's own response: found by its receipt, changed in place, withdrawn with all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from mentalmap.store.collecting import MARK_COLUMNS

_FIND = text(
    """
    SELECT response.*, survey.slug AS survey_slug, survey.name AS survey_name, survey.is_open,
           questionnaire.version, home.code AS home_area, respondent_group.code AS group_code,
           invitation.code AS invitation
    FROM response
    JOIN survey ON survey.id = response.survey_id
    LEFT JOIN questionnaire ON questionnaire.id = response.questionnaire_id
    LEFT JOIN area AS home ON home.id = response.home_area_id
    LEFT JOIN respondent_group ON respondent_group.id = response.group_id
    LEFT JOIN invitation ON invitation.id = response.invitation_id
    WHERE response.receipt_hash = :receipt_hash AND response.project_id = :project
    FOR UPDATE OF response
    """
)

_LIST_MARKS = text(
    """
    SELECT perception.id, client_id, question.key AS question, placed_by, nature, valence, quote, language,
           precision, zoom, described, moderation_state, place.code AS place,
           ST_AsGeoJSON(perception.geom) AS geometry,
           upper(encode(ST_AsBinary(perception.geom), 'hex')) AS wkb, photo.id IS NOT NULL AS has_photo,
           ARRAY(SELECT code FROM unnest(purpose_ids) WITH ORDINALITY AS used (id, place_in_list)
                 JOIN purpose USING (id) ORDER BY place_in_list) AS purposes,
           ARRAY(SELECT code FROM unnest(theme_ids) WITH ORDINALITY AS used (id, place_in_list)
                 JOIN theme USING (id) ORDER BY place_in_list) AS themes
    FROM perception
    LEFT JOIN question ON question.id = perception.question_id
    LEFT JOIN place ON place.id = perception.place_id
    LEFT JOIN photo ON photo.perception_id = perception.id
    WHERE perception.response_id = :response ORDER BY perception.id
    """
)

_LIST_ANSWERS = text(
    """
    SELECT question.key, answer.value FROM answer JOIN question ON question.id = answer.question_id
    WHERE answer.response_id = :response ORDER BY question.position
    """
)

_CHANGE_RESPONSE = text(
    """
    UPDATE response SET questionnaire_id = :questionnaire, home_area_id = :home_area, age_band = :age_band,
           gender = :gender, group_id = :group, consent_version = :consent_version, said_on = :said_on,
           language = :language
    WHERE id = :response
    """
)

_DROP_MARKS = text("DELETE FROM perception WHERE response_id = :response AND NOT client_id = ANY (:kept)")

# A mark that says the same as before keeps its state: what a moderator hid stays hidden. Another text waits
# again; without words or a photo nothing is there to review, but what was hidden is not let out by a change.
_CHANGE_MARKS = text(
    f"""
    WITH given AS (
        SELECT mark.*, ST_SetSRID(mark.geom, 4326) AS shape
        FROM jsonb_to_recordset(CAST(:marks AS jsonb)) AS mark ({MARK_COLUMNS})
    )
    UPDATE perception SET
        question_id = given.question_id, kind = given.kind, nature = given.nature, valence = given.valence,
        valence_source = CASE WHEN given.valence IS NOT NULL THEN 'respondent' END,
        purpose_ids = given.purpose_ids, theme_ids = given.theme_ids, quote = given.quote,
        language = given.language, precision = given.precision, placed_by = given.placed_by,
        zoom = given.zoom, described = given.described, place_id = given.place_id, geom = given.shape,
        moderation_state = CASE
            WHEN perception.quote IS NOT DISTINCT FROM given.quote
                 AND perception.described IS NOT DISTINCT FROM given.described THEN moderation_state
            WHEN survey.reviews_texts
                 AND (given.waits OR EXISTS (SELECT FROM photo WHERE perception_id = perception.id))
                 THEN 'pending'
            WHEN moderation_state = 'hidden' THEN 'hidden'
            ELSE 'published' END
    FROM given, survey
    WHERE perception.response_id = :response AND perception.client_id = given.client_id
      AND survey.id = perception.survey_id
      AND (perception.question_id, perception.nature, perception.valence, perception.purpose_ids,
           perception.theme_ids, perception.quote, perception.language, perception.precision,
           perception.placed_by, perception.zoom, perception.described, perception.place_id,
           ST_AsBinary(perception.geom))
          IS DISTINCT FROM
          (given.question_id, CAST(given.nature AS varchar), given.valence, given.purpose_ids,
           given.theme_ids, given.quote, CAST(given.language AS varchar), CAST(given.precision AS varchar),
           CAST(given.placed_by AS varchar), given.zoom, given.described, given.place_id,
           ST_AsBinary(given.shape))
    """  # noqa: S608 - put together from constants of this package
)

_ADD_MARKS = text(
    f"""
    INSERT INTO perception (response_id, survey_id, project_id, metric_srid, client_id, question_id, kind,
                            nature, valence, valence_source, purpose_ids, theme_ids, quote, language,
                            precision, placed_by, zoom, described, place_id, said_on, geom, moderation_state)
    SELECT response.id, survey.id, survey.project_id, survey.metric_srid, mark.client_id, mark.question_id,
           mark.kind, mark.nature, mark.valence, CASE WHEN mark.valence IS NOT NULL THEN 'respondent' END,
           mark.purpose_ids, mark.theme_ids, mark.quote, mark.language, mark.precision, mark.placed_by,
           mark.zoom, mark.described, mark.place_id, response.said_on, ST_SetSRID(mark.geom, 4326),
           CASE WHEN mark.waits AND survey.reviews_texts THEN 'pending' ELSE 'published' END
    FROM response JOIN survey ON survey.id = response.survey_id
    CROSS JOIN jsonb_to_recordset(CAST(:marks AS jsonb)) AS mark ({MARK_COLUMNS})
    WHERE response.id = :response AND NOT EXISTS (
        SELECT FROM perception WHERE response_id = response.id AND perception.client_id = mark.client_id
    )
    """  # noqa: S608 - put together from constants of this package
)

_ANSWERS_ANEW = (
    text("DELETE FROM answer WHERE response_id = :response"),
    text(
        """
        INSERT INTO answer (response_id, question_id, value)
        SELECT :response, given.question_id, given.value
        FROM jsonb_to_recordset(CAST(:answers AS jsonb)) AS given (question_id integer, value jsonb)
        """
    ),
)


_NEXT_OF_DEVICE = text(
    """
    WITH heir AS (SELECT min(id) AS id FROM response WHERE same_person_as = :response)
    UPDATE response SET same_person_as = nullif(heir.id, response.id) FROM heir
    WHERE same_person_as = :response
    """
)


def find_by_receipt(session: Session, project_id: int, receipt_hash: bytes) -> Row[Any] | None:
    """Find the response that a receipt belongs to, with its round; nobody else changes it meanwhile."""
    return session.execute(_FIND, {"project": project_id, "receipt_hash": receipt_hash}).one_or_none()


def list_own_marks(session: Session, response_id: int) -> Sequence[Row[Any]]:
    """List the marks of a response as they were told, in the order of telling."""
    return session.execute(_LIST_MARKS, {"response": response_id}).all()


def list_own_answers(session: Session, response_id: int) -> dict[str, Any]:
    """Give the answers of a response that are not about places, by key of the question."""
    return {row.key: row.value for row in session.execute(_LIST_ANSWERS, {"response": response_id})}


def change_response(
    session: Session, response_id: int, values: Mapping[str, object], kept: Sequence[object]
) -> None:
    """
    Put what is said now in the place of what was said.

    Parameters
    ----------
    values
        Columns of the response; `marks` and `answers` as JSON lists.
    kept
        Numbers (UUIDs) of the marks that are said now.
    """
    named = {**values, "response": response_id}
    session.execute(_DROP_MARKS, {"response": response_id, "kept": list(kept)})
    session.execute(_CHANGE_RESPONSE, named)
    session.execute(_CHANGE_MARKS, named)
    session.execute(_ADD_MARKS, named)
    for statement in _ANSWERS_ANEW:
        session.execute(statement, named)


def remove_response(session: Session, response_id: int) -> None:
    """
    Remove a response with its marks, photos and answers; that its number was used stays known.

    Responses that counted as this person's count as one person's still: as that of the first of them.
    """
    session.execute(_NEXT_OF_DEVICE, {"response": response_id})
    session.execute(text("DELETE FROM response WHERE id = :response"), {"response": response_id})
