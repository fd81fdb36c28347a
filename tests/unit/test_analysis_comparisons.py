"""Analysts compare places, rounds and people with the population, without a server."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

import mentalmap.analysis as mm
from mentalmap.errors import InvalidInputError

EAST, NORTH = 640_000, 6_970_000


@pytest.fixture
def areas() -> gpd.GeoDataFrame:
    boxes = [shapely.box(EAST + 1000 * i, NORTH, EAST + 1000 * (i + 1), NORTH + 1000) for i in range(3)]
    return gpd.GeoDataFrame(
        {"code": ["a", "b", "c"], "population": [400, 400, 200]}, geometry=boxes, crs=3006
    )


def said(*groups: tuple[int, str, int, float]) -> gpd.GeoDataFrame:
    """(people, home, area spoken about, feeling) of each group."""
    rows = [
        {"who": f"{number}-{person}", "home": home, "feeling": feeling, "area": area, "trust": person % 5 - 1,
         "is": "politician" if number == 0 else "resident"}
        for number, (people, home, area, feeling) in enumerate(groups)
        for person in range(people)
    ]  # fmt: skip
    x = [EAST + 1000 * row["area"] + 500 for row in rows]
    return gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(x, [NORTH + 500] * len(rows)), crs=3006)


ROUND = ((12, "a", 0, 1), (12, "b", 0, -1), (10, "b", 1, 1), (4, "c", 1, 2))
COLUMNS: dict[str, Any] = {"respondent": "who", "valence": "feeling"}


def test_relations_tell_pairs_and_both_images(areas: Any) -> None:
    frame = mm.relations(said(*ROUND), areas, home_area="home", **COLUMNS).set_index("id")
    assert frame.loc["b>a", "n"] == 12 and frame.loc["b>a", "estimate"] < 0 < frame.loc["a>a", "estimate"]
    assert frame.loc["c>b", "status"] == "too_few" and np.isnan(frame.loc["c>b", "estimate"])
    assert frame.loc["image:a", "self_image"] > 0 > frame.loc["image:a", "outside_image"]
    assert frame.attrs["parameters"]["matrix_order"] == ("a", "b", "c")


def test_coverage_reads_the_population_from_the_areas(areas: Any) -> None:
    frame = mm.coverage(said(*ROUND), areas, home_area="home", **COLUMNS).set_index("id")
    assert frame.loc["area:b", "heard"] == 22
    assert frame.loc["area:b", "expected"] == pytest.approx(38 * 0.4)
    assert frame.attrs["denominator"] == 38


def test_change_compares_two_frames_on_the_same_areas(areas: Any) -> None:
    before = said((20, "a", 0, 1), (20, "a", 1, 0), (20, "a", 2, 0))
    after = said((20, "a", 0, -2), (20, "a", 1, 0), (20, "a", 2, 0))
    frame = mm.change(before, after, areas, **COLUMNS).set_index("id")
    assert frame.flagged.tolist() == [True, False, False]
    assert frame.loc["a", "difference"] < -1
    assert frame.attrs["parameters"]["mdc"] > 0


def test_organisation_averages_scales_by_group_and_keeps_negative_steps() -> None:
    frame = mm.organisation(said(*ROUND), answers=["trust"], group="is", **COLUMNS).set_index("id")
    assert frame.loc["trust:all", "scale"] == "-1, 0, 1, 2, 3"
    assert frame.loc["trust:politician", "n"] == 12
    assert frame.loc["trust:politician", "mean"] == pytest.approx(np.mean([i % 5 - 1 for i in range(12)]))
    assert frame.geometry.is_empty.all()


def test_what_is_missing_is_asked_for(areas: Any) -> None:
    with pytest.raises(InvalidInputError, match="area where people live"):
        mm.relations(said(*ROUND), areas, **COLUMNS)
    with pytest.raises(InvalidInputError, match="area where people live"):
        mm.coverage(said(*ROUND), areas, **COLUMNS)
    with pytest.raises(InvalidInputError, match="holds the valence"):
        mm.change(said(*ROUND), said(*ROUND), areas, respondent="who")
    with pytest.raises(InvalidInputError, match="not a number"):
        mm.organisation(said(*ROUND), answers=["home"], **COLUMNS)
    frame = said(*ROUND).assign(who="one person")
    with pytest.raises(InvalidInputError, match="differs between rows of one respondent"):
        mm.organisation(frame, answers=["trust"], **COLUMNS)
