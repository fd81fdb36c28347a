"""The JSON in which a layer reaches a browser or a GeoJSON file: one shape for both."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, cast

import numpy as np
import shapely

from mentalmap.domain.arrays import ObjectArray
from mentalmap.domain.crs import transform_geometries
from mentalmap.domain.kept import Kept
from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.layers.voices import INTERNAL
from mentalmap.messages import Message

WGS84 = 4326
DECIMALS = 6  # of a degree: about 0.1 m
DECIMALS_OF_POINTS = 7
MOST_WRITTEN = 16  # layers whose geometries are kept as text
POINT_TYPE_IDS = (0, 4)  # shapely: Point, MultiPoint


def layer_payload(layer: Layer, translate: Callable[[Message], str], title: str) -> dict[str, Any]:
    """Give the same payload as `payload_json`, as Python values."""
    return cast(dict[str, Any], json.loads(payload_json(layer, translate, title)))


def payload_json(layer: Layer, translate: Callable[[Message], str], title: str) -> bytes:
    """
    Write a layer as one GeoJSON FeatureCollection in EPSG:4326, UTF-8.

    Geometry follows RFC 7946: longitude before latitude, exterior rings counter-clockwise.
    Features that may not carry a value have a name and a status only; internal values of a
    layer are never told. Numbers that JSON
    cannot say (nan, infinity) become null.

    Parameters
    ----------
    layer
        A disclosed layer, geometry in its metric CRS.
    translate
        Turns a caption into a sentence of the reader's language.
    title
        The layer's title in the same language.
    """
    features = ",\n".join(
        f'{{"type":"Feature","id":{_dumps(feature.id)},"geometry":{geometry},'
        f'"properties":{_dumps(properties_of(feature))}}}'
        for feature, geometry in zip(layer.features, _geojson_texts(layer), strict=True)
    )
    about = {
        "layer": layer.name.value,
        "title": title,
        "people": layer.people,
        "marks": layer.marks,
        "denominator": layer.denominator,
        "threshold": layer.threshold,
        "data_version": layer.data_version,
        "captions": [translate(caption) for caption in layer.captions],
        "parameters": {name: jsonable(value) for name, value in layer.parameters.items()},
    }
    return f'{{"type":"FeatureCollection","features":[{features}],"mentalmap":{_dumps(about)}}}'.encode()


def properties_of(feature: Feature) -> dict[str, Any]:
    """What a feature may say about itself: no number unless its status is OK."""
    told = feature.status is Status.OK
    properties: dict[str, Any] = {
        "name": feature.name,
        "people": feature.people if told else None,
        "marks": feature.marks if told else None,
        "status": feature.status.value,
    }
    if told:
        properties |= {name: value for name, value in feature.values.items() if not name.startswith(INTERNAL)}
    return properties


def jsonable(value: Value) -> Any:
    """Turn a layer's value into what JSON can say; numbers without a meaning become None."""
    if isinstance(value, Mapping):
        return {key: jsonable(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [jsonable(part) for part in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def geographic(layer: Layer) -> ObjectArray:
    """
    Geometries of a layer as RFC 7946 wants them, object array of shape (features,).

    EPSG:4326, longitude first, rounded, exterior rings counter-clockwise; None where a
    feature has no geometry.
    """
    metric = np.empty(len(layer.features), dtype=object)
    metric[:] = [feature.geometry for feature in layer.features]
    return rounded(transform_geometries(metric, layer.crs_epsg, WGS84))


def rounded(geometries: ObjectArray) -> ObjectArray:
    """Round coordinates in degrees: points to 7 decimals, all else to 6, and wind rings by RFC 7946."""
    result = np.array(geometries, dtype=object)
    is_point = np.isin(shapely.get_type_id(result), POINT_TYPE_IDS)
    degrees, owner = shapely.get_coordinates(result, return_index=True)
    fine = is_point[owner][:, np.newaxis]
    degrees = np.where(fine, np.round(degrees, DECIMALS_OF_POINTS), np.round(degrees, DECIMALS))
    return shapely.orient_polygons(shapely.set_coordinates(result, degrees))


def _geojson_texts(layer: Layer) -> list[str]:
    """Write the geometries of a layer; those of areas are the same in every filter and are written once."""
    if not layer.features:
        return []
    shapes = tuple(feature.geometry for feature in layer.features)
    # The shapes are kept with their texts, so that their ids stay theirs.
    return _texts.get_or_make((layer.crs_epsg, *map(id, shapes)), lambda: (shapes, _written(layer)))[1]


def _written(layer: Layer) -> list[str]:
    geometries = geographic(layer)
    texts = shapely.to_geojson(geometries)
    # GEOS writes an empty polygon as [[]], which readers refuse; RFC 7946 means an empty list.
    for row in np.flatnonzero(shapely.is_empty(geometries)):
        texts[row] = _dumps({"type": geometries[row].geom_type, "coordinates": []})
    return [text if text is not None else "null" for text in texts]


def _dumps(value: Any) -> str:
    try:
        return _plain.encode(value)
    except (TypeError, ValueError):  # numpy's numbers, or one without a meaning
        return _plain.encode(jsonable(value))


_plain = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_texts: Kept[tuple[tuple[object, ...], list[str]]] = Kept(MOST_WRITTEN)
