"""Mental-map layers of GeoDataFrames, for analysts without the server.

    import mentalmap.analysis as mm
    frame = mm.attitude(perceptions, areas, respondent="interview", valence="feeling", threshold=5)

One function per layer. Each measures in a metric CRS, counts people and not rows, hides what
rests on fewer than `threshold` people, and returns a GeoDataFrame whose `attrs` say how to read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from mentalmap.analysis.columns import Columns
from mentalmap.analysis.comparisons import change, coverage, organisation, relations
from mentalmap.analysis.computing import frame_of, layer_of, need_valence
from mentalmap.analysis.tables import build_table
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Layer
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, Kind, LayerName
from mentalmap.exchange.frames import layer_to_frame

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = [
    "Columns",
    "analyse_file",
    "attitude",
    "barriers",
    "build_table",
    "change",
    "coverage",
    "destinations",
    "districts",
    "every_layer",
    "heat",
    "landmarks",
    "organisation",
    "relations",
    "routes",
]


def attitude(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    for_publication: bool = False,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """
    Estimate how people feel about each area, -2 … +2, one person one voice.

    Parameters
    ----------
    perceptions
        One row per perception, any CRS.
    areas
        Polygons, any CRS; every one comes back, with a value or with the reason why not.
    threshold
        k: areas about fewer people carry no value.
    for_publication
        Hide further areas where a single small one could be had by subtracting the others from a
        total, as the server does. Set it for what leaves your desk.
    columns
        Which column holds what; see `Columns`. Without `kind` every row counts as an attitude.

    Returns
    -------
    frame
        id, name, n, marks, status, estimate, lo90, hi90, class, color, share_positive,
        share_negative, agreement, sd, n_eff, certainty, quality, direction, p_positive,
        reliability, conflict, top_theme, diff_from_rest, insiders…, outsiders…, geometry;
        `attrs["captions"]` and more. From three areas and ten people on, areas learn from one
        another, so that an estimate is no mean of an area's rows (docs/METHOD.md).
    """
    need_valence(perceptions, columns)
    table = build_table(perceptions, areas, Kind.ATTITUDE, **columns)
    return frame_of(LayerName.ATTITUDE, table, threshold, for_publication)


def heat(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame | None = None,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    bandwidth_m: float | None = None,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """
    Estimate how people feel about the ground, as square cells; `areas` only cut it out.

    `estimate`, `class`, `color`, and `alpha` by the number of people near; `bandwidth_m` as in
    docs/METHOD.md, chosen by the extent where it is left out.
    """
    need_valence(perceptions, columns)
    table = build_table(perceptions, areas, Kind.ATTITUDE, **columns)
    return frame_of(LayerName.HEAT, table, threshold, bandwidth_m=bandwidth_m)


def destinations(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame | None = None,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    distance_m: float = 150.0,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """
    Count who goes where: one point per place, `share` of those asked, `purposes_…` in people.

    Marks without a place are brought together within squares of twice `distance_m`.
    """
    table = build_table(perceptions, areas, Kind.DESTINATION, **columns)
    return frame_of(LayerName.DESTINATIONS, table, threshold, distance_m=distance_m)


def landmarks(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame | None = None,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    distance_m: float = 150.0,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """Rank what people steer by; places as for `destinations`."""
    table = build_table(perceptions, areas, Kind.LANDMARK, **columns)
    return frame_of(LayerName.LANDMARKS, table, threshold, distance_m=distance_m)


def routes(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """
    Merge routes into flows between areas: lines from start to end, points from `home_area`.

    Who stays within one area stands in the frame with `internal` True and an empty line.
    """
    return frame_of(LayerName.ROUTES, build_table(perceptions, areas, Kind.ROUTE, **columns), threshold)


def barriers(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame | None = None,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    tolerance_m: float = 250.0,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """Find the lines and grounds that people agree are barriers, their strokes up to `tolerance_m` apart."""
    table = build_table(perceptions, areas, Kind.BARRIER, **columns)
    return frame_of(LayerName.BARRIERS, table, threshold, tolerance_m=tolerance_m)


def districts(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame | None = None,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    **columns: Unpack[Columns],
) -> gpd.GeoDataFrame:
    """Lay the outlines of each district, by `place` else by area, over each other: 25, 50, 75 % contours."""
    return frame_of(LayerName.DISTRICTS, build_table(perceptions, areas, Kind.DISTRICT, **columns), threshold)


def analyse_file(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame | None = None,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    for_publication: bool = False,
    **columns: Unpack[Columns],
) -> dict[LayerName, gpd.GeoDataFrame]:
    """
    Compute every layer of one frame, all from the same table.

    Rows need a `kind`; where there is none but a valence, every row counts as an attitude.
    `for_publication` as for `attitude`.

    Raises
    ------
    InvalidInputError
        As for every function here, and if rows have neither kind nor valence.
    """
    layers = every_layer(perceptions, areas, threshold=threshold, for_publication=for_publication, **columns)
    return {layer.name: layer_to_frame(layer) for layer in layers}


def every_layer(
    perceptions: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame | None = None,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    for_publication: bool = False,
    **columns: Unpack[Columns],
) -> tuple[Layer, ...]:
    """Compute what `analyse_file` does as layers, for writers of files."""
    named = columns.get("valence") or ("valence" if "valence" in perceptions.columns else None)
    default = Kind.ATTITUDE if named else None
    table = build_table(perceptions, areas, default, **columns)
    return tuple(layer_of(name, table, threshold, for_publication) for name in PUBLIC_LAYERS)
