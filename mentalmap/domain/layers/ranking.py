"""Ranking: features that are counted in people, ordered so that the strongest is drawn last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from shapely.geometry.base import BaseGeometry

from mentalmap.domain.layers.envelope import Feature, Status, Value
from mentalmap.domain.layers.voices import MARKS, PEOPLE


def ranked_feature(
    *,
    id: str,
    name: str,
    geometry: BaseGeometry,
    people: int,
    marks: int,
    asked: int,
    threshold: int,
    values: Mapping[str, Value] | None = None,
) -> Feature:
    """
    Make a feature that says how many people speak of it; below the threshold it says nothing.

    The count stays in an internal value, which `disclose` needs and removes.
    """
    internal: dict[str, Value] = {PEOPLE: people, MARKS: marks}
    if people < threshold:
        return Feature(id, name, geometry, None, None, Status.TOO_FEW, internal)
    share = round(people / asked, 9) if asked else None
    return Feature(
        id, name, geometry, people, marks, Status.OK, {"share": share, **(values or {}), **internal}
    )


def rank_by_people(features: Iterable[Feature]) -> tuple[Feature, ...]:
    """
    Give each feature that may be told its `rank`, equal people sharing one.

    Returns
    -------
    features
        Strongest last, so that it is drawn on top; equal ones ordered by id.
    """
    ordered = sorted(features, key=lambda feature: (_people(feature), feature.id), reverse=True)
    rank_of: dict[int, int] = {}
    ranked = []
    for position, feature in enumerate(ordered, start=1):
        if feature.people is not None:
            rank = rank_of.setdefault(feature.people, position)
            feature = replace(feature, values={**feature.values, "rank": rank})
        ranked.append(feature)
    return tuple(reversed(ranked))


def _people(feature: Feature) -> int:
    people = feature.values.get(PEOPLE, feature.people)
    return people if isinstance(people, int) else 0
