"""Proof of work: a small calculation per answer, so that one is cheap and thousands are dear."""

from __future__ import annotations

import hashlib
from uuid import UUID

PROOF_BITS = 15
"""Zero bits wanted: some 33,000 tries on average, under a second on an old phone."""

LONGEST_NONCE = 20


def is_proof(survey_slug: str, response_id: UUID, nonce: str | None, bits: int = PROOF_BITS) -> bool:
    """
    Tell whether a nonce proves the work for one response to one survey.

    SHA-256 of `mentalmap:<survey>:<id>:<nonce>` must begin with `bits` zero bits; the nonce is of decimal
    digits and chosen by the sender. See static/js/answer/proof.ts, which looks for it.
    """
    if nonce is None or not (0 < len(nonce) <= LONGEST_NONCE and nonce.isascii() and nonce.isdigit()):
        return False
    digest = hashlib.sha256(f"mentalmap:{survey_slug}:{response_id}:{nonce}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def find_proof(survey_slug: str, response_id: UUID, bits: int = PROOF_BITS) -> str:
    """Find the smallest nonce that proves the work."""
    nonce = 0
    while not is_proof(survey_slug, response_id, str(nonce), bits):
        nonce += 1
    return str(nonce)
