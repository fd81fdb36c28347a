"""Memory that a large load needed for a moment, given back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back_memory() -> None:
    """
    Return what was freed to the system, where the C library has a word for it (glibc).

    It keeps freed blocks for later, which for a worker that loads rarely is three times what it holds.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
