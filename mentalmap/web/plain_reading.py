"""From the fields of the plain form to a response as phones send it, or to what must be put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from mentalmap.domain.given import GivenBackground, GivenMark, GivenWhere
from mentalmap.domain.questionnaires import (
    AnswerValue,
    Aspect,
    BackgroundField,
    Question,
    Questionnaire,
    Shape,
    Subject,
    is_asked,
)
from mentalmap.domain.vocabulary import BarrierNature, Gender, PlacedBy, Precision, QuestionForm
from mentalmap.i18n import language_tag
from mentalmap.messages import say
from mentalmap.web.plain_fields import Fields, row_prefix
from mentalmap.web.plain_places import PlacesOfForm, Spot, Trouble

BACKGROUND = "background"
FEELINGS = ("-2", "-1", "0", "1", "2")


@dataclass
class Reading:
    """
    What was read.

    Parameters
    ----------
    marks
        In the order of the page.
    stood_at
        Where each mark stands in the page, as the prefix of its fields.
    troubles
        What must be put right, by the name of the field or of the question.
    """

    marks: list[GivenMark] = field(default_factory=list)
    stood_at: list[str] = field(default_factory=list)
    answers: dict[str, AnswerValue] = field(default_factory=dict)
    background: GivenBackground = field(default_factory=GivenBackground)
    troubles: dict[str, Trouble] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was told."""
        return not self.marks and not self.answers and self.background == GivenBackground()


def read_fields(
    fields: Fields, form: Mapping[str, Any], asked: Questionnaire, response_id: UUID, locale: str
) -> Reading:
    """
    Read everything that was written.

    Parameters
    ----------
    form
        The `Form` of static/js/core/form.ts.
    asked
        What it asks.
    response_id
        Numbers of marks follow from it and their place in the page, so that a second sending is the same.
    locale
        The language of the page, and so of what was written.
    """
    reading = Reading(background=_read_background(fields, asked))
    places = PlacesOfForm(form)
    for question in asked.questions:
        if question.form is QuestionForm.PERCEPTION:
            _read_marks(reading, fields, question, places, response_id, locale)
        elif value := _read_answer(fields, question):
            reading.answers[question.key] = value
    _check_asking(reading, asked)
    return reading


def _read_background(fields: Fields, asked: Questionnaire) -> GivenBackground:
    told = {one: fields.one(f"{BACKGROUND}.{one.value}") or None for one in asked.background}
    gender = told.get(BackgroundField.GENDER)
    return GivenBackground(
        home_area=told.get(BackgroundField.HOME_AREA),
        age_band=told.get(BackgroundField.AGE_BAND),
        gender=Gender(gender) if gender in set(Gender) else None,
        group=told.get(BackgroundField.GROUP),
    )


def _read_answer(fields: Fields, question: Question) -> AnswerValue | None:
    name = f"answer.{question.key}"
    if question.form is QuestionForm.TEXT:
        return fields.one(name) or None
    known = {choice.value for choice in question.choices}
    if question.several:
        return tuple(value for value in fields.many(name) if value in known) or None
    value = fields.one(name)
    return value if value in known else None


def _read_marks(
    reading: Reading,
    fields: Fields,
    question: Question,
    places: PlacesOfForm,
    response_id: UUID,
    locale: str,
) -> None:
    for row in range(fields.rows(question)):
        prefix = row_prefix(question.key, row)
        if not fields.is_used(prefix):
            continue
        where = _read_where(reading, fields, question, places, prefix)
        if where is None:
            continue
        text = fields.one(f"{prefix}.text") if Aspect.TEXT in question.asks else ""
        felt = fields.one(f"{prefix}.valence") if Aspect.VALENCE in question.asks else ""
        nature = fields.one(f"{prefix}.nature") if Aspect.NATURE in question.asks else ""
        reading.marks.append(
            GivenMark(
                uuid5(response_id, prefix),
                question.key,
                where,
                nature=BarrierNature(nature) if nature in set(BarrierNature) else None,
                purposes=fields.many(f"{prefix}.purposes") if Aspect.PURPOSES in question.asks else (),
                valence=int(felt) if felt in FEELINGS else None,
                themes=fields.many(f"{prefix}.themes") if Aspect.THEMES in question.asks else (),
                text=text or None,
                language=language_tag(locale) if text else None,
            )
        )
        reading.stood_at.append(prefix)


def _read_where(
    reading: Reading, fields: Fields, question: Question, places: PlacesOfForm, prefix: str
) -> GivenWhere | None:
    """Tell where a mark is; None where nothing was said of it, or something must be put right."""
    told = [(f"{prefix}.where", places.find(fields, f"{prefix}.where"))]
    if Shape.ENDS in question.shapes:
        told.append((f"{prefix}.to", places.find(fields, f"{prefix}.to")))
    if question.subject is Subject.HOME_AREA and told[0][1] is None:
        home = Fields({"home.area": (reading.background.home_area or "",)})
        told = [(told[0][0], places.find(home, "home"))]
    spots: list[Spot] = []
    for name, found in told:
        if isinstance(found, Spot):
            spots.append(found)
        else:
            reading.troubles[name] = found or Trouble(say("Tell where it is, or empty the fields about it."))
    if len(spots) < len(told):
        return None
    if len(spots) == 1:
        return spots[0].as_where()
    if spots[0].point == spots[1].point:
        reading.troubles[f"{prefix}.to"] = Trouble(
            say("The way begins and ends at the same place. Change one.")
        )
        return None
    return GivenWhere(
        PlacedBy.SEARCH,
        Precision.VILLAGE if any(spot.is_area for spot in spots) else Precision.EXACT,
        geometry={"type": "LineString", "coordinates": [list(spot.point) for spot in spots]},
    )


def _check_asking(reading: Reading, asked: Questionnaire) -> None:
    """Notice what was answered though it was not asked, and what was not though it must be."""
    marked = frozenset(mark.question for mark in reading.marks)
    for question in asked.questions:
        told = question.key in reading.answers or question.key in marked
        in_trouble = any(name.startswith(f"{question.key}.") for name in reading.troubles)
        if is_asked(question, reading.answers, marked, "web"):
            if question.required and not told and not in_trouble:
                reading.troubles[question.key] = Trouble(say("We need an answer to this question."))
        elif told:
            reading.troubles[question.key] = Trouble(
                say("You answered this, but it is not for everybody. Read for whom it is, or empty it.")
            )
