"""Real files, good and bad, of other projects: each gives rows, or one clear refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading import open_source

DATA = Path(__file__).resolve().parents[3] / "shared/data"
FILES = (
    sorted(path for path in DATA.rglob("*") if path.is_file() and path.name != "README.md")
    if DATA.is_dir()
    else []
)


@pytest.mark.skipif(not FILES, reason="the folder shared/data beside the project is missing")
def test_every_file_gives_rows_or_one_clear_refusal() -> None:
    unclear = []
    for path in FILES:
        try:
            with open_source(path) as source:
                rows = faults = 0
                for batch in source.batches():
                    rows, faults = rows + len(batch), faults + len(batch.faults)
                    if batch.geometry is not None:
                        shapely.from_wkb(batch.geometry.to_pylist())
            if not rows + faults:
                unclear.append(f"{path.name}: neither rows nor faults")
        except UnreadableFileError as error:
            if "stopped" in str(error) or path.name not in str(error):
                unclear.append(f"{path.name}: {error}")
    assert unclear == []


@pytest.mark.skipif(not FILES, reason="the folder shared/data beside the project is missing")
def test_the_map_of_comments_is_read_whole_in_spite_of_its_name_and_encoding() -> None:
    with open_source(DATA / "perceptions/dc_vision_zero.csv") as source:
        assert (source.delimiter, source.encoding) == ("\t", "cp1252")
        rows = [int(row) for batch in source.batches() for row in batch.rows]
    assert (len(rows), rows[0], rows[-1]) == (5572, 2, 5573)
