"""What the folium page's script draws from: geometry, classes and finished words, as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.bundle import LayerBundle, OutlineShape
from mentalmap.exchange.payload import geographic, layer_payload, rounded
from mentalmap.exchange.writing.legends import purpose_colors
from mentalmap.exchange.writing.wording import sentences_of

WHOLE_WORLD = (-180.0, -60.0, 180.0, 75.0)
ALPHA_STEPS = 20  # of opacity; finer steps cannot be told apart


def drawing_of(layer: Layer, bundle: LayerBundle) -> dict[str, Any]:
    """Give a layer's payload with, for each feature, the sentences that its card says."""
    shown = gathered_cells(layer) if layer.name is LayerName.HEAT else layer
    return {
        "payload": layer_payload(shown, bundle.translate, bundle.title_of(layer)),
        "cards": {feature.id: sentences_of(feature, shown, bundle) for feature in shown.features},
        "purposes": list(purpose_colors(bundle.layers, bundle.purpose_names)),
    }


def gathered_cells(layer: Layer) -> Layer:
    """
    Gather heat cells that look alike, so that what they share is written once.

    Each stays a square of its own, as the map draws it. They carry no number of people,
    because people who touch several cells would be counted several times.
    """
    alike: dict[tuple[float, int, str], list[Feature]] = {}
    for cell in layer.features:
        alpha, valence_class = cell.values.get("alpha"), cell.values.get("class")
        if cell.status is Status.OK and isinstance(alpha, int | float) and isinstance(valence_class, int):
            key = (round(alpha * ALPHA_STEPS) / ALPHA_STEPS, valence_class, str(cell.values.get("color", "")))
            alike.setdefault(key, []).append(cell)
    gathered = tuple(
        Feature(
            id=f"heat-{valence_class}-{alpha:.2f}",
            name="",
            geometry=shapely.MultiPolygon([part for cell in cells for part in _squares(cell.geometry)]),
            people=None,
            marks=None,
            values={"class": valence_class, "color": color, "alpha": alpha},
        )
        for (alpha, valence_class, color), cells in sorted(alike.items(), key=lambda item: item[0])
    )
    return replace(layer, features=gathered)


def _squares(geometry: BaseGeometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, shapely.Polygon)]


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
