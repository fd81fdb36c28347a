"""Answers to questions that are not about places come out of a spreadsheet into filter and layer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.demo.geography import kramfors_geography
from mentalmap.demo.interviews import interviews_mapping, write_interviews_csv
from mentalmap.demo.rounds import demo_generator, demo_round
from mentalmap.domain.arrays import BoolArray
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.layers.organisation import organisation
from mentalmap.domain.respondents import AnswerColumn
from mentalmap.domain.selection import mask_of_respondents
from mentalmap.errors import ImportRejectedError, InvalidMappingError
from mentalmap.services.demo import SLUG, load_demo
from mentalmap.services.removals import remove_project, remove_survey, undo_run
from mentalmap.store.answers import load_answers
from mentalmap.store.import_runs import list_runs
from mentalmap.store.perception_tables import load_table
from mentalmap.store.projects import find_project
from mentalmap.store.questionnaires import draft_questionnaire, find_published
from mentalmap.store.surveys import find_survey
from tests.store.importing import POINTS, Import, codes, rows_of
from tests.store.making import a_project, a_survey
from tests.unit.foreign_files import write_workbook

PEOPLE = POINTS + 'respondent = "nr"\n'
LISTENS = """
[answers]
"Lyssnar" = { key = "org_listens", about = "organisation", wording = "Kommunen lyssnar." }
"""
WORDS = """
[answers."Lyssnar"]
key = "org_listens"
about = "organisation"
values = { "Instämmer inte" = "1", "Varken eller" = 3, "Instämmer helt" = "5" }
"""
TRAVEL = '[answers]\n"Resa" = { key = "travel" }\n'


def sheet(column: str, *answers: str) -> str:
    """One row per person, each with a mark."""
    rows = [f"{nr};17.7{nr % 10};62.93;{answer}\n" for nr, answer in enumerate(answers, start=1)]
    return f"nr;lon;lat;{column}\n" + "".join(rows)


def column_of(imported: Import, key: str) -> AnswerColumn:
    query = text("SELECT id FROM response WHERE project_id = :project ORDER BY id")
    ids = np.array(imported.session.scalars(query, {"project": imported.project.id}).all(), dtype=np.int64)
    return load_answers(imported.session, imported.project.id, ids)[key]


def said(imported: Import, key: str) -> list[set[str]]:
    """What each person answered, in the order of the file."""
    column = column_of(imported, key)
    return [
        {value for bit, value in enumerate(column.values) if int(bits) >> bit & 1} for bits in column.given
    ]


def count_answers(session: Session) -> int:
    return int(session.scalar(text("SELECT count(*) FROM answer")) or 0)


@pytest.fixture
def imported(session: Session, tmp_path: Path) -> Import:
    project = a_project(session)
    a_survey(session, project)
    a_survey(session, project, "2020")
    return Import(session, tmp_path, project)


def test_answers_in_numbers_are_a_scale_of_a_published_question(session: Session, imported: Import) -> None:
    imported(sheet("Lyssnar", "4", "2,0", "", "vet ej", "4"), PEOPLE + LISTENS)
    assert said(imported, "org_listens") == [{"4"}, {"2"}, set(), set(), {"4"}]
    column = column_of(imported, "org_listens")
    assert (column.is_scale, column.about) == (True, "organisation")
    assert column.wording == {"sv": "Kommunen lyssnar."}
    version = find_published(session, find_survey(session, imported.project.id, "2016").id)
    assert version is not None
    assert imported.responses("DISTINCT questionnaire_id") == [(version.id,)]


def test_words_become_the_numbers_that_the_mapping_gives_them(imported: Import) -> None:
    imported(sheet("Lyssnar", "Instämmer helt", "instämmer  inte", "Varken eller", "4"), PEOPLE + WORDS)
    assert said(imported, "org_listens") == [{"5"}, {"1"}, {"3"}, {"4"}]
    column = column_of(imported, "org_listens")
    assert column.values == ("1", "3", "4", "5"), "a scale stands in its order, also where words name a part"
    assert column.labels["5"] == {"sv": "Instämmer helt"}
    assert column.wording == {"sv": "Lyssnar"}, "a question without a wording is called like its column"


def test_one_cell_may_choose_several_answers(imported: Import) -> None:
    imported(sheet("Resa", "bil", "Bil|buss", '"buss; cykel; buss"', "–"), PEOPLE + TRAVEL)
    assert said(imported, "travel") == [{"bil"}, {"bil", "buss"}, {"buss", "cykel"}, set()]


def test_signs_tell_answers_apart(imported: Import) -> None:
    mapping = PEOPLE + '[answers]\n"År" = { key = "years", values = { "< 5 år" = "under" } }\n'
    imported(sheet("År", "< 5 år", "> 5 år", "C", "C++", "<  5 ÅR"), mapping)
    assert said(imported, "years") == [{"under"}, {"> 5 år"}, {"C"}, {"C++"}, {"under"}]


def test_the_organisation_layer_and_the_filter_see_both_rounds(session: Session, imported: Import) -> None:
    imported(sheet("Lyssnar", *"22222"), PEOPLE + LISTENS)
    # The next round's mapping says neither what the question is about nor how it was worded.
    imported(
        sheet("Fråga 3", *"44455"),
        PEOPLE + '[answers]\n"Fråga 3" = { key = "org_listens" }\n',
        survey="2020",
    )
    assert said(imported, "org_listens") == [{"2"}] * 5 + [{"4"}] * 3 + [{"5"}] * 2
    table = load_table(session, imported.project, None)

    def asked_in(survey: str) -> BoolArray:
        return mask_of_respondents(table, PerceptionFilter(surveys=frozenset({survey})))

    means = {}
    for survey in ("2016", "2020"):
        layer = organisation(table.asked_of(asked_in(survey)), language="sv")
        [everybody] = [one for one in layer.features if one.id == "org_listens:all"]
        assert everybody.name == "Kommunen lyssnar."
        means[survey] = everybody.values["mean"]
    assert means == {"2016": 2.0, "2020": 4.4}
    pleased = PerceptionFilter(answers=frozenset({("org_listens", "5"), ("org_listens", "4")}))
    assert len(table.select(pleased)) == 5


def test_the_same_file_twice_adds_nothing_and_a_grown_one_only_what_is_new(
    session: Session, imported: Import
) -> None:
    imported(sheet("Lyssnar", "4", "2"), PEOPLE + LISTENS)
    imported(sheet("Lyssnar", "4", "2"), PEOPLE + LISTENS)
    assert count_answers(session) == 2
    imported(sheet("Lyssnar", "4", "2", "5"), PEOPLE + LISTENS)
    assert said(imported, "org_listens") == [{"4"}, {"2"}, {"5"}]
    assert session.scalar(text("SELECT count(*) FROM questionnaire")) == 1


def test_taking_an_import_back_takes_its_answers(session: Session, imported: Import) -> None:
    imported(sheet("Lyssnar", "4", "2"), PEOPLE + LISTENS)
    [run] = list_runs(session, imported.project.id)
    undo_run(session, run.id)
    assert count_answers(session) == 0
    imported(sheet("Lyssnar", "4", "2"), PEOPLE + LISTENS)
    assert said(imported, "org_listens") == [{"4"}, {"2"}]


def test_a_further_question_makes_a_new_version_with_the_old_ones(session: Session, imported: Import) -> None:
    imported(sheet("Lyssnar", "4"), PEOPLE + LISTENS)
    survey = find_survey(session, imported.project.id, "2016")
    first = find_published(session, survey.id)
    draft = draft_questionnaire(session, survey.id)
    imported(sheet("Resa", "4", "buss"), PEOPLE + TRAVEL)
    second = find_published(session, survey.id)
    assert first is not None and second is not None
    assert [one.key for one in first.questions] == ["org_listens"]
    assert [one.key for one in second.questions] == ["org_listens", "travel"]
    session.refresh(draft)
    assert (first.version, second.version, draft.version) == (1, 2, 3), "what somebody drafts is left alone"
    assert draft.published_at is None


def test_who_says_two_things_is_kept_by_the_first_and_named(imported: Import) -> None:
    rows = "nr;lon;lat;Lyssnar\n7;17.77;62.93;\n7;17.78;62.93;4\n7;17.79;62.93;2\n8;17.79;62.93;1\n"
    report = imported(rows, PEOPLE + LISTENS)
    assert said(imported, "org_listens") == [{"4"}, {"1"}]
    assert rows_of(report, "contradiction") == [4]
    assert report.problems.sorted()[0].column == "Lyssnar"


def test_a_word_on_a_scale_stores_nothing_and_names_its_row(session: Session, imported: Import) -> None:
    mapping = PEOPLE + '[answers]\n"Lyssnar" = { key = "org_listens", form = "scale" }\n'
    report = imported.refused(sheet("Lyssnar", "4", "kanske", "1e99", "5 av 5"), mapping)
    assert codes(report)["answer_not_a_number"] == 3
    problem = report.problems.sorted()[0]
    assert (problem.row, problem.column, problem.value) == (3, "Lyssnar", "kanske")
    assert "values" in str(problem.remedy)
    assert session.scalar(text("SELECT count(*) FROM questionnaire")) == 0
    kept = imported(sheet("Lyssnar", "4", "kanske"), mapping, accept_valid=True)
    assert (kept.accepted, said(imported, "org_listens")) == (1, [{"4"}])


def test_a_column_of_free_text_is_refused_with_the_row_where_it_became_too_much(imported: Import) -> None:
    sixty_three = [f"svar {number}" for number in range(63)]
    with pytest.raises(ImportRejectedError, match=r"Row 65, “Resa”: with “svar 63”") as refused:
        imported(sheet("Resa", *sixty_three, "svar 63"), PEOPLE + TRAVEL)
    assert "quote" in str(refused.value.remedy)
    long = imported.refused(sheet("Resa", "buss", "x" * 101), PEOPLE + TRAVEL)
    assert rows_of(long, "answer_too_long") == [3]


def test_answers_of_all_rounds_together_stay_few_enough_to_filter_by(imported: Import) -> None:
    imported(sheet("Resa", *(f"svar {number}" for number in range(63))), PEOPLE + TRAVEL)
    imported(sheet("Resa", "SVAR 5"), PEOPLE + TRAVEL, survey="2020")
    assert said(imported, "travel")[-1] == {"svar 5"}
    with pytest.raises(ImportRejectedError, match="Row 2"):
        imported(sheet("Resa", "flyg"), PEOPLE + TRAVEL, survey="2020", name="b.csv")


def test_a_question_keeps_its_form_from_round_to_round(imported: Import) -> None:
    imported(sheet("Resa", "buss"), PEOPLE + TRAVEL)
    imported(sheet("Resa", "3", "4"), PEOPLE + TRAVEL, survey="2020")
    assert not column_of(imported, "travel").is_scale, "numbers answer a choice as words do"
    with pytest.raises(InvalidMappingError, match="as a scale; the project asks it as a choice"):
        imported(sheet("Resa", "3"), PEOPLE + '[answers]\nResa = { key = "travel", form = "scale" }\n')


def test_a_column_that_the_file_does_not_have_is_refused_with_the_nearest(imported: Import) -> None:
    with pytest.raises(InvalidMappingError, match="Lyssnar") as refused:
        imported(sheet("Lysnar", "4"), PEOPLE + LISTENS)
    assert "“Lysnar”" in str(refused.value.remedy)


def test_hostile_answers_stay_text(imported: Import) -> None:
    odd = ["<b>x</b>", "'); DROP TABLE answer; --", "\u202eمرحبا", '""citat""', "a\\b", "N/A, 5"]
    imported(sheet("Resa", *(f'"{one}"' for one in odd)), "separators = ['|']\n" + PEOPLE + TRAVEL)
    stored = [next(iter(one)) for one in said(imported, "travel")]
    assert stored == ["<b>x</b>", "'); DROP TABLE answer; --", "مرحبا", '"citat"', "a\\b", "N/A, 5"]


def test_a_file_without_answers_asks_nothing(session: Session, imported: Import) -> None:
    imported(sheet("Lyssnar", "4"), PEOPLE)
    assert (count_answers(session), session.scalar(text("SELECT count(*) FROM questionnaire"))) == (0, 0)
    assert imported.responses("questionnaire_id") == [(None,)]


def test_answers_of_people_whom_another_import_brought_are_left_out_and_said_to_be(
    session: Session, imported: Import
) -> None:
    imported(sheet("Resa", "buss", "bil"), PEOPLE)
    rows = "nr;lon;lat;Lyssnar\n2;17.99;62.93;4\n3;17.99;62.93;5\n"
    report = imported(rows, PEOPLE + LISTENS, name="b.csv")
    assert said(imported, "org_listens") == [set(), set(), {"5"}]
    assert sum("These answers were not stored" in str(note) for note in report.notes) == 1
    last = list_runs(session, imported.project.id)[-1]
    undo_run(session, last.id)
    assert count_answers(session) == 0
    again = imported(sheet("Resa", "buss", "bil"), PEOPLE + TRAVEL)
    assert any("“travel”" in str(note) and "import undo" in str(note) for note in again.notes)
    imported(sheet("Lyssnar", "4"), PEOPLE + LISTENS, survey="2020")
    known = imported(sheet("Lyssnar", "4"), PEOPLE + LISTENS, survey="2020")
    assert not any("import undo" in str(note) for note in known.notes)


def test_a_round_with_answers_can_be_removed(session: Session, imported: Import) -> None:
    imported(sheet("Lyssnar", "4"), PEOPLE + LISTENS)
    imported(sheet("Lyssnar", "5"), PEOPLE + LISTENS, survey="2020")
    remove_survey(session, imported.project.slug, "2016")
    assert said(imported, "org_listens") == [{"5"}]
    remove_project(session, imported.project.slug)
    assert session.scalar(text("SELECT count(*) FROM question")) == 0


INTERVIEWS = """
[columns]
respondent = "Nr"

[answers]
"Kommunen lyssnar" = { key = "org_listens", about = "organisation" }
"Resa" = { key = "travel", values = { "Med bil" = "car" } }

[[perceptions]]
kind = "problem"
columns.lon = "Problem lon"
columns.lat = "Problem lat"
"""


def test_a_workbook_with_one_row_per_interview_keeps_numbers_and_lists(
    imported: Import, tmp_path: Path
) -> None:
    rows = [
        ["Nr", "Kommunen lyssnar", "Resa", "Problem lon", "Problem lat"],
        [1, 5, "Med bil; buss", 17.77, 62.93],
        [2, 3.0, None, None, None],
        [3, "3.5", "med bil", 17.78, 62.92],
    ]
    path = write_workbook(tmp_path / "svar.xlsx", {"Svar": rows})
    report = imported(path, INTERVIEWS, kind=None)
    assert (report.responses, report.perceptions) == (3, 2)
    assert said(imported, "org_listens") == [{"5"}, {"3"}, {"3.5"}], "who marked nothing answers too"
    assert said(imported, "travel") == [{"car", "buss"}, set(), {"car"}]


def test_an_interview_with_an_unreadable_answer_is_left_behind_whole(
    imported: Import, tmp_path: Path
) -> None:
    head = ["Nr", "Kommunen lyssnar", "Resa", "Problem lon", "Problem lat"]
    rows = [head, [1, 5, "buss", 17.77, 62.93], [2, "?!x", "bil", 17.78, 62.93]]
    path = write_workbook(tmp_path / "svar.xlsx", {"Svar": rows})
    mapping = INTERVIEWS.replace('about = "organisation"', 'form = "scale"')
    report = imported(path, mapping, kind=None, accept_valid=True)
    assert (report.accepted, rows_of(report, "answer_not_a_number")) == (1, [3])
    assert said(imported, "travel") == [{"buss"}]
    settled = mapping.replace('form = "scale"', 'form = "scale", values = { "?!x" = "1" }')
    assert imported(path, settled, kind=None).accepted == 1
    assert said(imported, "org_listens") == [{"5"}, {"1"}]
    assert said(imported, "travel") == [{"buss"}, {"bil"}]


def test_the_demos_spreadsheet_brings_the_answers_that_the_demo_stores(
    session: Session, tmp_path: Path
) -> None:
    load_demo(session)
    project = find_project(session, SLUG)
    a_survey(session, project, "2017")
    told = demo_round("2016", demo_generator("2016"), kramfors_geography())
    write_interviews_csv(told, tmp_path / "svar.csv")
    mapping = interviews_mapping(told)
    Import(session, tmp_path, project)(
        tmp_path / "svar.csv", mapping, survey="2017", kind=None, accept_valid=True
    )
    query = text(
        "SELECT closed_answer.key, closed_answer.value, count(*) FROM closed_answer JOIN response"
        " ON response.id = response_id WHERE response.survey_id = :survey GROUP BY 1, 2 ORDER BY 1, 2"
    )
    stored, imported_anew = (
        session.execute(query, {"survey": find_survey(session, project.id, slug).id}).all()
        for slug in ("2016", "2017")
    )
    assert len(stored) == 18
    assert imported_anew == stored
