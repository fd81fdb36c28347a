import assert from "node:assert/strict";
import { test } from "node:test";
import {
  areaOf, begin, cornersMissing, drawingOf, geometryOf, lengthOf, MOST_CORNERS, whyNotDone, withCorner, withoutLast, type Drawing,
} from "../../static/js/core/drawing.ts";
import type { Position } from "../../static/js/core/payload.ts";

const HERE: Position = [18, 63];
const at = (east: number, north: number): Position => [18 + east / 50_000, 63 + north / 111_195];

function drawn(shape: Drawing["shape"], ...corners: Position[]): Drawing {
  return corners.reduce<Drawing>((drawing, corner) => {
    const next = withCorner(drawing, corner);
    assert.ok(typeof next !== "string", `${String(corner)} was refused: ${String(next)}`);
    return next;
  }, begin(shape));
}

test("every corner can be undone, back to nothing", () => {
  let drawing = drawn("area", at(0, 0), at(100, 0), at(100, 100));
  for (let left = 2; left >= 0; left -= 1) {
    drawing = withoutLast(drawing);
    assert.equal(drawing.corners.length, left);
  }
  assert.deepEqual(withoutLast(drawing), begin("area"));
  assert.equal(geometryOf(drawing), null);
});

test("a corner that was tapped twice is there once", () => {
  assert.equal(withCorner(drawn("line", HERE), HERE), "same");
  assert.equal(withCorner(drawn("line", HERE), at(0.4, 0.4)), "same");
});

test("an outline may not cross itself, and says so before the corner is taken", () => {
  const bow = drawn("area", at(0, 0), at(100, 0), at(100, 100));
  assert.equal(withCorner(bow, at(50, -50)), "crosses");
  assert.notEqual(withCorner(bow, at(0, 100)), "crosses");
});

test("an outline may not go back on itself, nor come back to a corner", () => {
  const line = drawn("area", at(0, 0), at(100, 0));
  assert.equal(withCorner(line, at(40, 0)), "crosses");
  assert.equal(withCorner(drawn("area", at(0, 0), at(100, 0), at(100, 100)), at(0, 0)), "crosses");
});

test("a line may cross itself, as ways do", () => {
  const eight = drawn("line", at(0, 0), at(100, 0), at(100, 100), at(50, -50));
  assert.equal(whyNotDone(eight), null);
});

test("an outline whose last stretch would cross it is not done", () => {
  // A spiral: each corner is free to be added, but the way home is barred.
  const spiral = drawn("area", at(0, 0), at(50, 0), at(50, 50), at(-50, 50), at(-50, -50), at(100, -50), at(100, 20));
  assert.equal(whyNotDone(spiral), "crosses");
  assert.equal(whyNotDone(withoutLast(withoutLast(spiral))), null);
});

test("a line needs two corners, an area three, and an area an inside", () => {
  assert.equal(cornersMissing(begin("line")), 2);
  assert.equal(whyNotDone(drawn("line", at(0, 0))), "few");
  assert.equal(whyNotDone(drawn("line", at(0, 0), at(5, 0))), null);
  assert.equal(whyNotDone(drawn("area", at(0, 0), at(100, 0))), "few");
  assert.equal(whyNotDone(drawn("area", at(0, 0), at(100, 0), at(200, 0))), "flat");
  assert.equal(whyNotDone(drawn("area", at(0, 0), at(100, 0), at(0, 100))), null);
});

test("nobody draws more corners than the server takes", () => {
  const full: Drawing = { shape: "line", corners: Array.from({ length: MOST_CORNERS }, (_, index) => at(index * 10, 0)) };
  assert.equal(withCorner(full, at(0, 100)), "many");
});

test("a drawing and its geometry are the same thing", () => {
  for (const drawing of [drawn("line", at(0, 0), at(10, 10)), drawn("area", at(0, 0), at(100, 0), at(0, 100))]) {
    assert.deepEqual(drawingOf(geometryOf(drawing)), drawing);
  }
  assert.equal(drawingOf({ type: "Point", coordinates: HERE }), null);
});

test("a polygon is closed and a half-drawn area is still a line", () => {
  const area = drawn("area", at(0, 0), at(100, 0), at(0, 100));
  const geometry = geometryOf(area);
  assert.ok(geometry?.type === "Polygon");
  assert.deepEqual(geometry.coordinates[0]?.[0], geometry.coordinates[0]?.at(-1));
  assert.equal(geometryOf(withoutLast(area))?.type, "LineString");
});

test("lengths are metres and areas square metres", () => {
  const north = drawn("line", [18, 63], [18, 63.01]);
  assert.ok(Math.abs(lengthOf(north) - 1_112) < 2);
  const degree = Math.cos((63 * Math.PI) / 180) * 111_195;
  const square = drawn("area", [18, 63], [18 + 100 / degree, 63], [18 + 100 / degree, 63 + 100 / 111_195], [18, 63 + 100 / 111_195]);
  assert.ok(Math.abs(areaOf(square) - 10_000) < 50);
  assert.ok(Math.abs(lengthOf(square) - 400) < 2);
});
