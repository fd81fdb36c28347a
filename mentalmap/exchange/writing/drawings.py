"""What the folium page's script draws from: geometry, classes and finished words, as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from mentalmap.domain.layers.envelope import Layer
from mentalmap.exchange.bundle import LayerBundle, OutlineShape
from mentalmap.exchange.payload import geographic, layer_payload, rounded
from mentalmap.exchange.writing.legends import purpose_colors
from mentalmap.exchange.writing.wording import name_of, sentences_of

WHOLE_WORLD = (-180.0, -60.0, 180.0, 75.0)


def drawing_of(layer: Layer, bundle: LayerBundle) -> dict[str, Any]:
    """Give a layer's payload with, for each feature, the sentences that its card says."""
    named = replace(layer, features=tuple(replace(one, name=name_of(one, bundle)) for one in layer.features))
    return {
        "payload": layer_payload(named, bundle.translate, bundle.title_of(layer)),
        "cards": {feature.id: sentences_of(feature, layer, bundle) for feature in layer.features},
        "purposes": list(purpose_colors(bundle.layers, bundle.purpose_names)),
    }


def outline_of(bundle: LayerBundle) -> dict[str, Any] | None:
    """Give the built-in basemap as the map page's script knows it, or None where there is none."""
    outline = bundle.outline
    if outline is None:
        return None
    return {
        "bounds": bounds_of(bundle),
        "land": _collection(outline.land),
        "water": _collection(outline.water),
        "rivers": _collection(outline.rivers),
        "areas": _collection(outline.areas),
        "labels": _collection(outline.labels),
    }


def bounds_of(bundle: LayerBundle) -> tuple[float, float, float, float]:
    """West, south, east and north of what the page shows first: the areas, else the layers."""
    shapes = [shape.geometry for shape in bundle.outline.areas] if bundle.outline else []
    if not shapes:
        shapes = [
            one
            for layer in bundle.layers
            for one in geographic(layer)
            if one is not None and not one.is_empty
        ]
    if not shapes:
        return WHOLE_WORLD
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    return (float(west), float(south), float(east), float(north))


def script_json(value: object) -> str:
    """Write JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _collection(shapes: tuple[OutlineShape, ...]) -> dict[str, Any]:
    if not shapes:
        return {"features": []}
    texts = shapely.to_geojson(rounded(np.array([shape.geometry for shape in shapes], dtype=object)))
    return {
        "features": [
            {
                "geometry": json.loads(text),
                "properties": {
                    "name": shape.name,
                    "rank": shape.rank,
                    "role": "water" if shape.is_water else "place",
                },
            }
            for shape, text in zip(shapes, texts, strict=True)
        ]
    }
