"""The examples in docs/ANALYSTS.md do what the page says."""

from __future__ import annotations

import doctest
from pathlib import Path

import pandas as pd

PAGE = Path(__file__).parents[2] / "docs" / "ANALYSTS.md"


def test_every_example_on_the_page_gives_what_it_shows() -> None:
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 15
    assert result.failed == 0
