"""Sentences about saying where something is."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message, say

STRINGS: Mapping[str, Message] = {
    "where_place_here": say("Place it here"),
}
