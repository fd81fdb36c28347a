"""Sentences about drafts, the queue and what waits for network."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message

STRINGS: Mapping[str, Message] = {}
