"""Words of a file become the method's codes, or a fault; never a guess."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.errors import ImportRejectedError
from mentalmap.exchange.coding.background import (
    age_band_of,
    understand_age,
    understand_day,
    understand_valence,
)
from mentalmap.exchange.coding.cells import WordCoder, encode, numbers_of, trimmed
from mentalmap.exchange.coding.closed_lists import understand_closed, understand_language
from mentalmap.exchange.coding.open_lists import MOST_CODES, OpenList, slug_of
from mentalmap.exchange.mapping import ImportField, ValenceOptions
from mentalmap.store.codebooks import CODE
from mentalmap.store.responses import AGE_BAND

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("34", "30-49"),
        ("34.0", "30-49"),
        ("15", "0-15"),
        ("16", "16-29"),
        ("65", "65+"),
        ("120", "65+"),
        ("34 år", "30-49"),
        ("30-49", "30-49"),
        ("30–49 år", "30-49"),
        ("30 till 49", "30-49"),
        ("18 - 25", "18-25"),
        ("65+", "65+"),
        ("65 år och äldre", "65+"),
        ("över 65", "65+"),
        ("80 or older", "80+"),
        ("under 16", "0-15"),
        ("yngre än 18 år", "0-17"),
        ("<16", "0-15"),
    ],
)
def test_ages_are_read_as_people_write_them(text: str, band: str) -> None:
    assert age_band_of(text) == band


@pytest.mark.parametrize("text", ["", "121", "1985", "49-30", "pensionär", "-5", "3 4", "30-490", "under 0"])
def test_what_is_no_age_is_not_made_one(text: str) -> None:
    assert age_band_of(text) is None


def test_a_year_of_birth_becomes_an_age_where_the_year_of_asking_is_known() -> None:
    assert understand_age({}, 2016)("1985").word == "30-49"
    fault = understand_age({}, None)("1985").fault
    assert fault is not None and "--starts" in str(fault.remedy)
    assert understand_age({}, 2016)("2017").fault is not None


@given(st.text(max_size=12))
def test_any_age_band_fits_the_database(text: str) -> None:
    import re

    band = age_band_of(text)
    assert band is None or re.search(AGE_BAND, band)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-31", date(2024, 5, 31)),
        ("2015-07-02T15:04:43.000Z", date(2015, 7, 2)),
        ("2024-05-31 00:00:00", date(2024, 5, 31)),
        ("20240531", date(2024, 5, 31)),
        ("31/5/2024", date(2024, 5, 31)),
        ("31.05.2024", date(2024, 5, 31)),
        ("3/4/2024", date(2024, 4, 3)),
        ("1969-12-31", date(1969, 12, 31)),
    ],
)
def test_days_are_read_with_the_day_before_the_month(text: str, day: date) -> None:
    meaning = understand_day({}, None, TODAY)(text)
    assert meaning.fault is None
    assert meaning.word == (day - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-02-30", "unknown_date"),
        ("i somras", "unknown_date"),
        ("2026-11-22", "future_date"),
        ("0001-01-01", "unknown_date"),
        ("13/13/2024", "unknown_date"),
    ],
)
def test_a_day_that_cannot_be_is_a_fault(text: str, code: str) -> None:
    fault = understand_day({}, None, TODAY)(text).fault
    assert fault is not None and fault.code == code


def test_a_date_format_goes_before_our_own_reading() -> None:
    meaning = understand_day({}, "%m/%d/%Y", TODAY)("3/4/2024")
    assert meaning.word == (date(2024, 3, 4) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("text", "scale", "valence"),
    [
        ("-2", None, -2),
        ("−1", None, -1),
        ("+1", None, 1),
        ("1,0", None, 1),
        ("mycket bra", None, 2),
        ("1", (1, 5), -2),
        ("3", (1, 5), 0),
        ("1", (5, 1), 2),
        ("10", (0, 10), 2),
    ],
)
def test_a_valence_is_brought_to_the_scale(
    text: str, scale: tuple[float, float] | None, valence: int
) -> None:
    meaning = understand_valence({}, ValenceOptions(scale=scale), decimal_comma=True)(text)
    assert (meaning.word, meaning.fault) == (valence, None)


def test_a_valence_between_two_steps_needs_to_be_a_mean() -> None:
    asked = understand_valence({}, ValenceOptions(scale=(1, 5)), decimal_comma=False)("3.3")
    mean = understand_valence({}, ValenceOptions(scale=(1, 5), summary=True), decimal_comma=False)("3.3")
    assert asked.fault is not None and asked.fault.code == "valence_not_whole"
    assert mean.word == pytest.approx(0.3)


def test_the_mappings_words_go_before_ours_and_may_say_nothing() -> None:
    understand = understand_closed(ImportField.GENDER, {"K": "man", "Hemligt": ""})
    assert understand("K").word == "man"
    assert understand("k").word == "man"
    assert (understand("hemligt").word, understand("hemligt").fault) == (None, None)
    assert understand("kvinna").word == "woman"


@pytest.mark.parametrize("text", ["-", "–", "?", "vet ej", "Vill ej svara", "unknown"])
def test_saying_nothing_is_no_fault(text: str) -> None:
    meaning = understand_closed(ImportField.GENDER, {})(text)
    assert (meaning.word, meaning.fault) == (None, None)


@given(st.text(max_size=30))
def test_whatever_stands_there_has_a_meaning_or_a_fault(text: str) -> None:
    for field in (ImportField.KIND, ImportField.CHANNEL, ImportField.PRECISION, ImportField.NATURE):
        meaning = understand_closed(field, {})(text)
        assert meaning.word is None or meaning.fault is None
    language = understand_language({})(text).word
    assert language is None or len(language) <= 16


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Trygghet & belysning på kvällen", "trygghet-belysning-pa-kvallen"),
        ("  ÅÄÖ  ", "aao"),
        ("Café/Bar", "cafe-bar"),
        ("x" * 80, "x" * 64),
        ("!!!", ""),
    ],
)
def test_a_code_is_made_of_its_label(label: str, slug: str) -> None:
    assert slug_of(label) == slug


@given(st.text(max_size=90))
def test_any_code_fits_the_database(label: str) -> None:
    import re

    slug = slug_of(label)
    assert slug == "" or re.fullmatch(CODE.replace("[:alnum:]", r"\w").strip("^$"), slug)


def test_a_list_is_a_set_and_known_labels_keep_their_codes() -> None:
    themes = OpenList(ImportField.THEMES, {"ljus": ["Belysning", "Lighting"]}, {}, (";", "|"))
    assert themes.understand("lighting; Belysning |Trafik").word == ("ljus", "trafik")
    assert themes.understand("Trafik;ljus").word == ("ljus", "trafik")
    assert themes.new == {"trafik": "Trafik"}


@pytest.mark.parametrize(("locale", "label"), [("sv", "Natur"), ("en", "Nature")])
def test_a_word_of_the_method_keeps_its_name_and_what_only_goes_with_it_stays_itself(
    locale: str, label: str
) -> None:
    purposes = OpenList(ImportField.PURPOSES, {}, {}, (";",), locale)
    assert purposes.understand("Fiske; friluftsliv").word == ("fiske", "nature")
    assert purposes.new == {"fiske": "Fiske", "nature": label}


def test_words_that_the_mapping_merges_are_one_word() -> None:
    themes = OpenList(ImportField.THEMES, {}, {"Mörkt": "Belysning", "Dunkelt": "Belysning;Trygghet"}, (";",))
    assert themes.understand("Mörkt").word == ("belysning",)
    assert themes.understand("Dunkelt").word == ("belysning", "trygghet")


def test_a_list_does_not_grow_past_what_people_tell_apart() -> None:
    themes = OpenList(ImportField.THEMES, {}, {}, (";",))
    for number in range(MOST_CODES):
        themes.understand(f"tema {number}")
    with pytest.raises(ImportRejectedError):
        themes.understand("ett till")


def test_numbers_are_read_as_a_column_or_each_by_itself() -> None:
    values, bad = numbers_of(pa.array(["1.5", None, "-2"]), decimal_comma=False)
    assert (values[0], values[2], bad.any()) == (1.5, -2, False)
    values, bad = numbers_of(pa.array(["6 985 000,5", "abc", None]), decimal_comma=True)
    assert (values[0], bad.tolist()) == (6985000.5, [False, True, False])


def test_blanks_are_no_text() -> None:
    assert trimmed(pa.chunked_array([["  a ", "   "], [None]])).to_pylist() == ["a", None, None]


@given(
    st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", "c", "bad"])), max_size=30), st.integers(1, 5)
)
def test_a_code_means_the_same_in_every_batch(texts: list[str | None], size: int) -> None:
    coder = WordCoder(understand_closed(ImportField.KIND, {"a": "pride", "b": "problem", "c": "pride"}))
    meant: list[str | None] = []
    for start in range(0, len(texts), size):
        codes, _ = coder.code(pa.array(texts[start : start + size], pa.string()))
        meant += [coder.words(codes).at(row) for row in range(len(codes))]
    expected = {"a": "pride", "b": "problem", "c": "pride"}
    assert meant == [expected.get(text) if text else None for text in texts]


def test_positions_point_at_the_distinct_texts() -> None:
    positions, distinct = encode(pa.array(["x", None, "y", "x"], pa.string()))
    assert [None if at < 0 else distinct[at] for at in positions] == ["x", None, "y", "x"]
