"""Server and browser agree on what a proof of work is: tests/js/proofs.test.ts reads the same examples."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from mentalmap.domain.proofs import find_proof, is_proof


def test_server_and_browser_agree_on_what_a_proof_is(project_root: Path) -> None:
    vectors = json.loads((project_root / "tests/js/proof_vectors.json").read_text(encoding="utf-8"))
    assert {one["proves"] for one in vectors} == {True, False}
    for one in vectors:
        response = UUID(one["id"])
        assert is_proof(one["survey"], response, one["nonce"], one["bits"]) is one["proves"], one
        if one["first"]:
            assert find_proof(one["survey"], response, one["bits"]) == one["nonce"]
