"""Withdrawn versions: nobody is served them, yet whoever kept one can lay it beside the next.

    publications/<project>/<survey>/.withdrawn/<version>/manifest.json
    publications/<project>/<survey>/.withdrawn/<version>/frozen/<path>.gz

So what the next version is compared with stays, closed to other accounts, and all else is deleted.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from mentalmap.exchange.frozen_versions import MANIFEST, PRIVATE, Standing

WITHDRAWN = ".withdrawn"
_KEPT = frozenset({MANIFEST, PRIVATE.rstrip("/")})


def folder_of_withdrawn(folder: Path, number: int) -> Path:
    """Name the place of a withdrawn version of the survey whose publications are in `folder`."""
    return folder / WITHDRAWN / str(number)


def put_away(folder: Path, number: int) -> None:
    """Move a version out of reach and delete what everybody had of it; doing so again changes nothing."""
    place, kept = folder / str(number), folder_of_withdrawn(folder, number)
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    kept.parent.chmod(0o700)
    if place.is_dir() and not kept.exists():
        place.rename(kept)
    if place.exists():
        _delete(place)
    if kept.is_dir():
        strip(kept)


def strip(place: Path) -> None:
    """Delete of a version what everybody had, and keep what the next one is compared with."""
    for one in place.iterdir():
        if one.name not in _KEPT:
            _delete(one)


def finish(folder: Path, standing: Standing) -> None:
    """Do what somebody who was killed while withdrawing or forgetting had left undone."""
    for number in standing.withdrawn:
        put_away(folder, number)
    kept = folder / WITHDRAWN
    if kept.is_dir():
        for one in kept.iterdir():
            if one.name not in {str(number) for number in standing.withdrawn}:
                _delete(one)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
