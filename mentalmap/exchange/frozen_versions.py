"""One published version: its files, its manifest, and whether it stands."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentalmap.errors import MissingDataError
from mentalmap.messages import say

MANIFEST = "manifest.json"
PRIVATE = "frozen/"  # what the next publication is compared with; nobody is served it


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """What a file of a version says: its uncompressed content and what it is."""

    content: bytes
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a version as it stands on the disk, gzipped; size and checksum are of its content."""

    path: Path
    media_type: str
    sha256: str
    size_bytes: int

    def content(self) -> bytes:
        """Read and unpack it."""
        return gzip.decompress(self.path.read_bytes())


@dataclass(frozen=True, slots=True)
class Standing:
    """Which versions of a survey stand; `last` is the highest number that was ever given."""

    current: int | None = None
    versions: tuple[int, ...] = ()
    last: int = 0
    withdrawn: tuple[int, ...] = ()
    """Once public: nobody is served them any more, but somebody may have kept them."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version that stands or stood: where, its number, and its manifest."""

    folder: Path
    project: str
    survey: str
    number: int
    manifest: Mapping[str, Any]

    def file(self, path: str) -> StoredFile | None:
        """Find a file by its path within the version; None for one that the manifest does not name."""
        known = self.manifest["files"].get(path)
        if known is None:
            return None
        stored = self.folder / f"{path}.gz"
        return StoredFile(stored, known["type"], known["sha256"], known["bytes"])

    def size(self) -> tuple[int, int]:
        """Count the files on the disk and their bytes."""
        stored = [one.stat().st_size for one in self.folder.rglob("*") if one.is_file()]
        return len(stored), sum(stored)

    def text(self, path: str) -> Any:
        """
        Read a JSON file of the version.

        Raises
        ------
        MissingDataError
            If the file is gone though the manifest names it.
        """
        stored = self.file(path)
        try:
            return None if stored is None else json.loads(stored.content())
        except (OSError, ValueError) as error:
            raise broken(self.folder) from error

    def frozen(self, path: str) -> bytes | None:
        """
        Read what a later version is compared with; None where this version did not speak of it.

        Raises
        ------
        MissingDataError
            If it is gone: then nobody knows what may be told without telling of single people.
        """
        stored = self.file(path)
        try:
            return None if stored is None else stored.content()
        except (OSError, EOFError) as error:
            raise lost(self.folder) from error


def broken(folder: Path) -> MissingDataError:
    """Say that what a version says it holds cannot be read."""
    return MissingDataError(
        say("The published files in %(folder)s cannot be read.", folder=folder), say("Publish once more.")
    )


def lost(folder: Path) -> MissingDataError:
    """Say that what was told before cannot be read, so that nothing new can be laid beside it."""
    return MissingDataError(
        say("What was published before, in %(folder)s, cannot be read.", folder=folder),
        say("Restore the folder from a backup: beside it, a new version could tell about single people."),
    )
