"""What becomes of a foreign file of responses: all of it or nothing, and nothing twice."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import Kind
from mentalmap.errors import (
    ImportRejectedError,
    InvalidMappingError,
    ProjectNotFoundError,
    SurveyNotFoundError,
)
from mentalmap.services.import_reports import UnsettledFileError
from mentalmap.services.import_requests import ResponsesRequest
from mentalmap.services.import_responses import import_responses
from mentalmap.store.codebooks import Theme, add_codes, list_codes
from mentalmap.store.outbox import data_version
from tests.store.importing import POINTS, TODAY, Import, codes, rows_of
from tests.store.making import a_place, a_project, a_survey, some_areas

THREE = "lon,lat,quote\n17.77,62.93,Mörkt\n17.78,62.92,Hal trappa\n17.79,62.93,Buller\n"
QUOTED = POINTS + 'quote = "quote"\n'


@pytest.fixture
def imported(session: Session, tmp_path: Path) -> Import:
    project = a_project(session)
    a_survey(session, project)
    return Import(session, tmp_path, project)


def test_rows_become_perceptions_with_their_areas(session: Session, imported: Import) -> None:
    some_areas(session, imported.project)
    report = imported(THREE, QUOTED)
    assert (report.read, report.accepted, report.rejected) == (3, 3, 0)
    assert [row[2] for row in imported.stored()] == ["Mörkt", "Hal trappa", "Buller"]
    assert session.scalar(text("SELECT count(*) FROM perception_area")) == 3
    assert imported.responses("respondent_known, channel") == [(False, "import")] * 3


def test_one_bad_row_stores_nothing(imported: Import) -> None:
    report = imported.refused(THREE + "0,0,Nowhere\n", QUOTED)
    assert (report.rejected, rows_of(report, "null_island")) == (1, [5])
    assert imported.count("perception") == imported.count("response") == imported.count("theme") == 0


def test_good_rows_are_stored_where_that_is_asked_for(imported: Import) -> None:
    report = imported(THREE + "0,0,Nowhere\n", QUOTED, accept_valid=True)
    assert (report.accepted, report.rejected, imported.count("perception")) == (3, 1, 3)


def test_the_same_file_twice_adds_nothing(session: Session, imported: Import) -> None:
    imported(THREE, QUOTED)
    version = data_version(session, imported.project.id)
    again = imported(THREE, QUOTED)
    assert again.already_imported_at is not None
    assert (again.stored, again.accepted, imported.count("perception")) == (False, 0, 3)
    assert data_version(session, imported.project.id) == version


def test_a_file_that_grew_adds_only_what_is_new(imported: Import) -> None:
    imported(THREE, QUOTED)
    report = imported(THREE + "17.80,62.94,Ny rad\n", QUOTED)
    assert (report.accepted, report.skipped, imported.count("perception")) == (1, 3, 4)
    assert imported.count("response") == 4


def test_equal_rows_are_two_people_and_stay_two(imported: Import) -> None:
    twice = "lon,lat,quote\n" + "17.77,62.93,Mörkt\n" * 2
    imported(twice, QUOTED)
    report = imported(twice + "17.77,62.93,Mörkt\n", QUOTED)
    assert (report.accepted, report.skipped, imported.count("perception")) == (1, 2, 3)


def test_the_same_rows_may_belong_to_two_surveys(session: Session, imported: Import) -> None:
    a_survey(session, imported.project, "2020")
    imported(THREE, QUOTED)
    assert imported(THREE, QUOTED, survey="2020").accepted == 3


def test_rows_left_behind_are_stored_when_the_mapping_settles_them(
    session: Session, imported: Import
) -> None:
    a_place(session, imported.project, "Ullånger", 18.0, 62.99)
    content = "plats\nUllånger\nUlunger\n"
    mapping = '[columns]\nplace = "plats"\n'
    first = imported(content, mapping, accept_valid=True)
    assert (first.accepted, codes(first)["unknown_place"]) == (1, 1)
    second = imported(content, mapping + '[values.place]\n"Ulunger" = "Ullånger"\n')
    assert (second.accepted, second.skipped, imported.count("perception")) == (1, 1, 2)


def test_numbers_of_another_files_respondents_are_pointed_out(imported: Import) -> None:
    people = QUOTED + 'respondent = "r"\n'
    first = "r,lon,lat,quote\n1,17.77,62.93,a\n2,17.78,62.92,b\n"

    def told(content: str) -> list[str]:
        return [str(note) for note in imported(content, people).notes if "same p" in str(note)]

    assert told(first) == []
    assert told(first + "3,17.79,62.93,c\n") == []  # the same sheet, grown
    [note] = told("r,lon,lat,quote\n1,17.70,62.93,x\n2,17.71,62.92,y\n4,17.72,62.92,z\n")
    assert note.startswith("2 respondents")


def test_a_row_that_changed_under_its_key_is_refused(imported: Import) -> None:
    mapping = QUOTED + 'id = "nr"\n'
    imported("nr,lon,lat,quote\n1,17.77,62.93,Mörkt\n", mapping)
    report = imported.refused("nr,lon,lat,quote\n1,17.77,62.93,Ljust\n2,17.78,62.93,Ny\n", mapping)
    assert rows_of(report, "changed_row") == [2]
    assert [row[2] for row in imported.stored()] == ["Mörkt"]


def test_a_key_that_stands_twice_in_the_file_is_listed(imported: Import) -> None:
    report = imported.refused("nr,lon,lat\n1,17.77,62.93\n1,17.78,62.93\n", POINTS + 'id = "nr"\n')
    assert rows_of(report, "duplicate_row_id") == [3]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",", "no_position"),
        ("0,0", "null_island"),
        ("62.93,17.77", "swapped_axes"),
        ("660000,6990000", "metres_for_degrees"),
        ("2.35,48.85", "outside"),
        ("abc,62.93", "unreadable_position"),
        ("17.77,", "missing"),
    ],
)
def test_each_wrong_position_is_named(imported: Import, row: str, code: str) -> None:
    report = imported.refused(f"lon,lat,x\n17.77,62.93,a\n{row},b\n", POINTS)
    assert (dict(codes(report)), rows_of(report, code)) == ({code: 1}, [3])


def test_a_polygon_that_crosses_itself_is_named(imported: Import) -> None:
    bow = "POLYGON((17.7 62.9, 17.8 63.0, 17.8 62.9, 17.7 63.0, 17.7 62.9))"
    report = imported.refused(f'nr,wkt\n1,"{bow}"\n2,POINT(17\n', 'crs = 4326\n[columns]\nwkt = "wkt"\n')
    assert dict(codes(report)) == {"self_intersecting": 1, "unreadable_position": 1}


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("valence", "3", "valence_out_of_range"),
        ("valence", "0.5", "valence_not_whole"),
        ("valence", "kanske", "valence_not_a_number"),
        ("gender", "xyz", "unknown_gender"),
        ("age", "gammal", "unknown_age"),
        ("channel", "rök", "unknown_channel"),
        ("precision", "ungefär", "unknown_precision"),
        ("said_on", "2024-13-01", "unknown_date"),
        ("said_on", "2027-01-01", "future_date"),
        ("language", "svenska tack", "unknown_language"),
        ("weight", "0", "bad_weight"),
        ("quote", "x" * 10_001, "text_too_long"),
        ("kind", "pladder", "unknown_kind"),
    ],
)
def test_each_word_that_means_nothing_is_named(imported: Import, column: str, value: str, code: str) -> None:
    kind = None if column == "kind" else Kind.PROBLEM
    report = imported.refused(
        f"lon,lat,cell\n17.77,62.93,\n17.78,62.93,{value}\n", POINTS + f'{column} = "cell"\n', kind=kind
    )
    assert rows_of(report, code) == [3]
    [problem] = [one for one in report.problems.listed if one.code == code]
    assert problem.column == "cell"


def test_a_missing_kind_is_named(imported: Import) -> None:
    report = imported.refused("lon,lat,k\n17.77,62.93,\n", POINTS + 'kind = "k"\n', kind=None)
    assert rows_of(report, "kind_missing") == [2]


def test_one_row_may_have_several_faults_and_counts_once(imported: Import) -> None:
    report = imported.refused("lon,lat,v,g\n0,0,9,foo\n", POINTS + 'valence = "v"\ngender = "g"\n')
    assert (report.rejected, len(codes(report))) == (1, 3)


def test_a_hostile_value_is_shown_without_its_teeth(imported: Import) -> None:
    report = imported.refused("lon,lat,g\n17.77,62.93,a\u202e\x1b[31mb\n", POINTS + 'gender = "g"\n')
    [problem] = report.problems.listed
    assert problem.value is not None and problem.value.isprintable()
    assert "\x1b" not in str(problem.problem) and "\u202e" not in str(problem.problem)


def test_right_to_left_and_formula_texts_are_kept_as_they_are(imported: Import) -> None:
    imported('lon,lat,quote\n17.77,62.93,"=1+1"\n17.77,62.93,الشارع مظلم\n', QUOTED)
    assert [row[2] for row in imported.stored()] == ["=1+1", "الشارع مظلم"]


def test_rows_of_one_respondent_are_one_response(imported: Import) -> None:
    content = "r,lon,lat,gender\nA,17.77,62.93,kvinna\nB,17.78,62.93,man\nA,17.79,62.93,\n"
    imported(content, POINTS + 'respondent = "r"\ngender = "gender"\n')
    assert sorted(imported.responses("gender, respondent_known")) == [("man", True), ("woman", True)]
    assert len(set(imported.stored("response_id"))) == 2


def test_background_may_stand_in_any_row_of_a_respondent(imported: Import) -> None:
    content = "r,lon,lat,age\nA,17.77,62.93,\nA,17.79,62.93,34\n"
    imported(content, POINTS + 'respondent = "r"\nage = "age"\n')
    assert imported.responses("age_band") == [("30-49",)]


def test_a_respondent_that_contradicts_herself_is_a_doubt(imported: Import) -> None:
    content = "r,lon,lat,gender\nA,17.77,62.93,kvinna\nA,17.79,62.93,man\n"
    report = imported(content, POINTS + 'respondent = "r"\ngender = "gender"\n')
    assert rows_of(report, "contradiction") == [3]
    assert imported.responses("gender") == [("woman",)]


def test_somebody_who_was_asked_and_marked_nothing_is_in_the_denominator(imported: Import) -> None:
    content = "r,lon,lat,gender\nA,17.77,62.93,kvinna\nB,,,man\n"
    imported(content, POINTS + 'respondent = "r"\ngender = "gender"\n')
    assert (imported.count("response"), imported.count("perception")) == (2, 1)


WIDE = """
[columns]
respondent = "Nr"
home_area = "Hemområde"
[[perceptions]]
kind = "destination"
columns = { place = "Målpunkt", purposes = "Ärende" }
[[perceptions]]
kind = "route"
columns = { origin = "Från", destination = "Till" }
[[perceptions]]
kind = "problem"
columns = { place = "Problem", quote = "Varför" }
constants = { valence = "-1" }
"""
HEAD = "Nr;Hemområde;Målpunkt;Ärende;Från;Till;Problem;Varför\n"


@pytest.fixture
def interviews(session: Session, imported: Import) -> Import:
    some_areas(session, imported.project)
    a_place(session, imported.project, "Nyland", 17.765, 63.009)
    a_place(session, imported.project, "Lunde", 17.877, 62.886)
    return imported


def test_an_interview_in_one_row_becomes_several_perceptions(interviews: Import) -> None:
    report = interviews(
        HEAD + "1;Area A;Nyland, Lunde;handel;Nyland;Lunde;Lunde;mörkt\n2;Area B;;;;;;\n", WIDE, kind=None
    )
    assert (report.responses, report.perceptions) == (2, 4)
    assert interviews.stored("kind, valence, quote, geom IS NULL, place_id IS NULL") == [
        ("destination", None, None, True, False),
        ("destination", None, None, True, False),
        ("route", None, None, False, True),
        ("problem", -1.0, "mörkt", True, False),
    ]
    assert interviews.responses("home_area_id IS NOT NULL") == [(True,)] * 2


def test_the_sheet_with_one_more_interview_adds_that_interview(interviews: Import) -> None:
    row = "1;Area A;Nyland;handel;;;;\n"
    interviews(HEAD + row, WIDE, kind=None)
    report = interviews(HEAD + row + "2;Area B;Lunde;skola;;;;\n", WIDE, kind=None)
    assert (report.accepted, report.skipped) == (1, 1)
    assert (interviews.count("response"), interviews.count("perception")) == (2, 2)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("1;;Nylannd;;;;;", "unknown_place"),
        ("1;;;;Nyland;;;", "half_route"),
        ("1;;;;Nyland;Nyland;;", "route_in_place"),
        ("1;;;;;;;mörkt", "no_position"),
        ("1;;;handel;;;;", "no_position"),
    ],
)
def test_an_interview_that_is_half_understood_is_not_stored(
    interviews: Import, cells: str, code: str
) -> None:
    report = interviews.refused(HEAD + cells + "\n", WIDE, kind=None)
    assert rows_of(report, code) == [2]
    assert interviews.count("response") == 0


def test_one_mark_that_is_not_understood_does_not_silence_the_person(interviews: Import) -> None:
    file = HEAD + "1;Area A;Nylannd;;Nyland;Lunde;Lunde;mörkt\n2;Area B;Lunde;;;;;\n3;;;;Nyland;;Lunde;\n"
    report = interviews(file, WIDE, kind=None, accept_valid=True)
    assert (report.read, report.accepted, report.rejected, report.partial) == (3, 1, 2, 2)
    assert sorted(row[0] for row in interviews.stored()) == ["destination", "problem", "problem", "route"]
    assert interviews.count("response") == 3
    assert any("Of 2 interviews" in str(note) for note in report.notes)
    again = interviews(file, WIDE, kind=None, accept_valid=True)
    assert (again.accepted, again.skipped, again.rejected, again.perceptions) == (0, 1, 2, 0)
    settled = WIDE + '[values.place]\n"Nylannd" = "Nyland"\n'
    later = interviews(file, settled, kind=None, accept_valid=True)
    assert (later.accepted, later.perceptions, interviews.count("response")) == (1, 1, 3)


def test_a_person_who_is_not_understood_is_not_stored_with_any_mark(interviews: Import) -> None:
    mapping = WIDE.replace('home_area = "Hemområde"', 'gender = "Hemområde"')
    report = interviews(HEAD + "1;Area A;Nyland;;;;;\n", mapping, kind=None, accept_valid=True)
    assert (report.rejected, report.partial, interviews.count("response")) == (1, 0, 0)


def test_a_suggestion_comes_with_an_unknown_place(interviews: Import) -> None:
    report = interviews.refused(HEAD + "1;;Nylannd;;;;;\n", WIDE, kind=None)
    [problem] = report.problems.listed
    assert "Nyland" in str(problem.remedy)


def test_not_knowing_is_no_mark_and_no_fault(interviews: Import) -> None:
    report = interviews(HEAD + "1;Area A;vet ej;;–;;;\n", WIDE, kind=None)
    assert (report.responses, report.perceptions, dict(codes(report))) == (1, 0, {})


def test_a_home_outside_the_project_is_left_open_and_listed(interviews: Import) -> None:
    report = interviews(HEAD + "1;Härnösand;Nyland;;;;;\n", WIDE, kind=None)
    assert (report.accepted, rows_of(report, "unknown_home_area")) == (1, [2])
    assert interviews.responses("home_area_id") == [(None,)]


def test_an_area_can_be_named_like_a_place_and_is_told_by_its_area_only(
    session: Session, interviews: Import
) -> None:
    content = "r;område;kind;poäng\n1;Area A;stolthet;2\n2;Area B;problem;-2\n"
    mapping = (
        '[columns]\nrespondent = "r"\nplace = "område"\nkind = "kind"\nvalence = "poäng"\n'
        'home_area = "område"\n'
    )
    interviews(content, mapping, kind=None)
    assert interviews.stored("kind, valence, precision") == [
        ("pride", 2.0, "village"),
        ("problem", -2.0, "village"),
    ]
    names = session.scalars(
        text("SELECT area.name FROM perception_area JOIN area ON area.id = area_id ORDER BY perception_id")
    )
    assert names.all() == ["Area A", "Area B"]


def test_new_themes_join_the_codebook_with_their_label(session: Session, imported: Import) -> None:
    add_codes(session, Theme, imported.project.id, [("belysning", {"sv": "Belysning"})])
    content = "lon,lat,t\n17.77,62.93,Belysning | Öppna ytor\n17.78,62.93,öppna ytor\n"
    report = imported(content, POINTS + 'themes = "t"\n')
    known = {one.code: one.labels for one in list_codes(session, Theme, imported.project.id)}
    assert known == {"belysning": {"sv": "Belysning"}, "oppna-ytor": {"sv": "Öppna ytor"}}
    assert report.new_codes == {"themes": {"oppna-ytor": "Öppna ytor"}}
    assert [len(row[0]) for row in imported.stored("theme_ids")] == [2, 1]


def test_free_text_mapped_as_themes_is_refused_with_the_way_out(imported: Import) -> None:
    rows = "".join(f"17.77,62.93,Tema {number}\n" for number in range(70))
    with pytest.raises(ImportRejectedError) as caught:
        imported("lon,lat,t\n" + rows, POINTS + 'themes = "t"\n')
    assert "[values.themes]" in str(caught.value.remedy)


def test_a_row_that_stands_for_many_carries_its_weight(imported: Import) -> None:
    mapping = POINTS + 'weight = "n"\nvalence = "v"\n[valence]\nscale = [1, 5]\nsummary = true\n'
    imported("lon,lat,n,v\n17.77,62.93,9,3.3\n17.78,62.93,1,5\n", mapping)
    assert imported.stored("round(valence::numeric, 3)::float, valence_source") == [
        (0.3, "summary"),
        (2.0, "summary"),
    ]
    assert sorted(imported.responses("weight, respondent_known")) == [(1.0, False), (9.0, False)]


def test_a_reversed_scale_turns_the_valence(imported: Import) -> None:
    imported(
        "lon,lat,v\n17.77,62.93,1\n17.77,62.93,5\n", POINTS + 'valence = "v"\n[valence]\nscale = [5, 1]\n'
    )
    assert [row[1] for row in imported.stored()] == [2.0, -2.0]


def test_an_unknown_project_or_survey_names_its_remedy(
    session: Session, imported: Import, tmp_path: Path
) -> None:
    (tmp_path / "svar.csv").write_text(THREE)
    with pytest.raises(SurveyNotFoundError) as caught:
        imported(THREE, QUOTED, survey="2017")
    assert "2016" in str(caught.value.remedy) and "mentalmap survey add" in str(caught.value.remedy)
    with pytest.raises(ProjectNotFoundError) as missing:
        import_responses(session, ResponsesRequest(tmp_path / "svar.csv", "nowhere", "2016", TODAY))
    assert "--create" in str(missing.value.remedy)


def test_what_the_file_leaves_open_is_asked_and_nothing_is_guessed(
    session: Session, imported: Import, tmp_path: Path
) -> None:
    (tmp_path / "svar.csv").write_text(THREE)
    request = ResponsesRequest(tmp_path / "svar.csv", imported.project.slug, "2016", TODAY)
    with pytest.raises(UnsettledFileError) as caught:
        import_responses(session, request)
    assert any("constants.kind" in str(doubt) for doubt in caught.value.doubts)
    assert imported.count("perception") == 0


def test_a_missing_project_is_made_where_that_is_asked_for(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text("lon,lat,kind\n" + "".join(f"17.{70 + n},62.93,problem\n" for n in range(20)))
    outcome = import_responses(session, ResponsesRequest(path, "made-here", "2016", TODAY, create=True))
    row = session.execute(text("SELECT metric_srid, west, north FROM project WHERE slug = 'made-here'")).one()
    assert outcome.report.stored and row.metric_srid == 3006
    assert row.west < 17.70 and row.north > 62.93


def test_a_dry_run_says_the_same_and_writes_nothing(session: Session, imported: Import) -> None:
    before = data_version(session, imported.project.id)
    report = imported(THREE + "0,0,Nowhere\n", QUOTED, dry_run=True)
    assert (report.accepted, report.rejected, report.stored) == (3, 1, False)
    assert imported.count("perception") == imported.count("import_run") == 0
    assert data_version(session, imported.project.id) == before


@pytest.mark.parametrize(
    ("mapping", "kind", "word"),
    [
        ('[columns]\nlon = "longitude"\nlat = "lat"\n', Kind.PROBLEM, "longitude"),
        (POINTS, None, "kind"),
        ('[columns]\nquote = "quote"\n', Kind.PROBLEM, "place"),
        ('[columns]\nwkt = "quote"\n', Kind.PROBLEM, "crs"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_refused_before_the_first_row(
    imported: Import, mapping: str, kind: Kind | None, word: str
) -> None:
    with pytest.raises(InvalidMappingError) as caught:
        imported(THREE, mapping, kind=kind)
    assert word in f"{caught.value.message} {caught.value.remedy}"


def test_a_file_of_drawn_shapes_keeps_them(imported: Import) -> None:
    features = [
        ("LineString", "[[17.77,62.93],[17.79,62.93]]"),
        ("Polygon", "[[[17.77,62.92],[17.78,62.92],[17.78,62.93],[17.77,62.92]]]"),
        ("Point", "[17.77,62.93]"),
    ]
    content = ",".join(
        f'{{"type":"Feature","properties":{{"k":"barriär"}},"geometry":{{"type":"{name}","coordinates":{where}}}}}'
        for name, where in features
    )
    imported(
        f'{{"type":"FeatureCollection","features":[{content}]}}',
        '[columns]\nkind = "k"\n',
        kind=None,
        name="svar.geojson",
    )
    assert imported.stored("kind, ST_GeometryType(geom)") == [
        ("barrier", "ST_LineString"),
        ("barrier", "ST_Polygon"),
        ("barrier", "ST_Point"),
    ]
