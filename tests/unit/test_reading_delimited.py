"""Delimited text from any program arrives as the same rows, under the numbers a spreadsheet shows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange.reading import open_source
from mentalmap.exchange.reading.delimited import open_delimited
from mentalmap.exchange.reading.opened import NULL_TEXTS, Options
from tests.unit.foreign_files import read_all, write

SWEDISH = "Plats;Citat\nÅnge;Ån är djup\nÖrnsköldsvik;Blåsigt på höjden\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac-roman", "cp850"]
)
def test_swedish_letters_survive_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    rows, numbers, faults = read_all(write(tmp_path, SWEDISH, encoding=encoding))
    assert rows == [
        {"Plats": "Ånge", "Citat": "Ån är djup"},
        {"Plats": "Örnsköldsvik", "Citat": "Blåsigt på höjden"},
    ]
    assert (numbers, faults) == ([2, 3], [])


def test_a_file_that_is_not_utf_8_says_how_it_was_read(tmp_path: Path) -> None:
    with open_source(write(tmp_path, SWEDISH, encoding="cp1252")) as source:
        assert [str(note) for note in source.notes] == ["The file is not UTF-8; it was read as Windows-1252."]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found_whatever_the_name_says(tmp_path: Path, delimiter: str) -> None:
    text = f'Plats{delimiter}Citat\nNyland{delimiter}"bra, nära; fint | lugnt\tskönt"\n'
    for name in ("svar.csv", "svar"):
        rows, _, faults = read_all(write(tmp_path, text, name))
        assert rows == [{"Plats": "Nyland", "Citat": "bra, nära; fint | lugnt\tskönt"}]
        assert faults == []


def test_decimal_commas_are_told_from_delimiters(tmp_path: Path) -> None:
    path = write(tmp_path, "Plats;Lon;Lat\nNyland;17,76;63,01\nLunde;17,87;62,88\n")
    with open_source(path) as source:
        assert (source.delimiter, source.decimal_comma) == (";", True)
        assert source.columns == ("Plats", "Lon", "Lat")
    with open_source(write(tmp_path, "Plats,Lon,Lat\nNyland,17.76,63.01\n")) as source:
        assert (source.delimiter, source.decimal_comma) == (",", False)


def test_row_numbers_count_records_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = 'a;b\n1;"two\nlines"\n\n;\n2;x\n3\n4;y;z\n5;q\n'
    rows, numbers, faults = read_all(write(tmp_path, text))
    assert numbers == [2, 5, 6, 8]
    assert [row["a"] for row in rows] == ["1", "2", "3", "5"]
    assert rows[2]["b"] is None  # a missing last cell is an empty one
    assert [(fault.row, fault.doubtful) for fault in faults] == [(7, False)]
    assert "more cells" in str(faults[0].problem)


def test_lines_above_the_header_are_skipped_but_counted(tmp_path: Path) -> None:
    rows, numbers, _ = read_all(write(tmp_path, "Intervjuer i Kramfors 2016\n\nPlats;Citat\nNyland;Fint\n"))
    assert (rows, numbers) == ([{"Plats": "Nyland", "Citat": "Fint"}], [4])


def test_excels_own_hint_is_no_row(tmp_path: Path) -> None:
    rows, numbers, _ = read_all(write(tmp_path, "sep=;\r\nPlats;Citat\r\nNyland;Fint\r\n"))
    assert (rows, numbers) == ([{"Plats": "Nyland", "Citat": "Fint"}], [2])


def test_empty_cells_and_words_for_nothing_are_null_and_other_text_is_kept(tmp_path: Path) -> None:
    rows, _, _ = read_all(write(tmp_path, 'a;b\n"";NULL\n x ;NA\n   ;Nanna\nNone;0\n'))
    assert rows == [
        {"a": " x ", "b": None},
        {"a": None, "b": "Nanna"},
        {"a": "None", "b": "0"},
    ]


def test_repeated_and_empty_headers_get_names_of_their_own(tmp_path: Path) -> None:
    with open_source(write(tmp_path, "Målpunkt;Målpunkt;;x\na;b;c;d\n")) as source:
        assert source.columns == ("Målpunkt", "Målpunkt (2)", "Column 3", "x")


@pytest.mark.parametrize(
    "text",
    [
        'a;b\n1;"x\n2;y\n3;z\n',  # never closed
        'a;b\n1;"x\n2;y\n3;z"\n4;w\n',  # closed two rows further down
        'a;b\n"1;x\n2;y\n',
    ],
)
def test_a_quotation_mark_that_swallows_rows_is_reported_and_never_silent(tmp_path: Path, text: str) -> None:
    _, _, faults = read_all(write(tmp_path, text))
    assert any("quotation mark" in str(fault.problem) and not fault.doubtful for fault in faults)


def test_a_byte_that_does_not_fit_is_reported_at_its_cell(tmp_path: Path) -> None:
    content = "a;b\n" + "".join(f"Ö{i};å\n" for i in range(50))
    path = write(tmp_path, content.encode() + b"x;sk\xf6n\n" + b"y;z\n")
    rows, numbers, faults = read_all(path)
    assert len(rows) == 52 and numbers[-1] == 53
    assert [(fault.row, fault.column) for fault in faults] == [(52, "b")]


def test_a_nul_is_reported_because_no_text_may_hold_it(tmp_path: Path) -> None:
    padding = "".join(f"{i};rader med vanlig text\n" for i in range(4000))
    path = write(tmp_path, "a;b\n" + padding + "x;\0\n")
    _, _, faults = read_all(path)
    assert [(fault.row, fault.column) for fault in faults] == [(4002, "b")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bytes(range(256)) * 40, "not a text file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel"),
        (b"   \n \n", "empty"),
        (b"<html><body>Logga in</body></html>", "web page"),
        (
            b"Dear colleague, here is the text that you, and we, asked for.\nIt goes on.\nSo, you see.\n",
            "columns",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        open_source(write(tmp_path, content))


@pytest.mark.parametrize("encoding", ["rot13", "zip", "nonsense", "utf-8\0"])
def test_an_encoding_that_is_none_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(UnreadableFileError, match="encoding"):
        open_source(write(tmp_path, SWEDISH), encoding=encoding)


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n", "å"])
def test_a_delimiter_that_cannot_be_one_is_refused(tmp_path: Path, delimiter: str) -> None:
    with pytest.raises(UnreadableFileError, match="separate"):
        open_source(write(tmp_path, SWEDISH), delimiter=delimiter)


def test_batches_may_be_read_twice_and_notice_a_changed_file(tmp_path: Path) -> None:
    path = write(tmp_path, SWEDISH)
    with open_source(path) as source:
        first = [batch.table.to_pylist() for batch in source.batches()]
        assert [batch.table.to_pylist() for batch in source.batches()] == first
        path.write_text(SWEDISH + "Ny;rad\n", "utf-8")
        with pytest.raises(UnreadableFileError, match="changed"):
            list(source.batches())


def test_a_cell_larger_than_a_block_is_read(tmp_path: Path) -> None:
    long = "å" * 3_000_000
    rows, numbers, _ = read_all(write(tmp_path, f"a;b\n1;{long}\n2;x\n"))
    assert numbers == [2, 3]
    assert rows[0]["b"] == long


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=0, max_size=12
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=8), st.sampled_from(";,\t|"))
def test_what_a_csv_writer_writes_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([("första", "andra", "tredje"), *rows])
    path = write(tmp_path, text.getvalue())
    opened = open_delimited(path, Options(delimiter=delimiter, encoding="utf-8"))
    read = []
    for block in opened.blocks:
        columns = [column.to_pylist() for column in block.columns]
        read += [(number, *cells) for number, *cells in zip(block.rows.to_pylist(), *columns, strict=True)]
    expected = [
        (number, *(None if not cell.strip() or cell in NULL_TEXTS else cell for cell in row))
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() and cell not in NULL_TEXTS for cell in row)
    ]
    assert read == expected


def test_a_list_in_one_column_stays_whole_though_a_comma_occurs(tmp_path: Path) -> None:
    places = ["Nyland", "Lunde", "Ullånger", "Nora", "Kramfors, centrum", "Docksta", "Bollstabruk"]
    rows, _, faults = read_all(write(tmp_path, "Plats\n" + "\n".join(places) + "\n"))
    assert [row["Plats"] for row in rows] == places
    assert faults == []


def test_empty_cells_at_the_ends_of_all_rows_are_no_columns_but_never_hide_a_value(tmp_path: Path) -> None:
    rows, _, faults = read_all(write(tmp_path, "a;b;;\n" + "1;2;;\n" * 600 + "7;8;;9\n"))
    assert [list(row) for row in rows] == [["a", "b"]] * 601
    assert [fault.row for fault in faults] == [602]


@pytest.mark.parametrize("text", ["Plats;Citat", "Plats;Citat\n", "Plats"])
def test_a_header_alone_is_a_table_without_rows(tmp_path: Path, text: str) -> None:
    assert read_all(write(tmp_path, text)) == ([], [], [])


def test_a_header_that_looks_like_data_is_told(tmp_path: Path) -> None:
    with open_source(write(tmp_path, "17.7,63.1\n17.8,63.2\n")) as source:
        assert any("looks like data" in str(note) for note in source.notes)
