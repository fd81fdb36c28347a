"""Freezing: a new publication laid over an earlier one must not tell of those who came between.

A number changes only when at least k people changed it; until then it stays as it was published
(science.md 5.2 rule 8). Everything here is read off disclosed layers, as the files hold them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mentalmap.domain.disclosure.marks import TOTALS_HIDDEN
from mentalmap.domain.disclosure.rounding import STEP, coarsen
from mentalmap.domain.disclosure.suppression import AREA_LAYERS, Parents
from mentalmap.domain.layers.envelope import Feature, Layer, Status
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

# Their features have no lasting id, or carry no people: they change all at once or not at all.
UNDIVIDED = frozenset({LayerName.BARRIERS, LayerName.HEAT})


def freeze_against(new: Layer, old: Layer, *, parents: Parents | None = None) -> Layer:
    """
    Keep of an earlier publication what fewer than k people have changed since.

    A feature that was told stays as it was, unless its people changed by k or more for certain. One
    that was hidden stays hidden until it must have gained k people. One that may no longer be told is
    hidden whatever was told before. Where that leaves one area hidden alone, another joins it.

    Parameters
    ----------
    new
        Disclosed to everybody (heat already joined into grounds or not).
    old
        The same layer under the same filter as published before, itself frozen against what
        came before it.
    parents
        As for `disclose`.

    Returns
    -------
    layer
        To be published; freezing it again against the same `old` changes nothing.

    Raises
    ------
    InvalidInputError
        If the two are not the same layer.
    """
    if new.name is not old.name:
        raise InvalidInputError(say("A publication can only be compared with the same layer."))
    k = max(new.threshold, old.threshold)
    asked = new.denominator if abs(new.denominator - old.denominator) >= _gap(k) else old.denominator
    result = _with_totals(new, old, asked, k)
    if new.name in UNDIVIDED:
        if _is_hidden(old) or _is_hidden(new) or abs(new.people - old.people) < _gap(k):
            kept = old.features if new.threshold <= old.threshold and new.features else ()
            result = replace(result, features=kept)
        return coarsen(result, is_part=False, asked=asked)
    before = {feature.id: feature for feature in old.features}
    is_map_of_areas = new.name in AREA_LAYERS
    features = []
    for feature in new.features:
        frozen = _frozen(feature, before.get(feature.id), k, may_keep=new.threshold <= old.threshold)
        if is_map_of_areas or frozen.status is Status.OK:
            features.append(frozen)
    if is_map_of_areas:
        features = _never_alone(features, parents or {})
    return coarsen(replace(result, features=tuple(features)), is_part=False, asked=asked)


def _gap(threshold: int) -> int:
    """How far rounded counts must lie apart, that `threshold` people surely lie between them."""
    return threshold + STEP - 1


def _frozen(new: Feature, old: Feature | None, threshold: int, *, may_keep: bool) -> Feature:
    if new.status is not Status.OK or new.people is None:
        if old is not None and old.status is not Status.OK:
            return replace(new, status=old.status)
        return replace(new, status=Status.TOO_FEW) if old is not None else new
    if old is None or old.status is not Status.OK or old.people is None:
        # Hidden were fewer than k, so from 2k on at least k have come.
        if new.people - STEP // 2 >= 2 * threshold - 1:
            return new
        return _hidden(new, Status.TOO_FEW if old is None else old.status)
    if abs(new.people - old.people) >= _gap(threshold):
        return new
    return old if may_keep else _hidden(new, Status.TOO_FEW)


def _hidden(feature: Feature, status: Status) -> Feature:
    return replace(feature, people=None, marks=None, values={}, status=status)


def _never_alone(features: list[Feature], parents: Parents) -> list[Feature]:
    by_id: Mapping[str, Feature] = {feature.id: feature for feature in features}
    hidden = {feature.id for feature in features if feature.status is Status.TOO_FEW}
    groups = [tuple(by_id), *(tuple(one for one in group if one in by_id) for group in parents.values())]
    changed = True
    while changed:
        changed = False
        for group in groups:
            told = [one for one in group if by_id[one].status is Status.OK and one not in hidden]
            if told and len(hidden.intersection(group)) == 1:
                hidden.add(min(told, key=lambda one: (by_id[one].people or 0, one)))
                changed = True
    return [_hidden(feature, Status.TOO_FEW) if feature.id in hidden else feature for feature in features]


def _with_totals(new: Layer, old: Layer, asked: int, threshold: int) -> Layer:
    """Tell the totals of the earlier publication where too few people changed them."""
    if _is_hidden(new):
        return replace(new, denominator=min(new.denominator, asked))
    if _is_hidden(old):
        is_known = new.people - STEP // 2 >= 2 * threshold - 1
        hiding = {} if is_known else {TOTALS_HIDDEN: True}
        return replace(
            new,
            people=new.people if is_known else 0,
            marks=new.marks if is_known else 0,
            denominator=asked,
            captions=new.captions if is_known else old.captions,
            parameters={**new.parameters, **hiding},
        )
    if abs(new.people - old.people) >= _gap(threshold):
        return replace(new, denominator=asked)
    return replace(new, people=old.people, marks=old.marks, denominator=asked)


def _is_hidden(layer: Layer) -> bool:
    return bool(layer.parameters.get(TOTALS_HIDDEN))
