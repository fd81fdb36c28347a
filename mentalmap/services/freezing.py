"""Freezing a publication: its layers laid over those of every version that went out before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mentalmap.domain.disclosure import Parents, freeze_against
from mentalmap.domain.disclosure.rounding import coarsen
from mentalmap.domain.headlines import with_headline
from mentalmap.domain.layers.envelope import Feature, Layer
from mentalmap.domain.vocabulary import LayerName
from mentalmap.exchange.frozen_addresses import WHOLE, WITHOUT_AREAS, LayerKey
from mentalmap.exchange.frozen_layers import thaw_layer
from mentalmap.exchange.frozen_versions import PRIVATE, Version


def hold_back(
    layers: Mapping[LayerKey, Layer], before: Sequence[Version], parents: Mapping[str, Parents]
) -> dict[LayerKey, Layer]:
    """
    Hold back what, beside the versions that went out before, would tell about too few newcomers.

    Parameters
    ----------
    layers
        Disclosed to everybody.
    before
        Every version that somebody may have kept, the oldest first.
    parents
        The areas that the other public sets group, by the name of the area set.

    Raises
    ------
    MissingDataError
        If what an earlier version told cannot be read.
    """
    told, new = dict(layers), set(layers)
    for version in before:
        for key, layer in told.items():
            stored = version.frozen(key.within(PRIVATE.rstrip("/")))
            if stored is not None:
                told[key] = _frozen(layer, thaw_layer(stored), parents.get(key.area_set))
                new.discard(key)
    asked = told[LayerKey.of(LayerName.DESTINATIONS, WITHOUT_AREAS, WHOLE)].denominator
    for key in new if before else ():
        told[key] = _of_those_asked(told[key], asked)
    return told


def _of_those_asked(layer: Layer, asked: int) -> Layer:
    """Let a layer that nothing stands beside count on as many people asked as the frozen ones do."""
    if layer.denominator == 0:
        return layer  # how many were asked is not told
    counted = replace(_without_headline(layer), denominator=asked)
    return with_headline(coarsen(counted, is_part=False, asked=asked))


def _frozen(new: Layer, old: Layer, parents: Parents | None) -> Layer:
    """Freeze a layer against what was published before, and read its message off what is left."""
    frozen = freeze_against(_without_headline(new), _without_headline(old), parents=parents)
    if frozen.name is LayerName.HEAT:  # the drawing order of grounds is that of `join_alike`
        frozen = replace(frozen, features=tuple(sorted(frozen.features, key=_ground_order)))
    return with_headline(frozen)


def _ground_order(ground: Feature) -> tuple[float, ...]:
    parts = (ground.values.get("alpha"), ground.values.get("class"))
    return tuple(float(part) for part in parts if isinstance(part, (int, float)))


def _without_headline(layer: Layer) -> Layer:
    rest = replace(layer, captions=layer.captions[1:])
    return rest if with_headline(rest).captions == layer.captions else layer
