"""Suppression: which features of a layer may not be told.

Four rules, each of which hides more (science.md 5.2): too few people; one voice too strong; what
could be had by subtracting one answer from another; and, among areas, so many more that no hidden
one is alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import shapely

from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.layers.voices import LARGEST_SHARE, PEOPLE
from mentalmap.domain.vocabulary import LayerName

# Their features exist whether or not anybody spoke of them, so they stay on the map as “too few”.
AREA_LAYERS = frozenset(
    {LayerName.ATTITUDE, LayerName.RELATIONS, LayerName.COVERAGE, LayerName.CHANGE, LayerName.ORGANISATION}
)
LARGEST_SHARE_TOLD = 0.5
# Their features follow the strokes and have no lasting id: they are compared by where they lie.
SHIFTING_LAYERS = frozenset({LayerName.BARRIERS})

Parents = Mapping[str, Sequence[str]]


def suppressed(
    layer: Layer, whole: Layer | None, between: Sequence[Layer], *, complementary: bool, parents: Parents
) -> set[str]:
    """
    Find the ids of the features that may not be told.

    Parameters
    ----------
    layer, whole, between
        As computed; see `disclose`.
    complementary
        Whether areas are hidden for the sake of others.
    parents
        Further groups of areas whose totals are published; all areas together always are.
    """
    hidden = {feature.id for feature in layer.features if not may_be_told(feature, layer.threshold)}
    if whole is not None and whole is not layer:
        hidden |= _found_by_subtraction(layer, whole, _told(whole, None, parents))
    for wider in between:
        hidden |= _found_by_subtraction(layer, wider, _told(wider, whole, parents))
    if complementary and layer.name in AREA_LAYERS:
        people = {feature.id: people_of(feature) for feature in layer.features}
        hidden |= complements(people, hidden, layer.threshold, parents)
    return hidden


def may_be_told(feature: Feature, threshold: int) -> bool:
    """Whether a feature by itself rests on enough people and on none of them too much."""
    people = people_of(feature)
    if feature.status is not Status.OK or people is None or people < threshold:
        return False
    share = feature.values.get(LARGEST_SHARE)
    # At a threshold of one or two the caller asked to see single people.
    return threshold <= 2 or not isinstance(share, float) or share <= LARGEST_SHARE_TOLD


def is_safe(part: int | None, whole: int | None, threshold: int) -> bool:
    """Whether a count of people may be told: nobody or enough, and so for those left out."""
    if part is None or 0 < part < threshold:
        return False
    return whole is None or whole - part == 0 or whole - part >= threshold


def people_of(feature: Feature) -> int | None:
    """Count the people behind a feature, also where it may not tell them; None if disclosed before."""
    people = feature.values.get(PEOPLE, feature.people)
    return people if isinstance(people, int) else None


def complements(
    people: Mapping[str, int | None], hidden: Iterable[str], threshold: int, parents: Parents
) -> set[str]:
    """
    Choose further areas to hide, so that in no published total the hidden ones can be told.

    In every parent the hidden areas that somebody spoke of must be at least two and `threshold`
    people together; else the smallest told one joins them, until nothing changes any more.

    Parameters
    ----------
    people
        By area; None where it was disclosed before.
    """
    chosen = set(hidden)
    groups = [tuple(people), *(tuple(area for area in one if area in people) for one in parents.values())]
    changed = True
    while changed:
        changed = False
        for group in groups:
            joining = _missing(people, group, chosen, threshold)
            changed = changed or bool(joining)
            chosen |= joining
    return chosen.difference(hidden)


def _missing(
    people: Mapping[str, int | None], group: Sequence[str], hidden: set[str], threshold: int
) -> set[str]:
    small = [area for area in group if area in hidden and people[area] != 0]
    if not small or any(people[area] is None for area in small):
        return set()  # nothing to protect, or disclosed before
    spare = sorted(
        (area for area in group if area not in hidden and people[area]),
        key=lambda area: (people[area] or 0, area),
    )
    joining: set[str] = set()
    total = sum(people[area] or 0 for area in small)
    while spare and (len(small) + len(joining) < 2 or total < threshold):
        total += people[spare[0]] or 0
        joining.add(spare.pop(0))
    return joining


def _told(layer: Layer, whole: Layer | None, parents: Parents) -> set[str]:
    hidden = suppressed(layer, whole, (), complementary=True, parents=parents)
    return {feature.id for feature in layer.features if feature.id not in hidden}


def _found_by_subtraction(layer: Layer, wider: Layer, told: set[str]) -> set[str]:
    """Find the features whose rest, the people outside the filter, is too small or unknown."""
    by_id = {feature.id: feature for feature in wider.features}
    hidden = set()
    for feature in layer.features:
        if layer.name in SHIFTING_LAYERS:
            reach_m = _reach_m(layer)
            others = [
                one for one in wider.features if shapely.dwithin(one.geometry, feature.geometry, reach_m)
            ]
        else:
            others = [by_id[feature.id]] if feature.id in by_id else []
        if not others or not all(
            one.id in told and is_safe(people_of(feature), people_of(one), layer.threshold) for one in others
        ):
            hidden.add(feature.id)
    return hidden


def _reach_m(layer: Layer) -> float:
    reach_m = layer.parameters.get("tolerance_m", 0.0)
    return float(reach_m) if isinstance(reach_m, (int, float)) else 0.0
