"""The schema holds what it promises, whoever writes."""

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import Kind
from mentalmap.store.codebooks import Theme
from mentalmap.store.database import PUBLIC_ROLE
from mentalmap.store.outbox import data_version, record_event
from mentalmap.store.questionnaires import Question, draft_questionnaire, publish_questionnaire
from mentalmap.store.tables import Base
from tests.store.making import a_perception, a_place, a_project, a_response, a_survey


def test_migrations_make_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": alembic_helpers.include_object}
        )
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize(
    "words",
    [
        {"valence": 3},
        {"valence": -2.5},
        {"valence": 0.5},  # only a summary of several people may lie between whole numbers
        {"wkt": None},
        {"wkt": "POLYGON((17.7 62.9, 17.8 63.0, 17.8 62.9, 17.7 63.0, 17.7 62.9))"},
        {"wkt": "POINT EMPTY"},
        {"nature": "physical", "kind": Kind.PRIDE},
        {"language": "Swedish please"},
        {"precision": "roughly"},
    ],
    ids=str,
)
def test_a_perception_that_cannot_be_is_refused_by_the_database(
    session: Session, words: dict[str, object]
) -> None:
    response = a_response(session, a_survey(session, a_project(session)))
    with pytest.raises(DBAPIError):
        a_perception(session, response, **words)


def test_a_valence_needs_its_source(session: Session) -> None:
    response = a_response(session, a_survey(session, a_project(session)))
    perception = a_perception(session, response, valence=1)
    perception.valence_source = None
    with pytest.raises(IntegrityError, match="valence_has_source"):
        session.flush()


def test_no_column_could_hold_who_somebody_is() -> None:
    personal = ("name", "email", "mail", "phone", "ip", "address", "user_agent")
    for table in ("response", "perception", "answer"):
        columns = set(Base.metadata.tables[table].columns.keys())
        assert not columns & set(personal), table


def test_metric_geometry_follows_the_position(session: Session) -> None:
    perception = a_perception(session, a_response(session, a_survey(session, a_project(session))))
    query = text("SELECT ST_SRID(geom_m), ST_X(geom_m), ST_Y(geom_m) FROM perception WHERE id = :id")
    before = session.execute(query, {"id": perception.id}).one()
    session.execute(
        text("UPDATE perception SET geom = ST_SetSRID(ST_Point(17.78, 62.93), 4326) WHERE id = :id"),
        {"id": perception.id},
    )
    after = session.execute(query, {"id": perception.id}).one()
    assert before[0] == 3006
    assert after[1] - before[1] == pytest.approx(507, abs=5)  # 0.01° of longitude at 62.93° N


def test_a_theme_of_another_project_is_refused(session: Session) -> None:
    ours, theirs = a_project(session), a_project(session)
    theme = Theme(project_id=theirs.id, code="water", labels={})
    session.add(theme)
    session.flush()
    with pytest.raises(IntegrityError, match="codebook"):
        a_perception(session, a_response(session, a_survey(session, ours)), theme_ids=[theme.id])


def test_a_theme_in_use_cannot_be_deleted_but_goes_with_its_project(session: Session) -> None:
    project = a_project(session)
    theme = Theme(project_id=project.id, code="water", labels={})
    session.add(theme)
    session.flush()
    a_perception(session, a_response(session, a_survey(session, project)), theme_ids=[theme.id])
    with pytest.raises(IntegrityError, match="in use"), session.begin_nested():
        session.execute(text("DELETE FROM theme WHERE id = :id"), {"id": theme.id})
    session.execute(text("DELETE FROM project WHERE id = :id"), {"id": project.id})
    for table in ("survey", "response", "perception", "perception_area", "theme"):
        assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table


def test_a_perception_cannot_name_another_projects_place(session: Session) -> None:
    ours, theirs = a_project(session), a_project(session)
    place = a_place(session, theirs, "Nyland", 17.76, 63.0)
    with pytest.raises(IntegrityError):
        a_perception(session, a_response(session, a_survey(session, ours)), place_id=place.id)


def test_publishing_freezes_a_questionnaire_and_editing_starts_the_next_version(session: Session) -> None:
    survey = a_survey(session, a_project(session))
    first = draft_questionnaire(session, survey.id)
    first.questions.append(Question(key="where", position=1, form="perception", kind="destination"))
    session.flush()
    publish_questionnaire(session, first)

    for change in (
        "UPDATE question SET key = 'other'",
        "DELETE FROM question",
        "INSERT INTO question (questionnaire_id, key, position, form)"
        " SELECT id, 'new', 9, 'text' FROM questionnaire",
        "UPDATE questionnaire SET version = 7",
        "DELETE FROM questionnaire",
    ):
        with pytest.raises(IntegrityError, match="frozen"), session.begin_nested():
            session.execute(text(change))

    second = draft_questionnaire(session, survey.id)
    assert (second.version, [question.key for question in second.questions]) == (2, ["where"])


def test_the_public_role_reads_published_words_and_nothing_else(session: Session) -> None:
    from mentalmap.domain.vocabulary import ModerationState

    response = a_response(session, a_survey(session, a_project(session)))
    for state in ModerationState:
        a_perception(session, response, state=state, quote=state.value)
    session.execute(text(f"SET LOCAL ROLE {PUBLIC_ROLE}"))
    assert session.scalars(text("SELECT quote FROM published_perception")).all() == ["published"]
    assert session.scalar(text("SELECT count(*) FROM asked_response")) == 1
    for table in (
        "perception",
        "response",
        "account",
        "outbox_event",
        "import_run",
        "answer",
        "perception_area",
    ):
        with pytest.raises(DBAPIError, match="permission denied"), session.begin_nested():
            session.execute(text(f"SELECT * FROM {table}"))
    with pytest.raises(DBAPIError, match="permission denied"), session.begin_nested():
        session.execute(text("UPDATE project SET name = 'ours'"))


def test_precision_is_enforced_in_the_public_view(session: Session) -> None:
    project = a_project(session)
    response = a_response(session, a_survey(session, project))
    kiosk = a_place(session, project, "Kiosk", 17.77, 62.93, type="landmark")
    for precision in ("exact", "street", "village"):
        a_perception(session, response, precision=precision, place_id=kiosk.id, quote=precision)
    query = text("SELECT quote, ST_X(geom_m), ST_Y(geom_m), place_id FROM published_perception")
    told = {quote: (x, y, place) for quote, x, y, place in session.execute(query)}
    x, y, _ = told["street"]
    assert told["exact"][:2] != (x, y)
    assert (x % 250, y % 250) == (0, 0)
    assert told["village"] == (None, None, None)  # a kiosk would tell more than its village


def test_street_precision_holds_for_lines_and_areas_too(session: Session) -> None:
    response = a_response(session, a_survey(session, a_project(session)))
    for wkt in (
        "LINESTRING(17.7701 62.9301, 17.7853 62.9357)",
        "LINESTRING(17.7701 62.9301, 17.7702 62.9302)",
        "POLYGON((17.77 62.93, 17.79 62.931, 17.78 62.94, 17.77 62.93))",
    ):
        a_perception(session, response, wkt=wkt, precision="street", kind=Kind.ROUTE)
    query = text(
        "SELECT ST_IsValid(geom_m) AND NOT ST_IsEmpty(geom_m), ST_X(corner.geom), ST_Y(corner.geom)"
        " FROM published_perception, ST_DumpPoints(geom_m) AS corner"
    )
    corners = session.execute(query).all()
    assert len({(x, y) for _, x, y in corners}) >= 5
    assert all(valid and (x % 250, y % 250) == (0, 0) for valid, x, y in corners)


def test_events_that_commit_late_still_change_the_data_version(session: Session) -> None:
    project = a_project(session)
    record_event(session, project.id, "responses")
    before = data_version(session, project.id)
    # An older number that becomes visible later, as when a long import commits after a short one.
    session.execute(
        text(
            "INSERT INTO outbox_event (id, project_id, noun) OVERRIDING SYSTEM VALUE"
            " VALUES (-1, :project, 'responses')"
        ),
        {"project": project.id},
    )
    assert data_version(session, project.id) != before


@pytest.mark.parametrize("module", ["services.demo", "services.removals", "services.import_areas"])
def test_whoever_stores_rows_has_loaded_every_table_that_they_refer_to(module: str) -> None:
    # A fresh process: here other tests have loaded all tables long ago.
    program = f"import mentalmap.{module}; from mentalmap.store.base import Base; Base.metadata.sorted_tables"
    subprocess.run([sys.executable, "-c", program], check=True)
