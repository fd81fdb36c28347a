import assert from "node:assert/strict";
import { test } from "node:test";
import { readCode, writeCode } from "../../static/js/core/receipt_codes.ts";

const SECRETS = ["AAAAAAAAAAAAAAAAAAAAAA", "_____________________w", "s-EJus2eULR2QEYjnRgZyQ"];

test("a code is read back, in any case and grouping, and so is the link", () => {
  for (const secret of SECRETS) {
    const code = writeCode(secret);
    assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}$/);
    for (const written of [code, code.toLowerCase(), code.replaceAll("-", " "), code.replaceAll("1", "l").replaceAll("0", "o")]) {
      assert.equal(readCode(written), secret);
    }
    assert.equal(readCode(`  https://example.org/p/x/kvitto#${secret}\n`), secret);
  }
});

test("what is no code is none, however long or strange", () => {
  for (const text of ["", "#", "hello", "A".repeat(21), "A".repeat(23), "Z".repeat(26), "U".repeat(26), "س".repeat(26), "-".repeat(1e6), "AAAAAAAAAAAAAAAAAAAAAB"]) {
    assert.equal(readCode(text), null, text.slice(0, 30));
  }
});
