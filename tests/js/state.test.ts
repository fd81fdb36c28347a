import assert from "node:assert/strict";
import { test } from "node:test";
import { formatFilters, formatState, parseState, showsSame, type MapState } from "../../static/js/core/state.ts";

const START: MapState = {
  layer: "destinations",
  survey: "2020",
  theme: "",
  kind: "",
  areaSet: "bygder",
  view: null,
};

test("what is written is read again", () => {
  const states: MapState[] = [
    START,
    { ...START, layer: "attitude", theme: "housing", kind: "pride" },
    { ...START, survey: "vår & höst 2016", areaSet: "a/b?c", view: { zoom: 9.25, lat: 62.93, lon: 17.7766 } },
    { ...START, view: { zoom: 3, lat: -33.9, lon: -70.6 } },
  ];
  for (const state of states) assert.deepEqual(parseState(formatState(state), START), state);
});

test("of several themes or kinds in an address the first is taken", () => {
  const state = parseState("layer=heat&theme=&theme=traffic&theme=housing&kind=wish&kind=pride", START);
  assert.equal(state.theme, "traffic");
  assert.equal(state.kind, "wish");
  assert.equal(formatState(state), "layer=heat&survey=2020&theme=traffic&kind=wish&area_set=bygder");
});

test("all themes is the absence of a theme, in the state as in the address", () => {
  assert.deepEqual(parseState("theme=&kind=", START), START);
  assert.ok(!formatState(START).includes("theme"));
});

test("what cannot be meant is left at the start", () => {
  for (const query of ["", "layer=nonsense", "view=9/91/17", "view=9/62/NaN", "view=1e9/0/0", "view=9/62/17/4", "layer="]) {
    assert.deepEqual(parseState(query, START), START, query);
  }
});

test("kinds are dropped where a layer is about one kind, for they would only empty it", () => {
  assert.deepEqual(parseState("layer=landmarks&kind=pride", START).kind, "");
  assert.deepEqual(parseState("layer=attitude&kind=pride", START).kind, "pride");
});

test("looking elsewhere shows the same numbers, and asks the server for nothing new", () => {
  const moved = { ...START, view: { zoom: 12, lat: 63, lon: 18 } };
  assert.ok(showsSame(START, moved));
  assert.equal(formatFilters(START), formatFilters(moved));
  assert.ok(!showsSame(START, { ...START, survey: "2016" }));
});
