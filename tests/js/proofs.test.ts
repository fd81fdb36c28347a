import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sha256 } from "@noble/hashes/sha2";
import { isProof, searchProof, zeroBits, type Hash } from "../../static/js/core/proofs.ts";

interface Vector {
  readonly survey: string; readonly id: string; readonly nonce: string; readonly bits: number;
  /** No smaller number proves it. */
  readonly first: boolean;
  readonly proves: boolean;
}
/** Also read by tests/unit/test_proof_vectors.py: server and browser agree. */
const vectors = JSON.parse(readFileSync(new URL("./proof_vectors.json", import.meta.url), "utf8")) as Vector[];
const nodes: Hash = (bytes) => createHash("sha256").update(bytes).digest();

test("browser and server agree on what a proof is", () => {
  for (const { survey, id, nonce, bits, proves } of vectors) {
    assert.equal(isProof(survey, id, nonce, bits, sha256), proves, `${survey} ${nonce} ${bits}`);
  }
});

test("the search finds the first number that proves the work", () => {
  for (const { survey, id, nonce, bits, first } of vectors) {
    if (first) assert.equal(searchProof(survey, id, bits, sha256, 0, 1_000_000), nonce);
  }
});

test("the search gives up after its slice and goes on where it stood", () => {
  const { survey, id, nonce, bits } = vectors.find((one) => one.first && one.bits === 15) as Vector;
  assert.equal(searchProof(survey, id, bits, sha256, 0, Number(nonce)), null);
  assert.equal(searchProof(survey, id, bits, sha256, Number(nonce), 1), nonce);
});

test("the page's hash is SHA-256", () => {
  for (const text of ["", "å", "mentalmap:x:y:0", "a".repeat(200)]) {
    const bytes = new TextEncoder().encode(text);
    assert.deepEqual(Buffer.from(sha256(bytes)), nodes(bytes));
  }
});

test("zero bits are counted from the first bit on", () => {
  assert.equal(zeroBits(Uint8Array.of(0x80)), 0);
  assert.equal(zeroBits(Uint8Array.of(0x01)), 7);
  assert.equal(zeroBits(Uint8Array.of(0, 0x40, 0xff)), 9);
  assert.equal(zeroBits(Uint8Array.of(0, 0)), 16);
});
