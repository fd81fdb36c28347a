"""Computing: from a table to one layer that may be looked at, as every function for analysts does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentalmap.analysis.columns import Columns
from mentalmap.domain.disclosure import Level, disclose
from mentalmap.domain.layers import Parameter, compute_layer
from mentalmap.domain.layers.envelope import Layer
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import LayerName
from mentalmap.errors import InvalidInputError
from mentalmap.exchange.frames import layer_to_frame
from mentalmap.messages import say

if TYPE_CHECKING:
    import geopandas as gpd

HIGHEST_THRESHOLD = 1_000


def frame_of(
    name: LayerName,
    table: PerceptionTable,
    threshold: int,
    for_publication: bool = False,
    **parameters: Parameter,
) -> gpd.GeoDataFrame:
    """Compute a layer as `layer_of` does and lay it out as a table."""
    return layer_to_frame(layer_of(name, table, threshold, for_publication, **parameters))


def layer_of(
    name: LayerName,
    table: PerceptionTable,
    threshold: int,
    for_publication: bool = False,
    **parameters: Parameter,
) -> Layer:
    """
    Compute a layer and disclose it: to everybody `for_publication`, else to whoever holds the answers.

    Raises
    ------
    InvalidInputError
        If the threshold is no number of people.
    """
    if not 1 <= threshold <= HIGHEST_THRESHOLD or threshold != int(threshold):
        raise InvalidInputError(
            say("The threshold is a whole number of people from 1 up, not %(value)s.", value=threshold),
            say("Five is usual; public results should not go below it."),
        )
    layer = compute_layer(name, table, threshold=threshold, **parameters)
    return disclose(layer, level=Level.PUBLIC if for_publication else Level.STAFF)


def need_valence(perceptions: gpd.GeoDataFrame, columns: Columns) -> None:
    """Check that it is said how people feel."""
    if not columns.get("valence") and "valence" not in perceptions.columns:
        raise InvalidInputError(
            say("It is not said which column holds the valence."),
            say('Pass valence="…", a column of numbers from -2 to +2.'),
        )


def need_home(columns: Columns) -> None:
    """Check that it is said where people live."""
    if not columns.get("home_area"):
        raise InvalidInputError(
            say("It is not said which column holds the area where people live."),
            say('Pass home_area="…", a column of the areas\' ids or names.'),
        )
