"""Landmarks: what people steer by, ranked by how many name it."""

from __future__ import annotations

import numpy as np
import shapely

from mentalmap.domain.layers.captions import caption_asked, captions_of_source
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Layer
from mentalmap.domain.layers.ranking import rank_by_people, ranked_feature
from mentalmap.domain.layers.spots import DEFAULT_DISTANCE_M, find_spots, tell_distance
from mentalmap.domain.layers.voices import count_distinct, count_people, kinds_mask
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.messages import say


def landmarks(
    table: PerceptionTable,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    distance_m: float = DEFAULT_DISTANCE_M,
) -> Layer:
    """
    Show the landmarks that at least `threshold` people name: `rank` 1 is the best known.

    Parameters
    ----------
    distance_m
        How near to a place a mark without a name belongs to it; see `spots`.
    """
    marked = table.take(kinds_mask(table, Kind.LANDMARK))
    spots = find_spots(marked, distance_m=distance_m)
    placed = spots.of_mark >= 0
    spot, respondent = spots.of_mark[placed], marked.respondent[placed]
    people = count_people(spot, respondent, len(spots))
    marks = np.bincount(spot, minlength=len(spots))
    total = count_distinct(respondent)
    return Layer(
        name=LayerName.LANDMARKS,
        features=rank_by_people(
            ranked_feature(
                id=spots.ids[index],
                name=spots.names[index],
                geometry=shapely.Point(spots.x_m[index], spots.y_m[index]),
                people=int(people[index]),
                marks=int(marks[index]),
                asked=table.asked,
                threshold=threshold,
                values=tell_distance(spots.distance_m[index]),
            )
            for index in range(len(spots))
        ),
        people=total,
        marks=len(spot),
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=(
            say("What people steer by, the best known first."),
            caption_asked(total, table.asked),
            *captions_of_source(table),
        ),
        crs_epsg=table.crs_epsg,
        parameters={"max_people": int(people.max(initial=0)), "distance_m": distance_m},
    )
