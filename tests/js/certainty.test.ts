import assert from "node:assert/strict";
import { test } from "node:test";
import { certaintyOf, CERTAINTIES, classOf, colorOf, fanCells, PALETTE, suppressedColor } from "../../static/js/core/certainty.ts";
import { CHANGE_BREAKS, colorOfChange, findingOf } from "../../static/js/core/change.ts";
import { alphaOfPeople, paintOfCell } from "../../static/js/core/grid_cells.ts";
import { contrast, inkOn } from "../../static/js/core/ink.ts";
import type { Feature } from "../../static/js/core/payload.ts";

test("the fan has seven, five and three cells, neutral in the middle of each", () => {
  const cells = CERTAINTIES.map((certainty) => fanCells(certainty));
  assert.deepEqual(cells.map((row) => row.length), [7, 5, 3]);
  assert.deepEqual(cells[0]!.map(({ color }) => color), PALETTE);
  assert.deepEqual(cells.map((row) => row[(row.length - 1) / 2]!.step), [0, 0, 0]);
});

test("the less sure, the closer to grey, and outer classes can no longer be told apart", () => {
  const spread = (color: string): number => {
    const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    return Math.max(...channels) - Math.min(...channels);
  };
  for (const step of [-3, -1, 1, 3]) {
    const [sure, fair, unsure] = CERTAINTIES.map((certainty) => spread(suppressedColor(step, certainty)));
    assert.ok(sure! > fair! && fair! > unsure!, `class ${step}`);
  }
  assert.equal(suppressedColor(3, 1), suppressedColor(2, 1));
  assert.equal(suppressedColor(-3, 2), suppressedColor(-1, 2));
  assert.notEqual(suppressedColor(-1, 2), suppressedColor(1, 2));
});

test("an estimate without an interval is unsure, whatever it says", () => {
  assert.equal(certaintyOf(null, null), 2);
  assert.equal(certaintyOf(0.1, 0.8), 0, "half of 0.7 is still sure, though floats make it a little more");
  assert.equal(certaintyOf(0.1, 0.81), 1);
  assert.equal(colorOf(1.9, null, null), suppressedColor(1, 2));
});

test("turning a valence round turns its class round; on a break it belongs nearer to neutral", () => {
  for (const valence of [0, 0.2, 0.25, 0.26, 0.75, 1.1, 1.25, 1.3, 2]) assert.equal(classOf(-valence) + classOf(valence), 0);
  assert.deepEqual([0.25, 0.1 + 0.15, 0.2501, 1.25, 2].map((valence) => classOf(valence)), [0, 0, 1, 2, 3]);
});

const changed = (properties: object): Feature => ({
  type: "Feature", id: "x", geometry: null, properties: { name: "x", people: 9, marks: 9, status: "ok", ...properties },
});

test("a change without a flag is no finding, however large", () => {
  assert.equal(findingOf(changed({ difference: 3, flagged: false, testable: true })), "none");
  assert.equal(findingOf(changed({ difference: 3, flagged: true, testable: false })), "untestable");
  assert.equal(findingOf(changed({ difference: -0.1, flagged: true, testable: true })), "down");
  assert.equal(findingOf(changed({ flagged: true })), "none");
});

test("a sure change is never painted neutral, and its classes break at a quarter, a half and one", () => {
  assert.equal(colorOfChange(0.01), PALETTE[4]);
  assert.equal(colorOfChange(-0.01), PALETTE[2]);
  assert.deepEqual([0.3, 0.6, 1.1].map((difference) => colorOfChange(difference)), [PALETTE[4], PALETTE[5], PALETTE[6]]);
  assert.deepEqual(CHANGE_BREAKS.slice(3), [0.25, 0.5, 1]);
});

test("ink can be read on every colour of the fan", () => {
  for (const certainty of CERTAINTIES) {
    for (const { color } of fanCells(certainty)) assert.ok(contrast(color, inkOn(color)) >= 4.5, color);
  }
  assert.equal(inkOn("not a colour"), "#17212b");
});

test("a cell of an overview is as strong as its people are many, never stronger than all", () => {
  assert.equal(alphaOfPeople(5, 5), 0.25);
  assert.equal(alphaOfPeople(15, 5), 0.9);
  assert.equal(alphaOfPeople(4000, 5), 0.9);
  assert.ok(alphaOfPeople(9, 5) > alphaOfPeople(6, 5));
  assert.equal(alphaOfPeople(20, 20), 0.25, "a threshold above fifteen still leaves room to grow");
});

test("a cell where nobody told a feeling has no colour of one", () => {
  assert.equal(paintOfCell(9, NaN, 5).color, null);
  assert.equal(paintOfCell(9, -2, 5).color, PALETTE[0]);
});
