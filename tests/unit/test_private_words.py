"""Hints about words that tell who somebody is: for a person's eyes, and not too many."""

import pytest

from mentalmap.domain.private_words import PrivateWord, find_private_words


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Skriv till anna.berg@example.se", PrivateWord.MAIL),
        ("Ring 070-123 45 67", PrivateWord.PHONE),
        ("Ring +46 70 123 45 67", PrivateWord.PHONE),
        ("Jag heter 19850312-1234", PrivateWord.IDENTITY_NUMBER),
        ("850312-1234", PrivateWord.IDENTITY_NUMBER),
        ("se https://example.se/x", PrivateWord.LINK),
        ("se www.example.se", PrivateWord.LINK),
    ],
)
def test_what_may_tell_who_somebody_is_is_pointed_out(written: str, found: PrivateWord) -> None:
    assert found in find_private_words(written)


@pytest.mark.parametrize(
    "written", ["", "Sedan 1985 har vi bott här", "Bussen går 07.15 och 16.40", "Väg 90 och E4", "@ kajen"]
)
def test_ordinary_words_are_left_in_peace(written: str) -> None:
    assert find_private_words(written) == ()
