import assert from "node:assert/strict";
import { test } from "node:test";
import type { Area, Place } from "../../static/js/core/form.ts";
import { searchPlainly } from "../../static/js/answer/where/finding.ts";
import { searchPlaces } from "../../static/js/answer/where/searching.ts";

const area = (code: string, name: string): Area => ({ code, name, point: [18, 63], nearest: [] });
const place = (name: string, inArea: string | null, aliases: string[] = [], type = "other"): Place => ({
  code: `p-${name}`, name, aliases, type, point: [18, 63], area: inArea,
});
const FORM = {
  areas: [area("ul", "Ullånger"), area("kr", "Kramfors"), area("no", "Nordingrå")],
  places: [
    place("Ullånger", "ul", [], "village"),
    place("Skuleberget", "ul", ["Skula", "Röveriberget"]),
    place("Kramfors station", "kr", ["Resecentrum"]),
    place("Kramfors", "kr", [], "town"),
    place("Rotsidan", "no"),
    place("Östra torget", "kr"),
    place("Åbordsjön", null),
  ],
};
const search = searchPlaces(FORM);
const names = (text: string, limit = 8): string[] => search(text, limit).map(({ name }) => name);

test("a name is found by its first letters, without its dots and rings, and in capitals", () => {
  for (const said of ["ull", "ullanger", "ULLÅNGER", "Ullånger"]) assert.equal(names(said)[0], "Ullånger");
  assert.equal(names("ostra")[0], "Östra torget");
  assert.equal(names("abord")[0], "Åbordsjön");
});

test("a slip or two of the finger is forgiven", () => {
  for (const said of ["skulebreget", "skuleberjet", "skulberget", "skuuleberget"]) assert.equal(names(said)[0], "Skuleberget", said);
  assert.equal(names("ulanger")[0], "Ullånger");
  assert.equal(names("kramfosr statoin")[0], "Kramfors station");
});

test("half a name with a slip in it is enough", () => {
  for (const said of ["skulberg", "skuleebe", "uleberget", "kramfos stat"]) assert.ok(names(said).some((name) => /Skuleberget|station/.test(name)), said);
});

test("a folk name finds the place and says by which name", () => {
  const [found] = search("röveri", 3);
  assert.equal(found?.name, "Skuleberget");
  assert.equal(found?.alias, "Röveriberget");
  assert.equal(search("skuleb", 3)[0]?.alias, null);
  assert.equal(search("resecentrum", 3)[0]?.name, "Kramfors station");
});

test("the whole name comes before a longer one, and a town before what is named after it", () => {
  const found = names("kramfors");
  assert.deepEqual(new Set(found.slice(0, 2)), new Set(["Kramfors"]));
  assert.equal(found[2], "Kramfors station");
});

test("namesakes are told apart: an area and the place in it, with the area's name", () => {
  const found = search("ullånger", 8).filter(({ name }) => name === "Ullånger");
  assert.deepEqual(new Set(found.map(({ kind }) => kind)), new Set(["area", "place"]));
  assert.equal(found.find(({ kind }) => kind === "place")?.area, "Ullånger");
  assert.equal(search("åbord", 1)[0]?.area, null);
});

test("the end of a joined word is enough", () => {
  assert.ok(names("berget").includes("Skuleberget"));
});

test("nothing is found where nothing is like it, and nothing is found by nothing", () => {
  for (const said of ["", "   ", "—", "zzzzzz", "\u202e", "<script>", ".*", "\\"]) assert.deepEqual(names(said), [], said);
});

test("never more than asked for, however long and odd the text", () => {
  assert.equal(names("k", 1).length, 1);
  assert.deepEqual(names("kramfors", 0), []);
  assert.doesNotThrow(() => names("å".repeat(5_000)));
  assert.doesNotThrow(() => names("constructor __proto__ toString"));
});

test("no place is found twice", () => {
  for (const said of ["kram", "skula", "ull"]) {
    const codes = search(said, 20).map(({ kind, code }) => kind + code);
    assert.equal(new Set(codes).size, codes.length);
  }
});

test("an empty gazetteer finds nothing, and does not break", () => {
  assert.deepEqual(searchPlaces({ areas: [], places: [] })("kramfors", 5), []);
});

test("the plain search finds names as they are written, for a phone that could not load the other", () => {
  const plainly = searchPlainly(FORM);
  assert.deepEqual(plainly("resecen", 5).map(({ name }) => name), ["Kramfors station"]);
  assert.deepEqual(plainly("", 5), []);
});
