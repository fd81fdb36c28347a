"""The child that reads a foreign file: gives up what it does not need, parses, sends frames."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading.opened import Block, Opened, Options, unreadable
from mentalmap.exchange.reading.wire import Frame, pack_error, pack_faults, pack_head, write_frame
from mentalmap.exchange.sandbox import SPLIT, TOO_MUCH, Limits
from mentalmap.messages import Message, say

if TYPE_CHECKING:
    import pyarrow as pa

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
MOST_OPEN_FILES = 256


def main() -> None:
    """Read the request, give up privileges, parse the file, send frames."""
    request = json.loads(sys.stdin.buffer.read())
    output = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not break the frames
    path = Path(request["path"])
    limits = Limits(**request["limits"])
    sys.meta_path.insert(0, _WithoutPandas())
    confine(limits)
    try:
        _send(path, Options(**request["options"]), output)
    except UnreadableFileError as error:
        write_frame(output, Frame.ERROR, pack_error(error.message, error.remedy))
    except MemoryError:
        _send_error(output, path, TOO_MUCH, SPLIT)
    except RecursionError:
        _send_error(output, path, say("it is nested too deeply."), SPLIT)
    except BrokenPipeError:
        os._exit(0)  # the parent no longer wants it
    except OSError as error:
        _send_error(output, path, say("the system says: %(reason)s.", reason=error.strerror or "?"), None)
    output.flush()
    os._exit(0)  # nothing of a hostile file's state is worth a clean end


def _send_error(output: BinaryIO, path: Path, problem: Message, remedy: Message | None) -> None:
    error = unreadable(path, problem, remedy)
    write_frame(output, Frame.ERROR, pack_error(error.message, error.remedy))


def _send(path: Path, options: Options, output: BinaryIO) -> None:
    from mentalmap.exchange.reading.dispatch import open_any

    opened = open_any(path, options)
    write_frame(output, Frame.HEAD, pack_head(opened.head))
    output.flush()
    schema = _schema(opened)
    write_frame(output, Frame.SCHEMA, schema.serialize().to_pybytes())
    for block in opened.blocks:
        if block.faults:
            write_frame(output, Frame.FAULTS, pack_faults(block.faults))
        write_frame(output, Frame.BATCH, memoryview(_record_batch(block, schema).serialize()))
        output.flush()
    write_frame(output, Frame.END)


def _schema(opened: Opened) -> pa.Schema:
    import pyarrow as pa

    fields = [pa.field("row", pa.int64())]
    fields += [pa.field(f"c{index}", pa.string()) for index in range(len(opened.head.columns))]
    if opened.head.geometry:
        fields.append(pa.field("geometry", pa.binary()))
    return pa.schema(fields)


def _record_batch(block: Block, schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    geometry = [] if block.geometry is None else [block.geometry]
    return pa.RecordBatch.from_arrays([block.rows, *block.columns, *geometry], schema=schema)


class _WithoutPandas(MetaPathFinder):
    """Hides pandas, which Arrow and pyogrio would import unasked (0.8 s) and nothing here needs."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname.partition(".")[0] in ("pandas", "geopandas"):
            raise ModuleNotFoundError(name=fullname)


def confine(limits: Limits) -> None:
    """Give up network, memory, time and files of this process for good."""
    _leave_network()
    _limit(limits)


def _leave_network() -> None:
    """Enter a network without interfaces where the kernel lets us; GDAL's own network code is off anyway."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _limit(limits: Limits) -> None:
    """Bound memory, CPU time, open files and written files where the platform can."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": limits.memory_bytes,
        "RLIMIT_CPU": limits.cpu_seconds,
        "RLIMIT_NOFILE": MOST_OPEN_FILES,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
    }
    for name, value in wanted.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        _, hard = resource.getrlimit(number)
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):
            # One second between the two, so that a spinning child dies of SIGXCPU and we can say why.
            ceiling = limit + (name == "RLIMIT_CPU") if hard == resource.RLIM_INFINITY else limit
            resource.setrlimit(number, (limit, ceiling))


if __name__ == "__main__":
    main()
