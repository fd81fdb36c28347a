"""What collecting holds to, as laws: texts, proofs of work, and the shape of a body."""

from __future__ import annotations

import unicodedata
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.given import GivenWhere
from mentalmap.domain.proofs import find_proof, is_proof
from mentalmap.domain.texts import find_text_fault, tidy_text
from mentalmap.domain.vocabulary import PlacedBy, Precision
from mentalmap.errors import RefusedAnswerError
from mentalmap.exchange.answering import read_response

ANY_UUID = st.uuids()


@given(st.text(max_size=200))
def test_a_tidied_text_is_never_refused_and_tidying_it_again_changes_nothing(text: str) -> None:
    tidy = tidy_text(text)
    assert find_text_fault(tidy, 200) is None
    assert tidy_text(tidy) == tidy


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"], max_codepoint=0x2FFF), max_size=80))
def test_the_writings_of_the_world_pass(text: str) -> None:
    turning = any(sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for sign in text)
    assert (find_text_fault(text, 80) is None) != turning


@pytest.mark.parametrize(
    "text", ["كلمات\u200fعربية", "نیم\u200cفاصله", "Å\n\tä ö", "👩\u200d👧", "\u200eabc"]
)
def test_marks_of_direction_and_joiners_are_letters_here(text: str) -> None:
    assert find_text_fault(text, 100) is None


@pytest.mark.parametrize("number", [*range(0x20), *range(0x7F, 0xA0)])
def test_control_characters_are_named(number: int) -> None:
    assert unicodedata.category(chr(number)) == "Cc"
    found = find_text_fault(f"a{chr(number)}b", 10)
    assert (found is None) == (chr(number) in "\n\t")


def test_a_text_is_too_long_by_one() -> None:
    assert find_text_fault("x" * 10, 10) is None
    found = find_text_fault("x" * 11, 10)
    assert found is not None
    assert found[2] == "too_long"


@given(ANY_UUID, ANY_UUID)
def test_a_proof_holds_for_one_response_to_one_survey(one: UUID, other: UUID) -> None:
    nonce = find_proof("2026", one, bits=6)
    assert is_proof("2026", one, nonce, bits=6)
    proofs = [is_proof("2026", one, str(number), bits=6) for number in range(int(nonce))]
    assert not any(proofs)
    if one != other:
        everywhere = all(is_proof(f"survey-{number}", other, nonce, bits=6) for number in range(9))
        assert not everywhere


@pytest.mark.parametrize("nonce", [None, "", "-1", "1.0", "١", "1" * 21, " 1", "0x1"])
def test_what_is_no_number_is_no_proof(nonce: str | None) -> None:
    assert not is_proof("2026", UUID(int=0), nonce, bits=0)


@given(st.sampled_from(PlacedBy), st.sampled_from(Precision), st.booleans(), st.booleans())
def test_what_was_said_by_area_or_in_words_is_known_to_the_area_only(
    by: PlacedBy, precision: Precision, names_area: bool, has_words: bool
) -> None:
    where = GivenWhere(
        by, precision, area="A" if names_area else None, words="Vid bron" if has_words else None
    )
    coarse = names_area or has_words or by is PlacedBy.WORDS
    assert where.stored_precision() is (Precision.VILLAGE if coarse else precision)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with pytest.raises(RefusedAnswerError) as refused:
        read_response(body)
    assert 1 <= len(refused.value.faults) <= 50
    assert all(fault.pointer.startswith("#") for fault in refused.value.faults)
