"""Routes: flows between areas, in people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from mentalmap.domain.areas import Areas
from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.layers.envelope import Layer
from mentalmap.domain.layers.routes import routes
from tests.unit.demo_tables import demo_table
from tests.unit.making import ORIGIN_X, ORIGIN_Y, Mark, make_squares, make_table, mark, people


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
    layer = disclose(routes(make_table(*said, homes=dict.fromkeys(people(9), "a0"))), level=Level.STAFF)
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


def ends(layer: Layer) -> list[tuple[float, float]]:
    """Where the only flow starts and ends, in metres from the corner of the areas."""
    [flow] = layer.features
    return [(x - ORIGIN_X, y - ORIGIN_Y) for x, y in flow.geometry.coords]


TOWN, HILL, STRANGE = (100.0, 200.0), (800.0, 900.0), (2900.0, 100.0)
PLACES = {"Hill": HILL, "Town": TOWN, "Strange": STRANGE}


def journeys(count: int = 6) -> list[Mark]:
    """Draw journeys from the first area to the third."""
    line = shapely.LineString([(500, 500), (2500, 500)])
    return [mark(who, "route", shape=line) for who in people(count)]


def test_a_flow_ends_where_people_are_at_the_place_that_most_of_them_name() -> None:
    said = [mark(who, "pride", place="Town") for who in people(7)]
    said += [mark(who, "landmark", place="Hill") for who in people(6)]
    layer = routes(make_table(*journeys(), *said, places=PLACES))
    assert ends(layer) == [TOWN, (2500, 500)]


def test_one_person_who_names_a_place_daily_moves_no_flow() -> None:
    said = [mark(who, "pride", place="Town") for who in people(7)]
    said += [mark(who, "pride", place="Hill") for who in people(6)]
    loud = [mark(people(1)[0], "pride", place="Hill")] * 300
    assert ends(routes(make_table(*journeys(), *said, *loud, places=PLACES))) == [TOWN, (2500, 500)]


def test_a_place_that_fewer_than_k_people_name_anchors_nothing() -> None:
    said = [mark(who, "pride", place="Town") for who in people(4)]
    assert ends(routes(make_table(*journeys(), *said, places=PLACES))) == [(500, 500), (2500, 500)]


def test_a_mark_on_the_map_anchors_nothing_however_many_stand_there() -> None:
    said = [mark(who, "pride", at=(100, 200)) for who in people(9)]
    assert ends(routes(make_table(*journeys(), *said))) == [(500, 500), (2500, 500)]


def test_of_places_named_by_equally_many_the_order_of_the_rows_does_not_choose() -> None:
    said = [mark(who, "pride", place=place) for place in ("Town", "Hill") for who in people(6)]
    once, again = (routes(make_table(*part, *journeys(), places=PLACES)) for part in (said, said[::-1]))
    assert ends(once) == ends(again)


def test_a_filter_moves_no_flow() -> None:
    said = [mark(who, "pride", place="Town") for who in people(20)[4:]]
    said += [mark(who, "pride", place="Hill") for who in people(9)]
    table = make_table(*journeys(20), *said, places=PLACES)
    part = replace(table.take(table.respondent < 9), selected_respondents=np.arange(20) < 9)
    whole = routes(table)
    assert ends(routes(part))[0] == HILL
    assert ends(disclose(routes(part), whole=whole)) == ends(whole) == [TOWN, (2500, 500)]


def test_without_areas_the_layer_says_so() -> None:
    line = shapely.LineString([(500, 500), (1500, 500)])
    layer = routes(make_table(*[mark(who, "route", shape=line) for who in people(5)], areas=Areas.empty()))
    assert not layer.features
    assert "no area set" in str(layer.captions[0])


def test_of_many_flows_the_strongest_are_drawn_and_the_others_listed() -> None:
    areas = make_squares(51)
    said, homes = [], {}
    for end in range(1, 51):
        for who in people(3 + end, f"to {end} "):
            said.append(mark(who, "destination", at=(1000 * end + 500, 500)))
            homes[who] = areas.ids[0]
    layer = routes(make_table(*said, areas=areas, homes=homes), threshold=5)
    told = [one for one in layer.features if one.people is not None]
    drawn = [one for one in told if not one.geometry.is_empty]
    assert (len(told), len(drawn)) == (49, 40)
    assert min(one.people or 0 for one in drawn) > max(
        one.people or 0 for one in told if one.geometry.is_empty
    )
    assert "9 fainter ones are in the table only" in " ".join(str(caption) for caption in layer.captions)


def test_the_demo_has_few_enough_flows_to_draw_all() -> None:
    layer = routes(demo_table("2016"))
    assert "fainter" not in " ".join(str(caption) for caption in layer.captions)
