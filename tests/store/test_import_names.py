"""What becomes of the names in a file: read aloud, grouped, and settled by the mapping."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.store.importing import Import, codes
from tests.store.making import a_place, a_project, a_survey, some_areas

WIDE = """
[columns]
respondent = "Nr"
home_area = "Hem"
[[perceptions]]
kind = "destination"
columns.place = "Mål"
"""
HEAD = "Nr;Hem;Mål\n"


@pytest.fixture
def interviews(session: Session, tmp_path: Path) -> Import:
    project = a_project(session)
    a_survey(session, project)
    some_areas(session, project)
    a_place(session, project, "Nyland", 17.765, 63.009)
    return Import(session, tmp_path, project)


def test_what_was_read_as_what_is_told_with_counts(interviews: Import) -> None:
    report = interviews(
        HEAD + "1;Area A;Nyland\n2;;Nylands\n3;;Nylands\n4;Nylandsborna;i Nyland\n5;;Nyland centrum\n",
        WIDE,
        kind=None,
    )
    notes = " ".join(map(str, report.notes))
    assert "“Nylands” → Nyland (2)" in notes
    assert "“Nyland centrum” → Nyland (1)" in notes
    assert "“i Nyland” → Nyland (1)" in notes
    assert "“Nyland” →" not in notes


def test_a_bridge_is_asked_about(interviews: Import) -> None:
    report = interviews.refused(HEAD + "1;;Nylandsbron\n", WIDE, kind=None)
    [problem] = report.problems.listed
    assert (problem.code, problem.word, problem.instead) == ("unknown_place", "Nylandsbron", ("Nyland",))


def test_a_mapping_names_one_of_two_namesakes_by_position_or_by_code(
    session: Session, interviews: Import
) -> None:
    other = a_place(session, interviews.project, "Berg", 17.70, 62.90)
    other.code = "berg-1"
    session.flush()
    a_place(session, interviews.project, "Berg", 17.90, 62.95)
    file = HEAD + "1;;Berg\n"
    report = interviews.refused(file, WIDE, kind=None)
    assert dict(codes(report)) == {"ambiguous_place": 1}
    assert "[values.place]" in str(report.problems.listed[0].remedy)
    instead = report.problems.listed[0].instead
    assert set(instead) == {"Berg (17.700, 62.900)", "Berg (17.900, 62.950)"}
    settled = WIDE + '[values.place]\n"Berg" = "Berg (17.700, 62.900)"\n'
    assert interviews(file, settled, kind=None).perceptions == 1
    by_code = WIDE + '[values.place]\n"Berg" = "berg-1"\n'
    assert interviews(HEAD + "2;;Berg\n", by_code, kind=None).perceptions == 1
    assert {row[0] for row in interviews.stored("place_id")} == {other.id}
