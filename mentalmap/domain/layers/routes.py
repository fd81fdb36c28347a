"""Routes: flows from where people set out to where they go, merged between areas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from mentalmap.domain.arrays import IntArray
from mentalmap.domain.layers.anchors import anchors_of
from mentalmap.domain.layers.captions import caption_asked, caption_no_areas, captions_of_source
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Feature, Layer, Status
from mentalmap.domain.layers.ranking import rank_by_people, ranked_feature
from mentalmap.domain.layers.voices import count_distinct, count_people, kinds_mask, main_areas
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.messages import Message, say, say_n

MOST_DRAWN = 40  # flows; no eye follows more


def routes(table: PerceptionTable, *, threshold: int = DEFAULT_THRESHOLD) -> Layer:
    """
    Show who goes where: one straight line per pair of areas, by the number of people.

    A line ends where people are: at the place of its area that most people name, if at least
    `threshold` do, else in the middle of the area. Never at anybody's own mark.

    A drawn route runs from the area it starts in to the area it ends in. A route or destination
    set as a point or place runs from the respondent's home area to the area of the point.
    People who stay within one area are kept apart: `internal` is True, the line is empty, so
    that they stand in the list and not on the map.

    The 40 strongest flows are drawn, the others stand in the list with an empty line.

    Values of a feature: `origin`, `destination` (names), `origin_id`, `destination_id`,
    `internal`, `share` of those asked, `rank`.
    """
    marked = table.take(kinds_mask(table, Kind.ROUTE, Kind.DESTINATION))
    origin, destination = _ends(marked)
    known = (origin >= 0) & (destination >= 0)
    areas, count = table.areas, len(table.areas)
    respondent = marked.respondent[known]
    pairs, flow = np.unique(origin[known] * count + destination[known], return_inverse=True)
    people = count_people(flow, respondent, len(pairs))
    marks = np.bincount(flow, minlength=len(pairs))
    x_m, y_m = anchors_of(table, threshold)
    features = []
    for index, pair in enumerate(pairs):
        start, end = divmod(int(pair), count)
        line = shapely.LineString([(x_m[start], y_m[start]), (x_m[end], y_m[end])])
        features.append(
            ranked_feature(
                id=f"{areas.ids[start]}>{areas.ids[end]}",
                name=f"{areas.names[start]} → {areas.names[end]}",
                geometry=shapely.LineString() if start == end else line,
                people=int(people[index]),
                marks=int(marks[index]),
                asked=table.asked,
                threshold=threshold,
                values={
                    "origin": areas.names[start],
                    "destination": areas.names[end],
                    "origin_id": areas.ids[start],
                    "destination_id": areas.ids[end],
                    "internal": start == end,
                },
            )
        )
    ranked, left_out = _thinned(rank_by_people(features))
    total = count_distinct(respondent)
    message = say(
        "From where to where people go: drawn routes from their start to their end, "
        "destinations from the area where a person lives."
    )
    return Layer(
        name=LayerName.ROUTES,
        features=ranked,
        people=total,
        marks=len(respondent),
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=(
            message if count else caption_no_areas(),
            caption_asked(total, table.asked),
            *((_caption_left_out(left_out),) if left_out else ()),
            *captions_of_source(table),
        ),
        crs_epsg=table.crs_epsg,
        parameters={
            "max_people": int(people[pairs // max(count, 1) != pairs % max(count, 1)].max(initial=0))
        },
    )


def _thinned(ranked: tuple[Feature, ...]) -> tuple[tuple[Feature, ...], int]:
    """Take their lines from all flows but the strongest, and count those: more would be a tangle."""
    flows = [one for one in ranked if one.status is Status.OK and not one.geometry.is_empty]
    faint = {one.id for one in flows[:-MOST_DRAWN]}  # the strongest stand last
    return tuple(
        replace(one, geometry=shapely.LineString()) if one.id in faint else one for one in ranked
    ), len(faint)


def _caption_left_out(flows: int) -> Message:
    return say_n(
        "The strongest flows are drawn; one fainter is in the table only.",
        "The strongest flows are drawn; %(n)s fainter ones are in the table only.",
        flows,
    )


def _ends(marked: PerceptionTable) -> tuple[IntArray, IntArray]:
    """Area in which each mark sets out and in which it ends, -1 where unknown."""
    origin = np.where(
        marked.start_area >= 0, marked.start_area, marked.respondents.home_area[marked.respondent]
    )
    # Where most of a line lies is not where it ends: only a place may stand in for its end.
    named = np.full(len(marked), -1, dtype=np.int64)
    placed = marked.place >= 0
    named[placed] = marked.places.area[marked.place[placed]]
    is_line = marked.shape >= 0
    is_line[is_line] = shapely.get_dimensions(marked.shapes[marked.shape[is_line]]) == 1
    fallback = np.where(is_line, named, main_areas(marked))
    return origin.astype(np.int64), np.where(marked.end_area >= 0, marked.end_area, fallback).astype(np.int64)
