"""A text file in any encoding, read as UTF-8."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

from mentalmap.exchange.reading.encodings import TextEncoding


class Utf8Stream(io.RawIOBase):
    """The file's text as UTF-8 bytes, decoded as it is read."""

    def __init__(self, path: Path, encoding: TextEncoding, skip_line: bool) -> None:
        super().__init__()
        self._stream = path.open("rb")
        self._stream.seek(encoding.skip)
        self._decoder = None
        if encoding.codec != "utf-8" or encoding.damaged:
            self._decoder = codecs.getincrementaldecoder(encoding.codec)("replace")
        self._rest = b""
        if skip_line:
            while b"\n" not in self._rest and (piece := self._next()) is not None:
                self._rest += piece
            self._rest = self._rest.partition(b"\n")[2]

    def readable(self) -> bool:
        """It is."""
        return True

    def _next(self) -> bytes | None:
        chunk = self._stream.read(1 << 20)
        if self._decoder is None:
            return chunk or None
        text = self._decoder.decode(chunk, final=not chunk)
        return text.encode("utf-8") if chunk or text else None

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed hides Buffer
        """Fill a buffer; 0 at the end of the file."""
        while not self._rest:
            piece = self._next()
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
