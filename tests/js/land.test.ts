import assert from "node:assert/strict";
import { test } from "node:test";
import { groundOf } from "../../static/js/core/land.ts";

const shapes = (count: number) => ({
  features: Array.from({ length: count }, () => ({ geometry: { type: "Point", coordinates: [17, 62] } as const, properties: {} })),
});

test("a project without land is on paper, and its areas are the land", () => {
  const areas = shapes(3);
  assert.deepEqual(groundOf({ land: shapes(0), water: shapes(0), areas }), { seaAround: false, land: areas });
  assert.deepEqual(groundOf({ land: shapes(0), water: shapes(2), areas }), { seaAround: false, land: areas });
});

test("where land is drawn and no water, what the land leaves is sea", () => {
  const land = shapes(1);
  assert.deepEqual(groundOf({ land, water: shapes(0), areas: shapes(3) }), { seaAround: true, land });
  assert.equal(groundOf({ land, water: shapes(1), areas: shapes(3) }).seaAround, false);
});
