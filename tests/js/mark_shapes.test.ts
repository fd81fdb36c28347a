import assert from "node:assert/strict";
import { test } from "node:test";
import { MARK_KINDS, shapeOfMark } from "../../static/js/core/mark_shapes.ts";

test("every kind has a shape of its own", () => {
  assert.equal(new Set(MARK_KINDS.map((kind) => shapeOfMark(kind, 6))).size, MARK_KINDS.length);
});

test("a kind that is not known yet is drawn all the same", () => {
  for (const odd of ["", "constructor", "<svg>"]) assert.match(shapeOfMark(odd, 6), /^M[-\d. AHLVZ]+$/);
});
