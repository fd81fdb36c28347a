import assert from "node:assert/strict";
import { test } from "node:test";
import { COLUMNS, firstSort, PLAN_COLUMNS, sortFeatures } from "../../static/js/core/columns.ts";
import { rowsOf } from "../../static/js/core/grounds.ts";
import { isIn, matrixOf, stepInGrid } from "../../static/js/core/matrix.ts";
import { ALL_LAYER_NAMES, LAYER_NAMES, withoutEmptyGeometry, type Feature, type LayerName, type LayerPayload } from "../../static/js/core/payload.ts";
import { divergingStack } from "../../static/js/core/stacks.ts";
import { withLabels } from "../../static/js/planner/layers/labelling.ts";

const feature = (id: string, properties: object = {}): Feature => ({
  type: "Feature", id, geometry: null, properties: { name: id, people: 9, marks: 9, status: "ok", ...properties },
});

const payload = (layer: LayerName, features: Feature[], parameters: object = {}): LayerPayload => ({
  type: "FeatureCollection",
  features,
  mentalmap: { layer, title: "", people: 9, marks: 9, denominator: 9, threshold: 5, data_version: "1", captions: [], parameters: { ...parameters } },
});

test("a pair of which too few spoke has its cell in the matrix, found by its id alone", () => {
  const few = { ...feature("A>B"), properties: { name: "", people: null, marks: null, status: "too_few" as const } };
  const matrix = matrixOf(payload("relations", [few, feature("image:A", { name: "Nyland" })], { matrix_order: ["A", "B"] }));
  assert.equal(matrix.cell("A", "B")?.properties.status, "too_few");
  assert.equal(matrix.cell("B", "A"), null);
  assert.deepEqual(matrix.places.map(({ name }) => name), ["Nyland", "B"]);
});

test("ids may hold the sign that parts them", () => {
  const matrix = matrixOf(payload("relations", [feature("a>b>c")], { matrix_order: ["a>b", "c", "a", "b>c"] }));
  assert.ok(matrix.cell("a>b", "c"));
  assert.equal(matrix.cell("c", "a>b"), null);
});

test("a matrix of more areas than one can read keeps those with most people, in the server's order", () => {
  const order = ["A", "B", "C", "D"];
  const pair = (home: string, about: string, people: number): Feature => ({ ...feature(`${home}>${about}`, { home, about }), properties: { name: "", people, marks: people, status: "ok", home, about } });
  const matrix = matrixOf(payload("relations", [pair("A", "D", 50), pair("B", "C", 6)], { matrix_order: order }), 2);
  assert.deepEqual(matrix.places.map(({ id }) => id), ["A", "D"]);
  assert.equal(matrix.left, 2);
});

test("a matrix that nobody described is empty, not broken", () => {
  assert.deepEqual(matrixOf(payload("relations", [])).places, []);
});

test("arrows walk the matrix to its edges and never into the empty corner", () => {
  assert.deepEqual(stepInGrid("ArrowRight", 1, 1, 3, 3), [1, 2]);
  assert.deepEqual(stepInGrid("ArrowRight", 1, 3, 3, 3), [1, 3]);
  assert.deepEqual(stepInGrid("ArrowLeft", 1, 1, 3, 3), [1, 0]);
  assert.deepEqual(stepInGrid("ArrowUp", 1, 0, 3, 3), [1, 0]);
  assert.deepEqual(stepInGrid("ArrowLeft", 0, 1, 3, 3), [0, 1]);
  assert.deepEqual(stepInGrid("Home", 0, 3, 3, 3), [0, 1]);
  assert.equal(stepInGrid("x", 1, 1, 3, 3), null);
});

test("a row is all that its people see, a column all that is seen of it, a pair itself", () => {
  assert.ok(isIn({ kind: "home", home: "A" }, "A", "B") && !isIn({ kind: "home", home: "A" }, "B", "A"));
  assert.ok(isIn({ kind: "about", about: "A" }, "B", "A") && !isIn({ kind: "about", about: "A" }, "A", "B"));
  assert.ok(!isIn({ kind: "pair", home: "A", about: "B" }, "A", "C"));
  assert.ok(!isIn(null, "A", "B"));
});

test("answers are laid round the middle of their scale, and their widths are their shares", () => {
  const parts = divergingStack(["1", "2", "3"], { "1": 0.5, "2": 0.2, "3": 0.3 });
  assert.ok(Math.abs(parts[1]!.from + parts[1]!.to) < 1e-9, "half of the middle answer on either side");
  for (const { from, to, share } of parts) assert.ok(Math.abs(to - from - share) < 1e-9);
  const even = divergingStack(["no", "yes"], { no: 0.25, yes: 0.75 });
  assert.deepEqual(even.map(({ from, to }) => [from, to]), [[-0.25, 0], [0, 0.75]]);
});

test("a scale without answers, or of one answer, has no width that is not there", () => {
  assert.ok(divergingStack(["1", "2"], {}).every(({ from, to }) => from === 0 && to === 0));
  assert.deepEqual(divergingStack([], {}), []);
  assert.equal(divergingStack(["1"], { "1": 1 })[0]!.lean, 0);
});

test("planners see every public layer and four more, each with columns and a first sort among them", () => {
  assert.deepEqual(ALL_LAYER_NAMES.filter((name) => !(LAYER_NAMES as readonly string[]).includes(name)), ["relations", "organisation", "coverage", "change"]);
  for (const name of ALL_LAYER_NAMES) {
    for (const columns of [COLUMNS, PLAN_COLUMNS]) assert.ok(columns[name].some(({ key }) => key === firstSort(name).key), name);
  }
});

test("who has been heard least stands first in the table of coverage", () => {
  const features = [feature("A", { ratio: 1.4 }), feature("B", { ratio: 0.3 }), feature("C", {})];
  const sorted = sortFeatures(features, "coverage", firstSort("coverage"), ({ id }) => id, "en", PLAN_COLUMNS.coverage);
  assert.deepEqual(sorted.map(({ id }) => id), ["B", "A", "C"]);
});

test("intervals are sorted by how wide they are", () => {
  const features = [feature("wide", { lo90: -1, hi90: 1 }), feature("none"), feature("narrow", { lo90: 0.1, hi90: 0.2 })];
  const sorted = sortFeatures(features, "attitude", { key: "interval", descending: false }, ({ id }) => id, "en", PLAN_COLUMNS.attitude);
  assert.deepEqual(sorted.map(({ id }) => id), ["narrow", "wide", "none"]);
});

test("the table lists pairs, not the images made of the same answers", () => {
  assert.deepEqual(rowsOf(payload("relations", [feature("A>B"), feature("image:A")])).map(({ id }) => id), ["A>B"]);
});

test("groups and genders are called by their labels, whatever the code holds", () => {
  const labelOf = (key: string, code: string): string => `${key}=${code}`;
  const told = withLabels(payload("organisation", [feature("trust:youth"), feature("trust:all", { group: "" })]), labelOf);
  assert.deepEqual(told.features.map(({ properties }) => properties["group_label"]), ["group=youth", ""]);
  const heard = withLabels(payload("coverage", [feature("gender:woman"), feature("area:gender:x")]), labelOf);
  assert.deepEqual(heard.features.map(({ properties }) => properties.name), ["gender=woman", "area:gender:x"]);
});

test("cells are called near the place that they are called after, areas by their names", () => {
  const nameIn = (parameters: object, name: string): string => withLabels(payload("attitude", [feature("1.2", { name })], parameters), () => "", (place) => `Near ${place}`).features[0]!.properties.name;
  assert.equal(nameIn({ named_after_places: true }, "Lunde"), "Near Lunde");
  assert.equal(nameIn({ named_after_places: true }, ""), "");
  assert.equal(nameIn({}, "Lunde"), "Lunde");
});

test("a point that is nowhere is no place", () => {
  const nowhere = { ...feature("A"), geometry: { type: "Point", coordinates: [] } } as unknown as Feature;
  assert.equal(withoutEmptyGeometry(payload("organisation", [nowhere])).features[0]?.geometry, null);
});
