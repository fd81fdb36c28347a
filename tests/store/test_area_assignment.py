"""The database decides in which areas something lies, whoever writes it and however."""

from uuid import uuid4

import numpy as np
import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentalmap.domain.vocabulary import Kind
from mentalmap.exchange.coding.columns import CodedPerceptions, CodedResponses, Words, uuid_bytes
from mentalmap.services.responses import add_coded_batch
from mentalmap.store.areas import Area
from mentalmap.store.perceptions import Perception
from tests.store.making import a_perception, a_place, a_project, a_response, a_survey, some_areas, square

# A is the western square 17.76–17.78, B the eastern one 17.78–17.80; both 62.92–62.94.
WESTERN, EASTERN, ABROAD = "POINT(17.77 62.93)", "POINT(17.79 62.93)", "POINT(18.5 63.1)"
CORNER = "POINT(17.78 62.92)"  # of both; a border between corners bends a little in metres


def lies_in(session: Session, perception: Perception) -> dict[str, float]:
    """Share by the code of the area."""
    session.flush()
    rows = session.execute(
        text(
            "SELECT area.code, share FROM perception_area JOIN area ON area.id = area_id"
            " WHERE perception_id = :id AND share > 0 ORDER BY area.code"
        ),
        {"id": perception.id},
    )
    return {code: round(share, 3) for code, share in rows}


def ends_of(session: Session, perception: Perception) -> tuple[list[str], list[str]]:
    """Codes of the areas in which a line starts and ends."""
    rows = session.execute(
        text(
            "SELECT area.code, starts_here, ends_here FROM perception_area JOIN area ON area.id = area_id"
            " WHERE perception_id = :id ORDER BY area.code"
        ),
        {"id": perception.id},
    ).all()
    return [row.code for row in rows if row.starts_here], [row.code for row in rows if row.ends_here]


@pytest.fixture
def said(session: Session):
    """Say something somewhere in a project with the areas A and B."""
    project = a_project(session)
    some_areas(session, project)
    response = a_response(session, a_survey(session, project))

    def say(wkt: str | None, kind: Kind = Kind.PRIDE, **details: object) -> Perception:
        return a_perception(session, response, wkt=wkt, kind=kind, **details)

    say.project = project
    say.response = response
    return say


@pytest.mark.parametrize(
    ("wkt", "areas"),
    [
        (WESTERN, {"A": 1.0}),
        (EASTERN, {"B": 1.0}),
        (ABROAD, {}),
        (CORNER, {"A": 1.0}),  # on the border: the area that was made first
    ],
)
def test_a_point_lies_in_one_area_at_most(session: Session, said, wkt: str, areas: dict[str, float]) -> None:
    assert lies_in(session, said(wkt)) == areas


def test_a_line_lies_in_areas_by_its_length(session: Session, said) -> None:
    line = said("LINESTRING(17.765 62.93, 17.795 62.93)", Kind.ROUTE)
    assert lies_in(session, line) == pytest.approx({"A": 0.5, "B": 0.5}, abs=0.01)
    longer_in_b = said("LINESTRING(17.775 62.93, 17.795 62.93)", Kind.ROUTE)
    assert lies_in(session, longer_in_b) == pytest.approx({"A": 0.25, "B": 0.75}, abs=0.01)


def test_a_line_knows_where_it_starts_and_ends(session: Session, said) -> None:
    assert ends_of(session, said("LINESTRING(17.765 62.93, 17.795 62.93)", Kind.ROUTE)) == (["A"], ["B"])
    assert ends_of(session, said("LINESTRING(17.795 62.93, 17.765 62.93)", Kind.ROUTE)) == (["B"], ["A"])
    assert ends_of(session, said("LINESTRING(17.765 62.93, 18.5 63.1)", Kind.ROUTE)) == (["A"], [])


def test_an_end_on_a_border_belongs_to_the_area_that_was_made_first(session: Session, said) -> None:
    assert ends_of(session, said("LINESTRING(17.765 62.93, 17.78 62.92)", Kind.ROUTE)) == (["A"], ["A"])


def test_a_polygon_lies_in_areas_by_its_extent(session: Session, said) -> None:
    polygon = said(f"POLYGON{square(17.775, 62.925, 0.01)}", Kind.DISTRICT)
    assert lies_in(session, polygon) == pytest.approx({"A": 0.5, "B": 0.5}, abs=0.01)


def test_a_share_below_a_twentieth_is_dropped_and_the_rest_sum_to_one(session: Session, said) -> None:
    # 96 % in A, 4 % in B
    assert lies_in(session, said("LINESTRING(17.7608 62.93, 17.7808 62.93)", Kind.ROUTE)) == {"A": 1.0}


def test_what_lies_outside_does_not_thin_what_lies_inside(session: Session, said) -> None:
    half_abroad = said("LINESTRING(17.75 62.93, 17.77 62.93)", Kind.ROUTE)
    assert lies_in(session, half_abroad) == {"A": 1.0}


def test_a_short_end_is_kept_as_an_end(session: Session, said) -> None:
    line = said("LINESTRING(17.7608 62.93, 17.7808 62.93)", Kind.ROUTE)
    assert ends_of(session, line) == (["A"], ["B"])


def test_a_named_place_gives_its_areas(session: Session, said) -> None:
    place = a_place(session, said.project, "Gudmundrå", 17.79, 62.93)
    assert lies_in(session, said(None, place_id=place.id)) == {"B": 1.0}


def test_moving_something_moves_its_areas(session: Session, said) -> None:
    perception = said(WESTERN)
    session.execute(
        text("UPDATE perception SET geom = ST_GeomFromText(:wkt, 4326) WHERE id = :id"),
        {"wkt": EASTERN, "id": perception.id},
    )
    assert lies_in(session, perception) == {"B": 1.0}


def test_nothing_is_left_of_what_was_deleted(session: Session, said) -> None:
    perception = said(WESTERN)
    session.delete(perception)
    session.flush()
    assert lies_in(session, perception) == {}
    said(EASTERN)
    session.execute(text("DELETE FROM response WHERE id = :id"), {"id": said.response.id})
    orphans = "SELECT count(*) FROM perception_area WHERE perception_id NOT IN (SELECT id FROM perception)"
    assert session.scalar(text(orphans)) == 0


def test_a_new_area_set_takes_in_what_was_said_before(session: Session, said) -> None:
    point, line = said(WESTERN), said("LINESTRING(17.765 62.93, 17.795 62.93)", Kind.ROUTE)
    place = a_place(session, said.project, "Gudmundrå", 17.79, 62.93)
    named = said(None, place_id=place.id)
    area_set, _ = some_areas(session, said.project, square(17.7, 62.9, 0.2), slug="whole")
    rows = session.execute(
        text("SELECT perception_id, share FROM perception_area WHERE area_set_id = :set"),
        {"set": area_set.id},
    )
    assert dict(rows.all()) == {point.id: 1.0, line.id: 1.0, named.id: 1.0}


def test_an_area_that_goes_takes_its_rows_along(session: Session, said) -> None:
    perception = said(CORNER)
    assert lies_in(session, perception) == {"A": 1.0}
    session.execute(text("DELETE FROM area WHERE code = 'A' AND project_id = :id"), {"id": said.project.id})
    assert lies_in(session, perception) == {"B": 1.0}, "the border now belongs to the other area"


def test_areas_of_another_project_take_in_nothing(session: Session, said) -> None:
    other = a_project(session)
    _, areas = some_areas(session, other)
    perception = said(WESTERN)
    counted = "SELECT count(*) FROM perception_area WHERE perception_id = :id AND area_id = ANY (:areas)"
    foreign = [area.id for area in areas]
    assert session.scalar(text(counted), {"id": perception.id, "areas": foreign}) == 0


def test_many_rows_copied_at_once_get_the_same_areas_as_single_ones(session: Session, said) -> None:
    wkts = [WESTERN, EASTERN, ABROAD, CORNER, "LINESTRING(17.775 62.93, 17.795 62.93)"]
    single = [lies_in(session, said(wkt)) for wkt in wkts]
    shapes = np.array([shapely.from_wkt(wkt) for wkt in wkts], dtype=object)
    keys = [uuid4() for _ in wkts]
    project = said.project
    survey = a_survey(session, project, "2020")
    add_coded_batch(
        session,
        project,
        survey,
        CodedResponses(uuid_bytes([uuid4()]), Words.same("interview", 1)),
        CodedPerceptions(
            np.zeros(len(wkts), dtype=int), uuid_bytes(keys), Words.same("pride", len(wkts)), shapes=shapes
        ),
    )
    stored = {row.client_id: row for row in session.query(Perception).filter_by(survey_id=survey.id)}
    assert [lies_in(session, stored[key]) for key in keys] == single


def test_areas_follow_an_outline_that_is_redrawn(session: Session, said) -> None:
    perception = said(EASTERN)
    area = session.query(Area).filter_by(project_id=said.project.id, code="B").one()
    session.execute(
        text("UPDATE area SET geom = ST_Multi(ST_Translate(geom, 1, 0)) WHERE id = :id"), {"id": area.id}
    )
    assert lies_in(session, perception) == {}
