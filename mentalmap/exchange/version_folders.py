"""The folder of one survey's publications on the disk: its standing and its versions, read and written."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import mkstemp
from typing import Any

from mentalmap.errors import MissingDataError
from mentalmap.exchange.frozen_versions import MANIFEST, FrozenFile, Standing, Version

STANDING = "standing.json"
DRAFT = ".draft-"


def read_standing(folder: Path) -> Standing:
    """Read which versions stand; a `ValueError` if that cannot be read."""
    try:
        told = json.loads((folder / STANDING).read_text(encoding="utf-8"))
        withdrawn = tuple(told.get("withdrawn", ()))  # not known before withdrawn versions were kept
        return Standing(told["current"], tuple(told["versions"]), told["last"], withdrawn)
    except (FileNotFoundError, NotADirectoryError):
        return Standing()
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a standing") from error


def write_standing(folder: Path, standing: Standing) -> None:
    """Replace the standing in one step that a power cut does not undo."""
    descriptor, name = mkstemp(dir=folder, prefix=DRAFT)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_json(asdict(standing)))
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o644)
        draft.replace(folder / STANDING)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _flush_names(folder)


def write_version(draft: Path, files: Mapping[str, FrozenFile], about: Mapping[str, Any]) -> None:
    """Write the files of a version and their manifest into a folder, down to the disk."""
    draft.chmod(0o755)
    known = {}
    for path, file in sorted(files.items()):
        if ".." in PurePosixPath(path).parts or path.startswith("/"):
            raise ValueError(f"not a path within a version: {path}")
        stored = draft / f"{path}.gz"
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_bytes(gzip.compress(file.content, compresslevel=9, mtime=0))
        known[path] = {
            "sha256": hashlib.sha256(file.content).hexdigest(),
            "bytes": len(file.content),
            "type": file.media_type,
        }
    (draft / MANIFEST).write_bytes(_json({**about, "files": known}))
    os.sync()  # all of it is on the disk before anything points there


def read_version(
    place: Path, project: str, survey: str, number: int, error_of: Callable[[Path], MissingDataError]
) -> Version:
    """Read the manifest of a version; `error_of` makes the error of a folder where it cannot be read."""
    path = place / MANIFEST
    try:
        manifest = _manifest(path, path.stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        raise error_of(place) from error
    return Version(place, project, survey, number, manifest)


def delete_draft(draft: Path) -> None:
    """Delete what somebody did not finish writing."""
    if draft.is_dir() and not draft.is_symlink():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink(missing_ok=True)


def _flush_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@lru_cache(maxsize=64)
def _manifest(path: Path, changed_at_ns: int) -> Mapping[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told
