"""Districts: where the outlines that people drew of one district lie over each other."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mentalmap.domain.arrays import IntArray, ObjectArray
from mentalmap.domain.layers.captions import caption_asked, captions_of_source
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Feature, Layer
from mentalmap.domain.layers.grids import cells_in_polygons, join_cells
from mentalmap.domain.layers.ranking import ranked_feature
from mentalmap.domain.layers.voices import count_distinct, count_people, kinds_mask, main_areas
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.messages import say

LEVELS = (0.25, 0.5, 0.75)  # drawn in this order, the core on top
CELLS_ACROSS = 80  # of the mean outline: finer than hands draw on a phone
MOST_CELLS = 2_000_000  # over all outlines of one district, so that no input fills the memory
SMALLEST_CELL_M = 5.0


def districts(table: PerceptionTable, *, threshold: int = DEFAULT_THRESHOLD) -> Layer:
    """
    Show each district as contours of agreement: the ground that 25, 50 and 75 % of its people drew in.

    Outlines that name the same place are one district; without a place, outlines that lie
    mostly in the same area. One person's outlines of a district count as one. Values of a
    feature: `level` 0.25, 0.5 or 0.75, `share` of those asked who drew the district.
    """
    marked = table.take(kinds_mask(table, Kind.DISTRICT))
    outline = marked.shape >= 0
    outline[outline] = shapely.get_dimensions(marked.shapes[marked.shape[outline]]) == 2
    marked = marked.take(outline)
    places = len(marked.places)
    area = main_areas(marked)
    group = np.where(marked.place >= 0, marked.place, np.where(area >= 0, places + area, -1))
    features: list[Feature] = []
    for index in np.unique(group[group >= 0]):
        members = group == index
        named = (marked.places, index) if index < places else (marked.areas, index - places)
        features += _contours(
            named[0].ids[named[1]],
            named[0].names[named[1]],
            marked.shapes[marked.shape[members]],
            marked.respondent[members],
            table.asked,
            threshold,
        )
    total = count_distinct(marked.respondent[group >= 0])
    return Layer(
        name=LayerName.DISTRICTS,
        features=tuple(sorted(features, key=lambda feature: (feature.people or 0, feature.id))),
        people=total,
        marks=int(np.count_nonzero(group >= 0)),
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=(
            say(
                "What people count to each district: the solid line holds what three of four drew, "
                "the dotted one what one of four drew."
            ),
            caption_asked(total, table.asked),
            *captions_of_source(table),
        ),
        crs_epsg=table.crs_epsg,
    )


def _contours(
    id: str, name: str, outlines: ObjectArray, respondent: IntArray, asked: int, threshold: int
) -> list[Feature]:
    person, person_of = np.unique(respondent, return_inverse=True)
    people, marks = len(person), len(outlines)
    if people < threshold:
        # Its outline is one or a few people's own: not even held ready for someone to show.
        return [
            ranked_feature(
                id=id, name=name, geometry=shapely.Polygon(), people=people, marks=marks,
                asked=asked, threshold=threshold,
            )
        ]  # fmt: skip
    cell_m = _cell_m(outlines)
    owner, key = cells_in_polygons(outlines, cell_m)
    cells, cell = np.unique(key, return_inverse=True)
    drawn_by = count_people(cell, person_of[owner], len(cells))
    features = []
    for level in LEVELS:
        # Never the outline of one person, unless single people were asked for.
        inside = cells[drawn_by >= max(min(2, threshold), math.ceil(round(level * people, 9)))]
        if len(inside):
            features.append(
                ranked_feature(
                    id=f"{id}:{level * 100:.0f}", name=name, geometry=_outline(inside, cell_m),
                    people=people, marks=marks, asked=asked, threshold=threshold, values={"level": level},
                )
            )  # fmt: skip
    return features


def _cell_m(outlines: ObjectArray) -> float:
    """Choose a cell that follows the outlines and keeps their number bounded."""
    west, south, east, north = shapely.bounds(outlines).T
    width_m = np.sqrt((east - west) * (north - south))
    return max(
        SMALLEST_CELL_M,
        float(width_m.mean()) / CELLS_ACROSS,
        math.sqrt(float((width_m**2).sum()) / MOST_CELLS),
    )


def _outline(cells: IntArray, cell_m: float) -> BaseGeometry:
    """Join cells and round their stairs off; a larger set stays around a smaller one, to ¼ cell."""
    joined = join_cells(cells, cell_m)
    smooth = (
        joined.buffer(2 * cell_m, quad_segs=4).buffer(-3 * cell_m, quad_segs=4).buffer(cell_m, quad_segs=4)
    )
    # A corner at every stair would make the map ten times as heavy and no finer.
    return (joined if smooth.is_empty else smooth).simplify(cell_m / 4)
