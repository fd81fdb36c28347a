"""Questionnaires for tests: one that shows everything, and any that hypothesis can think of."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from mentalmap.domain.questionnaires import (
    Aspect,
    BackgroundField,
    Choice,
    Condition,
    Question,
    Questionnaire,
    Shape,
    Subject,
)
from mentalmap.domain.vocabulary import Kind, QuestionForm
from mentalmap.exchange.reading.opened import NULL_TEXTS

LOCALES = ("sv", "sv-easy", "en", "ar", "fi")


def a_document(**changes: object) -> dict[str, Any]:
    """A small questionnaire as JSON, without faults."""
    document: dict[str, Any] = {
        "title": {"sv": "Din bygd"},
        "information": {"sv": "Det är frivilligt."},
        "thanks": {"sv": "Tack!"},
        "settings": {"locales": ["sv"], "background": ["home_area"]},
        "questions": [a_perception(), a_choice()],
    }
    return json.loads(json.dumps({**document, **changes}))  # type: ignore[no-any-return]


def a_perception(key: str = "pride", kind: str = "pride", **settings: object) -> dict[str, Any]:
    """A question about places."""
    return {
        "key": key,
        "form": "perception",
        "kind": kind,
        "wording": {"sv": "Vad är du stolt över?"},
        "settings": settings,
    }


def a_choice(key: str = "lived", form: str = "choice", **settings: object) -> dict[str, Any]:
    """A question with two answers."""
    choices = [{"value": str(step), "label": {"sv": f"Svar {step}"}} for step in (1, 2)]
    return {
        "key": key,
        "form": form,
        "kind": None,
        "wording": {"sv": "Hur länge?"},
        "settings": {"choices": choices, **settings},
    }


def questionnaires() -> st.SearchStrategy[Questionnaire]:
    """Any questionnaire that may be published, its main language Swedish."""
    return st.builds(
        Questionnaire,
        version=st.just(1),
        title=_texts(),
        information=_texts(),
        thanks=_texts(),
        locales=st.permutations(LOCALES).map(tuple),
        background=st.lists(st.sampled_from(BackgroundField), unique=True).map(tuple),
        questions=_questions(),
    )


def _text() -> st.SearchStrategy[str]:
    signs = st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Cn", "Co"),
        exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        include_characters="\n=+'\"أ",
    )
    # A cell that says “NA” or “#REF!” says nothing, to spreadsheets as to us.
    return st.text(signs, min_size=1, max_size=40).filter(
        lambda text: text.strip() != "" and text.strip() not in NULL_TEXTS and not text.startswith("#")
    )


def _texts() -> st.SearchStrategy[dict[str, str]]:
    others = st.dictionaries(st.sampled_from(LOCALES[1:]), _text(), max_size=3)
    return st.builds(lambda main, rest: {"sv": main, **rest}, _text(), others)


def _values() -> st.SearchStrategy[str]:
    return st.from_regex(r"[a-zåäö0-9](?:[a-z0-9 _.-]{0,8}[a-z0-9])?", fullmatch=True).filter(
        lambda value: value not in ("null", "nan")
    )


@st.composite
def _questions(draw: st.DrawFn) -> tuple[Question, ...]:
    keys = draw(
        st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), min_size=1, max_size=5, unique=True)
    )
    made: list[Question] = []
    for key in keys:
        made.append(draw(_question(key, tuple(made))))
    return tuple(made)


@st.composite
def _question(draw: st.DrawFn, key: str, earlier: tuple[Question, ...]) -> Question:
    form = draw(st.sampled_from(QuestionForm))
    common: dict[str, Any] = {
        "key": key,
        "form": form,
        "wording": draw(_texts()),
        "help": draw(st.one_of(st.just({}), _texts())),
        "required": draw(st.booleans()),
        "only_in": draw(st.sampled_from([None, "web", "interview"])),
        "shown_if": draw(_conditions(earlier)),
    }
    if form is QuestionForm.TEXT:
        return Question(**common, longest=draw(st.integers(1, 4000)))
    if form is QuestionForm.PERCEPTION:
        kind = draw(st.sampled_from(Kind))
        shapes = [one for one in Shape if one is not Shape.ENDS or kind is Kind.ROUTE]
        asks = [one for one in Aspect if one is not Aspect.NATURE or kind is Kind.BARRIER]
        return Question(
            **common,
            kind=kind,
            shapes=tuple(draw(st.lists(st.sampled_from(shapes), min_size=1, unique=True))),
            asks=tuple(draw(st.lists(st.sampled_from(asks), unique=True))),
            subject=draw(st.sampled_from(Subject)),
            most=draw(st.integers(1, 100)),
        )
    values = st.integers(-9, 99).map(str) if form is QuestionForm.SCALE else _values()
    return Question(
        **common,
        choices=tuple(
            Choice(value, draw(_texts()))
            for value in draw(st.lists(values, min_size=2, max_size=4, unique=True))
        ),
        several=form is QuestionForm.CHOICE and draw(st.booleans()),
        about=draw(st.sampled_from(["", "organisation"])),
    )


@st.composite
def _conditions(draw: st.DrawFn, earlier: tuple[Question, ...]) -> Condition | None:
    if not earlier or draw(st.booleans()):
        return None
    named = draw(st.sampled_from(earlier))
    if not named.choices or draw(st.booleans()):
        return Condition(named.key)
    values = [choice.value for choice in named.choices]
    return Condition(named.key, tuple(draw(st.lists(st.sampled_from(values), min_size=1, unique=True))))
