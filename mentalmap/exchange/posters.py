"""Posters as PDF: one A4 page with a question, a QR code and a short address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from mentalmap.errors import MissingDataError
from mentalmap.messages import say

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = {
    ("latin", ""): "SourceSans3_400Regular.ttf",
    ("latin", "B"): "SourceSans3_700Bold.ttf",
    ("arabic", ""): "NotoSansArabic_400Regular.ttf",
    ("arabic", "B"): "NotoSansArabic_700Bold.ttf",
}
_WIDTH_MM, _HEIGHT_MM, _MARGIN_MM = 210.0, 297.0, 22.0
_QR_MM = 100.0
_INK, _SOFT, _ACCENT = (23, 33, 43), (71, 83, 95), (11, 90, 125)


@dataclass(frozen=True, slots=True)
class Poster:
    """
    What a poster says.

    Parameters
    ----------
    headline
        The question, in the largest type.
    place
        Where it hangs, under the question on a line of its own, so that no name turns a sentence round.
    lines
        Short sentences under it.
    invitation
        What to do: scan, or write the address.
    address
        The short address as it is written; `url` is what the QR code holds.
    footer
        Who asks.
    is_rtl
        Whether the language is written from right to left.
    """

    headline: str
    place: str
    lines: Sequence[str]
    invitation: str
    address: str
    url: str
    footer: str
    is_rtl: bool = False


def write_posters(posters: Sequence[Poster], fonts: Path) -> bytes:
    """
    Write posters into one PDF, a page each.

    Parameters
    ----------
    fonts
        Folder of the TrueType files of `FONTS`.

    Raises
    ------
    MissingDataError
        If the fonts have not been built.
    """
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(_MARGIN_MM)
    pdf.set_creator("mentalmap")
    for (family, style), name in FONTS.items():
        path = fonts / name
        if not path.is_file():
            raise MissingDataError(
                say("The letters of the posters have not been built."), say("Run: make demo")
            )
        pdf.add_font(family, style, str(path))
    pdf.set_fallback_fonts(["latin", "arabic"])
    pdf.set_text_shaping(True)
    for poster in posters:
        _draw(pdf, poster)
    return bytes(pdf.output())


def _draw(pdf: FPDF, poster: Poster) -> None:
    pdf.add_page()
    family = "arabic" if poster.is_rtl else "latin"
    align = "R" if poster.is_rtl else "L"
    width = _WIDTH_MM - 2 * _MARGIN_MM

    pdf.set_fill_color(*_ACCENT)
    pdf.rect(0, 0, _WIDTH_MM, 7, style="F")
    pdf.set_y(_MARGIN_MM + 4)
    pdf.set_text_color(*_INK)
    # A long line must not push the code off the page.
    size = 46 if len(poster.headline) <= 40 else 34
    pdf.set_font(family, "B", size)
    pdf.multi_cell(width, size * 0.46, poster.headline, align=align, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)
    pdf.set_font("latin", "B", 30 if len(poster.place) <= 30 else 20)
    pdf.set_text_color(*_ACCENT)
    pdf.multi_cell(width, 13, poster.place, align=align, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(6)
    pdf.set_font(family, "", 20)
    pdf.set_text_color(*_SOFT)
    for line in poster.lines:
        pdf.multi_cell(width, 9.2, line, align=align, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2.5)

    top = _HEIGHT_MM - _MARGIN_MM - _QR_MM - 44
    pdf.image(_qr_picture(poster.url), x=(_WIDTH_MM - _QR_MM) / 2, y=top, w=_QR_MM, h=_QR_MM)
    pdf.set_y(top + _QR_MM + 5)
    pdf.set_font(family, "", 17)
    pdf.multi_cell(width, 8, poster.invitation, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("latin", "B", 27)
    pdf.set_text_color(*_ACCENT)
    pdf.multi_cell(width, 12, poster.address, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(_HEIGHT_MM - _MARGIN_MM)
    pdf.set_font(family, "", 13)
    pdf.set_text_color(*_SOFT)
    pdf.multi_cell(width, 6, poster.footer, align="C")


def _qr_picture(url: str) -> BytesIO:
    """Draw the code with medium correction: posters get rained on."""
    import segno

    picture = BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="png", scale=12, border=4)
    picture.seek(0)
    return picture
