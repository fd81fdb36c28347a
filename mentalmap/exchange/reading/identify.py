"""Tell a file's format by its first bytes; its name only settles what they leave open."""

from __future__ import annotations

import zipfile
from pathlib import Path

from mentalmap.exchange.reading.opened import unreadable
from mentalmap.messages import Message, say

MOST_UNPACKED_BYTES = 1 << 30
MOST_ENTRIES = 10_000
MOST_RATIO = 200  # unpacked to packed, of large entries; sheets of real workbooks stay below 60
LARGE_ENTRY_BYTES = 64 << 20
SAVE_AS = say("Save it as Excel (.xlsx), CSV, GeoJSON or GeoPackage and try again.")
FOREIGN: tuple[tuple[bytes, Message], ...] = (
    (b"\xd0\xcf\x11\xe0", say("it is an old Excel or Office file.")),
    (b"%PDF", say("it is a PDF document.")),
    (b"\x89PNG", say("it is a picture.")),
    (b"\xff\xd8\xff", say("it is a picture.")),
    (b"GIF8", say("it is a picture.")),
    (b"\x1f\x8b", say("it is packed with gzip.")),
    (b"7z\xbc\xaf", say("it is packed with 7-Zip.")),
    (b"Rar!", say("it is packed with RAR.")),
    (b"\x7fELF", say("it is a program.")),
    (b"MZ\x90\x00", say("it is a program.")),
)
SIDECARS = (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix")
INSIDE_ZIP = {".shp": "shapefile", ".kml": "kml", ".gpkg": "gpkg", ".fgb": "flatgeobuf"}


def identify(path: Path) -> tuple[str, str | None]:
    """
    Tell the format, and the name of the member inside where the file is a zip archive.

    Raises
    ------
    UnreadableFileError
        If it is a kind of file that holds no table or geodata we know.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    for magic, problem in FOREIGN:
        if head.startswith(magic):
            raise unreadable(path, problem, SAVE_AS)
    if head.startswith(b"PK"):
        return _identify_zip(path)
    if head.startswith(b"SQLite format 3\0"):
        return "gpkg", None
    if head.startswith(b"PAR1"):
        return "parquet", None
    if head.startswith(b"fgb\x03"):
        return "flatgeobuf", None
    if head.startswith(b"\x00\x00\x27\x0a") and path.suffix.lower() == ".shp":
        return "shapefile", None
    if path.suffix.lower() in SIDECARS or head.startswith(b"\x00\x00\x27\x0a"):
        raise unreadable(
            path,
            say("it is one part of a shapefile."),
            say("Give the .shp file, with its .dbf, .shx and .prj beside it, or all of them in a zip file."),
        )
    return _identify_text(path, head), None


def _identify_text(path: Path, head: bytes) -> str:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith((b"{", b"[")) and path.suffix.lower() not in (".csv", ".tsv"):
        return "geojson"
    if start.startswith((b'{"', b'{ "', b"{\n", b"{\r", b"{}")):
        return "geojson"
    if start.startswith(b"<"):
        lowered = start.lower()
        if b"<gpx" in lowered:
            return "gpx"
        if b"<kml" in lowered or path.suffix.lower() == ".kml":
            return "kml"
        problem = (
            say("it is a web page.") if b"<html" in lowered else say("it is XML, but neither KML nor GPX.")
        )
        raise unreadable(path, problem, SAVE_AS)
    return "csv"


def _identify_zip(path: Path) -> tuple[str, str | None]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise unreadable(
            path, say("the zip archive is damaged."), say("Pack or save the file anew.")
        ) from error
    _check_bomb(path, entries)
    names = [entry.filename for entry in entries if not entry.filename.startswith("__MACOSX/")]
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return "xlsx", None
    if any(entry.flag_bits & 1 for entry in entries):
        raise unreadable(path, say("it is protected by a password."), say("Remove the password."))
    if "mimetype" in names or "word/document.xml" in names or "xl/workbook.bin" in names:
        raise unreadable(path, say("it is an office document of a kind that is not read."), SAVE_AS)
    found = [(name, Path(name).suffix.lower()) for name in names if Path(name).suffix.lower() in INSIDE_ZIP]
    if len(found) == 1:
        name, suffix = found[0]
        return INSIDE_ZIP[suffix], name
    if found:
        raise unreadable(
            path,
            say(
                "the zip archive holds several files: %(names)s.",
                names=", ".join(name for name, _ in found[:10]),
            ),
            say("Pack one data set by itself."),
        )
    raise unreadable(
        path,
        say("the zip archive holds no shapefile, KML or GeoPackage."),
        say("Unpack it and give the file inside."),
    )


def _check_bomb(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > LARGE_ENTRY_BYTES and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if total > MOST_UNPACKED_BYTES or len(entries) > MOST_ENTRIES or swollen:
        raise unreadable(
            path,
            say(
                "it would unpack to far more than such a file should (%(size)s MB).", size=round(total / 1e6)
            ),
            say("Save the file anew, with only the rows that are needed."),
        )
