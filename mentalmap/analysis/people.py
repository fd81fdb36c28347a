"""People: what a GeoDataFrame says about its respondents besides their perceptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mentalmap.analysis.columns import one_per_person, read_labels, read_numbers, refuse_rows
from mentalmap.domain.arrays import IntArray
from mentalmap.domain.layers.organisation import ABOUT
from mentalmap.domain.perceptions import MISSING, AnswerColumn
from mentalmap.messages import say

if TYPE_CHECKING:
    import geopandas as gpd

MOST_ANSWERS = 62  # of one question; a set of answers is one int64


def read_groups(
    frame: gpd.GeoDataFrame, name: str | None, respondent: IntArray, people: int, total: int
) -> tuple[IntArray, tuple[str, ...]]:
    """Read each respondent's group as a code, `MISSING` where not stated, and what the codes stand for."""
    group = np.full(total, MISSING, dtype=np.int64)
    if name is None:
        return group, ()
    labels = read_labels(frame, name)
    codes = tuple(sorted({label for label in labels if label is not None}))
    of_row = np.array([MISSING if label is None else codes.index(label) for label in labels], dtype=np.int64)
    stated = one_per_person(of_row, respondent, people, name)
    group[:people] = np.nan_to_num(stated, nan=MISSING).astype(np.int64)
    return group, codes


def read_answers(
    frame: gpd.GeoDataFrame, names: Sequence[str], respondent: IntArray, people: int, total: int
) -> dict[str, AnswerColumn]:
    """Read answers on scales, one question for each column, by the column's name."""
    questions = {}
    for name in names:
        numbers = read_numbers(frame, name)
        scale = np.unique(numbers[np.isfinite(numbers)])
        refuse_rows(
            frame,
            np.isfinite(numbers) & (len(scale) > MOST_ANSWERS),
            say("“%(name)s” has too many different answers for a scale.", name=name),
            say("A scale has at most %(most)s steps.", most=MOST_ANSWERS),
        )
        step = np.where(np.isfinite(numbers), np.searchsorted(scale, numbers), np.nan)
        said = one_per_person(step, respondent, people, name)
        given = np.zeros(total, dtype=np.int64)
        stated = np.flatnonzero(np.isfinite(said))
        given[stated] = 1 << said[stated].astype(np.int64)
        values = tuple(f"{number:g}" for number in scale)
        questions[name] = AnswerColumn(name, values, given, is_scale=True, about=ABOUT, wording={"": name})
    return questions
