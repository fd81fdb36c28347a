"""Excel workbooks as interviewers keep them: titles, several sheets, merged cells, dates, formulas."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading import open_source
from tests.unit.foreign_files import read_all, replace_member, write, write_workbook


def test_the_sheet_with_most_rows_is_read_below_its_title(tmp_path: Path) -> None:
    sheets = {
        "Om": [["Om undersökningen"], ["Den gjordes 2016"]],
        "Svar": [["Intervjuer i Kramfors"], [], ["Nr", "Målpunkt"], [1, "Nyland"], [], [2, "Lunde"]],
    }
    path = write_workbook(tmp_path / "svar.xlsx", sheets)
    rows, numbers, faults = read_all(path)
    assert rows == [{"Nr": "1", "Målpunkt": "Nyland"}, {"Nr": "2", "Målpunkt": "Lunde"}]
    assert (numbers, faults) == ([4, 6], [])
    with open_source(path) as source:
        assert source.sheet == "Svar"
        assert any("“Svar” was read" in str(note) for note in source.notes)
    assert read_all(path, sheet="Om")[0] == [{"Om undersökningen": "Den gjordes 2016"}]


def test_values_are_written_canonically(tmp_path: Path) -> None:
    row = [1, 2.0, 0.1, True, date(2016, 3, 1), datetime(2016, 3, 1, 14, 30), time(9, 15), "  å ", "NA", None]
    header = [f"k{i}" for i in range(len(row))]
    [read], _, _ = read_all(write_workbook(tmp_path / "a.xlsx", {"S": [header, row]}))
    assert list(read.values()) == [
        "1",
        "2",
        "0.1",
        "true",
        "2016-03-01",
        "2016-03-01T14:30:00",
        "09:15:00",
        "  å ",
        None,
        None,
    ]


def test_cells_merged_downwards_hold_their_value_in_every_row(tmp_path: Path) -> None:
    sheets = {
        "S": [["Person", "Plats"], ["A", "Nyland"], [None, "Lunde"], [None, "Ullånger"], [None, "Nora"]]
    }
    rows, _, _ = read_all(write_workbook(tmp_path / "a.xlsx", sheets, merge="A2:A4"))
    assert [row["Person"] for row in rows] == ["A", "A", "A", None]


def test_a_formula_without_a_saved_result_is_reported(tmp_path: Path) -> None:
    sheets = {"S": [["a", "b"], [1, "=A2*2"], ["#REF!", 5]]}
    rows, _, faults = read_all(write_workbook(tmp_path / "a.xlsx", sheets))
    assert rows == [{"a": "1", "b": None}, {"a": None, "b": "5"}]
    assert [(fault.row, fault.column) for fault in faults] == [(2, "b"), (3, "a")]


def test_columns_without_name_are_called_by_their_letter(tmp_path: Path) -> None:
    sheets = {"S": [["a", None, "b", None], [1, "x", 2, None], [3, None, 4, None]]}
    rows, _, _ = read_all(write_workbook(tmp_path / "a.xlsx", sheets))
    assert rows[0] == {"a": "1", "Column B": "x", "b": "2"}


def test_an_unknown_sheet_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Svar": [["a", "b"], [1, 2]]})
    with pytest.raises(UnreadableFileError) as refused:
        open_source(path, sheet="Svaren")
    assert "Svar" in str(refused.value.remedy)


def test_a_workbook_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no sheet holds a table"):
        open_source(write_workbook(tmp_path / "a.xlsx", {"Tom": []}))


def test_a_torn_workbook_is_refused_in_words(tmp_path: Path) -> None:
    whole = write_workbook(
        tmp_path / "a.xlsx", {"S": [["a", "b"], *[[i, str(i)] for i in range(500)]]}
    ).read_bytes()
    for size in (30, 200, len(whole) // 2, len(whole) - 30):
        with pytest.raises(UnreadableFileError):
            read_all(write(tmp_path, whole[:size], "torn.xlsx"))


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_broken_xml_inside_is_refused_in_words(tmp_path: Path, member: str) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, 2]]})
    with pytest.raises(UnreadableFileError, match=r"workbook|damaged|table"):
        read_all(replace_member(path, member, b"<worksheet><sheetData><row"))
