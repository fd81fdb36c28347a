"""What files say instead of a value: why there is none."""

from __future__ import annotations

from mentalmap.domain.layers.envelope import Status
from mentalmap.domain.vocabulary import LayerName
from mentalmap.messages import Message, say

TOO_FEW, NO_ANSWERS = say("Too few answers"), say("No answers")
# People may have marked and said much where they did not say how it feels.
NOTHING_FELT = {
    LayerName.ATTITUDE: say("Nobody has said how it feels here"),
    LayerName.HEAT: say("Nobody has said how it feels here"),
    LayerName.RELATIONS: say("Nobody has said how it feels here"),
    LayerName.CHANGE: say("Nobody has said how it feels here in at least one of the surveys"),
}


def no_value(status: Status, layer: LayerName) -> Message:
    """Say why a feature of a layer carries no value."""
    return TOO_FEW if status is Status.TOO_FEW else NOTHING_FELT.get(layer, NO_ANSWERS)
