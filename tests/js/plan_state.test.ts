import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asksSame,
  formatMarksQuery,
  formatPlan,
  formatQuery,
  hasFilters,
  isDate,
  LIST_KEYS,
  NO_LISTS,
  parsePlan,
  steppedValence,
  toggled,
  withoutFilters,
  type ColumnState,
  type Known,
  type ListKey,
  type PlanState,
} from "../../static/js/core/plan_state.ts";

const KNOWN: Known = {
  layers: ["destinations", "attitude", "heat", "change"],
  surveys: ["2016", "2020", "vår & höst"],
  areaSets: ["bygder", "hex-1000"],
  values: Object.fromEntries(
    LIST_KEYS.map((key) => [key, new Set([`${key}-one`, `${key}-two`, "q/1:Ja, ofta", "وسط"])]),
  ) as unknown as Record<ListKey, ReadonlySet<string>>,
};
const START: ColumnState = {
  layer: "attitude", survey: "2020", areaSet: "bygder", lists: NO_LISTS,
  valence: [null, null], dates: ["", ""], before: "", weights: "", marks: false, selected: "",
}; // prettier-ignore

const read = (query: string) => parsePlan(query, START, KNOWN);

test("what is written is read again, in one column and in two", () => {
  const full: ColumnState = {
    ...START,
    survey: "vår & höst",
    areaSet: "hex-1000",
    lists: { ...NO_LISTS, theme: ["theme-one", "theme-two"], answer: ["q/1:Ja, ofta"], home_area: ["وسط"] },
    valence: [-2, 0],
    dates: ["2020-01-31", "2020-02-29"],
    selected: "nora/1",
  };
  const changed: ColumnState = { ...START, layer: "change", before: "2016", weights: "population", marks: true };
  const states: PlanState[] = [
    { columns: [START], view: null, lang: "" },
    { columns: [full], view: { zoom: 9.25, lat: 62.93, lon: 17.7766 }, lang: "en" },
    { columns: [full, START], view: null, lang: "" },
    { columns: [START, full], view: { zoom: 3, lat: -33.9, lon: -70.6 }, lang: "sv" },
    { columns: [changed, changed], view: null, lang: "" },
  ];
  for (const state of states) assert.deepEqual(read(formatPlan(state)), { state, ignored: [] });
});

test("a second column says only how it differs from the first, and takes none of its filters", () => {
  const { columns } = read("layer=heat&theme=theme-one&split=1&b.survey=2016").state;
  assert.equal(columns[1]?.layer, "heat");
  assert.equal(columns[1]?.survey, "2016");
  assert.deepEqual(columns[1]?.lists.theme, []);
});

test("what means nothing here is left out and named", () => {
  const odd = ["colour=red", "theme=theme-three", "survey=1066", "layer=pins", "valence_min=3", "from=2020-02-30", "view=9/91/17", "b.theme=theme-one"];
  for (const part of odd) {
    const { state, ignored } = read(part);
    assert.deepEqual(state.columns, [START], part);
    assert.deepEqual(ignored, [part]);
  }
  assert.deepEqual(read("theme=theme-three&theme=theme-one").state.columns[0].lists.theme, ["theme-one"]);
});

test("a long or hostile part is cut before it is named", () => {
  const [said] = read(`x=${"<b>".repeat(5000)}`).ignored;
  assert.ok(said !== undefined && said.length <= 60);
});

test("an empty value is no filter", () => {
  const { state, ignored } = read("theme=&from=&valence_max=&survey=&selected=&layer=");
  assert.deepEqual(state.columns, [START]);
  assert.deepEqual(ignored, []);
});

test("equal questions have equal addresses, in whatever order they were asked", () => {
  const one = toggled(toggled(START, "theme", "theme-two"), "theme", "theme-one");
  const other = toggled(toggled(START, "theme", "theme-one"), "theme", "theme-two");
  assert.equal(formatQuery(one), formatQuery(other));
  assert.ok(asksSame(one, { ...other, selected: "nora" }));
  assert.ok(!asksSame(one, { ...other, layer: "heat" }));
});

test("to toggle a value twice changes nothing", () => {
  for (const key of LIST_KEYS) assert.deepEqual(toggled(toggled(START, key, "x"), key, "x"), START);
});

test("ranges that stand the wrong way round are turned", () => {
  const [column] = read("valence_min=2&valence_max=-1&from=2021-01-01&to=2020-01-01").state.columns;
  assert.deepEqual(column.valence, [-1, 2]);
  assert.deepEqual(column.dates, ["2020-01-01", "2021-01-01"]);
});

test("steps of a valence range stretch it, shrink it and let it go, and never leave -2 to 2", () => {
  assert.deepEqual(steppedValence([null, null], -2), [-2, -2]);
  assert.deepEqual(steppedValence([-2, -2], -1), [-2, -1]);
  assert.deepEqual(steppedValence([-2, -1], -2), [-1, -1]);
  assert.deepEqual(steppedValence([-1, -1], -1), [null, null]);
  const steps = [-2, -1, 0, 1, 2];
  for (const low of [null, ...steps]) {
    for (const high of [null, ...steps]) {
      if (low !== null && high !== null && low > high) continue;
      for (const step of steps) {
        const [least, greatest] = steppedValence([low, high], step);
        assert.equal(least === null, greatest === null);
        assert.ok(least === null || (least >= -2 && greatest! <= 2 && least <= greatest!));
      }
    }
  }
});

test("to clear the filters keeps the survey, the layer and the areas", () => {
  const column = { ...toggled(START, "group", "group-one"), valence: [1, 2] as const, dates: ["2020-01-01", ""] as const };
  assert.ok(hasFilters(column));
  assert.ok(!hasFilters(withoutFilters(column)));
  assert.deepEqual(withoutFilters(column), START);
});

test("the layer of change alone asks what it compares with", () => {
  assert.ok(!formatQuery({ ...START, before: "2016" }).includes("before"));
  assert.ok(formatQuery({ ...START, layer: "change", before: "2016" }).includes("before=2016"));
});

test("weights are part of the question, marks only of the page, and a map without them says neither", () => {
  const weighed: ColumnState = { ...START, weights: "population" };
  assert.ok(!asksSame(START, weighed));
  assert.ok(formatQuery(weighed).includes("weights=population"));
  assert.ok(asksSame(START, { ...START, marks: true }));
  assert.ok(!/weights|marks/.test(formatPlan({ columns: [START], view: null, lang: "" })));
  const { state, ignored } = read("marks=1&split=1&b.weights=population");
  assert.deepEqual(state.columns.map(({ marks, weights }) => [marks, weights]), [[true, ""], [false, "population"]]);
  assert.deepEqual(ignored, []);
  for (const odd of ["marks=yes", "weights=income", "of=heat"]) assert.deepEqual(read(odd).ignored, [odd]);
});

test("marks are the same whatever they are drawn over, unless it matters where people live", () => {
  const other: ColumnState = { ...START, layer: "change", before: "2016", weights: "population", areaSet: "hex-1000" };
  assert.equal(formatMarksQuery(other), formatMarksQuery(START));
  const living = toggled(START, "home_area", "nora");
  assert.notEqual(formatMarksQuery(living), formatMarksQuery({ ...living, areaSet: "hex-1000" }));
  assert.ok(formatMarksQuery(toggled(START, "theme", "theme-one")).includes("theme=theme-one"));
});

test("a day is one of the calendar", () => {
  assert.ok(isDate("2020-02-29"));
  for (const odd of ["2021-02-29", "2020-13-01", "2020-1-1", " 2020-01-01", "2020-01-01T00:00", "２０２０-01-01"]) assert.ok(!isDate(odd), odd);
});
