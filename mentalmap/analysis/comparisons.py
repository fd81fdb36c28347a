"""Comparisons: places that see each other, people against the population, one round against another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from mentalmap.analysis.columns import Columns
from mentalmap.analysis.computing import frame_of, layer_of, need_home, need_valence
from mentalmap.analysis.tables import build_table
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.exchange.frames import layer_to_frame

if TYPE_CHECKING:
    import geopandas as gpd


def relations(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """
    Estimate how people who live in one area see another; needs `home_area`.

    One row per pair, a line, or a point where people speak of their own area; and one per area
    (`image:<area>`) with `self_image` and `outside_image`. `attrs["parameters"]["matrix_order"]`.
    """
    need_valence(perceptions, columns)
    need_home(columns)
    return frame_of(LayerName.RELATIONS, build_table(perceptions, areas, Kind.ATTITUDE, **columns), threshold)


def coverage(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """Set who was heard, by `home_area`, against the areas' column "population"."""
    need_home(columns)
    return frame_of(LayerName.COVERAGE, build_table(perceptions, areas, Kind.ATTITUDE, **columns), threshold)


def organisation(
    perceptions: gpd.GeoDataFrame,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """Average what people answered on scales: `answers` names the columns, `group` who they are."""
    table = build_table(perceptions, None, Kind.ATTITUDE, **columns)
    return frame_of(LayerName.ORGANISATION, table, threshold)


def change(
    before: gpd.GeoDataFrame,
    after: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """
    Compare how people felt in two rounds, area by area, both on the same `areas`.

    Parameters
    ----------
    before, after
        One row per perception; both have the columns that `columns` names.

    Returns
    -------
    frame
        difference, lo90, hi90, before, after, flagged, direction, testable, mdc, p, people_before,
        people_after (n is that of the later round); the smallest change that a usual area would show
        and the shift of all areas are in `attrs["parameters"]`.
    """
    for frame in (before, after):
        need_valence(frame, columns)
    earlier = build_table(before, areas, Kind.ATTITUDE, **columns)
    later = build_table(after, areas, Kind.ATTITUDE, **columns)
    return layer_to_frame(layer_of(LayerName.CHANGE, later, threshold, before=earlier))
