"""Sentences about the receipt, and one's own answers."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message

STRINGS: Mapping[str, Message] = {}
