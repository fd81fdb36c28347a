"""A child process that reads a foreign file, so that a hostile one can harm nothing else.

`start_reader` starts `python -I` on `reading.child`. The child gives up what it does not need
(memory, CPU time, files to write, network, environment), parses the file and sends frames
(`reading/wire.py`) through a pipe. The parent never parses the file's bytes. See docs/adr.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import numpy as np

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading.opened import Options, unreadable
from mentalmap.exchange.reading.source import Batch, RowFault, SourceHead
from mentalmap.exchange.reading.wire import (
    HEADER,
    BrokenFrameError,
    Frame,
    read_header,
    unpack_error,
    unpack_faults,
    unpack_head,
)
from mentalmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

ROOT = Path(__file__).resolve().parents[2]
# `-I` ignores the environment and the working folder; the package is found by its own folder alone.
START = "import sys; sys.path.append(sys.argv[1]); from mentalmap.exchange.reading.child import main; main()"
SPLIT = say("Split the file, or save only the rows and columns that are needed.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost; `wait_seconds` is how long the child may stay silent."""

    memory_bytes: int = 4 << 30
    cpu_seconds: int = 600
    wait_seconds: float = 120.0


def start_reader(path: Path, options: Options, limits: Limits | None = None) -> Reader:
    """
    Start reading a file in a child process.

    Raises
    ------
    UnreadableFileError
        If the child cannot read the file.
    """
    reader = Reader(path, options, limits or Limits())
    try:
        reader.read_head()
    except BaseException:
        reader.close()
        raise
    return reader


class Reader:
    """One pass over a file; `head` is known, `batches` comes once."""

    head: SourceHead

    def __init__(self, path: Path, options: Options, limits: Limits) -> None:
        self._path, self._limits = path, limits
        folder = tempfile.mkdtemp(prefix="mentalmap-reading-")
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-B", "-c", START, str(ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # may hold parts of the file
                cwd=folder,
                env=child_environment(folder),
                close_fds=True,
                start_new_session=True,
            )
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._end = weakref.finalize(self, _end, self._child, folder)
        self._stdin, self._stdout = cast(IO[bytes], self._child.stdin), cast(IO[bytes], self._child.stdout)
        request = {"path": str(path), "options": asdict(options), "limits": asdict(limits)}
        with contextlib.suppress(BrokenPipeError):  # it has died; reading its head will say so
            self._stdin.write(json.dumps(request).encode("ascii"))
            self._stdin.close()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._stdout, selectors.EVENT_READ)

    def read_head(self) -> None:
        """Wait until the child knows the file's head."""
        frame, payload = self._frame()
        if frame is not Frame.HEAD:
            raise self._broken()
        try:
            self.head = unpack_head(bytes(payload))
        except BrokenFrameError as error:
            raise self._broken() from error

    def batches(self) -> Iterator[Batch]:
        """Give the batches once; ends the child after the last."""
        import pyarrow as pa

        schema: pa.Schema | None = None
        faults: tuple[RowFault, ...] = ()
        while True:
            frame, payload = self._frame()
            try:
                match frame:
                    case Frame.SCHEMA:
                        schema = pa.ipc.read_schema(pa.py_buffer(payload))
                    case Frame.FAULTS:
                        faults = unpack_faults(bytes(payload))
                    case Frame.BATCH if schema is not None:
                        batch = pa.ipc.read_record_batch(pa.py_buffer(payload), schema)
                        batch.validate(full=True)
                        yield _as_batch(batch, self.head, faults)
                        faults = ()
                    case Frame.END:
                        self.close()
                        return
                    case _:
                        raise self._broken()
            except (BrokenFrameError, pa.ArrowException) as error:
                raise self._broken() from error

    def close(self) -> None:
        """End the child, whatever it is doing."""
        self._selector.close()
        self._end()

    def _frame(self) -> tuple[Frame, memoryview]:
        try:
            frame, length = read_header(bytes(self._read(HEADER.size)))
        except BrokenFrameError as error:
            raise self._broken() from error
        payload = self._read(length)
        if frame is Frame.ERROR:
            try:
                message, remedy = unpack_error(bytes(payload))
            except BrokenFrameError as error:
                raise self._broken() from error
            self.close()
            raise UnreadableFileError(message, remedy)
        return frame, payload

    def _read(self, size: int) -> memoryview:
        buffer = bytearray(size)
        view, done = memoryview(buffer), 0
        number = self._stdout.fileno()
        while done < size:
            if not self._selector.select(self._limits.wait_seconds):
                self.close()
                raise unreadable(self._path, TOO_LONG, SPLIT)
            count = os.readv(number, [view[done:]])
            if not count:
                raise self._died()
            done += count
        return view

    def _died(self) -> UnreadableFileError:
        """Say why the child ended without a word."""
        try:
            code = self._child.wait(5)
        except subprocess.TimeoutExpired:
            code = 0
        self.close()
        if code in (-signal.SIGXCPU, -signal.SIGALRM):
            return unreadable(self._path, TOO_LONG, SPLIT)
        if code in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
            return unreadable(self._path, TOO_MUCH, SPLIT)
        return self._broken()

    def _broken(self) -> UnreadableFileError:
        self.close()
        return unreadable(
            self._path,
            say("the reader stopped in the middle of it."),
            say("Save it in another format, such as CSV, Excel (.xlsx) or GeoPackage, and try again."),
        )


TOO_LONG = say("reading it takes too long.")
TOO_MUCH = say("reading it takes more memory than a file may use.")


def child_environment(folder: str) -> dict[str, str]:
    """Give the few settings that a child process starts with; none of the parent's secrets are among them."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {
        **kept,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TMPDIR": folder,
        "HOME": folder,
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # the others reserve far more address space than they use
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _end(child: subprocess.Popen[bytes], folder: str) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
    shutil.rmtree(folder, ignore_errors=True)


def _as_batch(batch: pa.RecordBatch, head: SourceHead, faults: tuple[RowFault, ...]) -> Batch:
    import pyarrow as pa

    expected = 1 + len(head.columns) + head.geometry
    kinds = [pa.int64(), *[pa.string()] * len(head.columns), *[pa.binary()] * head.geometry]
    if len(batch.schema) != expected or list(batch.schema.types) != kinds:
        raise BrokenFrameError("a batch of another shape")
    if batch.column(0).null_count:
        raise BrokenFrameError("a row without a number")
    numbers = batch.column(0).buffers()[1]  # `to_numpy` would import pandas
    rows = np.frombuffer(numbers, dtype=np.int64, count=len(batch), offset=8 * batch.column(0).offset)
    first = int(rows[0]) if len(rows) else min((fault.row for fault in faults), default=0)
    width = len(head.columns)
    # Selecting and renaming, because building a table from arrays would import pandas.
    cells = batch.select(list(range(1, width + 1)))
    table = pa.Table.from_batches([cells]).rename_columns(list(head.columns))
    return Batch(first, rows, table, batch.column(expected - 1) if head.geometry else None, faults)
