"""A questionnaire between its JSON and the domain: everything checked, all faults told at once.

The JSON is `{title, information, thanks, settings: {locales, background}, questions}`, and its questions
are those of static/js/core/form.ts. See docs/QUESTIONNAIRES.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentalmap.domain.questionnaires import BackgroundField, Condition, Question, Questionnaire, Texts
from mentalmap.domain.vocabulary import QuestionForm
from mentalmap.errors import Fault
from mentalmap.exchange.questionnaires.question_definitions import read_question, write_question
from mentalmap.exchange.questionnaires.values import (
    INCOMPLETE,
    LANGUAGE,
    MOST_LANGUAGES,
    Faults,
    Step,
    Steps,
    read_object,
    read_texts,
    read_words,
)
from mentalmap.messages import say

KEYS = ("title", "information", "thanks", "settings", "questions")
SETTINGS = ("locales", "background")
LONGEST_TITLE, LONGEST_INFORMATION = 200, 8_000
MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class ReadQuestionnaire:
    """
    What was read.

    Parameters
    ----------
    questionnaire
        Everything that can be used, also where something else is wrong.
    faults
        All that is wrong; those with the code `incomplete` may stand in a draft.
    """

    questionnaire: Questionnaire
    faults: tuple[Fault, ...]

    @property
    def blocking(self) -> tuple[Fault, ...]:
        """What keeps it from being kept, even as a draft."""
        return tuple(fault for fault in self.faults if fault.code != INCOMPLETE)

    @property
    def is_storable(self) -> bool:
        """Whether it can be kept as a draft."""
        return not self.blocking


def read_questionnaire(document: object, main_locale: str, version: int = 1) -> ReadQuestionnaire:
    """
    Read a questionnaire from its JSON.

    Parameters
    ----------
    document
        Parsed JSON of any origin.
    main_locale
        The language that every text must have before it is published.
    """
    faults = Faults()
    row = read_object(document, (), KEYS, faults)
    title = read_texts(row.get("title"), ("title",), LONGEST_TITLE, faults)
    questions = _read_questions(row.get("questions"), faults)
    given = row.get("settings")
    settings = read_object({} if given is None else given, ("settings",), SETTINGS, faults)
    background = settings.get("background")
    questionnaire = Questionnaire(
        version=version,
        title=title,
        information=read_texts(row.get("information"), ("information",), LONGEST_INFORMATION, faults),
        thanks=read_texts(row.get("thanks"), ("thanks",), LONGEST_INFORMATION, faults),
        locales=_read_locales(settings.get("locales"), title, main_locale, faults),
        background=(
            tuple(BackgroundField)
            if background is None
            else read_words(BackgroundField, background, ("settings", "background"), faults)
        ),
        questions=tuple(question for _, question in questions),
    )
    _check_conditions(questions, faults)
    for steps, texts in texts_of(questionnaire, [at for at, _ in questions]):
        if main_locale not in texts:
            faults.incomplete(
                (*steps, main_locale),
                say("The text is missing in the main language (%(language)s).", language=main_locale),
                say("Write it before you publish."),
            )
    return ReadQuestionnaire(questionnaire, tuple(faults.found))


def write_questionnaire(questionnaire: Questionnaire) -> dict[str, Any]:
    """Write a questionnaire as JSON, without its version."""
    return {
        "title": dict(questionnaire.title),
        "information": dict(questionnaire.information),
        "thanks": dict(questionnaire.thanks),
        "settings": {
            "locales": list(questionnaire.locales),
            "background": [field.value for field in questionnaire.background],
        },
        "questions": [write_question(question) for question in questionnaire.questions],
    }


def texts_of(
    questionnaire: Questionnaire, positions: Sequence[int] | None = None
) -> list[tuple[Steps, Texts]]:
    """
    List every text that people read, with the way to it in the JSON; help only where there is some.

    Parameters
    ----------
    positions
        Where each question stands in the JSON; their order if left out.
    """
    found: list[tuple[Steps, Texts]] = [
        (("title",), questionnaire.title),
        (("information",), questionnaire.information),
        (("thanks",), questionnaire.thanks),
    ]
    numbers = range(len(questionnaire.questions)) if positions is None else positions
    for at, question in zip(numbers, questionnaire.questions, strict=True):
        here: tuple[Step, ...] = ("questions", at)
        found.append(((*here, "wording"), question.wording))
        if question.help:
            found.append(((*here, "settings", "help"), question.help))
        found += [
            ((*here, "settings", "choices", number, "label"), choice.label)
            for number, choice in enumerate(question.choices)
        ]
    return found


def _read_locales(value: object, title: Texts, main_locale: str, faults: Faults) -> tuple[str, ...]:
    """Read the languages offered; without any those of the title, and always the main one."""
    if value is None:
        return tuple(dict.fromkeys((main_locale, *title)))
    if not isinstance(value, (list, tuple)) or len(value) > MOST_LANGUAGES:
        faults.invalid(("settings", "locales"), say("This is not a list of languages."))
        return (main_locale,)
    found: list[str] = []
    for at, locale in enumerate(value):
        if not isinstance(locale, str) or not LANGUAGE.fullmatch(locale) or locale in found:
            faults.invalid(
                ("settings", "locales", at),
                say("This is not the code of a language, or it stands here twice."),
                say("Use codes such as sv, sv-easy, en, ar, fi."),
            )
        else:
            found.append(locale)
    if main_locale not in found:
        faults.incomplete(
            ("settings", "locales"),
            say("The main language (%(language)s) is not offered.", language=main_locale),
        )
    return tuple(found) or (main_locale,)


def _read_questions(value: object, faults: Faults) -> list[tuple[int, Question]]:
    if value is not None and not isinstance(value, (list, tuple)):
        faults.invalid(("questions",), say("This is not a list of questions."))
        return []
    rows = value or ()
    if len(rows) > MOST_QUESTIONS:
        faults.invalid(
            ("questions",),
            say("A questionnaire has at most %(most)s questions.", most=MOST_QUESTIONS),
            say("Nobody answers that many. Leave some out."),
        )
        return []
    if not rows:
        faults.incomplete(("questions",), say("Nothing is asked yet."))
    questions: list[tuple[int, Question]] = []
    keys: set[str] = set()
    for at, row in enumerate(rows):
        question = read_question(row, ("questions", at), faults)
        if question is None:
            continue
        if question.key in keys:
            faults.invalid(
                ("questions", at, "key"),
                say("Two questions have the key “%(key)s”.", key=question.key),
                say("Give one of them another key."),
            )
            continue
        keys.add(question.key)
        questions.append((at, question))
    return questions


def _check_conditions(questions: Sequence[tuple[int, Question]], faults: Faults) -> None:
    """A condition names an earlier question, and answers that it has."""
    all_keys = {question.key for _, question in questions}
    earlier: dict[str, Question] = {}
    for at, question in questions:
        if question.shown_if is not None:
            _check_condition(
                question.shown_if, ("questions", at, "settings", "shown_if"), earlier, all_keys, faults
            )
        earlier[question.key] = question


def _check_condition(
    condition: Condition, here: Steps, earlier: Mapping[str, Question], all_keys: set[str], faults: Faults
) -> None:
    named = earlier.get(condition.question)
    if named is None:
        wrong = (
            say("The condition names “%(key)s”, which is not asked before.", key=condition.question[:64])
            if condition.question in all_keys
            else say("The condition names “%(key)s”, which is no question.", key=condition.question[:64])
        )
        faults.incomplete((*here, "question"), wrong, say("Name a question that stands earlier."))
        return
    if condition.any_of and named.form in (QuestionForm.TEXT, QuestionForm.PERCEPTION):
        faults.incomplete(
            (*here, "any_of"),
            say("“%(key)s” has no answers to choose from.", key=named.key),
            say("Let the condition be that it was answered at all."),
        )
        return
    values = {choice.value for choice in named.choices}
    for at, value in enumerate(condition.any_of):
        if value not in values:
            faults.incomplete(
                (*here, "any_of", at),
                say("“%(key)s” has no answer “%(value)s”.", key=named.key, value=value[:64]),
                say("Choose one of its answers."),
            )
