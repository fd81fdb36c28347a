"""The analysts' functions: GeoDataFrames in, layers out, and errors that say what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import mentalmap.analysis as mm
from mentalmap.domain.layers import compute_layer
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, LayerName
from mentalmap.errors import InvalidInputError
from mentalmap.exchange.frames import layer_to_frame

DATA = Path(__file__).parents[3] / "shared" / "data"
EAST, NORTH = 640_000, 6_970_000


@pytest.fixture
def areas() -> gpd.GeoDataFrame:
    boxes = [shapely.box(EAST + 1000 * i, NORTH, EAST + 1000 * (i + 1), NORTH + 1000) for i in range(3)]
    return gpd.GeoDataFrame(
        {"code": ["c", "a", "b"], "namn": ["Väst", "Mitt", "Öst"]}, geometry=boxes, crs=3006
    )


@pytest.fixture
def said() -> gpd.GeoDataFrame:
    """Six people speak of the first area, two of the second."""
    return gpd.GeoDataFrame(
        {
            "who": ["p1", "p2", "p3", "p4", "p5", "p6", "p1", "p7", "p8"],
            "feeling": [2, 2, 2, 2, 2, -1, -2, 1, 1],
            "why": ["trade; work", "trade", None, "trade,nature", "trade", "trade", "", "x", "x"],
            "home": ["Öst", "b", "Öst", "Öst", "Öst", None, "Öst", "a", "a"],
        },
        geometry=gpd.points_from_xy([EAST + 500] * 7 + [EAST + 1500] * 2, [NORTH + 500] * 9),
        crs=3006,
    )


def row(frame: gpd.GeoDataFrame, name: str) -> pd.Series:
    [position] = np.flatnonzero(frame.name == name)
    return frame.iloc[position]


def test_one_person_is_one_voice_and_too_few_carry_nothing(said: Any, areas: Any) -> None:
    frame = mm.attitude(said, areas, respondent="who", valence="feeling")
    west = row(frame, "Väst")
    assert (west.n, west.marks, west.status) == (6, 7, "ok")
    assert west.estimate == pytest.approx((4 * 2 + 0 - 1) / 6)  # p1 says +2 and -2: nought
    few = row(frame, "Mitt")
    assert few.status == "too_few"
    assert few[["n", "marks", "estimate", "lo90", "color"]].isna().all()
    assert row(frame, "Öst").status == "no_data"
    assert frame.attrs["denominator"] == 8
    assert "8 people were asked; 8 of them" in " ".join(frame.attrs["captions"])


def test_for_publication_a_single_small_area_is_not_hidden_alone(said: Any, areas: Any) -> None:
    frame = mm.attitude(said, areas, respondent="who", valence="feeling", for_publication=True)
    assert [row(frame, name).status for name in ("Väst", "Mitt")] == ["too_few", "too_few"]


def test_every_area_comes_back_with_its_id_and_name(said: Any, areas: Any) -> None:
    frame = mm.attitude(said, areas, valence="feeling")
    assert dict(zip(frame.id, frame.name, strict=True)) == {"a": "Mitt", "b": "Öst", "c": "Väst"}


def test_without_a_respondent_column_the_caption_says_so(said: Any, areas: Any) -> None:
    frame = mm.attitude(said, areas, valence="feeling")
    assert row(frame, "Väst").n == 7
    assert "every row counts as one person" in " ".join(frame.attrs["captions"])


@pytest.mark.parametrize("epsg", [4326, 3857, 3006, 3021])
def test_any_crs_gives_the_same_answer_in_metres(said: Any, areas: Any, epsg: int) -> None:
    here = mm.attitude(said, areas, respondent="who", valence="feeling")
    there = mm.attitude(said.to_crs(epsg), areas.to_crs(4326), respondent="who", valence="feeling")
    assert there.crs == "EPSG:3006"
    assert there.estimate.tolist() == pytest.approx(here.estimate.tolist(), nan_ok=True)


def test_outside_sweden_the_utm_zone_is_used() -> None:
    points = gpd.GeoDataFrame(
        {"valence": [1] * 6}, geometry=gpd.points_from_xy([8.68] * 6, [50.1] * 6), crs=4326
    )
    frame = mm.heat(points)
    assert frame.crs == "EPSG:32632"
    assert len(frame) > 10


def test_destinations_have_a_column_per_purpose_and_a_share_of_those_asked(said: Any, areas: Any) -> None:
    frame = mm.destinations(said, areas, respondent="who", purposes="why", asked=12)
    [place] = frame.itertuples()
    assert (place.n, place.share, place.rank) == (6, 0.5, 1)
    assert place.purposes_trade == 5
    assert "purposes_work" not in frame.columns  # one person's


def test_destinations_without_areas_are_possible(said: Any) -> None:
    assert len(mm.destinations(said, respondent="who")) == 1


def test_routes_run_from_home_named_by_id_or_name(said: Any, areas: Any) -> None:
    frame = mm.routes(said, areas, respondent="who", home_area="home", kind="destination")
    assert frame[["id", "n"]].to_numpy().tolist() == [["b>c", 5]]
    # A frame without any answer still has its columns.
    assert list(mm.routes(said.iloc[:1], areas, respondent="who")["n"]) == []


def test_places_may_be_named_without_a_position(said: Any, areas: Any) -> None:
    said["place"] = "Torget"
    said.loc[1, "geometry"] = None
    frame = mm.landmarks(said, areas, respondent="who", place="place", threshold=3)
    assert frame[["name", "n"]].to_numpy().tolist() == [["Torget", 8]]


def test_lines_and_outlines_become_barriers_and_districts(areas: Any) -> None:
    line = shapely.LineString([(EAST + 100, NORTH + 500), (EAST + 2900, NORTH + 500)])
    shapes = gpd.GeoDataFrame({"who": range(6), "nature": "emotional"}, geometry=[line] * 6, crs=3006)
    [barrier] = mm.barriers(shapes, areas, respondent="who", nature="nature").itertuples()
    assert (barrier.n, barrier.nature) == (6, "emotional")
    outlines = shapes.assign(place="Centrum").set_geometry(shapes.buffer(200))
    districts = mm.districts(outlines, areas, respondent="who", place="place")
    assert districts.level.tolist() == [0.25, 0.5, 0.75]


def test_all_layers_of_one_frame(said: Any, areas: Any) -> None:
    said["kind"] = ["pride"] * 5 + ["destination"] * 4
    frames = mm.analyse_file(said, areas, respondent="who", valence="feeling")
    assert set(frames) == set(PUBLIC_LAYERS)
    assert len({frame.attrs["denominator"] for frame in frames.values()}) == 1


def test_rows_of_no_kind_and_no_valence_are_about_nothing(said: Any, areas: Any) -> None:
    with pytest.raises(InvalidInputError, match="what each row is about"):
        mm.analyse_file(said, areas)


def test_a_frame_is_left_as_it_was(said: Any, areas: Any) -> None:
    before = said.copy(), areas.copy()
    mm.analyse_file(said, areas, respondent="who", valence="feeling", purposes="why", home_area="home")
    pd.testing.assert_frame_equal(said, before[0])
    pd.testing.assert_frame_equal(areas, before[1])


@pytest.mark.parametrize(
    ("spoil", "arguments", "sentence"),
    [
        (lambda f: f, {"valence": "mood"}, "There is no column “mood”"),
        (lambda f: f, {"respondent": "ghost"}, "There is no column “ghost”"),
        (lambda f: f.assign(feeling="glad"), {}, "not a number"),
        (lambda f: f.assign(feeling=4), {}, "beyond -2 … \\+2"),
        (lambda f: f.assign(feeling=np.inf), {}, "beyond -2 … \\+2"),
        (lambda f: f.assign(who=[None, *f.who[1:]]), {}, "does not say who spoke"),
        (lambda f: f.set_crs(None, allow_override=True), {}, "coordinate system"),
        (lambda f: f.iloc[:0], {}, "empty"),
        (lambda f: pd.DataFrame(f.drop(columns="geometry")), {}, "not a GeoDataFrame"),
        (lambda f: f.assign(kind="heatmap"), {}, "not a kind"),
        (lambda f: f, {"kind": "heatmap"}, "no column “heatmap”"),
        (lambda f: f, {"home_area": "feeling"}, "names an area that there is not"),
        (lambda f: f.assign(w=-1), {"weight": "w"}, "missing or negative"),
        (lambda f: f.assign(w=range(9)), {"weight": "w"}, "differs between rows"),
        (lambda f: f, {"asked": 3}, "only 3 were asked"),
        (lambda f: f, {"threshold": 0}, "threshold"),
        (lambda f: f.set_geometry([None, *f.geometry[1:]], crs=3006), {}, "no position. One row: 0"),
        (lambda f: f.set_geometry([shapely.Point(), *f.geometry[1:]], crs=3006), {}, "no position"),
        (lambda f: f.set_geometry([shapely.Point(np.nan, 1), *f.geometry[1:]], crs=3006), {}, "not valid"),
        (
            lambda f: f.set_geometry([shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])] * 9, crs=3006),
            {},
            "not valid. 9 rows: 0, 1, 2, 3, 4, …",
        ),
        (
            lambda f: f.set_geometry([shapely.GeometryCollection([shapely.Point(1, 1)])] * 9, crs=3006),
            {},
            "mixes points",
        ),
        (lambda f: f.set_geometry(gpd.points_from_xy([1e9] * 9, [2e9] * 9), crs=4326), {}, "not on the map"),
    ],
)
def test_wrong_input_is_refused_with_what_to_do(
    said: Any, areas: Any, spoil: Any, arguments: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidInputError, match=sentence) as caught:
        mm.attitude(spoil(said), areas, **{"respondent": "who", "valence": "feeling", **arguments})
    assert caught.value.remedy is not None
    assert str(caught.value.remedy)


def test_a_mistyped_argument_is_not_ignored(said: Any, areas: Any) -> None:
    with pytest.raises(TypeError, match="respondents"):
        mm.attitude(said, areas, valence="feeling", respondents="who")  # type: ignore[call-arg]  # on purpose


def test_without_any_valence_column_the_remedy_names_the_argument(said: Any, areas: Any) -> None:
    with pytest.raises(InvalidInputError) as caught:
        mm.attitude(said, areas)
    assert "valence=" in str(caught.value.remedy)


def test_areas_are_mended_but_must_be_polygons_with_ids_of_their_own(said: Any, areas: Any) -> None:
    bow = shapely.Polygon(
        [(EAST, NORTH), (EAST + 1000, NORTH + 1000), (EAST + 1000, NORTH), (EAST, NORTH + 1000)]
    )
    bent = areas.set_geometry([bow, *areas.geometry[1:]], crs=3006)
    assert len(mm.attitude(said, bent, valence="feeling")) == 3
    with pytest.raises(InvalidInputError, match="not a polygon"):
        mm.attitude(said, areas.set_geometry(areas.centroid), valence="feeling")
    with pytest.raises(InvalidInputError, match="share an id"):
        mm.attitude(said, areas.assign(code="x"), valence="feeling", area_id="code")


def test_columns_without_an_id_fall_back_to_the_index(said: Any, areas: Any) -> None:
    frame = mm.attitude(said, areas[["geometry"]], valence="feeling")
    assert frame.id.tolist() == ["0", "1", "2"]


def test_weights_count_the_people_behind_a_row(areas: Any) -> None:
    rated = gpd.GeoDataFrame(
        {"valence": [2.0, -1.0, 0, 0, 0, 0, 0], "count": [3, 1, 1, 1, 1, 1, 1]},
        geometry=gpd.points_from_xy([EAST + 500] * 7, [NORTH + 500] * 7),
        crs=3006,
    )
    frame = mm.attitude(rated, areas, weight="count")
    assert row(frame, "Väst").estimate == pytest.approx(5 / 9)
    assert "weigh as many" in " ".join(frame.attrs["captions"])


def test_a_frame_never_tells_internal_values_even_of_a_layer_that_was_not_disclosed(
    said: Any, areas: Any
) -> None:
    table = mm.build_table(said, areas, respondent="who", valence="feeling", kind="attitude")
    frame = layer_to_frame(compute_layer(LayerName.ATTITUDE, table))
    assert not [column for column in frame.columns if column.startswith("_")]
    assert frame.loc[frame.status != "ok", "n"].isna().all()


def test_an_empty_layer_is_a_frame_with_columns_and_crs() -> None:
    frame = layer_to_frame(Layer(LayerName.HEAT, (), 0, 0, 0, 5, "1", (), 3006))
    assert {"id", "n", "estimate", "alpha"} <= set(frame.columns)
    assert len(frame) == 0
    assert frame.crs == "EPSG:3006"


def test_whole_numbers_stay_whole_beside_a_gap() -> None:
    features = (
        Feature("a", "A", shapely.Point(0, 0), 6, 9, Status.OK, {"class": 2, "estimate": 1.0}),
        Feature("b", "B", shapely.Point(1, 1), None, None, Status.TOO_FEW, {}),
    )
    frame = layer_to_frame(Layer(LayerName.ATTITUDE, features, 6, 9, 9, 5, "1", (), 3006))
    assert frame["class"].tolist() == [2, pd.NA]
    assert frame["n"].dtype == "Int64"


def test_real_ratings_of_frankfurt_are_weighted_by_how_many_rated() -> None:
    path = DATA / "perceptions" / "frankfurt_streetception.csv"
    if not path.exists():
        pytest.skip(f"the shared folder with real files is not here: {path}")
    ratings = pd.read_csv(path)
    frame = gpd.GeoDataFrame(ratings, geometry=gpd.GeoSeries.from_wkt(ratings["geometry_text"]), crs=3857)
    frame["feeling"] = frame["safety_avg"] - 3
    around = gpd.GeoDataFrame(geometry=[shapely.box(*frame.to_crs(25832).total_bounds).buffer(9)], crs=25832)
    one = mm.attitude(frame, around, valence="feeling")
    many = mm.attitude(frame, around, valence="feeling", weight="rating_count")
    assert round(one.estimate[0] + 3, 4) == 3.3772
    assert round(many.estimate[0] + 3, 4) == 3.3884
    assert many.n[0] == 753


def test_real_areas_of_kramfors_are_read_as_they_are() -> None:
    path = DATA / "sweden" / "kramfors_bygdomraden_voronoi_3006.gpkg"
    if not path.exists():
        pytest.skip(f"the shared folder with real files is not here: {path}")
    kramfors = gpd.read_file(path)
    points = kramfors.representative_point().repeat(6)
    marks = gpd.GeoDataFrame({"valence": 1, "who": range(len(points))}, geometry=points.values, crs=3006)
    frame = mm.attitude(marks.to_crs(4326), kramfors, respondent="who")
    assert frame.n.tolist() == [6] * 12
    assert "Ullånger" in set(frame.name)
