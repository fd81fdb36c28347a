"""Sentences about saying where something is."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message

STRINGS: Mapping[str, Message] = {}
