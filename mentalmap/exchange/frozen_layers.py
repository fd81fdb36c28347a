"""Layers as they were published, in a form that reads back to the same layer whatever the language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from mentalmap.domain.layers.envelope import Feature, Layer, Status, Value
from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message


def freeze_layer(layer: Layer) -> bytes:
    """
    Write a disclosed layer with nothing left out and nothing translated.

    Geometry is WKB in the layer's metric CRS and captions are their English sentences with the values
    for their gaps, so that the next publication can be compared with what this one told. Equal
    layers are equal bytes.
    """
    return json.dumps(_described(layer), ensure_ascii=False, separators=(",", ":")).encode()


def thaw_layer(content: bytes) -> Layer:
    """Read what `freeze_layer` wrote."""
    told = json.loads(content)
    geometries = shapely.from_wkb(told["geometries"])
    return Layer(
        name=LayerName(told["name"]),
        features=tuple(
            Feature(
                id=one["id"],
                name=one["name"],
                geometry=geometry,
                people=one["people"],
                marks=one["marks"],
                status=Status(one["status"]),
                values=_values(one["values"]),
            )
            for one, geometry in zip(told["features"], geometries, strict=True)
        ),
        people=told["people"],
        marks=told["marks"],
        denominator=told["denominator"],
        threshold=told["threshold"],
        data_version=told["data_version"],
        captions=tuple(_message(one) for one in told["captions"]),
        crs_epsg=told["crs_epsg"],
        parameters=_values(told["parameters"]),
    )


def _described(layer: Layer) -> dict[str, Any]:
    geometries = [feature.geometry for feature in layer.features]
    return {
        "name": layer.name.value,
        "features": [
            {
                "id": feature.id,
                "name": feature.name,
                "people": _plain(feature.people),
                "marks": _plain(feature.marks),
                "status": feature.status.value,
                "values": _plain(feature.values),
            }
            for feature in layer.features
        ],
        "geometries": [] if not geometries else shapely.to_wkb(geometries, hex=True).tolist(),
        "people": _plain(layer.people),
        "marks": _plain(layer.marks),
        "denominator": _plain(layer.denominator),
        "threshold": layer.threshold,
        "data_version": layer.data_version,
        "captions": [_plain(caption) for caption in layer.captions],
        "crs_epsg": layer.crs_epsg,
        "parameters": _plain(layer.parameters),
    }


def _plain(value: object) -> Any:
    """Turn a value into what JSON can say; a sentence becomes an object that no value looks like."""
    if isinstance(value, Message):
        return {"sentence": value.text, "plural": value.plural, "values": _plain(value.values)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)  # a day, for instance: a sentence says it by its text anyway


def _values(told: Mapping[str, Any]) -> dict[str, Value]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def _message(told: Mapping[str, Any]) -> Message:
    values = {
        name: _message(value) if isinstance(value, dict) and "sentence" in value else value
        for name, value in told["values"].items()
    }
    return Message(told["sentence"], values, told["plural"])
