"""The child that decodes a foreign picture: gives up what it does not need, decodes, draws it anew.

It reads the file from its input and writes one answer: a mark, two sizes, a length and the JPEG. Nothing
of the file but its pixels reaches the new picture.
"""

from __future__ import annotations

import os
import struct
import sys
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from PIL import Image

ANSWER = struct.Struct(">cHHI")
DONE, BROKEN, HUGE = b"P", b"B", b"H"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "MPO", "TIFF", "BMP")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
MOST_BYTES = 1_048_576
QUALITIES = (82, 70, 55, 40)
MEMORY_BYTES = 1 << 30
CPU_SECONDS = 20


def main() -> None:
    """Read the file, give up privileges, decode, answer."""
    from mentalmap.exchange.reading.child import confine
    from mentalmap.exchange.sandbox import Limits

    content = sys.stdin.buffer.read()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    confine(Limits(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS))
    _answer(output, content)
    output.flush()
    os._exit(0)


def _answer(output: BinaryIO, content: bytes) -> None:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # its size is looked at below, before anything is decoded
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                output.write(ANSWER.pack(HUGE, 0, 0, 0))
                return
            drawn = _drawn_anew(picture)
        encoded = _encoded(drawn)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, struct.error,
            IndexError, KeyError, TypeError, ZeroDivisionError, OverflowError, AttributeError):  # fmt: skip
        # Whatever a decoder of broken bytes stumbles over; the process ends here anyway.
        output.write(ANSWER.pack(BROKEN, 0, 0, 0))
        return
    output.write(ANSWER.pack(DONE, drawn.width, drawn.height, len(encoded)))
    output.write(encoded)


def _drawn_anew(picture: Image.Image) -> Image.Image:
    """Give the first frame, upright, at most 1,600 pixels long, on white where it is see-through."""
    from PIL import Image, ImageOps

    if picture.format in ("JPEG", "MPO"):
        picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))  # decodes large ones at a fraction
    picture.seek(0)
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    seen = upright.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _encoded(drawn: Image.Image) -> bytes:
    """Write a JPEG without any metadata, as finely as the room allows."""
    encoded = b""
    for quality in QUALITIES:
        room = BytesIO()
        drawn.save(room, "JPEG", quality=quality, progressive=True, optimize=True)
        encoded = room.getvalue()
        if len(encoded) <= MOST_BYTES:
            return encoded
    raise ValueError("noise")
