"""What the marks of a response must be: asked for, named by known codes, said in harmless texts."""

from __future__ import annotations

from collections.abc import Iterator

from mentalmap.domain.given import GivenMark, GivenResponse
from mentalmap.domain.known_codes import Known, unknown_code
from mentalmap.domain.questionnaires import (
    MOST_MARKS,
    MOST_TEXT,
    MOST_WORDS,
    Aspect,
    Question,
    Questionnaire,
    is_asked,
)
from mentalmap.domain.texts import find_text_fault
from mentalmap.domain.vocabulary import Kind, PlacedBy, QuestionForm
from mentalmap.errors import Fault
from mentalmap.messages import say, say_n

ASK_ANEW = say("Open the page anew: it asks what is asked now.")


def check_marks(
    given: GivenResponse, questions: Questionnaire, known: Known, marked: frozenset[str], mode: str
) -> Iterator[Fault]:
    """Tell what is wrong with the marks of a response, but for their geometries."""
    if len(given.marks) > MOST_MARKS:
        yield too_many_marks()
        return
    asked = {
        question.key: is_asked(question, given.answers, marked, mode) for question in questions.questions
    }
    seen = set()
    for index, mark in enumerate(given.marks):
        pointer = f"#/marks/{index}"
        if mark.id in seen:
            yield duplicate_mark(index)
        seen.add(mark.id)
        question = questions.question(mark.question)
        if question is None or question.form is not QuestionForm.PERCEPTION:
            yield Fault(
                f"{pointer}/question",
                say("There is no question “%(key)s” about places.", key=mark.question[:64]),
                ASK_ANEW,
                "unknown_question",
            )
        elif not asked[mark.question]:
            yield Fault(
                f"{pointer}/question",
                say("This question is not asked after these answers."),
                say("Leave the mark out."),
                "not_asked",
            )
        else:
            yield from _check_aspects(pointer, mark, question)
        yield from _check_codes(pointer, mark, known)
        yield from _check_words(pointer, mark)


def _check_aspects(pointer: str, mark: GivenMark, question: Question) -> Iterator[Fault]:
    """Tell what was said that nobody asked; a text is always welcome."""
    told = {
        Aspect.NATURE: mark.nature is not None,
        Aspect.PURPOSES: bool(mark.purposes),
        Aspect.VALENCE: mark.valence is not None,
        Aspect.THEMES: bool(mark.themes),
    }
    for aspect, is_told in told.items():
        if is_told and (
            aspect not in question.asks or (aspect is Aspect.NATURE and question.kind != Kind.BARRIER)
        ):
            yield Fault(
                f"{pointer}/{aspect}",
                say("This is not asked about a mark of this question."),
                say("Leave it out."),
                "not_asked",
            )


def _check_codes(pointer: str, mark: GivenMark, known: Known) -> Iterator[Fault]:
    where = mark.where
    if sum(one is not None for one in (where.place, where.area, where.geometry)) != 1:
        yield Fault(
            f"{pointer}/where",
            say("A mark lies at a place, in an area or at a position: exactly one of them."),
            say("Send one of place, area and geometry."),
            "wrong_form",
        )
    for noun, code, codes in (("place", where.place, known.places), ("area", where.area, known.areas)):
        if code is not None and code not in codes:
            message = (
                say("There is no place “%(code)s”.", code=code[:64])
                if noun == "place"
                else say("There is no area “%(code)s”.", code=code[:64])
            )
            yield unknown_code(f"{pointer}/where/{noun}", message)
    for index, code in enumerate(mark.purposes):
        if code not in known.purposes:
            yield unknown_code(
                f"{pointer}/purposes/{index}", say("There is no purpose “%(code)s”.", code=code[:64])
            )
    for index, code in enumerate(mark.themes):
        if code not in known.themes:
            yield unknown_code(
                f"{pointer}/themes/{index}", say("There is no theme “%(code)s”.", code=code[:64])
            )


def _check_words(pointer: str, mark: GivenMark) -> Iterator[Fault]:
    if mark.text is not None and (found := find_text_fault(mark.text, MOST_TEXT)) is not None:
        yield Fault(f"{pointer}/text", *found)
    words = mark.where.words
    if words is not None and (found := find_text_fault(words, MOST_WORDS)) is not None:
        yield Fault(f"{pointer}/where/words", *found)
    if mark.where.by is PlacedBy.WORDS and not (words and words.strip()):
        yield Fault(
            f"{pointer}/where/words",
            say("The description of where it is is missing."),
            say("Describe it, or show it on the map."),
            "missing",
        )


def too_many_marks() -> Fault:
    """Say that there are more marks than one response holds."""
    return Fault(
        "#/marks",
        say_n("A response holds at most %(n)s mark.", "A response holds at most %(n)s marks.", MOST_MARKS),
        say("Send the others as a second response."),
        "too_many",
    )


def duplicate_mark(index: int) -> Fault:
    """Say that a mark's number was used before."""
    return Fault(
        f"#/marks/{index}/id",
        say("Another mark has this number already."),
        say("Give each mark a new random number (UUID)."),
        "duplicate",
    )
