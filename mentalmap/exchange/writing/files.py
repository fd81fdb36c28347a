"""How every file is put down: whole or not at all, and the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mentalmap.errors import InvalidInputError
from mentalmap.messages import say

FIRST_ZIP_YEAR = 1980  # the format cannot say an earlier one
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """
    Give a path to write to; it becomes `path` in one step when the block ends well.

    The draft stands in the same folder, because a rename is one step only within one disk.

    Raises
    ------
    InvalidInputError
        If the folder of `path` does not exist.
    """
    if not path.parent.is_dir():
        raise InvalidInputError(
            say("There is no folder “%(folder)s”.", folder=path.parent),
            say("Make it first, or name another."),
        )
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        draft = Path(folder) / path.name
        yield draft
        draft.replace(path)


def write_zip(path: Path, entries: Iterable[tuple[str, bytes]], made_on: date) -> None:
    """Write entries in their order, all dated `made_on`, so that equal content is an equal file."""
    day = (max(made_on.year, FIRST_ZIP_YEAR), made_on.month, made_on.day, 0, 0, 0)
    with ZipFile(path, "w") as archive:
        for name, content in entries:
            entry = ZipInfo(name, day)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, ZIP_DEFLATED)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program might run this text instead of showing it."""
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


def guarded(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet program might run."""
    return f"'{text}" if is_formula(text) else text
