"""QR codes as the path of an SVG, to stand in a page."""

from __future__ import annotations

from dataclasses import dataclass

QUIET = 4
"""Empty modules round a code, so that readers find it (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrPath:
    """A code to be drawn dark on light: data of an SVG path in a square of `size` units, margin included."""

    path: str
    size: int


def qr_path(text: str) -> QrPath:
    """Draw a code with medium correction; neighbours in a row become one stroke, so that no seams show."""
    import segno

    rows = segno.make(text, error="m", micro=False).matrix
    parts: list[str] = []
    for y, row in enumerate(rows, QUIET):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                parts.append(f"M{x + QUIET} {y}h{run}v1h-{run}z")
            x += run or 1
    return QrPath("".join(parts), len(rows) + 2 * QUIET)


def qr_svg(text: str) -> str:
    """Give only the path's data of a code."""
    return qr_path(text).path
