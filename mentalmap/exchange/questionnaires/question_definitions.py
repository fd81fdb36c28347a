"""One question between its JSON and the domain; what is wrong is noted, and the rest is read all the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentalmap.domain.questionnaires import (
    MOST_TEXT,
    USUAL_SHAPES,
    Aspect,
    Choice,
    Condition,
    Question,
    Shape,
    Subject,
)
from mentalmap.domain.vocabulary import Kind, QuestionForm
from mentalmap.exchange.questionnaires.values import (
    Faults,
    Steps,
    read_flag,
    read_number,
    read_object,
    read_text,
    read_texts,
    read_word,
    read_words,
)
from mentalmap.messages import say

RESERVED = ("reached_through", "reached_by")
"""Keys of what is known without asking: by what, and by whom a person was reached."""

KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
# Quotes would break conditions written as formulas; blanks at the ends cannot be seen.
VALUE = re.compile(r"""[^\s'"](?:[^'"\x00-\x1f\x7f]{0,62}[^\s'"])?""")
ORGANISATION = "organisation"
LONGEST_WORDING, LONGEST_HELP, LONGEST_LABEL, LONGEST_VALUE = 500, 1_500, 300, 64
MOST_CHOICES = 60
MOST_MARKS_ASKED = 100
USUAL_MOST = 20

QUESTION_KEYS = ("key", "form", "kind", "wording", "settings")
COMMON = ("help", "required", "shown_if", "only_in")
SETTINGS: Mapping[QuestionForm, tuple[str, ...]] = {
    QuestionForm.PERCEPTION: (*COMMON, "shapes", "asks", "about", "most"),
    QuestionForm.CHOICE: (*COMMON, "choices", "several", "about"),
    QuestionForm.SCALE: (*COMMON, "choices", "about"),
    QuestionForm.TEXT: (*COMMON, "longest"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """The JSON of one question: where it stands, its settings, and where faults are noted."""

    steps: Steps
    settings: Mapping[str, object]
    faults: Faults

    def at(self, name: str) -> Steps:
        """Give the way to a setting."""
        return (*self.steps, "settings", name)

    def text_of(self, name: str) -> str:
        """Give a setting that is a short text; empty where there is none."""
        value = self.settings.get(name, "")
        return (read_text(value, self.at(name), LONGEST_VALUE, self.faults) or "") if value else ""


def read_question(value: object, steps: Steps, faults: Faults) -> Question | None:
    """Read one question; None where nothing can be made of it."""
    row = read_object(value, steps, QUESTION_KEYS, faults)
    form = read_word(QuestionForm, row.get("form"), (*steps, "form"), faults)
    key = _read_key(row.get("key"), (*steps, "key"), faults)
    wording = read_texts(row.get("wording"), (*steps, "wording"), LONGEST_WORDING, faults)
    if form is None or key is None:
        return None
    settings = row.get("settings")
    given = Given(
        steps,
        read_object({} if settings is None else settings, (*steps, "settings"), SETTINGS[form], faults),
        faults,
    )
    common: dict[str, Any] = {
        "help": read_texts(given.settings.get("help"), given.at("help"), LONGEST_HELP, faults),
        "required": read_flag(given.settings.get("required", False), given.at("required"), faults),
        "shown_if": _read_condition(given),
        "only_in": _read_mode(given),
    }
    if form is QuestionForm.PERCEPTION:
        kind = read_word(Kind, row.get("kind"), (*steps, "kind"), faults)
        if kind is None:
            return None
        return Question(key, form, wording, kind=kind, **common, **_read_perception(given, kind))
    if row.get("kind") is not None:
        faults.invalid((*steps, "kind"), say("Only a question about places has a kind."))
    if form is QuestionForm.TEXT:
        longest = read_number(
            given.settings.get("longest", MOST_TEXT), given.at("longest"), MOST_TEXT, MOST_TEXT, faults
        )
        return Question(key, form, wording, **common, longest=longest)
    several = form is QuestionForm.CHOICE and read_flag(
        given.settings.get("several", False), given.at("several"), faults
    )
    about = given.text_of("about")
    if about not in ("", ORGANISATION):
        faults.invalid(
            given.at("about"),
            say("A choice or scale is about the organisation, or about nothing special."),
            say("Allowed: %(allowed)s.", allowed=ORGANISATION),
        )
    choices = _read_choices(given, is_scale=form is QuestionForm.SCALE)
    return Question(key, form, wording, **common, choices=choices, several=several, about=about)


def write_question(question: Question) -> dict[str, Any]:
    """Write a question as JSON; settings that say the usual are left out."""
    settings: dict[str, Any] = {}
    if question.help:
        settings["help"] = dict(question.help)
    if question.required:
        settings["required"] = True
    if question.shown_if is not None:
        condition: dict[str, Any] = {"question": question.shown_if.question}
        if question.shown_if.any_of:
            condition["any_of"] = list(question.shown_if.any_of)
        else:
            condition["answered"] = True
        settings["shown_if"] = condition
    if question.only_in is not None:
        settings["only_in"] = question.only_in
    if question.form is QuestionForm.PERCEPTION:
        settings["shapes"] = [shape.value for shape in question.shapes]
        settings["asks"] = [aspect.value for aspect in question.asks]
        settings["about"] = question.subject.value
        settings["most"] = question.most
    elif question.form is QuestionForm.TEXT:
        settings["longest"] = question.longest
    else:
        settings["choices"] = [{"value": one.value, "label": dict(one.label)} for one in question.choices]
        if question.several:
            settings["several"] = True
        if question.about:
            settings["about"] = question.about
    return {
        "key": question.key,
        "form": question.form.value,
        "kind": None if question.kind is None else question.kind.value,
        "wording": dict(question.wording),
        "settings": settings,
    }


def _read_key(value: object, steps: Steps, faults: Faults) -> str | None:
    if not isinstance(value, str) or not KEY.fullmatch(value):
        faults.invalid(
            steps,
            say("A question needs a key of small letters a–z, digits and _, which begins with a letter."),
            say("For example: where_you_go."),
        )
        return None
    if value in RESERVED:
        faults.invalid(
            steps,
            say("The key “%(key)s” is kept for what is known without asking.", key=value),
            say("Choose another key."),
        )
    return value


def _read_mode(given: Given) -> str | None:
    value = given.settings.get("only_in")
    if value not in (None, "web", "interview"):
        given.faults.invalid(
            given.at("only_in"),
            say("A question is asked only in “web”, only in “interview”, or in both."),
        )
        return None
    return None if value is None else str(value)


def _read_condition(given: Given) -> Condition | None:
    value, here = given.settings.get("shown_if"), given.at("shown_if")
    if value is None:
        return None
    row = read_object(value, here, ("question", "any_of", "answered"), given.faults)
    question, any_of = row.get("question"), row.get("any_of")
    if not isinstance(question, str):
        given.faults.invalid((*here, "question"), say("A condition names an earlier question by its key."))
        return None
    if any_of is None:
        if row.get("answered") is not True:
            given.faults.invalid(
                here,
                say("A condition says which answers count, or that any answer does."),
                say("Give any_of with at least one value, or answered: true."),
            )
        return Condition(question)
    if row.get("answered") is not None:
        given.faults.invalid(
            (*here, "answered"), say("A condition is either some of the answers or any of them.")
        )
    if not isinstance(any_of, (list, tuple)) or not all(isinstance(one, str) for one in any_of):
        given.faults.invalid((*here, "any_of"), say("This is not a list of answers."))
        return None
    if not any_of:
        given.faults.incomplete((*here, "any_of"), say("No answer is named, so this would never be asked."))
        return None
    return Condition(question, tuple(dict.fromkeys(any_of[:MOST_CHOICES])))


def _read_perception(given: Given, kind: Kind) -> dict[str, Any]:
    settings, faults = given.settings, given.faults
    usual = USUAL_SHAPES.get(kind, (Shape.POINT,))
    shapes = usual
    if "shapes" in settings:
        shapes = read_words(Shape, settings["shapes"], given.at("shapes"), faults)
        if not shapes:
            faults.invalid(given.at("shapes"), say("A mark needs at least one shape it may have."))
    if Shape.ENDS in shapes and kind is not Kind.ROUTE:
        faults.invalid(given.at("shapes"), say("Only a route is told as its start and its end."))
    asks = read_words(Aspect, settings.get("asks", ()), given.at("asks"), faults)
    if Aspect.NATURE in asks and kind is not Kind.BARRIER:
        faults.invalid(given.at("asks"), say("Only a barrier is physical or emotional."))
    subject = read_word(Subject, settings.get("about") or Subject.ANYWHERE, given.at("about"), faults)
    most = read_number(
        settings.get("most", USUAL_MOST), given.at("most"), USUAL_MOST, MOST_MARKS_ASKED, faults
    )
    return {
        "shapes": shapes or usual,
        "asks": asks,
        "subject": subject or Subject.ANYWHERE,
        "most": most,
    }


def _read_choices(given: Given, *, is_scale: bool) -> tuple[Choice, ...]:
    value, here, faults = given.settings.get("choices"), given.at("choices"), given.faults
    if value is not None and not isinstance(value, (list, tuple)):
        faults.invalid(here, say("This is not a list of answers."))
        return ()
    rows = value or ()
    if len(rows) > MOST_CHOICES:
        faults.invalid(here, say("At most %(most)s answers can be chosen from.", most=MOST_CHOICES))
        return ()
    if len(rows) < 2:
        faults.incomplete(here, say("There is nothing to choose: give at least two answers."))
    choices: list[Choice] = []
    for at, row in enumerate(rows):
        choice = _read_choice(row, (*here, at), faults)
        if choice is None:
            continue
        if any(choice.value == one.value for one in choices):
            faults.invalid(
                (*here, at, "value"), say("Two answers have the value “%(value)s”.", value=choice.value)
            )
        elif is_scale and not _is_number(choice.value):
            faults.invalid(
                (*here, at, "value"),
                say("The values of a scale are numbers, “%(value)s” is none.", value=choice.value),
                say("Number the steps: 1, 2, 3, 4, 5."),
            )
        choices.append(choice)
    return tuple(choices)


def _read_choice(value: object, steps: Steps, faults: Faults) -> Choice | None:
    row = read_object(value, steps, ("value", "label"), faults)
    code = row.get("value")
    if not isinstance(code, str) or not VALUE.fullmatch(code):
        faults.invalid(
            (*steps, "value"),
            say("An answer needs a value: 1 to 64 signs without quotation marks."),
            say("For example: over_20."),
        )
        return None
    return Choice(code, read_texts(row.get("label"), (*steps, "label"), LONGEST_LABEL, faults))


def _is_number(value: str) -> bool:
    return re.fullmatch(r"[-+]?\d{1,9}(\.\d{1,6})?", value, re.ASCII) is not None
