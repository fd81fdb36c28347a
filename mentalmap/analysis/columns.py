"""Columns: what a GeoDataFrame says about each perception, checked before it becomes a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray, IntArray
from mentalmap.domain.perceptions import MISSING, pack_codes
from mentalmap.domain.vocabulary import BarrierNature, Kind, code_of
from mentalmap.errors import InvalidInputError
from mentalmap.messages import Message, say, say_n

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

ROWS_NAMED = 5  # in an error; more do not help to find the fault
SEPARATORS = ";|,"


class Columns(TypedDict, total=False):
    """
    Which column of the frames holds what; all but `kind`, `answers` and `asked` are names of columns.

    Without `respondent` each row counts as one person, and the captions say so. `valence` is a
    number from -2 to +2 or empty (default: the column "valence" where there is one). `weight` says
    how many people a respondent stands for. `kind` is a column or one of the method's kinds for all
    rows (default: the column "kind" where there is one). `purposes` and `themes` hold lists, or text
    with ; or , between. `place` is a place's name, `home_area` an area's id or name, `nature`
    "physical" or "emotional", `group` a respondent's group, `answers` the columns that hold a
    respondent's answers on a scale to questions about the municipality. `area_id` and `area_name`
    are columns of the areas. `asked` is the number of people who were asked, where that is more than
    those who answered.
    """

    respondent: str | None
    valence: str | None
    weight: str | None
    kind: str | None
    purposes: str | None
    themes: str | None
    place: str | None
    home_area: str | None
    nature: str | None
    group: str | None
    answers: Sequence[str]
    area_id: str | None
    area_name: str | None
    asked: int | None


def column_of(frame: gpd.GeoDataFrame, name: str) -> pd.Series:
    """Find a column, or say which ones there are."""
    if name not in frame.columns:
        raise InvalidInputError(
            say("There is no column “%(name)s”.", name=name),
            say("Columns here: %(columns)s.", columns=", ".join(str(c) for c in frame.columns)),
        )
    return frame[name]


def refuse_rows(frame: gpd.GeoDataFrame, wrong: BoolArray, message: Message, remedy: Message) -> None:
    """Raise `InvalidInputError` naming the first rows by their index, if any row is wrong."""
    rows = np.flatnonzero(wrong)
    if len(rows):
        named = ", ".join(str(frame.index[row]) for row in rows[:ROWS_NAMED])
        if len(rows) > ROWS_NAMED:
            named += ", …"
        raise InvalidInputError(
            say_n(
                "%(what)s One row: %(rows)s.",
                "%(what)s %(n)s rows: %(rows)s.",
                len(rows),
                what=message,
                rows=named,
            ),
            remedy,
        )


def read_numbers(frame: gpd.GeoDataFrame, name: str) -> FloatArray:
    """Read a column of numbers, nan where empty; text that is no number is refused."""
    import pandas as pd

    column = column_of(frame, name)
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    empty = column.isna().to_numpy() | (column.astype(str).str.strip() == "").to_numpy(dtype=bool)
    refuse_rows(
        frame,
        np.isnan(numbers) & ~empty,
        say("“%(name)s” holds something that is not a number.", name=name),
        say("Turn words into numbers first, and leave empty what was not said."),
    )
    return np.asarray(numbers)


def read_valence(frame: gpd.GeoDataFrame, name: str | None) -> FloatArray:
    """Read valences -2 … +2, nan where none was stated."""
    name = name or ("valence" if "valence" in frame.columns else None)
    if name is None:
        return np.full(len(frame), np.nan)
    valence = read_numbers(frame, name)
    refuse_rows(
        frame,
        np.abs(valence) > 2,
        say("“%(name)s” goes beyond -2 … +2.", name=name),
        say(
            'Bring the scale there first; of 1 … 5 subtract 3: frame["%(name)s"] -= 3.',
            name=name,
        ),
    )
    return valence


def read_kinds(frame: gpd.GeoDataFrame, kind: str | None, default: Kind | None) -> IntArray:
    """Read each row's kind from a column, or take one kind for all rows."""
    kinds = tuple(Kind)
    allowed = say("Kinds: %(kinds)s.", kinds=", ".join(kinds))
    if kind is None and "kind" in frame.columns:
        kind = "kind"
    if kind is None or (kind not in frame.columns and kind in kinds):
        chosen = default if kind is None else Kind(kind)
        if chosen is None:
            raise InvalidInputError(
                say("It is not said what each row is about: there is no column “kind”."), allowed
            )
        return np.full(len(frame), code_of(chosen), dtype=np.int64)
    words = column_of(frame, kind).astype(str).str.strip().str.lower()
    codes = words.map({member.value: code_of(member) for member in kinds}).to_numpy(dtype=float)
    refuse_rows(
        frame,
        np.isnan(codes),
        say("“%(name)s” holds something that is not a kind of perception.", name=kind),
        say('%(allowed)s Or say what all rows are, such as kind="attitude".', allowed=allowed),
    )
    return codes.astype(np.int64)


def read_respondents(frame: gpd.GeoDataFrame, name: str | None) -> tuple[IntArray, int]:
    """Number the people; without a column each row is one."""
    if name is None:
        return np.arange(len(frame)), len(frame)
    import pandas as pd

    codes, people = pd.factorize(column_of(frame, name))
    refuse_rows(
        frame,
        codes < 0,
        say("“%(name)s” does not say who spoke.", name=name),
        say(
            "Fill the column in, or drop these rows: each row as a person of its own would count some twice."
        ),
    )
    return np.asarray(codes, dtype=np.int64), len(people)


def read_codes(frame: gpd.GeoDataFrame, name: str | None) -> tuple[IntArray, tuple[str, ...]]:
    """Read sets of codes, as bits and the codes they stand for."""
    if name is None:
        return np.zeros(len(frame), dtype=np.int64), ()
    sets = [_split(value) for value in column_of(frame, name)]
    codes = tuple(sorted({code for one in sets for code in one}))
    return pack_codes(sets, codes) if len(codes) < 64 else np.zeros(0, dtype=np.int64), codes


def read_labels(frame: gpd.GeoDataFrame, name: str | None) -> list[str | None]:
    """Read names, None where empty."""
    if name is None:
        return [None] * len(frame)
    column = column_of(frame, name)
    return [
        None if empty or not str(value).strip() else str(value).strip()
        for value, empty in zip(column, column.isna(), strict=True)
    ]


def read_home_areas(frame: gpd.GeoDataFrame, name: str | None, known: Mapping[str, int]) -> IntArray:
    """Read the index of each row's home area, `MISSING` where not stated."""
    labels = read_labels(frame, name)
    refuse_rows(
        frame,
        np.array([label is not None and label not in known for label in labels], dtype=bool),
        say("“%(name)s” names an area that there is not.", name=name),
        say("Areas: %(areas)s …", areas=", ".join(list(known)[:10])),
    )
    return np.array([MISSING if label is None else known[label] for label in labels], dtype=np.int64)


def read_emotional(frame: gpd.GeoDataFrame, name: str | None) -> BoolArray:
    """Whether each barrier is felt rather than stands in the terrain."""
    words = [None if label is None else label.lower() for label in read_labels(frame, name)]
    refuse_rows(
        frame,
        np.array([word is not None and word not in tuple(BarrierNature) for word in words], dtype=bool),
        say("“%(name)s” holds something else than the nature of a barrier.", name=name),
        say("Natures: %(natures)s.", natures=", ".join(BarrierNature)),
    )
    return np.array([word == BarrierNature.EMOTIONAL for word in words], dtype=bool)


def one_per_person(values: FloatArray | IntArray, respondent: IntArray, people: int, name: str) -> Any:
    """Take each person's value from their rows, which must agree; the first that is stated."""
    stated = np.isfinite(values) & (values != MISSING)
    result = np.full(people, np.nan)
    rows = np.flatnonzero(stated)[::-1]  # so that the first is written last
    result[respondent[rows]] = values[rows]
    if np.any(result[respondent[rows]] != values[rows]):
        raise InvalidInputError(
            say("“%(name)s” differs between rows of one respondent.", name=name),
            say("A respondent has one; make the rows agree."),
        )
    return result


def _split(value: object) -> Collection[str]:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ()
    if isinstance(value, str):
        for separator in SEPARATORS[1:]:
            value = value.replace(separator, SEPARATORS[0])
        parts: Iterable[object] = value.split(SEPARATORS[0])
    elif isinstance(value, Iterable):
        parts = value
    else:
        parts = (value,)
    return {str(part).strip() for part in parts if str(part).strip()}
