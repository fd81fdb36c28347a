"""A QR code in a page shows exactly the modules of the code."""

from __future__ import annotations

import re

import pytest
import segno

from mentalmap.exchange.qr_codes import QUIET, qr_path, qr_svg

URL = "https://karta.example/p/kramfors/kvitto#AAECAwQFBgcICQoLDA0ODw"


@pytest.mark.parametrize("text", [URL, "a", "كرامفورس", "x" * 900])
def test_every_dark_module_is_drawn_once(text: str) -> None:
    drawn = qr_path(text)
    dark = {
        (int(x) + step, int(y))
        for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path)
        for step in range(int(run))
    }
    rows = segno.make(text, error="m", micro=False).matrix
    assert dark == {
        (x + QUIET, y + QUIET) for y, row in enumerate(rows) for x, module in enumerate(row) if module
    }
    assert drawn.size == len(rows) + 2 * QUIET


def test_a_path_holds_nothing_but_strokes() -> None:
    assert re.fullmatch(r"[Mhvz0-9 -]+", qr_svg(URL))
