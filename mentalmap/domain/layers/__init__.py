"""Layers: each a pure function of a perception table, all with the same envelope."""

from __future__ import annotations

from collections.abc import Callable

from mentalmap.domain.layers.attitude import attitude
from mentalmap.domain.layers.barriers import barriers
from mentalmap.domain.layers.destinations import destinations
from mentalmap.domain.layers.districts import districts
from mentalmap.domain.layers.envelope import DEFAULT_THRESHOLD, Layer
from mentalmap.domain.layers.heat import heat
from mentalmap.domain.layers.landmarks import landmarks
from mentalmap.domain.layers.routes import routes
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import LayerName

LAYERS: dict[LayerName, Callable[..., Layer]] = {
    LayerName.DESTINATIONS: destinations,
    LayerName.ROUTES: routes,
    LayerName.BARRIERS: barriers,
    LayerName.LANDMARKS: landmarks,
    LayerName.DISTRICTS: districts,
    LayerName.ATTITUDE: attitude,
    LayerName.HEAT: heat,
}


def compute_layer(
    name: LayerName,
    table: PerceptionTable,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    **parameters: float | None,
) -> Layer:
    """
    Compute one layer by name; nothing may leave the house before `disclosure.disclose`.

    Parameters
    ----------
    parameters
        The layer's own, such as `distance_m` or `bandwidth_m`.
    """
    return LAYERS[name](table, threshold=threshold, **parameters)
