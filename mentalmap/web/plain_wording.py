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
from mentalmap.messages import Message, say

FEELINGS: Mapping[str, Message] = {
    "-2": say("Very bad"),
    "-1": say("Rather bad"),
    "0": say("Neither good nor bad"),
    "1": say("Rather good"),
    "2": say("Very good"),
}
NATURES: Mapping[str, Message] = {
    BarrierNature.PHYSICAL: say("Something you can see, like a road or water"),
    BarrierNature.EMOTIONAL: say("A feeling"),
}
BACKGROUND: Mapping[BackgroundField, Message] = {
    BackgroundField.HOME_AREA: say("Where do you live?"),
    BackgroundField.AGE_BAND: say("How old are you?"),
    BackgroundField.GENDER: say("Are you a woman or a man?"),
    BackgroundField.GROUP: say("Which of these are you, most of all?"),
}
GENDERS: Mapping[str, Message] = {
    Gender.WOMAN: say("Woman"),
    Gender.MAN: say("Man"),
    Gender.OTHER: say("Neither, or another gender"),
}


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
            return [(band, band.replace("-", "–")) for band in self._form["age_bands"]]
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
