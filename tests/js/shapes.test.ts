import assert from "node:assert/strict";
import { test } from "node:test";
import { circleRadius, flowWidth, largestRadius, legendSteps } from "../../static/js/core/scales.ts";
import { flowCurve, flowOutline, ringParts, teeth, wave } from "../../static/js/core/shapes.ts";

const numbersOf = (path: string): number[] => [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

test("a circle of four times the people has four times the area", () => {
  assert.ok(Math.abs(circleRadius(200, 200) / circleRadius(50, 200) - 2) < 1e-9);
});

test("flows are as wide as people are many, and never too thin to be seen", () => {
  assert.ok(Math.abs(flowWidth(40, 40) / flowWidth(20, 40) - 2) < 1e-9);
  assert.ok(flowWidth(1, 10_000) >= 1);
});

test("circles shrink on small maps and never outgrow the largest", () => {
  assert.ok(largestRadius(390, 500) < largestRadius(1200, 900));
  assert.equal(largestRadius(4000, 4000), largestRadius(1200, 900));
});

test("legend steps are round, fall, and show nothing that the map never shows", () => {
  assert.deepEqual(legendSteps(168), [100, 20, 10]);
  assert.deepEqual(legendSteps(30, 5), [20, 5]);
  assert.deepEqual(legendSteps(0), []);
});

test("every purpose has its part of the ring, however small", () => {
  const parts = ringParts([["trade", 500], ["school", 1], ["nothing", 0]], 20, 14, 2);
  assert.deepEqual(parts.map(({ code }) => code), ["trade", "school"]);
  for (const { path } of parts) assert.ok(!path.includes("NaN"));
  assert.equal(ringParts([["trade", 0]], 20, 14, 2).length, 0);
});

test("a ring is divided by the people of the place: one purpose of a few does not fill it", () => {
  const half = ringParts([["trade", 5]], 20, 14, 0, 10);
  assert.equal(half.length, 1);
  assert.match(half[0]!.path, /^M0 -20A20 20 0 0 1 0 20L0 14/, "from twelve o'clock to six");
});

test("purposes that people named more than once fill the ring and no more", () => {
  const full = ringParts([["trade", 10], ["school", 10]], 20, 14, 0, 10);
  assert.match(full[1]!.path, /^M0 20A20 20 0 0 1 -?0 -20/);
  assert.deepEqual(ringParts([["trade", 10]], 20, 14, 2, 10), ringParts([["trade", 10]], 20, 14, 2));
});

test("there and back do not cover each other", () => {
  const [a, b] = [{ x: 0, y: 0 }, { x: 100, y: 0 }];
  const there = flowCurve(a, b)[12]!;
  const back = flowCurve(b, a)[12]!;
  assert.ok(there.y * back.y < 0);
});

test("a flow ends at its destination with a point, and one that stays is a ring", () => {
  assert.match(flowOutline({ x: 0, y: 0 }, { x: 100, y: 40 }, 10), /L100 40L/);
  assert.match(flowOutline({ x: 5, y: 5 }, { x: 5, y: 5 }, 10), /A/);
});

test("decorations survive lines without length", () => {
  const nowhere = [{ x: 3, y: 3 }, { x: 3, y: 3 }];
  for (const path of [teeth(nowhere, 16, 5), wave(nowhere, 14, 3), teeth([], 16, 5), wave([], 14, 3)]) {
    assert.ok(numbersOf(path).every(Number.isFinite));
  }
});

test("teeth stand on one side of a line", () => {
  const path = teeth([{ x: 0, y: 0 }, { x: 100, y: 0 }], 20, 6);
  assert.ok(path.split("Z").length > 4);
  const heights = [...path.matchAll(/L-?[\d.]+ (-?[\d.]+)L/g)].map((match) => Number(match[1]));
  assert.ok(heights.every((y) => y === -6));
});
