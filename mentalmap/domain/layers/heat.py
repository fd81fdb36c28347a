"""Heat: how people feel about the ground, not split by areas; opacity tells how many people."""

from __future__ import annotations

import numpy as np
import shapely

from mentalmap.domain.areas import Areas
from mentalmap.domain.arrays import BoolArray, FloatArray
from mentalmap.domain.layers.captions import caption_asked, caption_no_feelings, captions_of_source
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Feature, Layer
from mentalmap.domain.layers.grids import cell_boxes, cell_centres, unpack_cells
from mentalmap.domain.layers.samples import sample_shapes
from mentalmap.domain.layers.surface import Samples, Surface, spread
from mentalmap.domain.layers.voices import count_distinct, gather_voices, kinds_mask, positions, weights_of
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.symbols import BREAKS, PALETTE, class_of_valence, color_of_class
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

PRIOR_PEOPLE = 1.0  # k₀: how many people's worth the mean of all pulls at every cell
TOWN_BANDWIDTH_M, RURAL_BANDWIDTH_M = 300.0, 1000.0
TOWN_EXTENT_M = 20_000.0
PEOPLE_FOR_FULL = 15  # n_loc at which a cell is as opaque as cells get
FAINTEST, DENSEST = 0.25, 0.9
DECIMALS = 9


def heat(
    table: PerceptionTable, *, threshold: int = DEFAULT_THRESHOLD, bandwidth_m: float | None = None
) -> Layer:
    """
    Show the mean valence around each point of the ground, one person one voice.

    Values of a cell: `estimate`, `class`, `color`, `alpha` 0.25 … 0.9 by the effective number of
    people near. Cells with fewer than `threshold` effective people do not exist. `people` and `marks` of
    a cell are those within three bandwidths. Kinds as for attitude: all with a valence but wishes.

    Parameters
    ----------
    bandwidth_m
        h; by default 1,000 m where the areas (or marks) extend over 20 km, else 300 m.

    Raises
    ------
    InvalidInputError
        If the bandwidth is not a positive number of metres.
    """
    if bandwidth_m is not None and not (np.isfinite(bandwidth_m) and bandwidth_m > 0):
        raise InvalidInputError(
            say("The bandwidth must be a positive number of metres."),
            say("Try 300 in a town, 1000 in the country."),
        )
    valued = ~np.isnan(table.valence) & ~kinds_mask(table, Kind.WISH)
    valued &= table.respondents.weight[table.respondent] > 0
    marked = table.take(valued)
    samples = _samples(marked, bandwidth_m or TOWN_BANDWIDTH_M)
    surface = spread(samples, bandwidth_m or _default_bandwidth_m(table.areas, samples), threshold)
    people = count_distinct(samples.person)
    message = say("How people feel about the ground. The stronger the colour, the more people have spoken.")
    if not valued.any() and count_distinct(table.respondent) >= max(threshold, 1):
        message = caption_no_feelings()
    return Layer(
        name=LayerName.HEAT,
        features=_cells(surface, _mean_of_all(samples), table.areas, threshold),
        people=people,
        marks=round(float(samples.share.sum())),
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=(
            message,
            caption_asked(people, table.asked),
            say(
                "Each answer reaches about %(bandwidth_m)s m around its mark.",
                bandwidth_m=f"{surface.bandwidth_m:g}",
            ),
            *captions_of_source(table),
        ),
        crs_epsg=table.crs_epsg,
        parameters={
            "breaks": BREAKS,
            "palette": PALETTE,
            "bandwidth_m": surface.bandwidth_m,
            "cell_m": surface.cell_m,
        },
    )


def _samples(marked: PerceptionTable, bandwidth_m: float) -> Samples:
    """Turn marks into points: lines and polygons into several that share one mark's weight."""
    x_m, y_m = positions(marked)
    weight = weights_of(marked)[marked.respondent]
    is_point = (marked.shape < 0) & ~np.isnan(x_m)
    point = np.flatnonzero(is_point)
    shaped = np.flatnonzero(marked.shape >= 0)
    owner, sample_x, sample_y = sample_shapes(marked.shapes[marked.shape[shaped]], bandwidth_m / 2)
    share = 1.0 / np.bincount(owner, minlength=len(shaped))[owner]
    row = np.concatenate([point, shaped[owner]])
    return Samples(
        person=marked.respondent[row].astype(np.int64),
        mark=np.concatenate([np.full(len(point), -1, dtype=np.int64), owner]),
        x_m=np.concatenate([x_m[point], sample_x]),
        y_m=np.concatenate([y_m[point], sample_y]),
        share=np.concatenate([np.ones(len(point)), share]),
        valence=marked.valence[row],
        weight=weight[row],
    )


def _default_bandwidth_m(areas: Areas, samples: Samples) -> float:
    """Choose by the areas where there are any: they stay the same under every filter."""
    if len(areas):
        west, south, east, north = shapely.total_bounds(areas.geometries)
    elif len(samples):
        west, east = samples.x_m.min(), samples.x_m.max()
        south, north = samples.y_m.min(), samples.y_m.max()
    else:
        return TOWN_BANDWIDTH_M
    return RURAL_BANDWIDTH_M if max(east - west, north - south) > TOWN_EXTENT_M else TOWN_BANDWIDTH_M


def _mean_of_all(samples: Samples) -> float:
    """μ̂: the weighted mean over people of each one's mean."""
    if not len(samples):
        return 0.0
    everywhere = np.zeros(len(samples), dtype=np.int64)
    voices = gather_voices(everywhere, samples.person, samples.share, samples.valence)
    weight = np.zeros(int(samples.person.max()) + 1)
    weight[samples.person] = samples.weight
    return float(np.average(voices.mean, weights=weight[voices.respondent]))


def _cells(surface: Surface, mean_of_all: float, areas: Areas, threshold: int) -> tuple[Feature, ...]:
    estimate = (PRIOR_PEOPLE * mean_of_all + surface.valence) / (PRIOR_PEOPLE + surface.weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        local = surface.weight**2 / surface.weight_squared * np.minimum(1.0, surface.weight)
    local = np.round(local, DECIMALS)  # n_loc
    shown = (local >= threshold) & (surface.people >= threshold) & _inside(surface, areas)
    rows = np.flatnonzero(shown)
    rows = rows[np.argsort(local[rows], kind="stable")]  # where most people spoke last
    estimate = np.round(np.clip(estimate[rows], -2.0, 2.0), DECIMALS)
    classes = class_of_valence(estimate)
    alpha = opacity(local[rows], threshold)
    boxes = cell_boxes(surface.key[rows], surface.cell_m)
    prefix = f"cell:{surface.cell_m:g}"
    columns, cell_rows = unpack_cells(surface.key[rows])
    return tuple(
        Feature(
            id=f"{prefix}:{column}:{row}",
            name="",
            geometry=box,
            people=people,
            marks=marks,
            values={"estimate": value, "class": step, "color": color_of_class(step), "alpha": opaque},
        )
        for column, row, box, people, marks, value, step, opaque in zip(
            columns.tolist(),
            cell_rows.tolist(),
            boxes,
            surface.people[rows].tolist(),
            surface.marks[rows].tolist(),
            estimate.tolist(),
            classes.tolist(),
            alpha.tolist(),
            strict=True,
        )
    )


def opacity(local_people: FloatArray, threshold: int) -> FloatArray:
    """Opacity of a cell by the effective number of people near it, 0 below the threshold."""
    full = max(PEOPLE_FOR_FULL, threshold + 1)
    grown = np.minimum(1.0, (local_people - threshold) / (full - threshold))
    alpha = FAINTEST + (DENSEST - FAINTEST) * grown
    return np.where(local_people >= threshold, np.round(alpha, 4), 0.0)


def _inside(surface: Surface, areas: Areas) -> BoolArray:
    """Whether the middle of each cell lies in an area; all of them where there are no areas."""
    inside = np.full(len(surface.key), not len(areas))
    if len(areas) and len(surface.key):
        middles = np.asarray(shapely.points(*cell_centres(surface.key, surface.cell_m)), dtype=object)
        inside[shapely.STRtree(middles).query(areas.geometries, predicate="intersects")[1]] = True
    return inside
