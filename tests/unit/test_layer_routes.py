"""Routes: flows between areas, in people."""

from __future__ import annotations

import shapely

from mentalmap.domain.areas import Areas
from mentalmap.domain.disclosure import disclose
from mentalmap.domain.layers.envelope import Layer
from mentalmap.domain.layers.routes import routes
from tests.unit.making import ORIGIN_X, ORIGIN_Y, make_table, mark, people


def flows(layer: Layer) -> dict[str, int | None]:
    return {feature.id: feature.people for feature in layer.features}


def test_a_drawn_route_runs_from_where_it_starts_to_where_it_ends() -> None:
    bent = shapely.LineString([(500, 500), (1500, 900), (2500, 500)])
    layer = routes(make_table(*[mark(who, "route", shape=bent) for who in people(5)]))
    assert flows(layer) == {"a0>a2": 5}
    [flow] = layer.features
    assert (flow.values["origin"], flow.values["destination"]) == ("Area 0", "Area 2")
    assert [(x - ORIGIN_X, y - ORIGIN_Y) for x, y in flow.geometry.coords] == [(500, 500), (2500, 500)]


def test_there_and_back_are_two_flows() -> None:
    there, back = ([(500, 500), (1500, 500)], [(1500, 500), (500, 500)])
    said = [mark(who, "route", shape=shapely.LineString(line)) for who in people(5) for line in (there, back)]
    assert flows(routes(make_table(*said))) == {"a0>a1": 5, "a1>a0": 5}


def test_a_destination_is_reached_from_home() -> None:
    said = [mark(who, "destination", at=(1500, 500)) for who in people(5)]
    said += [mark(who, "destination", place="Badet") for who in people(2)]
    layer = routes(
        make_table(*said, homes=dict.fromkeys(people(5), "a0"), places={"Badet": (1600, 600)}), threshold=1
    )
    assert flows(layer) == {"a0>a1": 5}


def test_without_a_known_home_or_end_there_is_no_flow() -> None:
    said = [mark(who, "destination", at=(1500, 500)) for who in people(5)]
    out = shapely.LineString([(500, 500), (500, 99_000)])
    said += [mark(who, "route", shape=out) for who in people(5)]
    layer = routes(make_table(*said), threshold=1)
    assert (layer.features, layer.people) == ((), 0)


def test_who_stays_at_home_is_listed_and_not_drawn() -> None:
    said = [mark(who, "destination", at=(500, 500)) for who in people(9)]
    said += [mark(who, "destination", at=(1500, 500)) for who in people(6)]
    layer = disclose(routes(make_table(*said, homes=dict.fromkeys(people(9), "a0"))))
    inside = layer.features[-1]
    assert (inside.values["internal"], inside.people, inside.geometry.is_empty) == (True, 9, True)
    assert layer.parameters["max_people"] == 6  # the widest line that is drawn


def test_one_person_who_drives_daily_is_one_person() -> None:
    line = shapely.LineString([(500, 500), (1500, 500)])
    said = [mark(who, "route", shape=line) for who in people(5)] + [mark("x", "route", shape=line)] * 400
    [flow] = routes(make_table(*said, asked=12)).features
    assert (flow.people, flow.marks, flow.values["share"]) == (6, 405, 0.5)


def test_the_middle_of_a_bent_area_lies_inside_it() -> None:
    horseshoe = shapely.Polygon(
        [(0, 0), (3000, 0), (3000, 3000), (2000, 3000), (2000, 1000), (1000, 1000), (1000, 3000), (0, 3000)]
    )
    square = shapely.box(5000, 0, 6000, 1000)
    geometries = shapely.transform(
        [horseshoe, square],
        lambda xy: xy + (ORIGIN_X, ORIGIN_Y),  # noqa: RUF005  # adds, does not join
    )
    areas = Areas(("a0", "a1"), ("Bent", "Square"), geometries, shapely.area(geometries))
    line = shapely.LineString([(500, 500), (5500, 500)])
    layer = routes(make_table(*[mark(who, "route", shape=line) for who in people(5)], areas=areas))
    start = shapely.get_point(layer.features[0].geometry, 0)
    assert geometries[0].contains(start)


def test_without_areas_the_layer_says_so() -> None:
    line = shapely.LineString([(500, 500), (1500, 500)])
    layer = routes(make_table(*[mark(who, "route", shape=line) for who in people(5)], areas=Areas.empty()))
    assert not layer.features
    assert "no area set" in str(layer.captions[0])
