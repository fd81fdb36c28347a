import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOfDownload, addressOfLayer, type Publications } from "../../static/js/core/published.ts";
import type { MapState } from "../../static/js/core/state.ts";

const publications: Publications = {
  "2016": {
    base: "/p/kramfors/v/2016/3/sv/",
    area_sets: ["bygder"],
    by_area: ["attitude", "routes"],
    filters: { "theme=service": "theme-service", "kind=pride": "kind-pride" },
    layers: { attitude: ["all", "theme-service", "kind-pride"], landmarks: ["all", "theme-service"] },
    downloads: { gpkg: "kramfors-2016.gpkg" },
  },
};
const whole: MapState = { layer: "attitude", survey: "2016", theme: "", kind: "", areaSet: "", view: null };
const base = "/p/kramfors/v/2016/3/sv";

test("a choice is found by the address that never changes", () => {
  assert.equal(addressOfLayer(publications, whole), `${base}/layers/attitude/bygder/all.json`);
  assert.equal(
    addressOfLayer(publications, { ...whole, layer: "landmarks", theme: "service", areaSet: "bygder" }),
    `${base}/layers/landmarks/-/theme-service.json`,
  );
  assert.equal(addressOfDownload(publications, whole, "gpkg"), `${base}/download/bygder/kramfors-2016.gpkg`);
});

test("what was not published has no address", () => {
  for (const change of [
    { survey: "1999" },
    { survey: "constructor" },
    { theme: "gold" },
    { theme: "service", kind: "pride" },
    { areaSet: "../../secret" },
    { layer: "landmarks", kind: "pride" },
    { layer: "heat" },
  ] as const) {
    assert.equal(addressOfLayer(publications, { ...whole, ...change }), null, JSON.stringify(change));
  }
  assert.equal(addressOfDownload(publications, whole, "toString"), null);
  assert.equal(addressOfDownload(publications, { ...whole, areaSet: "hexagons" }, "gpkg"), null);
});
