import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, forgivenSlips, initialOf } from "../../static/js/core/folding.ts";
import {
  cleaned, COMPASS, directionTo, distanceBetween, finestOn, geometryOfWhere, guessArea, isWithin, nearestNamed, precisionAtZoom, precisionOfAccuracy, rounded,
} from "../../static/js/core/where.ts";
import type { Place } from "../../static/js/core/form.ts";

const place = (name: string, area: string | null, aliases: string[] = []): Place => ({ code: name, name, aliases, type: "village", point: [18, 63], area });
const AREAS = [
  { code: "ul", name: "Ullånger", point: [18.2, 63] as const, nearest: [] },
  { code: "ny", name: "Nyland", point: [17.7, 63] as const, nearest: [] },
];
const FORM = { areas: AREAS, places: [place("Skuleberget", "ul", ["Skula"]), place("Nylands station", "ny"), place("Någonstans", null)] };

test("the distance of a degree north is about 111 km everywhere, and east it shrinks", () => {
  assert.ok(Math.abs(distanceBetween([18, 10], [18, 11]) - 111_195) < 100);
  assert.ok(Math.abs(distanceBetween([18, 60], [19, 60]) - 55_600) < 200);
  assert.equal(distanceBetween([18, 63], [18, 63]), 0);
});

test("which way one goes: there and back are opposite", () => {
  assert.equal(directionTo([18, 63], [18, 64]), "n");
  assert.equal(directionTo([18, 63], [19, 63]), "e");
  assert.equal(directionTo([18, 63], [17.8, 63.0908]), "nw");
  for (const [x, y] of [[0.1, 0.2], [-0.3, 0.1], [0.2, -0.2], [-0.1, -0.4]] as const) {
    const there = COMPASS.indexOf(directionTo([18, 63], [18 + x, 63 + y]));
    const back = COMPASS.indexOf(directionTo([18 + x, 63 + y], [18, 63]));
    assert.equal((there + 4) % 8, back);
  }
});

test("near is near on the ground, not in degrees", () => {
  const near = nearestNamed([18, 63], [{ name: "north", point: [18, 63.008] }, { name: "east", point: [18.012, 63] }]);
  assert.equal(near?.name, "east");
  assert.equal(near?.direction, "w", "one goes west from there to be here");
  assert.equal(nearestNamed([18, 63], []), null);
});

test("distances are said as one says them", () => {
  assert.deepEqual([4, 44, 120, 974, 1_234, 9_949, 12_345].map(rounded), [0, 40, 100, 950, 1_200, 9_900, 12_000]);
});

test("further in is never less exact, and a whole municipality on a phone shows only the village", () => {
  const order = ["village", "street", "exact"];
  let before = 0;
  for (let zoom = 4; zoom <= 18; zoom += 0.25) {
    const now = order.indexOf(precisionAtZoom(zoom, 63));
    assert.ok(now >= before);
    before = now;
  }
  assert.equal(before, 2);
  assert.equal(precisionAtZoom(9, 63), "village");
});

test("a device is believed no more than it believes itself", () => {
  assert.deepEqual([5, 30, 31, 250, 251, 5_000].map(precisionOfAccuracy), ["exact", "exact", "street", "street", "village", "village"]);
  assert.equal(precisionOfAccuracy(Number.NaN), "village");
});

test("just outside still belongs, and another town does not", () => {
  const bounds = [17.5, 62.8, 18.6, 63.2] as const;
  assert.ok(isWithin([18, 63], bounds));
  assert.ok(isWithin([18, 63.28], bounds));
  assert.ok(!isWithin([18, 63.4], bounds));
  assert.ok(isWithin([18.75, 63], bounds));
  assert.ok(!isWithin([18.07, 59.33], bounds));
});

test("names fold to what a finger types", () => {
  assert.equal(fold("Ullånger"), "ullanger");
  assert.equal(fold("  S:t Olofs-källa "), "s t olofs kalla");
  assert.equal(fold("Ærø"), "aro");
  assert.equal(fold("أُولَّانغر"), fold("اولانغر"));
  assert.equal(fold("🙂 —"), "");
  for (const text of ["Höga Kusten", "İstanbul", "ŠÅØ", "ﬁn"]) assert.equal(fold(fold(text)), fold(text));
});

test("short words forgive nothing, long ones two slips", () => {
  assert.deepEqual([1, 3, 4, 6, 7, 20].map(forgivenSlips), [0, 0, 1, 1, 2, 2]);
});

test("å stands under its own letter in a list", () => {
  assert.equal(initialOf("ådalen", "sv"), "Å");
  assert.equal(initialOf("", "sv"), "");
});

test("the area is guessed from the longest name that is said, also in the genitive", () => {
  assert.equal(guessArea("bakom Ullångers kyrka", FORM), "ul");
  assert.equal(guessArea("på vägen upp mot skula", FORM), "ul");
  assert.equal(guessArea("från Ullånger till Nylands station", FORM), "ny");
  assert.equal(guessArea("vid någonstans", FORM), null);
  assert.equal(guessArea("ullångerska", FORM), null);
  assert.equal(guessArea("", FORM), null);
});

test("controls that nobody types are taken out, and what keyboards write stays", () => {
  assert.equal(cleaned("a\u202eb\u2066c\u0000d\u2069"), "abcd");
  assert.equal(cleaned("  rad ett\nrad\ttvå \u200f"), "rad ett\nrad\ttvå \u200f".trim());
});

test("a place or an area is shown at its point, and an unknown one nowhere", () => {
  const where = (one: object) => geometryOfWhere({ by: "list", precision: "exact", ...one }, FORM);
  assert.deepEqual(where({ area: "ny" }), { type: "Point", coordinates: [17.7, 63] });
  assert.deepEqual(where({ place: "Skuleberget" }), { type: "Point", coordinates: [18, 63] });
  assert.equal(where({ place: "gone" }), null);
});

test("exactly here is offered where a named place or a detailed ground tells where here is", () => {
  const mill = [{ name: "Kvarnen", point: [18, 63] as const }];
  assert.equal(finestOn([18.002, 63], mill, false), "exact");
  assert.equal(finestOn([18.05, 63], mill, false), "street");
  assert.equal(finestOn([18.05, 63], mill, true), "exact");
  assert.equal(finestOn([18, 63], [], false), "street");
});
