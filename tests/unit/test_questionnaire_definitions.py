"""Questionnaires as JSON: what comes back, and every way of being wrong told at its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.questionnaires import Questionnaire, Shape, Subject
from mentalmap.domain.readability import WANTED, lix
from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.questionnaires.definitions import (
    KEYS,
    read_questionnaire,
    texts_of,
    write_questionnaire,
)
from mentalmap.exchange.questionnaires.json_files import read_json_file, write_json_file
from mentalmap.services.questionnaires import TEMPLATES, lix_of, missing_texts, read_template
from tests.unit.questionnaire_examples import LOCALES, a_choice, a_document, a_perception, questionnaires


def pointers(document: object, code: str | None = None) -> list[str]:
    """Where something is wrong."""
    faults = read_questionnaire(document, "sv").faults
    return [fault.pointer for fault in faults if code in (None, fault.code)]


@given(questionnaires())
def test_what_is_written_is_read_again(questionnaire: Questionnaire) -> None:
    through_json = json.loads(json.dumps(write_questionnaire(questionnaire)))
    read = read_questionnaire(through_json, "sv")
    assert read.faults == ()
    assert read.questionnaire == questionnaire
    assert read_json_file(write_json_file(questionnaire, "sv"), "sv").questionnaire == questionnaire


def test_settings_that_are_left_out_are_the_usual_ones() -> None:
    read = read_questionnaire(a_document(questions=[a_perception("way", "route"), a_perception()]), "sv")
    way, pride = read.questionnaire.questions
    assert (way.shapes, pride.shapes) == ((Shape.ENDS, Shape.LINE), (Shape.POINT,))
    assert (pride.asks, pride.subject, pride.most) == ((), Subject.ANYWHERE, 20)
    assert read_questionnaire({}, "sv").questionnaire.locales == ("sv",)


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        (a_perception(key="Pride"), "/key"),
        (a_perception(key="reached_by"), "/key"),
        (a_perception(key="reached_through"), "/key"),
        (a_perception(key="a" * 65), "/key"),
        (a_perception(kind="pin"), "/kind"),
        (a_perception(shapes=["circle"]), "/settings/shapes/0"),
        (a_perception(shapes=["point", "point"]), "/settings/shapes/1"),
        (a_perception(shapes=[]), "/settings/shapes"),
        (a_perception(shapes=["ends"]), "/settings/shapes"),
        (a_perception(asks=["nature"]), "/settings/asks"),
        (a_perception(asks=["mood"]), "/settings/asks/0"),
        (a_perception(about="the moon"), "/settings/about"),
        (a_perception(most=0), "/settings/most"),
        (a_perception(most=True), "/settings/most"),
        (a_perception(most=10**30), "/settings/most"),
        (a_perception(choices=[]), "/settings/choices"),
        (a_perception(colour="red"), "/settings/colour"),
        (a_perception(required="yes"), "/settings/required"),
        (a_perception(only_in="kiosk"), "/settings/only_in"),
        (a_perception(help={"sv": "x" * 1501}), "/settings/help/sv"),
        (a_perception(help={"Svenska": "x"}), "/settings/help/Svenska"),
        (a_perception(help={"sv": "dolt\u202etecken"}), "/settings/help/sv"),
        (a_perception(help={"sv": "nolla\x00"}), "/settings/help/sv"),
        (a_perception(help={"sv": 3}), "/settings/help/sv"),
        (a_perception(shown_if={"question": "pride"}), "/settings/shown_if"),
        (a_perception(shown_if={"question": 7, "answered": True}), "/settings/shown_if/question"),
        (a_choice(several="many"), "/settings/several"),
        (a_choice(about="weather"), "/settings/about"),
        (a_choice(choices="yes, no"), "/settings/choices"),
        (a_choice(choices=[{"value": "a"}, {"value": "a"}]), "/settings/choices/1/value"),
        (a_choice(choices=[{"value": "it's"}, {"value": "b"}]), "/settings/choices/0/value"),
        (a_choice(choices=[{"value": " a"}, {"value": "b"}]), "/settings/choices/0/value"),
        (a_choice(choices=[{"value": 1}, {"value": "b"}]), "/settings/choices/0/value"),
        (a_choice(choices=[{"value": str(one)} for one in range(61)]), "/settings/choices"),
        (a_choice("steps", "scale", choices=[{"value": "ja"}, {"value": "2"}]), "/settings/choices/0/value"),
        (a_choice("steps", "scale", several=True), "/settings/several"),
        (a_choice("steps", "slider"), "/form"),
        ({**a_choice(), "kind": "pride"}, "/kind"),
        ({**a_choice(), "label": "x"}, "/label"),
        ({**a_choice(), "settings": [1]}, "/settings"),
        ("a question", ""),
        (None, ""),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_place(question: object, pointer: str) -> None:
    assert f"#/questions/0{pointer}" in pointers(a_document(questions=[question]), "invalid")


@pytest.mark.parametrize(
    ("questions", "pointer"),
    [
        ([a_choice(shown_if={"question": "gone", "answered": True})], "0/settings/shown_if/question"),
        (
            [a_choice(shown_if={"question": "pride", "answered": True}), a_perception()],
            "0/settings/shown_if/question",
        ),
        ([a_choice(shown_if={"question": "lived", "answered": True})], "0/settings/shown_if/question"),
        (
            [a_choice(), a_perception(shown_if={"question": "lived", "any_of": ["1", "9"]})],
            "1/settings/shown_if/any_of/1",
        ),
        (
            [a_choice(), a_perception(shown_if={"question": "lived", "any_of": []})],
            "1/settings/shown_if/any_of",
        ),
        (
            [a_perception(), a_choice(shown_if={"question": "pride", "any_of": ["1"]})],
            "1/settings/shown_if/any_of",
        ),
        ([a_choice(choices=[])], "0/settings/choices"),
        ([{**a_choice(), "wording": {"en": "How long?"}}], "0/wording/sv"),
        ([{**a_choice(), "wording": {"sv": "  "}}], "0/wording/sv"),
        ([a_perception(help={"en": "Help"})], "0/settings/help/sv"),
    ],
)
def test_what_is_unfinished_may_stand_in_a_draft(questions: list[Any], pointer: str) -> None:
    document = a_document(questions=questions)
    assert f"#/questions/{pointer}" in pointers(document, "incomplete")
    assert read_questionnaire(document, "sv").is_storable


def test_all_faults_are_told_at_once_and_the_rest_is_read() -> None:
    document = a_document(
        questions=[a_perception(), a_perception(), a_choice(form="slider"), a_choice("good")],
        colour="red",
        title={"sv": "x" * 201},
    )
    assert pointers(document, "invalid") == [
        "#/colour",
        "#/title/sv",
        "#/questions/1/key",
        "#/questions/2/form",
    ]
    assert [one.key for one in read_questionnaire(document, "sv").questionnaire.questions] == [
        "pride",
        "good",
    ]


def test_more_questions_than_anybody_answers_are_refused() -> None:
    questions = [a_perception(f"q{number}") for number in range(201)]
    assert pointers(a_document(questions=questions[:200])) == []
    assert pointers(a_document(questions=questions)) == ["#/questions"]


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [*KEYS, "key", "form", "kind", "wording", "choices", "value", "label", "shown_if", "sv"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=20,
)


@given(_json)
def test_whatever_is_sent_is_told_and_never_raised(document: object) -> None:
    read = read_questionnaire(document, "sv")
    assert all(fault.pointer.startswith("#") for fault in read.faults)
    assert read_questionnaire(write_questionnaire(read.questionnaire), "sv").is_storable


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"NaN",
        b'{"format": "other"}',
        b'{"format": "mentalmap-questionnaire", "format_version": 2}',
        b"[" * 100_000,
        b" " * 4_000_001,
    ],
    ids=range(8),
)
def test_a_file_that_is_none_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read_json_file(content, "sv")


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_can_be_published_in_every_language_as_they_are(name: str) -> None:
    template = read_template(name)
    assert read_questionnaire(write_questionnaire(template), "sv").faults == ()
    assert template.locales == LOCALES
    assert missing_texts(template) == dict.fromkeys(LOCALES, ())
    folder = Path("mentalmap/services/questionnaire_templates")
    stored = json.loads((folder / f"{name}.json").read_text())["questionnaire"]
    assert write_questionnaire(template) == stored


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("locale", WANTED)
def test_templates_are_easy_to_read(name: str, locale: str) -> None:
    template = read_template(name)
    assert lix_of(template)[locale] <= WANTED[locale]
    information = lix([template.information[locale]])
    assert information is not None
    assert information <= WANTED[locale]
    # No single text of a few sentences is hard either.
    for steps, texts in texts_of(template):
        if len(texts[locale].split()) >= 12:
            measured = lix([texts[locale]])
            assert measured is not None
            assert measured <= WANTED[locale] + 10, (steps, texts[locale])


def test_easy_swedish_is_easier_than_swedish() -> None:
    for name in TEMPLATES:
        measured = lix_of(read_template(name))
        assert measured["sv-easy"] < measured["sv"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_arabic_is_arabic_and_no_language_is_another(name: str) -> None:
    for steps, texts in texts_of(read_template(name)):
        assert any("\u0600" <= sign <= "\u06ff" for sign in texts["ar"]), steps
        assert len({texts["en"], texts["fi"], texts["ar"], texts["sv"]}) == 4, steps


def test_lix_counts_as_its_source_does() -> None:
    # Nine words in two sentences, two of them longer than six letters: 9/2 + 100·2/9.
    assert lix(["Katten sov gott. Kommunen lagar vägen förbi biblioteket."]) == pytest.approx(
        8 / 2 + 100 * 2 / 8
    )
    assert lix(["En rubrik", "En till"]) == pytest.approx(2.0)
    assert lix(["", "…", "123 456"]) == pytest.approx(2.0)
    assert lix([]) is None
    assert lix(["!?"]) is None
