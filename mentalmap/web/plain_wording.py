"""What the plain pages say about a form: its texts in the reader's language, and the method's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mentalmap.domain.questionnaires import (
    Aspect,
    BackgroundField,
    Question,
    Questionnaire,
    Shape,
    Subject,
    Texts,
    text_in,
)
from mentalmap.domain.vocabulary import BarrierNature, Gender, QuestionForm
from mentalmap.messages import Message
from mentalmap.web.languages import render_message
from mentalmap.web.wording.flow import STRINGS as FLOW

# With and without scripts people are asked in the same words, or the answers could not be laid together.
FEELINGS: Mapping[str, Message] = {
    value: FLOW[f"flow_feels_{key}"]
    for value, key in {"-2": "m2", "-1": "m1", "0": "0", "1": "p1", "2": "p2"}.items()
}
NATURES: Mapping[str, Message] = {one: FLOW[f"flow_nature_{one}"] for one in BarrierNature}
BACKGROUND: Mapping[BackgroundField, Message] = {one: FLOW[f"flow_{one}"] for one in BackgroundField}
GENDERS: Mapping[str, Message] = {one: FLOW[f"flow_gender_{one}"] for one in Gender}


_MOST_NAMES = 400


class PlainWording:
    """Texts of one form in one language, in the shape that templates ask for."""

    def __init__(self, form: Mapping[str, Any], asked: Questionnaire, locale: str) -> None:
        self._form = form
        self._asked = asked
        self._locale = locale

    def text(self, texts: Texts) -> str:
        """Give a text of the questionnaire."""
        return text_in(texts, self._locale)

    def paragraphs(self, texts: Texts) -> list[str]:
        """Give a longer text by its paragraphs."""
        return [part.strip() for part in self.text(texts).split("\n\n") if part.strip()]

    def questions(self) -> Iterator[Question]:
        """Give the questions that somebody who fills in alone may meet."""
        return (question for question in self._asked.questions if question.only_in in (None, "web"))

    def condition(self, question: Question) -> tuple[str, list[str]] | None:
        """Give for whom a question is: the other question, and the answers to it; no answers mean any."""
        if question.shown_if is None:
            return None
        other = self._asked.question(question.shown_if.question)
        if other is None:
            return None
        wanted = question.shown_if.any_of
        labels = [self.text(choice.label) for choice in other.choices if choice.value in wanted]
        return self.text(other.wording), labels

    def coded(self, noun: str) -> list[tuple[str, str]]:
        """Give a list of the project (`purposes`, `themes`, `groups`) as code and label."""
        return [(one["code"], self.text(one["label"])) for one in self._form[noun]]

    def choices(self, question: Question) -> list[tuple[str, str]]:
        """Give the answers to choose among as value and label."""
        return [(choice.value, self.text(choice.label)) for choice in question.choices]

    def names(self) -> list[str]:
        """Give names to be proposed while somebody writes, none where there are too many for a slow line."""
        names = sorted({one["name"] for noun in ("areas", "places") for one in self._form[noun]})
        return names if len(names) <= _MOST_NAMES else []

    def areas(self) -> list[tuple[str, str]]:
        """Give the areas as code and name, in the order of the alphabet."""
        named = [(one["code"], one["name"]) for one in self._form["areas"]]
        return sorted(named, key=lambda one: one[1].casefold().translate(_SWEDISH))

    def background(self, one: BackgroundField) -> list[tuple[str, str | Message]]:
        """Give what may be answered about the person."""
        if one is BackgroundField.HOME_AREA:
            return [*self.areas()]
        if one is BackgroundField.AGE_BAND:
            years = render_message(FLOW["flow_years"])
            bands = [(band, band.replace("-", "–")) for band in self._form["age_bands"]]
            return [(band, years.replace("{band}", shown)) for band, shown in bands]
        if one is BackgroundField.GENDER:
            return list(GENDERS.items())
        return [*self.coded("groups")]

    @staticmethod
    def feelings() -> list[tuple[str, Message]]:
        """Give the five answers about how something feels, worst first."""
        return list(FEELINGS.items())

    @staticmethod
    def natures() -> list[tuple[str, Message]]:
        """Give what a barrier may be."""
        return list(NATURES.items())

    @staticmethod
    def flow(key: str) -> Message:
        """Give a sentence of the pages with scripts."""
        return FLOW[f"flow_{key}"]

    @staticmethod
    def label_of(one: BackgroundField) -> Message:
        """Give the question about the person."""
        return BACKGROUND[one]

    @staticmethod
    def asks(question: Question, aspect: str) -> bool:
        """Whether this is asked about each place."""
        return Aspect(aspect) in question.asks

    @staticmethod
    def is_way(question: Question) -> bool:
        """Whether each answer has a start and an end."""
        return Shape.ENDS in question.shapes

    @staticmethod
    def is_about_home(question: Question) -> bool:
        """Whether it is about the area where the person lives."""
        return question.subject is Subject.HOME_AREA

    @staticmethod
    def is_about_places(question: Question) -> bool:
        """Whether it is answered with places."""
        return question.form is QuestionForm.PERCEPTION


# The letters that end the alphabet in Swedish and Finnish.
_SWEDISH = str.maketrans({"å": "{", "ä": "|", "ö": "}"})
