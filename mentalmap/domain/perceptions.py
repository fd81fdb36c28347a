"""PerceptionTable: everything that was said, as columns of equal length.

Every layer is a pure function of this table. Nothing here knows a database: the store
fills it from PostGIS, `mentalmap.analysis` fills it from a GeoDataFrame.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from mentalmap.domain.areas import Areas, Places
from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from mentalmap.domain.filters import PerceptionFilter
from mentalmap.domain.vocabulary import Channel, Gender, Kind, code_of
from mentalmap.errors import InvalidFilterError, InvalidInputError
from mentalmap.messages import Message, say

MISSING = -1  # code of "not stated" in every packed column
DAYS_SINCE = np.datetime64("1970-01-01", "D")
MOST_CODES = 63  # a set of themes is one int64


@dataclass(frozen=True, eq=False)
class Respondents:
    """
    The people who were asked, also those who marked nothing; one row per response.

    Columns have shape (m,); codes index the tuples of labels, `MISSING` where not stated.
    `weight` is 1 for a person, more where one response stands for several people; `known` is
    False where the source could not tell people apart and a row became a response.
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

    def __len__(self) -> int:
        return len(self.survey)

    def __post_init__(self) -> None:
        _check_lengths(self, ("survey", "group", "age_band", "gender", "channel", "home_area", "weight"))


@dataclass(frozen=True, eq=False)
class Allocation:
    """
    How much of each perception lies in which area, as a sparse table (science.md 2.2).

    Columns have equal length; sorted by row. A point has one entry with share 1, a line or
    polygon one entry per area it crosses, shares summing to 1 over the project's areas.
    """

    row: IntArray
    area: IntArray
    share: FloatArray

    def __post_init__(self) -> None:
        _check_lengths(self, ("row", "area", "share"))

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, eq=False)
class PerceptionTable:
    """
    Perceptions of one project, with their respondents, areas and places.

    Parameters
    ----------
    kind
        Code of `Kind` of each perception, shape (n,).
    respondent
        Index into `respondents`, shape (n,).
    valence
        -2 … +2, shape (n,), nan where none was stated. Only confirmed valences.
    x_m, y_m
        Representative point in metres of `crs_epsg`, shape (n,); nan where only a place is known.
    shape
        Index into `shapes` for lines and polygons, shape (n,), `MISSING` for points.
    shapes
        Shapely geometries in `crs_epsg`, object array of shape (s,).
    themes, purposes
        Bit i set where code i of `theme_codes` or `purpose_codes` was given, int64, shape (n,).
    place
        Index into `places`, shape (n,), `MISSING` where none.
    start_area, end_area
        Areas in which a line starts and ends, shape (n,), `MISSING` where none.
    said_on
        Days since 1970-01-01, shape (n,), `MISSING` where unknown.
    emotional
        Whether a barrier is emotional rather than physical, shape (n,).
    respondents_known
        False where the source could not tell people apart: each row stands as its own response.
    """

    kind: IntArray
    respondent: IntArray
    valence: FloatArray
    x_m: FloatArray
    y_m: FloatArray
    shape: IntArray
    themes: IntArray
    purposes: IntArray
    place: IntArray
    start_area: IntArray
    end_area: IntArray
    said_on: IntArray
    emotional: BoolArray
    shapes: ObjectArray
    respondents: Respondents
    allocation: Allocation
    areas: Areas
    places: Places
    theme_codes: tuple[str, ...]
    purpose_codes: tuple[str, ...]
    crs_epsg: int
    data_version: str = "0"
    respondents_known: bool = True
    selected_respondents: BoolArray | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        _check_lengths(self, PERCEPTION_COLUMNS)
        if max(len(self.theme_codes), len(self.purpose_codes)) > MOST_CODES:
            raise InvalidInputError(
                say("A codebook holds at most %(most)s codes.", most=MOST_CODES),
                say("Merge themes or purposes that say the same."),
            )

    def __len__(self) -> int:
        return len(self.kind)

    @cached_property
    def people(self) -> int:
        """n: distinct respondents with at least one perception here; never marks."""
        # Respondents are numbered densely, so counting is many times faster than sorting.
        return int(np.count_nonzero(np.bincount(self.respondent)))

    @cached_property
    def asked(self) -> int:
        """The denominator: respondents who pass the filter, whether or not they marked anything."""
        if self.selected_respondents is None:
            return len(self.respondents)
        return int(np.count_nonzero(self.selected_respondents))

    def of_kinds(self, *kinds: Kind) -> PerceptionTable:
        """Keep the perceptions of these kinds; who was asked stays the same."""
        codes = np.array([code_of(kind) for kind in kinds])
        return self.take(np.isin(self.kind, codes))

    def take(self, mask: BoolArray) -> PerceptionTable:
        """Keep the perceptions where `mask`, shape (n,), is true; respondents stay."""
        rows = np.flatnonzero(mask)
        moved = np.full(len(self), MISSING, dtype=np.int64)
        moved[rows] = np.arange(len(rows))
        kept = moved[self.allocation.row] >= 0
        columns = {name: getattr(self, name)[rows] for name in PERCEPTION_COLUMNS}
        allocation = Allocation(
            moved[self.allocation.row[kept]], self.allocation.area[kept], self.allocation.share[kept]
        )
        return replace(self, **columns, allocation=allocation)

    def select(self, chosen: PerceptionFilter) -> PerceptionTable:
        """
        Apply a filter: one boolean mask for any combination of parts.

        Raises
        ------
        InvalidFilterError
            If the filter names a survey, theme, group or area that the project does not have.
        """
        asked = self._mask_of_respondents(chosen)
        kept = asked[self.respondent] & self._mask_of_perceptions(chosen)
        told_apart = self.respondents.known
        return replace(
            self.take(kept),
            selected_respondents=asked,
            respondents_known=self.respondents_known if told_apart is None else bool(told_apart[asked].all()),
        )

    def _mask_of_respondents(self, chosen: PerceptionFilter) -> BoolArray:
        people = self.respondents
        mask = np.ones(len(people), dtype=bool)
        if self.selected_respondents is not None:
            mask &= self.selected_respondents
        for column, labels, wanted, name in (
            (people.survey, people.survey_slugs, chosen.surveys, "survey"),
            (people.group, people.group_codes, chosen.groups, "group"),
            (people.age_band, people.age_band_codes, chosen.age_bands, "age"),
            (people.gender, tuple(Gender), chosen.genders, "gender"),
            (people.channel, tuple(Channel), chosen.channels, "channel"),
            (people.home_area, self.areas.ids, chosen.home_areas, "home_area"),
        ):
            if wanted:
                mask &= np.isin(column, _codes(labels, wanted, name))
        return mask

    def _mask_of_perceptions(self, chosen: PerceptionFilter) -> BoolArray:
        mask = np.ones(len(self), dtype=bool)
        if chosen.kinds:
            mask &= np.isin(self.kind, _codes(tuple(Kind), chosen.kinds, "kind"))
        if chosen.themes:
            mask &= self.themes & _bits(self.theme_codes, chosen.themes, "theme") != 0
        if chosen.purposes:
            mask &= self.purposes & _bits(self.purpose_codes, chosen.purposes, "purpose") != 0
        if chosen.valence_min is not None:
            mask &= self.valence >= chosen.valence_min
        if chosen.valence_max is not None:
            mask &= self.valence <= chosen.valence_max
        if chosen.said_from is not None:
            mask &= self.said_on >= (np.datetime64(chosen.said_from, "D") - DAYS_SINCE).astype(int)
        if chosen.said_to is not None:
            last = (np.datetime64(chosen.said_to, "D") - DAYS_SINCE).astype(int)
            mask &= (self.said_on <= last) & (self.said_on != MISSING)
        return mask


PERCEPTION_COLUMNS = (
    "kind",
    "respondent",
    "valence",
    "x_m",
    "y_m",
    "shape",
    "themes",
    "purposes",
    "place",
    "start_area",
    "end_area",
    "said_on",
    "emotional",
)


def pack_codes(sets: Sequence[Collection[str]], codes: Sequence[str]) -> IntArray:
    """Pack each set of codes into one int64, bit i for `codes[i]`; unknown codes are an error."""
    position = {code: index for index, code in enumerate(codes)}
    return np.array([sum(1 << position[code] for code in set(one)) for one in sets], dtype=np.int64)


def _codes(labels: Sequence[str], wanted: Collection[str], name: str) -> IntArray:
    unknown = sorted(set(wanted) - set(labels))
    if unknown:
        raise InvalidFilterError(_unknown(name, unknown), _allowed(labels))
    return np.array([labels.index(label) for label in wanted], dtype=np.int64)


def _bits(labels: Sequence[str], wanted: Collection[str], name: str) -> np.int64:
    return np.int64(sum(1 << int(code) for code in _codes(labels, wanted, name)))


def _unknown(name: str, unknown: Sequence[str]) -> Message:
    return say("The filter %(name)s does not know “%(value)s”.", name=name, value=", ".join(unknown))


def _allowed(labels: Sequence[str]) -> Message:
    return say("Allowed: %(allowed)s.", allowed=", ".join(labels) or "–")


def _check_lengths(columns: object, names: Sequence[str]) -> None:
    lengths = {name: len(getattr(columns, name)) for name in names}
    if len(set(lengths.values())) > 1:
        raise InvalidInputError(say("Columns differ in length: %(lengths)s.", lengths=lengths))
