import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf } from "../../static/js/core/grounds.ts";
import type { Feature, LayerName, LayerPayload } from "../../static/js/core/payload.ts";

const ground = (step: number, size: number, alpha: number): Feature => ({
  type: "Feature", id: `heat:${step}:${alpha}`, geometry: null,
  properties: { name: "", people: null, marks: null, status: "ok", class: step, area_km2: size, alpha },
});
const payload = (layer: LayerName, ...features: Feature[]): LayerPayload => ({
  type: "FeatureCollection", features,
  mentalmap: { layer, title: "", people: 9, marks: 9, denominator: 9, threshold: 5, data_version: "1", captions: [], parameters: {} },
});

test("heat is told class by class, as shares of the coloured ground", () => {
  const rows = rowsOf(payload("heat", ground(2, 3, 0.3), ground(-1, 2, 0.3), ground(2, 5, 0.9)));
  assert.deepEqual(rows.map(({ properties }) => [properties["class"], properties["ground"]]), [[2, 0.8], [-1, 0.2]]);
  assert.ok(rows.every(({ properties }) => properties.people === null && properties["alpha"] === undefined));
});

test("heat without any ground has no rows, and without any size no share that is not a number", () => {
  assert.deepEqual(rowsOf(payload("heat")), []);
  assert.equal(rowsOf(payload("heat", ground(0, 0, 0.3)))[0]?.properties["ground"], 0);
});

test("other layers are told feature by feature", () => {
  const one = payload("attitude", ground(1, 1, 0.5));
  assert.equal(rowsOf(one), one.features);
});
