from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.bounds import METRES_PER_DEGREE, WORLD, Bounds, great_circle_m
from mentalmap.errors import InvalidInputError

DISTRICT_OF_COLUMBIA = Bounds(-77.12, 38.79, -76.91, 39.0)
KRAMFORS = (17.78, 62.93)


def scattered(rows: int, *, lon: float = KRAMFORS[0], lat: float = KRAMFORS[1], spread_m: float = 8_000):
    """Scatter positions round a place, in degrees."""
    random = np.random.default_rng(rows)
    east, north = random.normal(0, spread_m, (2, rows))
    return (
        lon + east / METRES_PER_DEGREE / np.cos(np.radians(lat)),
        lat + north / METRES_PER_DEGREE,
    )


def with_more(positions, *more):
    lon, lat = positions
    return np.append(lon, [extra[0] for extra in more]), np.append(lat, [extra[1] for extra in more])


@pytest.fixture
def traffic_comments(project_root: Path):
    path = project_root.parent / "shared/data/perceptions/dc_vision_zero.csv"
    if not path.exists():
        pytest.skip("the public traffic comments are not on this machine")
    with path.open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple(np.array([float(row[name]) for row in rows]) for name in ("LONGITUDE VZ", "LATITUDE VZ"))


@pytest.mark.parametrize(
    "sides",
    [(1, 2, 0, 3), (0, 3, 1, 2), (-181, 0, 0, 1), (0, 0, 1, 91), (np.nan, 0, 1, 1), (0, 0, np.inf, 1)],
)
def test_a_rectangle_that_is_none_is_refused(sides):
    with pytest.raises(InvalidInputError):
        Bounds(*sides)


@given(st.floats(-170, 170), st.floats(-75, 75), st.floats(0, 50_000))
def test_a_margin_reaches_at_least_as_far_as_it_says(lon, lat, margin_m):
    wide = Bounds(lon, lat, lon, lat).expanded_m(margin_m)
    for corner in ((wide.west, lat), (wide.east, lat), (lon, wide.south), (lon, wide.north)):
        assert great_circle_m(lon, lat, *corner) >= margin_m * 0.998 - 1e-6


def test_a_margin_never_leaves_the_earth():
    assert Bounds(-179.99, -89.99, 179.99, 89.99).expanded_m(1_000_000) == WORLD


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_nothing_inside_lies_at_a_distance(lon, lat):
    bounds = Bounds(17, 62, 19, 64)
    position = np.array([lon]), np.array([lat])
    assert bounds.contains(*position)[0] == (bounds.distance_m(*position)[0] == 0)


def test_the_twenty_comments_far_away_are_found_with_and_without_stated_bounds(traffic_comments):
    stated = DISTRICT_OF_COLUMBIA.expanded_m(10_000).contains(*traffic_comments)
    read = Bounds.around(*traffic_comments).contains(*traffic_comments)
    assert (len(read), read.sum(), (~read).sum()) == (5_572, 5_552, 20)
    np.testing.assert_array_equal(read, stated)


@pytest.mark.parametrize("rows", [201, 1_000])
def test_two_people_may_speak_of_a_town_80_km_away(rows):
    town = (KRAMFORS[0] + 80_000 / METRES_PER_DEGREE / np.cos(np.radians(KRAMFORS[1])), KRAMFORS[1])
    positions = with_more(scattered(rows), town, town)
    bounds = Bounds.around(*positions)
    assert bounds.contains(*positions).all()


def test_a_project_with_two_centres_keeps_both():
    positions = tuple(
        np.concatenate(pair)
        for pair in zip(scattered(3_000), scattered(1_000, lon=20.2, lat=67.8), strict=True)
    )
    assert Bounds.around(*positions).contains(*positions).all()


def test_a_country_wide_project_is_not_cut_down():
    random = np.random.default_rng(1)
    positions = random.uniform(11.5, 23.5, 6_000), random.uniform(55.5, 68.5, 6_000)
    assert Bounds.around(*positions).contains(*positions).all()


def test_another_continent_stays_outside_a_country_wide_project():
    random = np.random.default_rng(2)
    lon, lat = random.uniform(11.5, 23.5, 6_000), random.uniform(55.5, 68.5, 6_000)
    bounds = Bounds.around(*with_more((lon, lat), *[(-77.0, 38.9)] * 300))
    assert bounds.contains(lon, lat).all()
    assert not bounds.contains(np.array([-77.0]), np.array([38.9]))[0]


def test_even_a_third_of_the_rows_swapped_is_recognised():
    lon, lat = scattered(300)
    bounds = Bounds.around(np.append(lon, lat[:140]), np.append(lat, lon[:140]))
    assert bounds.contains(lon, lat).all()
    assert not bounds.contains(lat[:140], lon[:140]).any()


@pytest.mark.parametrize("rows", [5, 50, 203, 6_000])
def test_slips_of_every_tenth_row_do_not_stretch_the_rectangle(rows):
    lon, lat = scattered(rows)
    slips = max(rows // 10, 1)
    swapped = list(zip(lat[:slips], lon[:slips], strict=True))
    bounds = Bounds.around(
        *with_more((lon, lat), *swapped, *[(0.0, 0.0)] * slips, (np.nan, 5), (np.inf, 1), (640_000, 7e6))
    )
    assert bounds.contains(lon, lat).all()
    assert not bounds.contains(*np.array(swapped).T).any()
    assert not bounds.contains(np.array([0.0]), np.array([0.0]))[0]


def test_another_continent_is_outside_even_of_a_handful():
    bounds = Bounds.around(*with_more(scattered(6), (-77.0, 38.9)))
    assert not bounds.contains(np.array([-77.0]), np.array([38.9]))[0]


def test_one_position_gets_room_around_it():
    bounds = Bounds.around(np.array([17.78]), np.array([62.93]))
    assert bounds.expanded_m(1) != WORLD
    assert bounds.contains(np.array([17.9]), np.array([62.98]))[0]


@pytest.mark.parametrize("lon", [[], [np.nan], [0.0], [np.inf], [640_000.0]])
def test_without_a_usable_position_the_world_is_open(lon):
    assert Bounds.around(np.array(lon), np.zeros(len(lon))) == WORLD


@given(st.permutations(range(30)))
def test_the_order_of_rows_does_not_matter(order):
    lon, lat = with_more(scattered(29), (-77.0, 38.9))
    assert Bounds.around(lon[order], lat[order]) == Bounds.around(lon, lat)
