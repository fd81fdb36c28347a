"""A receipt's secret survives being written by hand, and nothing else is taken for one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentalmap.domain.receipt_codes import read_code, receipt_hash, write_code, write_secret

SECRETS = st.binary(min_size=16, max_size=16)


@given(SECRETS)
def test_a_code_is_read_as_it_was_written(secret: bytes) -> None:
    assert read_code(write_code(secret)) == secret
    assert read_code(write_secret(secret)) == secret
    assert read_code(f"https://map.example/p/a/kvitto#{write_secret(secret)}") == secret


@given(SECRETS, st.sampled_from(["", " ", "  -", "–", ". "]))
def test_case_and_grouping_do_not_matter(secret: bytes, between: str) -> None:
    code = write_code(secret).replace("-", between)
    assert read_code(code) == secret
    assert read_code(f"  {code.lower()}\n") == secret


@given(SECRETS)
def test_letters_that_look_like_digits_are_read_as_digits(secret: bytes) -> None:
    code = write_code(secret)
    assert not set("ILOU") & set(code)
    assert read_code(code.replace("0", "o").replace("1", "l")) == secret


@given(SECRETS)
def test_a_code_is_groups_of_at_most_four(secret: bytes) -> None:
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}", write_code(secret))


@given(st.text(max_size=60))
def test_what_is_read_is_always_a_whole_secret(text: str) -> None:
    secret = read_code(text)
    assert secret is None or len(secret) == 16


@pytest.mark.parametrize(
    "text",
    ["", "#", "K7DM", "Z" * 26, "8" + "0" * 25, "U" * 26, "a" * 21, "a" * 23, "0" * 1_000_000, "\x00" * 26],
)
def test_other_writings_are_refused(text: str) -> None:
    assert read_code(text) is None


def test_only_a_hash_is_kept() -> None:
    assert receipt_hash(bytes(16)) == "374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb"
