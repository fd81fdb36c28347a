"""The codes that a project knows: areas, places, purposes, themes, groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mentalmap.domain.bounds import Bounds
from mentalmap.errors import Fault
from mentalmap.messages import Message, say


@dataclass(frozen=True, slots=True)
class Known:
    """
    What a project knows, each by its code and with its number in the database.

    Parameters
    ----------
    bounds
        Where marks may lie, margin included.
    """

    areas: Mapping[str, int]
    places: Mapping[str, int]
    purposes: Mapping[str, int]
    themes: Mapping[str, int]
    groups: Mapping[str, int]
    bounds: Bounds


def unknown_code(pointer: str, message: Message) -> Fault:
    """Say that a code names nothing that the project knows."""
    return Fault(pointer, message, say("Open the page anew: the lists may have changed."), "unknown_code")
