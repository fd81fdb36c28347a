"""Sentences about recording a conversation."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message

STRINGS: Mapping[str, Message] = {}
