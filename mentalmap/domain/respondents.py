"""Respondents: the people who were asked, as columns; also those who marked nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.columns import check_lengths

MOST_VALUES = 63  # different answers to one question: a set of them is one int64


@dataclass(frozen=True, eq=False)
class AnswerColumn:
    """
    What the respondents answered to one question that is not about a place.

    Parameters
    ----------
    key
        The question's key, the same in every version and round.
    values
        The answers that occur, in the order of the questionnaire.
    given
        Bit i set where `values[i]` was answered, shape (m,); 0 where nothing was.
    is_scale
        Whether the values are numbers on a scale, lowest first.
    about
        What the question asks about: `organisation` feeds the layer of that name; else empty.
    wording
        The question as it was asked, by language.
    labels
        What each value is called, by value and language; a value without labels is its own.
    """

    key: str
    values: tuple[str, ...]
    given: IntArray
    is_scale: bool = False
    about: str = ""
    wording: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Respondents:
    """
    The people who were asked, also those who marked nothing; one row per response.

    Columns have shape (m,); codes index the tuples of labels, `MISSING` where not stated.
    `weight` is 1 for a person, more where one response stands for several people; `known` is
    False where the source could not tell people apart and a row became a response. `answers`
    holds the questions that are not about places, by key.
    """

    survey: IntArray
    group: IntArray
    age_band: IntArray
    gender: IntArray
    channel: IntArray
    home_area: IntArray
    weight: FloatArray
    survey_slugs: tuple[str, ...]
    group_codes: tuple[str, ...]
    age_band_codes: tuple[str, ...]
    known: BoolArray | None = None
    answers: Mapping[str, AnswerColumn] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.survey)

    def __post_init__(self) -> None:
        check_lengths(self, ("survey", "group", "age_band", "gender", "channel", "home_area", "weight"))
