"""A foreign file as its reader sees it: what it is, and its rows in batches of text.

The bytes are parsed in a child process (`mentalmap.exchange.sandbox`); this module holds
only what the child sends. Cells stay the text that stood in the file, so that a row that
is refused can be shown as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from mentalmap.domain.arrays import IntArray
from mentalmap.exchange.reading.numbers import has_decimal_comma
from mentalmap.messages import Message, say

if TYPE_CHECKING:
    import pyarrow as pa

    from mentalmap.exchange.sandbox import Limits

SAMPLE_ROWS = 1000


@dataclass(frozen=True, slots=True)
class RowFault:
    """
    Something wrong in one row of the file.

    Parameters
    ----------
    row
        Row number as a person sees it (`Batch.rows`).
    column
        Name of the column, `None` where the whole row is meant.
    problem, remedy
        What is wrong, and what to do about it.
    doubtful
        True where the row could be read and only asks for a look; False where part of it is lost
        and the row must not be stored.
    code
        Stable name for the sort of fault.
    """

    row: int
    column: str | None
    problem: Message
    remedy: Message
    doubtful: bool = False
    code: str = "unreadable"


@dataclass(frozen=True, eq=False)
class Batch:
    """
    Consecutive rows of the file.

    Parameters
    ----------
    first_row
        Row number of the first row, `rows[0]`; of the first fault where the batch is empty.
    rows
        Row number of each row, shape (n,): in tables as a spreadsheet numbers records (the header
        is a row, a quoted line break does not begin a new one), in feature files 1 is the first.
    table
        Attribute columns, all `string`, null where the cell is empty or says NULL, NA, NaN or the like.
    geometry
        `pa.Array` of WKB (`binary`), 2D, straight segments, in the file's CRS, null where a feature
        has none; `None` where the file has no geometry.
    faults
        What is wrong with rows of this batch, including rows that could not be read at all and
        therefore are not in `table`.
    """

    first_row: int
    rows: IntArray
    table: pa.Table
    geometry: pa.Array | None
    faults: tuple[RowFault, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class SourceHead:
    """What the reader knows before the first row; see `Source` for the fields."""

    format: str
    columns: tuple[str, ...]
    geometry: bool
    crs_epsg: int | None
    crs_wkt: str | None
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    layer: str | None
    row_count: int | None
    notes: tuple[Message, ...]


class BatchReader(Protocol):
    """One pass over a file, made by `mentalmap.exchange.sandbox`."""

    head: SourceHead

    def batches(self) -> Iterator[Batch]:
        """Give the batches once, in the order of the file."""
        ...

    def close(self) -> None:
        """End the child process."""
        ...


class Source:
    """
    An opened foreign file; a context manager.

    Attributes
    ----------
    path, sha256, size_bytes
        The file, the SHA-256 of its bytes in hexadecimal, its size.
    format
        csv, xlsx, geojson, gpkg, shapefile, kml, flatgeobuf, parquet or gpx.
    columns
        Names of the attribute columns, unique, in the order of the file.
    geometry
        Whether batches carry geometries.
    crs_epsg, crs_wkt
        CRS of the geometries; `None` where the file does not say or no EPSG number fits.
    encoding, delimiter, sheet, layer
        What was found or asked for; `None` where the format has no such thing.
    decimal_comma
        Whether numbers in the sample are written with a decimal comma.
    notes
        What the reader had to decide, for the report.
    sample
        The first 1,000 rows as `pa.Table` of strings.
    sample_geometry
        Their geometries as WKB, or `None`.
    row_count
        Number of rows where the format tells it beforehand, for a progress bar.
    """

    def __init__(
        self,
        path: Path,
        digest: tuple[str, int],
        start: Callable[[], BatchReader],
        reader: BatchReader,
    ) -> None:
        import pyarrow as pa

        head = reader.head
        self.path = path
        self.sha256, self.size_bytes = digest
        self.format, self.columns, self.geometry = head.format, head.columns, head.geometry
        self.crs_epsg, self.crs_wkt = head.crs_epsg, head.crs_wkt
        self.encoding, self.delimiter = head.encoding, head.delimiter
        self.sheet, self.layer = head.sheet, head.layer
        self.notes, self.row_count = head.notes, head.row_count
        self._start, self._reader = start, reader
        self._stream: Iterator[Batch] | None = reader.batches()
        self._seen: list[Batch] = []
        wanted = SAMPLE_ROWS
        for batch in self._stream:
            self._seen.append(batch)
            wanted -= len(batch)
            if wanted <= 0:
                break
        tables = [batch.table for batch in self._seen]
        # The empty table comes only where needed, because making a schema would import pandas.
        nothing = [] if tables else [pa.schema([(name, pa.string()) for name in self.columns]).empty_table()]
        self.sample: pa.Table = pa.concat_tables(tables or nothing).slice(0, SAMPLE_ROWS)
        self.sample_geometry: pa.Array | None = None
        if self.geometry:
            shapes = [batch.geometry for batch in self._seen] or [pa.nulls(0, pa.binary())]
            self.sample_geometry = pa.concat_arrays(shapes).slice(0, SAMPLE_ROWS)
        self.decimal_comma = has_decimal_comma(self.sample)

    def batches(self) -> Iterator[Batch]:
        """
        Read the rows from the first one; may be called again, which reads the file again.

        Raises
        ------
        UnreadableFileError
            If the file breaks off or turns out to be damaged further on.
        """
        if self._stream is None:
            self._reader.close()
            self._reader = self._start()
            yield from self._reader.batches()
            return
        seen, stream = self._seen, self._stream
        self._seen, self._stream = [], None
        yield from seen
        yield from stream

    def close(self) -> None:
        """End the reading child process."""
        self._reader.close()

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_source(
    path: Path,
    *,
    layer: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits | None = None,
) -> Source:
    """
    Open a foreign file of any known format.

    Parameters
    ----------
    layer, sheet, encoding, delimiter
        What the reader should not find out by itself.
    limits
        What reading may cost; `mentalmap.exchange.sandbox.Limits`.

    Raises
    ------
    UnreadableFileError
        If it is missing, empty, not a file, of an unknown or broken format, or costs too much to read.
    """
    from mentalmap.exchange.reading.files import check_file, digest_file, stamp_file
    from mentalmap.exchange.reading.opened import Options, unreadable
    from mentalmap.exchange.sandbox import start_reader

    path = check_file(path)
    options = Options(layer=layer, sheet=sheet, encoding=encoding, delimiter=delimiter)
    stamp = stamp_file(path)

    def start() -> BatchReader:
        if stamp_file(path) != stamp:
            raise unreadable(path, say("it was changed while it was being read."), say("Try again."))
        return start_reader(path, options, limits)

    reader = start()
    try:
        return Source(path, digest_file(path), start, reader)
    except BaseException:
        reader.close()
        raise
