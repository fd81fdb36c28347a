"""What the reading child sends its parent: frames of a kind, a length and a payload.

The child has parsed hostile bytes, so the parent trusts no frame: every length is bounded,
JSON is checked for shape, and Arrow data is validated before anything looks inside.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import BinaryIO

from mentalmap.exchange.reading.source import RowFault, SourceHead
from mentalmap.messages import Message

HEADER = struct.Struct(">cQ")
MIB = 1 << 20


class Frame(Enum):
    """Kinds of frames with the largest payload the parent accepts, in bytes."""

    HEAD = (b"H", 8 * MIB)
    SCHEMA = (b"S", 16 * MIB)
    FAULTS = (b"F", 128 * MIB)
    BATCH = (b"B", 1024 * MIB)
    END = (b"Z", 0)
    ERROR = (b"E", 1 * MIB)

    @property
    def mark(self) -> bytes:
        """The byte on the wire."""
        return self.value[0]

    @property
    def limit(self) -> int:
        """Largest payload in bytes."""
        return self.value[1]


FRAMES = {frame.mark: frame for frame in Frame}


class BrokenFrameError(ValueError):
    """The child sent something that is not in the protocol."""


def write_frame(stream: BinaryIO, frame: Frame, payload: bytes | memoryview = b"") -> None:
    """Send one frame; the child's only way of speaking."""
    stream.write(HEADER.pack(frame.mark, len(payload)))
    stream.write(payload)


def read_header(header: bytes) -> tuple[Frame, int]:
    """Decode a frame's first nine bytes and check its length."""
    mark, length = HEADER.unpack(header)
    frame = FRAMES.get(mark)
    if frame is None or length > frame.limit:
        raise BrokenFrameError(f"frame {mark!r} of {length} bytes")
    return frame, length


def pack_json(value: object) -> bytes:
    """Encode for a frame; lone surrogates stay escaped and thus harmless."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def pack_message(message: Message | None) -> object:
    """Turn a message into JSON values."""
    if message is None:
        return None
    values = {
        name: {"m": pack_message(value)}
        if isinstance(value, Message)
        else value
        if isinstance(value, int | float)
        else str(value)
        for name, value in message.values.items()
    }
    return [message.text, values, message.plural]


def unpack_message(value: object) -> Message:
    """Turn JSON values back into a message."""
    match value:
        case [str() as text, dict() as values, (str() | None) as plural]:
            return Message(text, {str(name): _gap(gap) for name, gap in values.items()}, plural)
    raise BrokenFrameError("not a message")


def _gap(value: object) -> object:
    if isinstance(value, dict):
        return unpack_message(value.get("m"))
    if isinstance(value, int | float | str):
        return value
    raise BrokenFrameError("not a value of a message")


def pack_error(message: Message, remedy: Message | None) -> bytes:
    """Encode why the file cannot be read."""
    return pack_json([pack_message(message), pack_message(remedy)])


def unpack_error(payload: bytes) -> tuple[Message, Message | None]:
    """Decode why the file cannot be read."""
    match _load(payload):
        case [message, remedy]:
            return unpack_message(message), None if remedy is None else unpack_message(remedy)
    raise BrokenFrameError("not an error")


def pack_faults(faults: Sequence[RowFault]) -> bytes:
    """Encode the faults of a batch."""
    return pack_json(
        [[f.row, f.column, pack_message(f.problem), pack_message(f.remedy), f.doubtful] for f in faults]
    )


def unpack_faults(payload: bytes) -> tuple[RowFault, ...]:
    """Decode the faults of a batch."""
    values = _load(payload)
    if not isinstance(values, list):
        raise BrokenFrameError("not faults")
    faults = []
    for value in values:
        match value:
            case [int() as row, (str() | None) as column, problem, remedy, bool() as doubtful]:
                faults.append(
                    RowFault(row, column, unpack_message(problem), unpack_message(remedy), doubtful)
                )
            case _:
                raise BrokenFrameError("not a fault")
    return tuple(faults)


def pack_head(head: SourceHead) -> bytes:
    """Encode what is known before the first row."""
    return pack_json(
        {
            "format": head.format,
            "columns": list(head.columns),
            "geometry": head.geometry,
            "crs_epsg": head.crs_epsg,
            "crs_wkt": head.crs_wkt,
            "encoding": head.encoding,
            "delimiter": head.delimiter,
            "sheet": head.sheet,
            "layer": head.layer,
            "row_count": head.row_count,
            "notes": [pack_message(note) for note in head.notes],
        }
    )


def unpack_head(payload: bytes) -> SourceHead:
    """Decode what is known before the first row."""
    head = _load(payload)
    if not isinstance(head, dict):
        raise BrokenFrameError("not a head")
    columns, notes = head.get("columns"), head.get("notes")
    if not isinstance(columns, list) or not isinstance(notes, list):
        raise BrokenFrameError("a head without columns")
    return SourceHead(
        format=str(head.get("format")),
        columns=tuple(str(column) for column in columns),
        geometry=head.get("geometry") is True,
        crs_epsg=_whole(head, "crs_epsg"),
        crs_wkt=_text(head, "crs_wkt"),
        encoding=_text(head, "encoding"),
        delimiter=_text(head, "delimiter"),
        sheet=_text(head, "sheet"),
        layer=_text(head, "layer"),
        row_count=_whole(head, "row_count"),
        notes=tuple(unpack_message(note) for note in notes),
    )


def _load(payload: bytes) -> object:
    try:
        value: object = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise BrokenFrameError("not JSON") from error
    return value


def _whole(values: Mapping[str, object], name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) else None


def _text(values: Mapping[str, object], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None
