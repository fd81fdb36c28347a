"""Reading foreign files: `open_source` gives rows as text, whatever the format."""

from __future__ import annotations

from mentalmap.exchange.reading.source import Batch, RowFault, Source, open_source

__all__ = ["Batch", "RowFault", "Source", "open_source"]
