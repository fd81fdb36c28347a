import assert from "node:assert/strict";
import { test } from "node:test";
import type { Draft, Mark } from "../../static/js/core/draft.ts";
import {
  hasTold, keepAsked, minutesOf, otherAreas, placeToGoOn, progressOf, stepAfter, stepBefore, stepsOf, unsaid, withAnswer,
  withBackground, withMark, withMarkAt, withoutMark, withSkipped,
} from "../../static/js/core/flow.ts";
import type { Area, Form, Question } from "../../static/js/core/form.ts";
import { answerInWords, markInWords, placeInWords, pointOf } from "../../static/js/core/marks.ts";
import { boundsAround, fitWithin, projectInto } from "../../static/js/core/pictures.ts";
import { wordsFrom } from "../../static/js/core/words.ts";

function question(key: string, more: Partial<Question> = {}): Question {
  return { key, form: "choice", kind: null, wording: { sv: key }, settings: {}, ...more };
}

function area(code: string, nearest: readonly string[] = [], point: [number, number] = [18, 63]): Area {
  return { code, name: code.toUpperCase(), point, nearest };
}

const QUESTIONS = [
  question("stay"),
  question("why", { form: "text", settings: { shown_if: { question: "stay", any_of: ["no"] } } }),
  question("more", { form: "text", settings: { shown_if: { question: "why", answered: true } } }),
  question("spoken", { settings: { only_in: "interview" } }),
  question("go", { form: "perception", kind: "destination" }),
];

const FORM: Form = {
  project: { slug: "p", name: "P", bounds: [17, 62, 19, 64], is_synthetic: true },
  survey: { slug: "s", name: "S", shows_others: true },
  questionnaire: {
    version: 1, title: {}, information: {}, thanks: {}, locales: ["sv"], background: ["home_area", "gender"], questions: QUESTIONS,
  },
  purposes: [{ code: "work", label: { sv: "Arbete", en: "Work" } }], themes: [], groups: [], age_bands: [],
  areas: [area("a", ["c", "b"]), area("b", [], [18.5, 63]), area("c"), area("d")],
  places: [{ code: "quay", name: "Kajen", aliases: [], type: "", point: [17.5, 62.5], area: "a" }],
  proof: { bits: 1 },
  limits: { marks: 10, text: 10, words: 10, photo_bytes: 10 },
};

const DRAFT: Draft = {
  id: "d", survey: "s", version: 1, language: "sv", mode: "web", secret: "", invitation: null, background: {}, answers: {},
  marks: [], skipped: [], at: "information", begun_at: "", seconds: 0, taps: 0,
};

function mark(id: string, more: Partial<Mark> = {}): Mark {
  return { id, question: "go", where: { by: "list", area: "a", precision: "village" }, ...more };
}

test("only what is asked now is a step, and a conversation's question is not asked on a phone", () => {
  assert.deepEqual(stepsOf(FORM, DRAFT), ["information", "stay", "go", "background", "check"]);
  const leaving = withAnswer(DRAFT, "stay", "no");
  assert.deepEqual(stepsOf(FORM, leaving), ["information", "stay", "why", "go", "background", "check"]);
});

test("forward and back are each other's opposite, on every step", () => {
  const steps = stepsOf(FORM, DRAFT);
  for (const [index, step] of steps.entries()) {
    assert.equal(stepBefore(FORM, DRAFT, step), steps[index - 1] ?? null);
    assert.equal(stepAfter(FORM, DRAFT, step), steps[index + 1] ?? "check");
  }
  assert.deepEqual(progressOf(FORM, DRAFT, "check"), { number: 4, of: 4 });
});

test("who comes back goes on where they were, unless that is no longer asked", () => {
  assert.equal(placeToGoOn(FORM, { ...DRAFT, at: "go" }), "go");
  assert.equal(placeToGoOn(FORM, { ...DRAFT, at: "why" }), "information");
});

test("answers to questions that a changed answer took away are left out, with those that hang on them", () => {
  let draft = withAnswer(withAnswer(withAnswer(DRAFT, "stay", "no"), "why", "the bus"), "more", "yes");
  assert.equal(keepAsked(FORM, draft), draft);
  draft = withAnswer(draft, "stay", "yes");
  assert.deepEqual(keepAsked(FORM, draft).answers, { stay: "yes" });
  assert.equal(draft.answers["why"], "the bus");
});

test("an empty answer is no answer, and an answer is not passed over", () => {
  const skipped = withSkipped(DRAFT, "stay");
  assert.deepEqual(withAnswer(skipped, "stay", "yes").skipped, []);
  for (const empty of [null, "", "  ", []]) assert.deepEqual(withAnswer(withAnswer(DRAFT, "stay", "yes"), "stay", empty).answers, {});
});

test("a mark told again takes its own place, and one removed comes back where it was", () => {
  const three = ["1", "2", "3"].reduce((draft, id) => withMark(draft, mark(id)), DRAFT);
  assert.deepEqual(withMark(three, mark("2", { valence: 1 })).marks.map(({ valence }) => valence), [undefined, 1, undefined]);
  const back = withMarkAt(withoutMark(three, "2"), mark("2"), 1);
  assert.deepEqual(back.marks, three.marks);
  assert.equal(withMarkAt(back, mark("2"), 0), back);
  assert.equal(hasTold(three), true);
});

test("not saying is remembered without being an answer", () => {
  const told = withBackground(DRAFT, "gender", "woman");
  const silent = withBackground(told, "gender", null);
  assert.deepEqual([told.background, silent.background], [{ gender: "woman" }, {}]);
  assert.deepEqual(silent.skipped, [unsaid("gender")]);
  assert.deepEqual(withBackground(silent, "gender", "man").skipped, []);
});

test("other areas come nearest first, without the own one, and none is lost", () => {
  assert.deepEqual(otherAreas(FORM, "a").map(({ code }) => code), ["c", "b", "d"]);
  assert.deepEqual(otherAreas(FORM, undefined).map(({ code }) => code), ["a", "b", "c", "d"]);
});

test("it never takes less than a minute", () => {
  assert.equal(minutesOf({ ...FORM, questionnaire: null }), 1);
  assert.ok(minutesOf(FORM) >= 1);
});

const WORDS = wordsFrom({
  flow_near: "Near {place}", flow_numbered: "{number}. {place}", where_at: "At {place}", where_near_e: "{distance} east of {place}", flow_from_to: "From {from} to {to}", flow_on_the_map: "On the map", flow_has_photo: "photo",
  flow_feels_m2: "very bad", flow_feels_0: "neither", flow_nature_physical: "seen",
}, "en");

test("a mark is told by the name of its place, or as the map said when it was put there", () => {
  const placed = (where: Partial<Mark["where"]>): string =>
    placeInWords(mark("1", { where: { by: "map", precision: "exact", ...where } }), FORM, WORDS, "en");
  assert.equal(placed({ place: "quay" }), "Kajen");
  assert.equal(placed({ area: "b" }), "B");
  assert.equal(placed({ geometry: { type: "Point", coordinates: [17.5, 62.5] } }), "At Kajen");
  assert.equal(placed({ geometry: { type: "Point", coordinates: [17.51, 62.5] } }), "500 m east of Kajen");
  assert.equal(placed({ geometry: { type: "Point", coordinates: [17.52, 62.5] } }), "1 km east of Kajen", "two marks near one place are told apart");
  assert.equal(placed({ geometry: { type: "LineString", coordinates: [[17.5, 62.5], [18.5, 63]] } }), "From Kajen to B");
  assert.equal(placed({ geometry: { type: "MultiPoint", coordinates: [] } }), "On the map");
});

test("everything told about a mark is said", () => {
  const told = markInWords(mark("1", { valence: -2, nature: "physical", purposes: ["work", "gone"], text: "<b>", has_photo: true }), FORM, WORDS, "en");
  assert.deepEqual(told, { place: "A", told: ["seen", "very bad", "Work", "gone", "photo"], text: "<b>" });
  assert.deepEqual(markInWords(mark("1", { valence: 0 }), FORM, WORDS, "en").told, ["neither"]);
});

test("an answer that is no longer among the choices is shown as it was given", () => {
  const asked = question("q", { settings: { choices: [{ value: "1", label: { sv: "Ett" } }] } });
  assert.equal(answerInWords(asked, ["1", "2"], "sv"), "Ett, 2");
});

test("a photo keeps its proportions, and a small one is not blown up", () => {
  assert.deepEqual(fitWithin(4000, 3000, 1600), { width: 1600, height: 1200 });
  assert.deepEqual(fitWithin(30, 4000, 1600), { width: 12, height: 1600 });
  assert.deepEqual(fitWithin(100, 50, 1600), { width: 100, height: 50 });
  assert.deepEqual(fitWithin(1, 10_000, 1600), { width: 1, height: 1600 });
});

test("bounds are inside the picture, with north upwards and east to the right", () => {
  const project = projectInto([17, 62, 19, 64], 200, 100, 5);
  const [southWest, northEast] = [project([17, 62]), project([19, 64])];
  assert.ok(southWest.x < northEast.x && southWest.y > northEast.y);
  for (const { x, y } of [southWest, northEast]) assert.ok(x >= 4.99 && x <= 195.01 && y >= 4.99 && y <= 95.01);
  assert.deepEqual(boundsAround([], [1, 2, 3, 4]), [1, 2, 3, 4]);
});

test("what only words place has no point", () => {
  assert.equal(pointOf(mark("1", { where: { by: "words", words: "by the mill", precision: "village" } }), FORM), null);
  assert.deepEqual(pointOf(mark("1", { where: { by: "search", place: "quay", precision: "exact" } }), FORM), [17.5, 62.5]);
});
