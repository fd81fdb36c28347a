"""The payload: exactly the contract, in degrees, and silent about what is suppressed."""

from __future__ import annotations

import json
import math

import hypothesis.strategies as st
import numpy as np
import pytest
import shapely
from hypothesis import given

from mentalmap.domain.crs import transform_geometries
from mentalmap.domain.layers.envelope import Status
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.payload import layer_payload, payload_json
from mentalmap.messages import say
from tests.unit.bundles import CRS_EPSG, SECRETS, X_M, Y_M, feature, make_layer, make_layers, square


def payload_of(*features, name=LayerName.ATTITUDE, **envelope):
    return layer_payload(make_layer(name, features, **envelope), str, "Title")


def test_the_envelope_stands_beside_the_features():
    payload = payload_of(
        feature("a", "Ullånger", square(0, 0)),
        captions=(say("One sentence."), say("Another about %(n)s.", n=3)),
        parameters={"breaks": (-1.25, 1.25), "cell_m": 500.0},
    )
    assert payload["type"] == "FeatureCollection"
    assert payload["mentalmap"] == {
        "layer": "attitude",
        "title": "Title",
        "people": 187,
        "marks": 1498,
        "denominator": 203,
        "threshold": 5,
        "data_version": "17",
        "captions": ["One sentence.", "Another about 3."],
        "parameters": {"breaks": [-1.25, 1.25], "cell_m": 500.0},
    }


def test_a_feature_tells_its_values_beside_name_people_marks_and_status():
    [told] = payload_of(
        feature("d1", "Torget", shapely.Point(X_M, Y_M), {"share": 0.5, "purposes": {"trade": 7}}, people=12),
        name=LayerName.DESTINATIONS,
    )["features"]
    assert (told["type"], told["id"], told["geometry"]["type"]) == ("Feature", "d1", "Point")
    assert told["properties"] == {
        "name": "Torget", "people": 12, "marks": 24, "status": "ok", "share": 0.5, "purposes": {"trade": 7},
    }  # fmt: skip


@pytest.mark.parametrize("status", [Status.TOO_FEW, Status.NO_DATA])
def test_what_is_suppressed_has_a_name_and_a_place_and_no_number(status):
    [told] = payload_of(feature("a", "Docksta", square(0, 0), status=status))["features"]
    assert told["properties"] == {"name": "Docksta", "people": None, "marks": None, "status": status.value}
    assert told["geometry"]["type"] == "Polygon"


def test_no_layer_lets_a_suppressed_number_through():
    for layer in make_layers():
        text = payload_json(layer, str, "Title").decode()
        assert not [secret for secret in SECRETS if secret in text], layer.name


def test_internal_values_are_never_told():
    [told] = payload_of(feature("a", "Docksta", square(0, 0), {"estimate": 0.5, "_people": 3}))["features"]
    assert "_people" not in told["properties"]
    assert told["properties"]["estimate"] == 0.5


def test_numbers_that_mean_nothing_become_null():
    [told] = payload_of(
        feature(
            "a", "Nyland", square(0, 0), {"lo90": math.nan, "hi90": math.inf, "agreement": np.float64("nan")}
        )
    )["features"]
    assert (told["properties"]["lo90"], told["properties"]["hi90"], told["properties"]["agreement"]) == (
        None,
    ) * 3


def test_numbers_of_numpy_are_numbers_of_json():
    [told] = payload_of(
        feature("a", "N", square(0, 0), {"class": np.int64(-2), "estimate": np.float64(-1.0)})
    )["features"]
    assert (told["properties"]["class"], told["properties"]["estimate"]) == (-2, -1.0)


def test_an_empty_layer_is_an_empty_collection():
    assert payload_of()["features"] == []


def test_a_feature_without_a_place_has_empty_coordinates():
    [told] = payload_of(feature("a", "Docksta", shapely.Polygon(), status=Status.TOO_FEW))["features"]
    assert told["geometry"] == {"type": "Polygon", "coordinates": []}


def test_text_arrives_as_it_was_written():
    name = '</script><b>"å\u202e\u2028\\ أهلا'
    [told] = payload_of(feature('"id"', name, square(0, 0)))["features"]
    assert (told["id"], told["properties"]["name"]) == ('"id"', name)


def test_the_bytes_and_the_values_are_the_same_thing():
    for layer in make_layers():
        assert json.loads(payload_json(layer, str, "T")) == layer_payload(layer, str, "T")


metres = st.floats(-60_000, 60_000).map(lambda offset: round(offset, 3))


@given(x=metres, y=metres)
def test_a_point_is_off_by_less_than_two_centimetres(x, y):
    there = shapely.Point(X_M + x, Y_M + y)
    [told] = payload_of(feature("p", "", there), name=LayerName.LANDMARKS)["features"]
    lon, lat = told["geometry"]["coordinates"]
    assert 15 < lon < 21
    assert 61 < lat < 65
    assert round(lon, 7) == lon
    assert round(lat, 7) == lat
    [back] = transform_geometries(np.array([shapely.Point(lon, lat)], dtype=object), 4326, CRS_EPSG)
    assert back.distance(there) < 0.02


@pytest.mark.parametrize("ring", [square(0, 0), square(0, 0).reverse()])
def test_outer_rings_run_counter_clockwise_and_holes_clockwise(ring):
    [told] = payload_of(feature("a", "", ring.difference(square(0, 0, 1_000).buffer(-100))))["features"]
    outer, hole = told["geometry"]["coordinates"]
    assert shapely.LinearRing(outer).is_ccw
    assert not shapely.LinearRing(hole).is_ccw
    assert all(round(number, 6) == number for position in outer for number in position)
