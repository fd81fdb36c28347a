import assert from "node:assert/strict";
import { test } from "node:test";
import { sortFeatures } from "../../static/js/core/columns.ts";
import { numberFormats } from "../../static/js/core/numbers.ts";
import { withoutEmptyGeometry, type Feature, type LayerPayload } from "../../static/js/core/payload.ts";
import { fill, wordsFrom } from "../../static/js/core/words.ts";
import { nameGiver } from "../../static/js/ui/values.ts";

test("numbers are written as the language writes them, with a real minus", () => {
  const swedish = numberFormats("sv");
  assert.equal(swedish.whole(1498).replace(/\s/g, " "), "1 498");
  assert.equal(swedish.share(0.374).replace(/\s/g, " "), "37 %");
  assert.equal(swedish.signed(-1.25).slice(0, 2), "−1");
  assert.equal(numberFormats("en").signed(0.8), "+0.8");
  assert.equal(numberFormats("en").signed(0), "0.0");
});

test("sentences follow the number, in every language's way of counting", () => {
  const say = wordsFrom({ here: { one: "{n} person", other: "{n} people" } }, "en");
  assert.equal(say.count("here", 1, "1"), "1 person");
  assert.equal(say.count("here", 0, "0"), "0 people");
  const arabic = wordsFrom({ here: { two: "two", few: "few {n}", other: "other" } }, "ar");
  assert.equal(arabic.count("here", 2, "2"), "two");
  assert.equal(arabic.count("here", 5, "5"), "few 5");
});

test("a sentence that is missing is a defect, said by name", () => {
  assert.throws(() => wordsFrom({}, "en")("headline"), /headline/);
});

test("what people said is filled in as it stands", () => {
  assert.equal(fill("Near {place}", { place: "<b>{n} $& \\1</b>" }), "Near <b>{n} $& \\1</b>");
  assert.equal(fill("{missing}", {}), "{missing}");
});

test("a name written from right to left does not turn the sentence round it", () => {
  assert.equal(fill("Near {place}: 5", { place: "مرحبا" }), "Near \u2068مرحبا\u2069: 5");
  assert.equal(fill("Near {place}: 5", { place: "a\u202eb" }), "Near \u2068ab\u2069: 5");
  assert.equal(fill("Near {place}: 5", { place: "Ångermanälven" }), "Near Ångermanälven: 5");
});

test("what is only called after the nearest place says so", () => {
  const words = wordsFrom({ near: "Near {place}", between: "Between {one} and {other}", metres_from: "{metres} m from {place}" }, "en");
  const nameOf = nameGiver(words, () => []);
  const called = (values: object): string =>
    nameOf({ type: "Feature", id: "x", geometry: null, properties: { name: "Bron", people: 9, marks: 9, status: "ok", ...values } });
  assert.equal(called({}), "Bron");
  assert.equal(called({ distance_m: 400 }), "400 m from Bron");
  assert.equal(called({ distance_m: 400, nature: "physical" }), "Near Bron");
  assert.equal(called({ distance_m: 2000, nature: "physical" }), "2000 m from Bron");
  assert.equal(called({ distance_m: 400, nature: "physical", between: ["Nyland", "Väja"] }), "Between Nyland and Väja");
});

const feature = (name: string, people: number | null, status: "ok" | "too_few" = "ok"): Feature => ({
  type: "Feature", id: name, geometry: null, properties: { name, people, marks: people, status },
});

test("what is too few to show comes last, whichever way one sorts", () => {
  const features = [feature("B", null, "too_few"), feature("Å", 10), feature("A", 30)];
  const names = (descending: boolean): string[] =>
    sortFeatures(features, "destinations", { key: "people", descending }, (one) => one.properties.name, "sv").map(({ id }) => id);
  assert.deepEqual(names(true), ["A", "Å", "B"]);
  assert.deepEqual(names(false), ["Å", "A", "B"]);
});

test("Swedish names are sorted as in a Swedish list", () => {
  const features = ["Örnsköldsvik", "Ådalen", "Zinkgruvan", "Ängen"].map((name) => feature(name, 5));
  const sorted = sortFeatures(features, "destinations", { key: "name", descending: false }, (one) => one.properties.name, "sv");
  assert.deepEqual(sorted.map(({ id }) => id), ["Zinkgruvan", "Ådalen", "Ängen", "Örnsköldsvik"]);
});

test("an empty geometry is no place", () => {
  const payload = { features: [{ ...feature("A", 5), geometry: { type: "LineString", coordinates: [] } }] } as unknown as LayerPayload;
  assert.equal(withoutEmptyGeometry(payload).features[0]?.geometry, null);
});
