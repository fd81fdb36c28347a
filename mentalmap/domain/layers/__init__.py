"""Layers: each a pure function of a perception table, all with the same envelope."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from mentalmap.domain.layers.attitude import attitude
from mentalmap.domain.layers.barriers import barriers
from mentalmap.domain.layers.change import change, no_change
from mentalmap.domain.layers.coverage import coverage
from mentalmap.domain.layers.destinations import destinations
from mentalmap.domain.layers.districts import districts
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Layer
from mentalmap.domain.layers.heat import heat
from mentalmap.domain.layers.landmarks import landmarks
from mentalmap.domain.layers.organisation import organisation
from mentalmap.domain.layers.relations import relations
from mentalmap.domain.layers.routes import routes
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import LayerName

Parameter: TypeAlias = float | str | PerceptionTable | None


def _change(
    table: PerceptionTable,
    *,
    threshold: int,
    before: PerceptionTable | None = None,
    of: LayerName = LayerName.ATTITUDE,
) -> Layer:
    """Compare a round with the one `before`; without one the layer says that it needs it."""
    if before is None:
        return no_change(table, threshold=threshold)
    return change(before, table, threshold=threshold, of=of)


LAYERS: dict[LayerName, Callable[..., Layer]] = {
    LayerName.DESTINATIONS: destinations,
    LayerName.ROUTES: routes,
    LayerName.BARRIERS: barriers,
    LayerName.LANDMARKS: landmarks,
    LayerName.DISTRICTS: districts,
    LayerName.ATTITUDE: attitude,
    LayerName.RELATIONS: relations,
    LayerName.HEAT: heat,
    LayerName.ORGANISATION: organisation,
    LayerName.COVERAGE: coverage,
    LayerName.CHANGE: _change,
}


def compute_layer(
    name: LayerName,
    table: PerceptionTable,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    **parameters: Parameter,
) -> Layer:
    """
    Compute one layer by name; nothing may leave the house before `disclosure.disclose`.

    Parameters
    ----------
    parameters
        The layer's own, such as `distance_m`, `bandwidth_m`, `language` of organisation, and for change
        the earlier round `before`.
    """
    return LAYERS[name](table, threshold=threshold, **parameters)
