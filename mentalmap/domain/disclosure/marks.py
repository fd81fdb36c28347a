"""Marks that disclosure leaves on a layer, for those who read it later."""

from __future__ import annotations

TOTALS_HIDDEN = "totals_hidden"  # parameter: people and marks are 0 because they may not be told
