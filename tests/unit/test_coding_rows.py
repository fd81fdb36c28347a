"""Keys of rows, respondents across batches, and the text that COPY reads."""

import csv
import io
import json
from datetime import date
from uuid import UUID, uuid4

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.perceptions import MISSING
from mentalmap.errors import InvalidInputError
from mentalmap.exchange.coding import copy_text, keys
from mentalmap.exchange.coding.columns import CodedResponses, Words, days_since_1970, uuid_bytes
from mentalmap.exchange.coding.problems import MOST_LISTED, CellFault, ProblemLog, Severity
from mentalmap.exchange.coding.respondents import BACKGROUND, RespondentRegister
from mentalmap.exchange.mapping import ImportField as F
from mentalmap.messages import say

CELLS = st.lists(st.tuples(*[st.one_of(st.none(), st.text(max_size=4))] * 3), min_size=1, max_size=20)


@given(CELLS)
def test_rows_have_one_hash_exactly_where_they_say_the_same(rows: list[tuple[str | None, ...]]) -> None:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    hashes = [row.tobytes() for row in keys.row_hashes(columns)]
    separators = {"\x1e", "\x1f"}
    if not any(separators & set(cell or "") for row in rows for cell in row):
        assert len(set(hashes)) == len(set(rows))


def test_a_hash_does_not_depend_on_where_a_batch_begins() -> None:
    column = pa.array(["a", "b", "c", "d"])
    whole = keys.row_hashes([column, column])
    part = keys.row_hashes([column.slice(2), column.slice(2)])
    assert np.array_equal(whole[2:], part)


def test_a_hash_is_the_same_tomorrow() -> None:
    [row] = keys.row_hashes([pa.array(["Nyland"]), pa.array([None], pa.string())])
    assert row.tobytes().hex() == "e3b008c22e9d33a784254c409539539b"


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 7))
def test_repeated_rows_are_counted_across_batches(rows: list[int], size: int) -> None:
    seen: dict[int, int] = {}
    expected = []
    for row in rows:
        expected.append(seen.get(row, 0))
        seen[row] = expected[-1] + 1
    counter = keys.Occurrences()
    counted: list[int] = []
    for start in range(0, len(rows), size):
        texts = [str(row) for row in rows[start : start + size]]
        counted += counter.count(keys.text_hashes(texts)).tolist()
    assert counted == expected


def test_keys_of_two_purposes_or_two_occurrences_differ() -> None:
    hashes = keys.text_hashes(["a", "a", "b"])
    made = [
        keys.masked(hashes, "p", "s", "response"),
        keys.masked(hashes, "p", "s", "perception"),
        keys.masked(hashes, "p", "t", "response"),
    ]
    assert len({row.tobytes() for block in made for row in block}) == 6
    assert len({row.tobytes() for row in keys.numbered(hashes, np.array([0, 1, 0]))}) == 3


def codes(**given: list[int]) -> dict[F, np.ndarray]:
    n = len(next(iter(given.values())))
    stated = {F(name): np.array(column, dtype=np.int32) for name, column in given.items()}
    return {field: stated.get(field, np.full(n, MISSING, dtype=np.int32)) for field in BACKGROUND}


def test_a_respondent_is_one_response_in_all_batches() -> None:
    register = RespondentRegister()
    first = register.enter(np.array([0, 1, 0]), ["A", "B"], codes(gender=[1, -1, -1]))
    second = register.enter(np.array([0, 1, -1]), ["B", "C"], codes(gender=[0, 0, -1]))
    assert first.index.tolist() == [0, 1, 0]
    assert second.index.tolist() == [1, 2, 3]
    assert first.background[F.GENDER].tolist() == [1, -1]
    assert second.background[F.GENDER].tolist() == [0, -1]


def test_background_that_comes_late_is_handed_in_at_the_end() -> None:
    register = RespondentRegister()
    register.enter(np.array([0]), ["A"], codes(age=[-1]))
    register.enter(np.array([0]), ["A"], codes(age=[4]))
    numbers, background = register.late()
    assert (numbers.tolist(), background[F.AGE].tolist()) == ([0], [4])


def test_the_first_word_stands_and_the_others_are_told() -> None:
    register = RespondentRegister()
    entered = register.enter(np.array([0, 0, 0, 1]), ["A", "B"], codes(gender=[-1, 1, 0, 0]))
    assert entered.background[F.GENDER].tolist() == [1, 0]
    assert entered.contradictions[F.GENDER].tolist() == [2]


@given(st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 2)), max_size=30), st.integers(1, 6))
def test_batches_do_not_change_who_is_who(rows: list[tuple[int, int]], size: int) -> None:
    names = [str(number) for number in range(5)]

    def entered(size: int) -> tuple[list[int], int]:
        register = RespondentRegister()
        index: list[int] = []
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            who = np.array([row[0] for row in part], dtype=np.int32)
            index += register.enter(who, names, codes(age=[row[1] for row in part])).index.tolist()
        return index, register.count

    assert entered(size) == entered(max(len(rows), 1))


def parsed(*columns: pa.Array) -> list[list[str]]:
    return list(csv.reader(io.StringIO(copy_text.as_csv(columns).decode())))


def test_copy_tells_null_from_the_empty_text() -> None:
    text = copy_text.as_csv(
        [copy_text.text_column(["", None, 'he said "x", and\nleft'], 3), pa.array([1, 2, 3])]
    )
    assert text.decode() == '"",1\n,2\n"he said ""x"", and\nleft",3\n'


def test_points_and_shapes_are_written_as_postgis_reads_them() -> None:
    line = shapely.LineString([(17, 62), (18, 63)])
    lon, lat = np.array([17.8, np.nan, np.nan]), np.array([62.9, np.nan, np.nan])
    shapes = np.array([None, None, line], dtype=object)
    written = copy_text.geometry_column(lon, lat, shapes, 3).to_pylist()
    point, nothing, drawn = (None if text is None else shapely.from_wkb(text) for text in written)
    assert (point, nothing, drawn) == (shapely.Point(17.8, 62.9), None, line)
    assert shapely.get_srid(point) == shapely.get_srid(drawn) == 4326


def test_keys_words_days_and_numbers_are_written_as_text() -> None:
    key = uuid4()
    [row] = parsed(
        copy_text.key_column(uuid_bytes([key]), 1),
        copy_text.key_column(uuid_bytes([key]), 1, b"\\x"),
        copy_text.word_column(Words.of(["a"]), ["x"], 1),
        copy_text.day_column(days_since_1970([date(1969, 12, 31)]), 1),
        copy_text.number_column(np.array([np.nan]), 1),
        copy_text.constant_column(True, 1),
    )
    assert UUID(row[0]) == key
    assert row[1:] == ["\\x" + key.hex, "x", "1969-12-31", "", "true"]


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(InvalidInputError):
        CodedResponses(uuid_bytes([uuid4()]), Words.same("web", 2))


FAULT = CellFault("odd", say("It is odd."), say("Look."), Severity.DOUBTFUL)


def test_a_log_lists_up_to_a_limit_and_counts_beyond() -> None:
    log = ProblemLog()
    for row in range(MOST_LISTED + 5):
        log.add(row, "c", "v", FAULT)
    assert (len(log.listed), log.unlisted) == (MOST_LISTED, 5)
    assert log.counts[Severity.DOUBTFUL, "odd"] == MOST_LISTED + 5


def test_a_problem_for_machines_has_stable_keys() -> None:
    log = ProblemLog()
    log.add(7, "c", "v\x1b", FAULT)
    [problem] = log.sorted()
    assert json.loads(json.dumps(problem.as_dict())) == {
        "row": 7,
        "column": "c",
        "value": "v",
        "code": "odd",
        "severity": "doubtful",
        "problem": "It is odd.",
        "remedy": "Look.",
    }
