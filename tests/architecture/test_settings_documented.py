"""Every setting stands in the manual, and the manual names no setting that is gone."""

from __future__ import annotations

import re

from mentalmap.config import VARIABLES
from tests.architecture.tracked import ROOT, text_of, tracked_files


def test_the_manual_lists_exactly_the_settings_that_there_are() -> None:
    manual = (ROOT / "docs" / "OPERATIONS.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([A-Z_]+)` \|", manual, re.MULTILINE)
    assert sorted(listed) == sorted(VARIABLES)


def test_no_other_room_reads_the_environment_for_settings() -> None:
    readers = [
        str(path)
        for path in tracked_files()
        if path.is_relative_to("mentalmap")
        and path.name != "config.py"
        and re.search(r"environ(?:\.get\(|\[)\s*[\"'](?:MENTALMAP_|DATABASE_URL)", text_of(path))
    ]
    assert not readers


def test_compose_passes_on_only_settings_that_there_are() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"^\s+((?:MENTALMAP_|DATABASE_URL)\w*):", compose, re.MULTILINE))
    assert named
    assert named <= set(VARIABLES)
