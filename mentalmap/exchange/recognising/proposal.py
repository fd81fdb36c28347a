"""A mapping while it grows, with the reasons for it and the doubts about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mentalmap.exchange.mapping import ImportField as F
from mentalmap.exchange.mapping import PerceptionBlock, ValenceOptions
from mentalmap.messages import Message


@dataclass
class Proposal:
    """The mapping while it grows."""

    columns: dict[F, str] = field(default_factory=dict)
    constants: dict[F, str] = field(default_factory=dict)
    blocks: tuple[PerceptionBlock, ...] = ()
    valence: ValenceOptions = field(default_factory=ValenceOptions)
    crs: int | None = None
    date_format: str | None = None
    reasons: list[Message] = field(default_factory=list)
    doubts: list[Message] = field(default_factory=list)
