"""People's words become our codes, and unknown words stay unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.synonyms import FIELDS, code_for, fold
from mentalmap.domain.vocabulary import BarrierNature, Channel, Gender, Kind, Precision, ValenceSource


@pytest.mark.parametrize(
    ("field", "members"),
    [
        ("kind", Kind),
        ("gender", Gender),
        ("channel", Channel),
        ("precision", Precision),
        ("nature", BarrierNature),
        ("valence_source", ValenceSource),
    ],
)
def test_every_code_means_itself(field: str, members: type[Kind]) -> None:
    assert [code_for(field, member.value) for member in members] == [member.value for member in members]


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("kind", "MÅLPUNKTER:", "destination"),
        ("kind", "Stråk", "route"),
        ("kind", "önskemål ", "wish"),
        ("kind", "o\u0308nskan", "wish"),  # ö as o with a combining mark
        ("gender", "Kvinna", "woman"),
        ("gender", "F", "woman"),
        ("gender", "Icke-binär", "other"),
        ("channel", "medborgardialog", "workshop"),
        ("nature", "Mental", "emotional"),
        ("valence", "−2", "-2"),
        ("valence", "+1", "1"),
        ("valence", "Mycket bra", "2"),
        ("purposes", "Handla", "trade"),
    ],
)
def test_words_of_both_languages_are_known(field: str, text: str, code: str) -> None:
    assert code_for(field, text) == code


@pytest.mark.parametrize(
    ("field", "text"),
    [("kind", "målpunktX"), ("kind", ""), ("valence", "5"), ("valence", "0.5"), ("colour", "red")],
)
def test_unknown_words_stay_unknown(field: str, text: str) -> None:
    assert code_for(field, text) is None


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=40))
def test_any_text_is_either_known_or_not(field: str, text: str) -> None:
    assert code_for(field, text) is None or isinstance(code_for(field, text), str)
