"""A database of a benchmark's own, in a private cluster that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentalmap.store.cluster import PrivateCluster
from mentalmap.store.migrating import migrate


@contextmanager
def scratch_database() -> Iterator[tuple[str, Path]]:
    """Give the address of a migrated, empty database, and a folder for whatever else is needed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server may run as another account
        with PrivateCluster(folder / "postgresql") as cluster:
            cluster.create_database("bench")
            url = cluster.url("bench")
            migrate(url)
            yield url, folder
