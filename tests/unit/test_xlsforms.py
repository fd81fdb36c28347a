"""XLSForms: ours come back as they were, those of others as far as they can, and tricks are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given

from mentalmap.domain.questionnaires import Condition, Questionnaire, Shape
from mentalmap.domain.vocabulary import Kind, QuestionForm
from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.questionnaires.xlsform_conditions import read_condition
from mentalmap.exchange.questionnaires.xlsform_reading import locale_of
from mentalmap.exchange.questionnaires.xlsform_writing import write_sheets
from mentalmap.exchange.questionnaires.xlsforms import (
    ReadForm,
    numbered,
    read_sheets,
    read_xlsform,
    write_xlsform,
)
from mentalmap.services.questionnaires import TEMPLATES, read_template
from tests.unit.questionnaire_examples import questionnaires

PURPOSES = [("trade", {"sv": "Handla", "en": "Shopping"})]


@given(questionnaires())
def test_a_questionnaire_comes_back_from_its_sheets_as_it_was(questionnaire: Questionnaire) -> None:
    sheets = write_sheets(questionnaire, "sv", PURPOSES, PURPOSES)
    form = read_sheets(*numbered(sheets), "sv")
    assert form.notes == ()
    assert form.read.faults == ()
    assert form.read.questionnaire == questionnaire


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_comes_back_from_its_workbook_as_it_was(name: str) -> None:
    template = read_template(name)
    form = read_xlsform(write_xlsform(template, "sv", PURPOSES, PURPOSES), "sv")
    assert form.notes == ()
    assert form.read.faults == ()
    assert form.read.questionnaire == template


def test_no_text_of_a_workbook_is_run_as_a_formula() -> None:
    template = read_template("pride_and_problems")
    changed = Questionnaire(
        1,
        {"sv": "=1+1"},
        template.information,
        template.thanks,
        template.locales,
        template.background,
        template.questions,
    )
    content = write_xlsform(changed, "sv")
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert read_xlsform(content, "sv").read.questionnaire.title == {"sv": "=1+1"}


def a_form(survey: Sequence[Sequence[object]], choices: Sequence[Sequence[object]] = ()) -> bytes:
    """A workbook of another program."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in survey:
        sheet.append(list(row))
    if choices:
        listed = book.create_sheet("choices")
        for row in choices:
            listed.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_kobo_form() -> bytes:
    """What KoboToolbox might export."""
    return a_form(
        [
            (
                "type",
                "name",
                "label::English (en)",
                "label::Svenska (sv)",
                "relevant",
                "constraint",
                "required",
            ),
            ("start", "start", None, None, None, None, None),
            ("note", "hello", "Hello", "Hej", None, None, None),
            ("begin_group", "about_you", "About you", "Om dig", None, None, None),
            ("select_one yn", "Lives_here", "Do you live here?", "Bor du här?", None, None, "true"),
            ("integer", "Age", "How old?", "Hur gammal?", "${Lives_here} = 'yes'", ". > 0", None),
            ("end_group", None, None, None, None, None, None),
            ("range", "mood", "Mood?", "Humör?", None, None, None),
            ("geopoint", "fav", "Favourite place?", "Favoritplats?", "${Lives_here} != ''", None, None),
            ("begin_repeat", "bad", "Bad places", "Dåliga platser", None, None, None),
            ("geoshape", "bad_where", "Where?", "Var?", None, None, None),
            ("text", "bad_why", "Why?", "Varför?", None, None, None),
            ("image", "bad_photo", "Photo", "Bild", None, None, None),
            ("end_repeat", None, None, None, None, None, None),
            ("select_multiple lost", "ghost", "Which?", "Vilka?", "${Age} > 18 and ${fav} != ''", None, None),
            ("calculate", "sum", None, None, None, None, None),
        ],
        [("list_name", "name", "label::English (en)"), ("yn", "yes", "Yes"), ("yn", "no", "No")],
    )


def test_a_foreign_form_is_read_as_far_as_it_can_and_says_what_was_left_out() -> None:
    form = read_xlsform(a_kobo_form(), "sv", {"fav": "pride", "bad": "problem"})
    asked = form.read.questionnaire.questions
    assert [(one.key, one.form.value) for one in asked] == [
        ("lives_here", "choice"),
        ("age", "text"),
        ("mood", "scale"),
        ("fav", "perception"),
        ("bad_where", "perception"),
        ("ghost", "choice"),
    ]
    lives, age, mood, fav, bad, ghost = asked
    assert lives.required
    assert lives.wording == {"en": "Do you live here?", "sv": "Bor du här?"}
    assert age.shown_if == Condition("lives_here", ("yes",))
    assert fav.shown_if == Condition("lives_here")
    assert [one.value for one in mood.choices] == ["1", "2", "3", "4", "5"]
    assert (fav.kind, fav.shapes, fav.most) == (Kind.PRIDE, (Shape.POINT,), 1)
    assert (bad.kind, bad.shapes, bad.most) == (Kind.PROBLEM, (Shape.AREA,), 20)
    assert [one.value for one in bad.asks] == ["text", "photo"]
    assert bad.wording["sv"] == "Dåliga platser"
    assert ghost.shown_if is None
    assert form.read.questionnaire.information == {"en": "Hello", "sv": "Hej"}
    assert {note.row for note in form.notes} == {2, 3, 4, 5, 6, 8, 15, 16}
    assert form.read.is_storable


def test_a_place_that_is_not_said_to_be_anything_is_asked_about() -> None:
    form = read_xlsform(a_kobo_form(), "sv", {"fav": "favourite"})
    asked = [fault for fault in form.read.faults if fault.code == "kind_needed"]
    assert [fault.pointer for fault in asked] == ["#/survey/9", "#/survey/11"]
    assert not form.read.is_storable


def test_names_of_other_programs_become_keys_that_differ() -> None:
    form = read_xlsform(
        a_form(
            [
                ("type", "name", "label"),
                ("text", "Q 1", "A"),
                ("text", "q_1", "B"),
                ("text", "1st", "C"),
                ("text", "reached_by", "D"),
                ("text", "ÅÄÖ", "E"),
                ("text", "x" * 90, "F"),
            ]
        ),
        "sv",
    )
    keys = [one.key for one in form.read.questionnaire.questions]
    assert len(set(keys)) == 6
    assert form.read.is_storable
    assert all(one.form is QuestionForm.TEXT for one in form.read.questionnaire.questions)


@pytest.mark.parametrize(
    ("formula", "condition"),
    [
        ("${a} = 'x'", Condition("a", ("x",))),
        ("${a}='x' or ${a}=\"y z\"", Condition("a", ("x", "y z"))),
        ("${a} = 'this or that' or ${a} = 'x'", Condition("a", ("this or that", "x"))),
        ("selected(${a}, 'x') or selected( ${a} ,'y')", Condition("a", ("x", "y"))),
        ("${a} = 3", Condition("a", ("3",))),
        ("${a} != ''", Condition("a")),
        ("count(${a}) > 0", Condition("a")),
        ("${a} = 'x' or ${b} = 'y'", None),
        ("${a} = 'x' and ${a} = 'y'", None),
        ("not(${a} = 'x')", None),
        ("${a} = ''", None),
        ("${a} = 'x' or", None),
        ("or", None),
        ("(" * 10_000, None),
        ("${a} = '" + "x or " * 5_000, None),
    ],
)
def test_conditions_are_read_or_left_out_whole(formula: str, condition: Condition | None) -> None:
    assert read_condition(formula) == condition


def test_languages_are_told_by_code_or_by_name() -> None:
    assert [locale_of(one) for one in ("Svenska (sv)", "sv-easy", "English", "Klingon", "x")] == [
        "sv",
        "sv-easy",
        "en",
        None,
        None,
    ]


def changed_zip(content: bytes, name: str, data: bytes) -> bytes:
    """A workbook with one more file in it, or another one."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, data)
    return stream.getvalue()


def hostile(what: str) -> bytes:
    """A workbook that means harm."""
    plain = write_xlsform(read_template("pride_and_problems"), "sv")
    match what:
        case "macros":
            return changed_zip(plain, "xl/vbaProject.bin", b"Sub AutoOpen()")
        case "bomb":
            return changed_zip(plain, "xl/worksheets/sheet1.xml", b"<row/>" * 20_000_000)
        case "entities":
            doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
            return changed_zip(plain, "xl/worksheets/sheet1.xml", doctype)
        case "half":
            return plain[: len(plain) // 2]
        case "text":
            return b"type,name\ntext,a\n"
        case "other sheets":
            stream = io.BytesIO()
            openpyxl.Workbook().save(stream)
            return stream.getvalue()
    return b"x" * 4_000_001


@pytest.mark.parametrize("what", ["macros", "bomb", "entities", "half", "text", "other sheets", "huge"])
def test_a_workbook_that_means_harm_is_refused(what: str) -> None:
    with pytest.raises(UnreadableFileError):
        read_xlsform(hostile(what), "sv")


def test_a_sheet_without_end_is_refused() -> None:
    rows = [("type", "name", "label"), *[("text", f"q{number}", "?") for number in range(10_001)]]
    with pytest.raises(UnreadableFileError):
        read_xlsform(a_form(rows), "sv")


def test_an_empty_survey_sheet_is_no_form() -> None:
    with pytest.raises(UnreadableFileError):
        read_xlsform(a_form([]), "sv")
    form: ReadForm = read_xlsform(a_form([("type", "name", "label"), ("text", "a", "A")]), "sv")
    assert form.read.questionnaire.locales == ("sv",)
