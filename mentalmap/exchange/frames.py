"""Layers as GeoDataFrames: one row per feature, for analysts and for every file export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mentalmap.domain.layers.envelope import Layer, Status, Value
from mentalmap.domain.layers.grounds import ALPHA_STEP_TOLD
from mentalmap.domain.layers.voices import INTERNAL
from mentalmap.domain.vocabulary import LayerName

if TYPE_CHECKING:
    import geopandas as gpd

# The layers' own columns; a frame has them also where no feature may be told.
COLUMNS: dict[LayerName, tuple[str, ...]] = {
    LayerName.DESTINATIONS: ("share", "rank"),
    LayerName.ROUTES: ("origin", "destination", "origin_id", "destination_id", "internal", "share", "rank"),
    LayerName.BARRIERS: ("nature", "share", "rank"),
    LayerName.LANDMARKS: ("share", "rank"),
    LayerName.DISTRICTS: ("level", "share"),
    LayerName.ATTITUDE: (
        "estimate", "lo90", "hi90", "class", "color",
        "share_positive", "share_negative", "agreement", "sd", "n_eff",
    ),
    LayerName.RELATIONS: (
        "home", "home_name", "about", "about_name", "is_self", "estimate", "lo90", "hi90",
        "class", "color", "certainty", "self_image", "self_lo90", "self_hi90", "self_people",
        "outside_image", "outside_lo90", "outside_hi90", "outside_people",
    ),
    LayerName.HEAT: ("estimate", "class", "color", "alpha"),
    LayerName.ORGANISATION: ("question", "wording", "group", "mean", "lo90", "hi90", "scale"),
    LayerName.COVERAGE: (
        "dimension", "heard", "population", "expected", "share_heard", "share_population",
        "ratio", "ratio_lo90", "ratio_hi90", "heard_per_1000", "class",
    ),
    LayerName.CHANGE: (
        "difference", "lo90", "hi90", "before", "after", "flagged", "direction", "testable",
        "mdc", "p", "people_before", "people_after", "class", "color",
    ),
}  # fmt: skip
# Columns that a frame has only where a feature tells them, in this order; others follow by name.
FURTHER_COLUMNS = (
    "certainty", "quality", "direction", "p_positive", "reliability", "conflict", "top_theme",
    "diff_from_rest",
    "insiders", "insiders_lo90", "insiders_hi90", "insiders_people",
    "outsiders", "outsiders_lo90", "outsiders_hi90", "outsiders_people",
)  # fmt: skip
# Layers with features that lie nowhere: they stand in tables, not on maps.
UNLOCATED_LAYERS = frozenset({LayerName.ORGANISATION, LayerName.COVERAGE})
GROUND_COLUMNS = ("class", "color", "alpha", "area_km2")  # of heat as it is published


def layer_to_frame(layer: Layer) -> gpd.GeoDataFrame:
    """
    Lay a layer out as a table.

    Parameters
    ----------
    layer
        A disclosed layer. Internal values never become columns, disclosed or not.

    Returns
    -------
    frame
        Columns id, name, n, marks, status, the layer's own, geometry in the layer's metric CRS.
        n and marks are Int64 with <NA> where suppressed. Parts of a value become columns of
        their own: `purposes_trade`. `attrs` holds layer, captions (English), people, marks,
        denominator, threshold, data_version and parameters.
    """
    import geopandas as gpd  # late: pandas costs a second, and the running app never needs it
    import pandas as pd

    features = layer.features
    told = [_flat(feature.values) if feature.status is Status.OK else {} for feature in features]
    own = list(GROUND_COLUMNS if ALPHA_STEP_TOLD in layer.parameters else COLUMNS[layer.name])
    further = {name for values in told for name in values} - set(own)
    own += [name for name in FURTHER_COLUMNS if name in further]
    own += sorted(further - set(own))
    columns: dict[str, Any] = {
        "id": pd.Series([feature.id for feature in features], dtype="object"),
        "name": pd.Series([feature.name for feature in features], dtype="object"),
        "n": pd.Series([feature.people for feature in features], dtype="Int64"),
        "marks": pd.Series([feature.marks for feature in features], dtype="Int64"),
        "status": pd.Series([feature.status.value for feature in features], dtype="object"),
    }
    columns |= {name: _column([values.get(name) for values in told]) for name in own}
    frame = gpd.GeoDataFrame(
        columns, geometry=[feature.geometry for feature in features], crs=f"EPSG:{layer.crs_epsg}"
    )
    frame.attrs = {
        "layer": layer.name.value,
        "captions": [str(caption) for caption in layer.captions],
        "people": layer.people,
        "marks": layer.marks,
        "denominator": layer.denominator,
        "threshold": layer.threshold,
        "data_version": layer.data_version,
        "parameters": dict(layer.parameters),
    }
    return frame


def _flat(values: Mapping[str, Value]) -> dict[str, float | int | str | bool | None]:
    flat: dict[str, float | int | str | bool | None] = {}
    for name, value in values.items():
        if name.startswith(INTERNAL):
            continue
        if isinstance(value, Mapping):
            flat |= {f"{name}_{part}": number for part, number in value.items()}
        elif isinstance(value, tuple):
            flat[name] = ", ".join(str(part) for part in value)
        else:
            flat[name] = value
    return flat


def _column(values: list[float | int | str | bool | None]) -> Any:
    """Choose the narrowest column type that can say “unknown”, so that 3 stays 3 beside a gap."""
    import pandas as pd

    known = [value for value in values if value is not None]
    if any(isinstance(value, str) for value in known):
        return pd.Series(values, dtype="object")
    if known and all(isinstance(value, bool) for value in known):
        return pd.Series(values, dtype="boolean")
    if known and all(isinstance(value, int) for value in known):
        return pd.Series(values, dtype="Int64")
    return pd.Series([float("nan") if value is None else float(value) for value in values], dtype="float64")
