"""Destinations: the places people go to, by how many go there and on what errand."""

from __future__ import annotations

import numpy as np
import shapely

from mentalmap.domain.layers.captions import caption_asked, captions_of_source
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Feature, Layer
from mentalmap.domain.layers.ranking import rank_by_people, ranked_feature
from mentalmap.domain.layers.spots import DEFAULT_DISTANCE_M, find_spots, tell_distance
from mentalmap.domain.layers.voices import count_distinct, count_people, kinds_mask
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.symbols import OTHER_PURPOSE
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.messages import say


def destinations(
    table: PerceptionTable,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    distance_m: float = DEFAULT_DISTANCE_M,
) -> Layer:
    """
    Show where people go: one point per place, with people, share of those asked and purposes.

    Values of a feature: `share` of those asked, `rank` (1 is the most visited, equal people share
    a rank), `purposes` {code: people}. A purpose of fewer than `threshold` people is not told by
    itself: the people who named none of the purposes told are `other`, if there are enough of
    them. One person may have several purposes, so the parts need not sum to the people. `distance_m`
    where it is only called after the nearest place.

    Parameters
    ----------
    distance_m
        How near to a place a mark without a name belongs to it; see `spots`.
    """
    marked = table.take(kinds_mask(table, Kind.DESTINATION))
    spots = find_spots(marked, distance_m=distance_m)
    placed = spots.of_mark >= 0
    spot, respondent = spots.of_mark[placed], marked.respondent[placed]
    people = count_people(spot, respondent, len(spots))
    marks = np.bincount(spot, minlength=len(spots))
    purposes = _people_by_purpose(marked.take(placed), spot, people, threshold)
    features: list[Feature] = [
        ranked_feature(
            id=spots.ids[index],
            name=spots.names[index],
            geometry=shapely.Point(spots.x_m[index], spots.y_m[index]),
            people=int(people[index]),
            marks=int(marks[index]),
            asked=table.asked,
            threshold=threshold,
            values={"purposes": purposes[index], **tell_distance(spots.distance_m[index])},
        )
        for index in range(len(spots))
    ]
    total = count_distinct(respondent)
    return Layer(
        name=LayerName.DESTINATIONS,
        features=rank_by_people(features),
        people=total,
        marks=len(spot),
        denominator=table.asked,
        threshold=threshold,
        data_version=table.data_version,
        captions=(
            say("Where people go. The circle grows with the number of people, not of marks."),
            caption_asked(total, table.asked),
            *captions_of_source(table),
        ),
        crs_epsg=table.crs_epsg,
        parameters={"max_people": int(people.max(initial=0)), "distance_m": distance_m},
    )


def _people_by_purpose(
    marked: PerceptionTable, spot: np.ndarray, people: np.ndarray, threshold: int
) -> list[dict[str, float]]:
    spots = len(people)
    told: list[dict[str, float]] = [{} for _ in range(spots)]
    in_told = np.zeros(len(marked), dtype=bool)  # marks that name a purpose told by itself
    for bit, code in enumerate(marked.purpose_codes):
        named = marked.purposes >> bit & 1 == 1
        if code == OTHER_PURPOSE or not named.any():
            continue
        counts = count_people(spot[named], marked.respondent[named], spots)
        enough = counts >= threshold
        in_told |= named & enough[spot]
        for index in np.flatnonzero(enough):
            told[index][code] = int(counts[index])
    others = people - count_people(spot[in_told], marked.respondent[in_told], spots)
    for index in np.flatnonzero(others >= max(threshold, 1)):
        told[index][OTHER_PURPOSE] = int(others[index])
    return [
        dict(sorted(one.items(), key=lambda item: (item[0] == OTHER_PURPOSE, -item[1], item[0])))
        for one in told
    ]
