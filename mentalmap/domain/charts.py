"""Linked charts: how many people stand behind each value of each dimension.

Each dimension is counted under every filter but its own, so that the bars one has not chosen stay
there to be chosen. n counts people; whoever speaks in two bars counts in both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.columns import MISSING
from mentalmap.domain.filters import BREAKDOWNS, PerceptionFilter
from mentalmap.domain.layers.envelope import Status
from mentalmap.domain.layers.voices import count_people
from mentalmap.domain.perceptions import PerceptionTable
from mentalmap.domain.vocabulary import Channel, Gender, Kind

CHARTS = ("valence", "theme", "kind", "purpose", "group", "age", "gender", "channel", "date")
VALENCES = (-2, -1, 0, 1, 2)
MOST_PAIRS = 32 * 1024 * 1024  # of bars and respondents that are counted in one array of flags
LONGEST_IN_DAYS = 31
LONGEST_IN_WEEKS = 26 * 7
LONGEST_IN_MONTHS = 5 * 366
MOST_EMPTY_BARS = 120
_MONDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class Bar:
    """
    One value of a dimension.

    Parameters
    ----------
    code
        The value as it stands in filters; of a date the day, week, month or year.
    people, marks
        None where fewer than the threshold.
    since, until
        First and last day of a date's bar.
    """

    code: str
    people: int | None
    marks: int | None
    status: Status
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """
    The bars of one dimension, with the unit of time where it is one.

    Parameters
    ----------
    people
        Those among whom the bars are counted: who passes every filter but the dimension's own. Shares of a
        bar are shares of them. None where fewer than the threshold.
    """

    key: str
    bars: tuple[Bar, ...]
    unit: str = ""
    people: int | None = 0


def without_own(key: str, chosen: PerceptionFilter) -> PerceptionFilter:
    """Leave out of a filter what a chart of this key would choose."""
    if key == "valence":
        return replace(chosen, valence_min=None, valence_max=None)
    if key == "date":
        return replace(chosen, said_from=None, said_to=None)
    own: dict[str, Any] = {BREAKDOWNS[key]: frozenset()}
    return replace(chosen, **own)


def count_charts(
    select: Callable[[PerceptionFilter], PerceptionTable], chosen: PerceptionFilter, threshold: int
) -> tuple[Chart, ...]:
    """
    Count every dimension.

    Parameters
    ----------
    select
        Gives what passes a filter; asked once for each filter that differs.
    threshold
        k; bars of fewer people tell nothing but that.
    """
    tables: dict[PerceptionFilter, PerceptionTable] = {}
    charts = []
    for key in CHARTS:
        part = without_own(key, chosen)
        if part not in tables:
            tables[part] = select(part)
        charts.append(count_chart(key, tables[part], threshold))
    return tuple(charts)


def count_chart(key: str, table: PerceptionTable, threshold: int) -> Chart:
    """Count one dimension of a table."""
    people = table.people
    is_told = people == 0 or people >= threshold
    return replace(_counted_by(key, table, threshold), people=people if is_told else None)


def _counted_by(key: str, table: PerceptionTable, threshold: int) -> Chart:
    people = table.respondents
    match key:
        case "valence":
            return _chart(key, [str(one) for one in VALENCES], *_of_valence(table), threshold)
        case "kind":
            return _chart(key, list(Kind), *_of_codes(table, table.kind, len(Kind)), threshold)
        case "theme":
            return _chart(
                key, table.theme_codes, *_of_bits(table, table.themes, table.theme_codes), threshold
            )
        case "purpose":
            bits = _of_bits(table, table.purposes, table.purpose_codes)
            return _chart(key, table.purpose_codes, *bits, threshold)
        case "group":
            return _chart(
                key, people.group_codes, *_of_people(table, people.group, people.group_codes), threshold
            )
        case "age":
            bands = people.age_band_codes
            return _chart(key, bands, *_of_people(table, people.age_band, bands), threshold)
        case "gender":
            return _chart(key, list(Gender), *_of_people(table, people.gender, list(Gender)), threshold)
        case "channel":
            return _chart(key, list(Channel), *_of_people(table, people.channel, list(Channel)), threshold)
        case _:
            return _over_time(table, threshold)


def _chart(key: str, codes: Any, people: IntArray, marks: IntArray, threshold: int) -> Chart:
    counts = zip(codes, people.tolist(), marks.tolist(), strict=True)
    return Chart(key, tuple(_bar(str(code), n, m, threshold) for code, n, m in counts))


def _bar(
    code: str, people: int, marks: int, threshold: int, since: date | None = None, until: date | None = None
) -> Bar:
    if people == 0:
        return Bar(code, 0, 0, Status.NO_DATA, since, until)
    if people < threshold:
        return Bar(code, None, None, Status.TOO_FEW, since, until)
    return Bar(code, people, marks, Status.OK, since, until)


def _of_valence(table: PerceptionTable) -> tuple[IntArray, IntArray]:
    """Count by whole valence; means of several people belong to the nearest one, away from neutral."""
    levels = np.asarray(table.valence_levels, dtype=float)
    nearest = (np.sign(levels) * np.floor(np.abs(levels) + 0.5)).astype(np.int64) + 2
    bar = np.append(nearest, MISSING)[table.valence_level]
    return _of_codes(table, bar, len(VALENCES))


def _of_codes(table: PerceptionTable, bar: IntArray, bars: int) -> tuple[IntArray, IntArray]:
    """Count people and marks by a column of the perceptions, each of shape (bars,)."""
    stated = bar >= 0
    if stated.all():
        return _counted(bar, table.respondent, bars, len(table.respondents))
    return _counted(bar[stated], table.respondent[stated], bars, len(table.respondents))


def _counted(bar: IntArray, respondent: IntArray, bars: int, respondents: int) -> tuple[IntArray, IntArray]:
    marks = np.bincount(bar, minlength=bars)
    if not len(bar) or bars * respondents > MOST_PAIRS:
        return count_people(bar, respondent, bars), marks
    # Flags are many times faster than sorting pairs.
    speaks = np.zeros(bars * respondents, dtype=bool)
    speaks[bar.astype(np.int64) * respondents + respondent] = True
    return np.count_nonzero(speaks.reshape(bars, respondents), axis=1), marks


def _of_bits(table: PerceptionTable, bits: IntArray, codes: tuple[str, ...]) -> tuple[IntArray, IntArray]:
    """Count people and marks by codes of which a perception may have several."""
    people, marks = np.zeros(len(codes), dtype=np.int64), np.zeros(len(codes), dtype=np.int64)
    for position in range(len(codes)):
        has: BoolArray = (bits >> bits.dtype.type(position)) & 1 == 1
        marks[position] = np.count_nonzero(has)
        people[position] = _distinct(table.respondent[has], len(table.respondents))
    return people, marks


def _of_people(table: PerceptionTable, column: IntArray, codes: Any) -> tuple[IntArray, IntArray]:
    """Count people who marked something, and their marks, by a column of the respondents."""
    per_person = np.bincount(table.respondent, minlength=len(table.respondents))
    speaks = np.flatnonzero((per_person > 0) & (column >= 0))
    people = np.bincount(column[speaks], minlength=len(codes))
    marks = np.bincount(column[speaks], per_person[speaks], minlength=len(codes)).astype(np.int64)
    return people, marks


def _distinct(respondent: IntArray, respondents: int) -> int:
    speaks = np.zeros(respondents, dtype=bool)
    speaks[respondent] = True
    return int(np.count_nonzero(speaks))


def _over_time(table: PerceptionTable, threshold: int) -> Chart:
    """Count by days, weeks, months or years: as fine as some thirty bars allow."""
    known = np.flatnonzero(table.said_on != MISSING)
    if not len(known):
        return Chart("date", (), "day")
    days = table.said_on[known].astype(np.int64)
    span = int(days.max() - days.min())
    unit = (
        "day"
        if span < LONGEST_IN_DAYS
        else "week"
        if span < LONGEST_IN_WEEKS
        else "month"
        if span < LONGEST_IN_MONTHS
        else "year"
    )
    period = _periods(days, unit)
    first, last = int(period.min()), int(period.max())
    occurring = (
        np.arange(first, last + 1) if last - first < MOST_EMPTY_BARS else np.unique(period)
    )  # a slip in one date must not draw a thousand years
    people, marks = _counted(
        np.searchsorted(occurring, period), table.respondent[known], len(occurring), len(table.respondents)
    )
    return Chart(
        "date",
        tuple(
            _bar(_name(number, unit), n, m, threshold, *_ends(number, unit))
            for number, n, m in zip(occurring.tolist(), people.tolist(), marks.tolist(), strict=True)
        ),
        unit,
    )


def _periods(days: IntArray, unit: str) -> IntArray:
    """Number the day, week, month or year of each day since 1970-01-01."""
    if unit == "day":
        return days
    if unit == "week":
        return (days + _MONDAY) // 7
    dates = days.astype("datetime64[D]")
    return dates.astype("datetime64[M]" if unit == "month" else "datetime64[Y]").astype(np.int64)


def _ends(period: int, unit: str) -> tuple[date, date]:
    """First and last day of a period; what lies outside the calendar is cut off."""
    if unit == "day":
        first, after = period, period + 1
    elif unit == "week":
        first, after = 7 * period - _MONDAY, 7 * period - _MONDAY + 7
    else:
        edges = np.array([period, period + 1]).astype("datetime64[M]" if unit == "month" else "datetime64[Y]")
        first, after = edges.astype("datetime64[D]").astype(np.int64).tolist()
    return _date(first), _date(after - 1)


def _date(day: int) -> date:
    ordinal = date(1970, 1, 1).toordinal() + day
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _name(period: int, unit: str) -> str:
    first, _ = _ends(period, unit)
    if unit == "week":
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return first.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]
