"""Find out in which encoding a text file is written, reading all of its bytes once."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mentalmap.exchange.reading.opened import unreadable
from mentalmap.messages import Message, say

CHUNK = 1 << 20
HEAD = 1 << 16
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NAMES = {"cp1252": "Windows-1252", "mac-roman": "Mac Roman", "cp850": "DOS (cp850)"}
ONE_BYTE = ("cp1252", "mac-roman", "cp850")
# Letters and quotation marks that stand next to plain letters in Swedish and its neighbours' texts.
FAMILIAR = re.compile("(?<=[A-Za-z])[åäöéüæøßÅÄÖÉ’]|[åäöéüæøÅÄÖÉÆØ“”‘’](?=[A-Za-z])")
PLACE = re.compile(rb"[\x20-\x7e]?[\x80-\xff]+[\x20-\x7e]?")
MOST_PLACES = 20_000
CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x19\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """
    How a file's bytes become text.

    `skip` bytes at the start are a byte order mark; `damaged` where some bytes do not fit and become U+FFFD.
    """

    codec: str
    skip: int
    damaged: bool
    notes: tuple[Message, ...]


def find_encoding(path: Path, asked: str | None = None) -> TextEncoding:
    """
    Find a text file's encoding.

    Raises
    ------
    UnreadableFileError
        If the file is not text, or the encoding asked for is unknown.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    marked = next(((codec, len(bom)) for bom, codec in BOMS if head.startswith(bom)), None)
    if asked is not None:
        return _check_asked(path, asked, marked)
    if marked is not None:
        codec, skip = marked
        return TextEncoding(codec, skip, not _fits(path, codec, skip), _note(codec))
    wide = _find_wide(head)
    if wide is not None:
        return TextEncoding(wide, 0, not _fits(path, wide, 0), _note(wide))
    if b"\0" in head or len(CONTROL.findall(head)) > max(4, len(head) // 100):
        raise unreadable(
            path,
            say("it is not a text file, whatever its name says."),
            say("Save it as CSV (UTF-8), Excel (.xlsx), GeoJSON or GeoPackage and try again."),
        )
    if _fits(path, "utf-8", 0):
        return TextEncoding("utf-8", 0, False, ())
    return _find_narrow(path)


def decode_pieces(path: Path, codec: str, skip: int, errors: str = "strict") -> Iterator[str]:
    """Decode a file piece by piece."""
    decoder = codecs.getincrementaldecoder(codec)(errors)
    with path.open("rb") as stream:
        stream.seek(skip)
        while chunk := stream.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def _fits(path: Path, codec: str, skip: int) -> bool:
    try:
        for _ in decode_pieces(path, codec, skip):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _check_asked(path: Path, asked: str, marked: tuple[str, int] | None) -> TextEncoding:
    try:
        codec = codecs.lookup(asked).name
        "".encode(codec)  # refuses codecs that are no text encodings
    except (LookupError, ValueError) as error:
        raise unreadable(
            path,
            say("the encoding “%(name)s” is unknown.", name=asked),
            say("Use utf-8, utf-16, cp1252 or latin-1, or leave it out."),
        ) from error
    if codec in ("utf-8-sig", "utf-16", "utf-32"):
        codec = {"utf-8-sig": "utf-8"}.get(codec, f"{codec}-le")
    skip = 0
    if marked is not None and marked[0].rpartition("-")[0] == codec.rpartition("-")[0]:
        codec, skip = marked
    return TextEncoding(codec, skip, not _fits(path, codec, skip), ())


def _find_wide(head: bytes) -> str | None:
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.4 and odd < pairs * 0.05:
        return "utf-16-be"
    return None


def _find_narrow(path: Path) -> TextEncoding:
    """Choose between UTF-8 with broken places and the one-byte encodings of Windows, Mac and DOS."""
    places = _collect_places(path)
    text = places.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    fitting = len(text) - broken - len(text.encode("ascii", "ignore"))
    if broken < fitting // 10:
        note = say("Some characters of the file are not UTF-8; the rows that hold them are listed.")
        return TextEncoding("utf-8", 0, True, (note,))
    scores = {codec: len(FAMILIAR.findall(places.decode(codec, "replace"))) for codec in ONE_BYTE}
    best = max(ONE_BYTE, key=lambda codec: scores[codec])
    if scores[best] <= 2 * scores["cp1252"]:
        best = "cp1252"
    return TextEncoding(best, 0, not _fits(path, best, 0), _note(best))


def _collect_places(path: Path) -> bytes:
    """Collect the first places of a file that are not ASCII, each with its neighbours."""
    places: list[bytes] = []
    with path.open("rb") as stream:
        while (chunk := stream.read(CHUNK)) and len(places) < MOST_PLACES:
            places += PLACE.findall(chunk)
    return b" ".join(places)


def _note(codec: str) -> tuple[Message, ...]:
    if codec == "utf-8":
        return ()
    name = NAMES.get(codec, codec.upper().removesuffix("-LE").removesuffix("-BE"))
    return (say("The file is not UTF-8; it was read as %(encoding)s.", encoding=name),)
