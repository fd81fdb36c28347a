import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changeQuestion, conditionOn, earlierQuestions, freeName, insertQuestion, KINDS, moveItem, moveQuestion, newChoice, newQuestion,
  removeChoice, removeQuestion, renameQuestion, toggled, tooEarly, withKind, withSettings, withText, writtenOf, type Written,
} from "../../static/js/core/builder_draft.ts";
import { missingCounts, missingIn, placeOf } from "../../static/js/core/builder_languages.ts";
import { easeOf, lix, mostLix } from "../../static/js/core/builder_lix.ts";
import type { Question } from "../../static/js/core/form.ts";

const choice = (key: string): Question => ({
  key, form: "choice", kind: null, wording: { sv: key },
  settings: { choices: [{ value: "yes", label: { sv: "Ja" } }, { value: "no", label: { sv: "Nej" } }] },
});
const text = (key: string, settings: Question["settings"] = {}): Question => ({ key, form: "text", kind: null, wording: { sv: key }, settings });
const draftOf = (...questions: readonly Question[]): Written => ({
  title: { sv: "Titel" }, information: { sv: "Text" }, thanks: { sv: "Tack" }, settings: { locales: ["sv"], background: [] }, questions,
});
const keys = (draft: Written): string[] => draft.questions.map((one) => one.key);

test("a question moves to any place and back, and no other question changes its order", () => {
  const draft = draftOf(...["a", "b", "c", "d"].map((key) => text(key)));
  for (const key of keys(draft)) {
    const from = keys(draft).indexOf(key);
    for (let to = 0; to < 4; to += 1) {
      const moved = moveQuestion(draft, key, to);
      assert.equal(keys(moved).indexOf(key), to);
      assert.deepEqual(keys(moved).filter((one) => one !== key), keys(draft).filter((one) => one !== key));
      assert.deepEqual(moveQuestion(moved, key, from), draft);
    }
  }
});

test("a question cannot leave the list, and what is not there does not move", () => {
  const draft = draftOf(text("a"), text("b"));
  assert.deepEqual(keys(moveQuestion(draft, "a", 99)), ["b", "a"]);
  assert.deepEqual(keys(moveQuestion(draft, "b", -5)), ["b", "a"]);
  assert.equal(moveQuestion(draft, "z", 0), draft);
});

test("only earlier questions are offered to depend on, and moving above them is seen", () => {
  const draft = draftOf(choice("first"), text("second", { shown_if: conditionOn("first", ["yes"]) }), text("third"));
  assert.deepEqual(earlierQuestions(draft, "second").map((one) => one.key), ["first"]);
  assert.deepEqual(earlierQuestions(draft, "first"), []);
  assert.deepEqual(tooEarly(draft), []);
  assert.deepEqual(tooEarly(moveQuestion(draft, "second", 0)).map((one) => one.key), ["second"]);
});

test("removing a question lifts the conditions on it, and leaves the others", () => {
  const draft = draftOf(choice("a"), choice("b"), text("c", { shown_if: conditionOn("a", []) }), text("d", { shown_if: conditionOn("b", ["no"]) }));
  const left = removeQuestion(draft, "a");
  assert.deepEqual(keys(left), ["b", "c", "d"]);
  assert.equal(left.questions[1]?.settings.shown_if, undefined);
  assert.deepEqual(left.questions[2]?.settings.shown_if, { question: "b", any_of: ["no"] });
});

test("a condition forgets an answer that is removed; without any left it is lifted", () => {
  const draft = draftOf(choice("a"), text("b", { shown_if: conditionOn("a", ["yes", "no"]) }));
  const once = removeChoice(draft, "a", "yes");
  assert.deepEqual(once.questions[0]?.settings.choices?.map((one) => one.value), ["no"]);
  assert.deepEqual(once.questions[1]?.settings.shown_if, { question: "a", any_of: ["no"] });
  assert.equal(removeChoice(once, "a", "no").questions[1]?.settings.shown_if, undefined);
});

test("conditions follow a question that gets another key", () => {
  const renamed = renameQuestion(draftOf(choice("a"), text("b", { shown_if: conditionOn("a", ["yes"]) })), "a", "lived_here");
  assert.deepEqual(keys(renamed), ["lived_here", "b"]);
  assert.deepEqual(renamed.questions[1]?.settings.shown_if, { question: "lived_here", any_of: ["yes"] });
});

test("every new question has a key of its own, however many of a kind there are", () => {
  let draft = draftOf();
  for (let round = 0; round < 3; round += 1) {
    for (const kind of KINDS) draft = insertQuestion(draft, newQuestion(draft, "perception", kind), 0);
    for (const form of ["choice", "scale", "text"] as const) draft = insertQuestion(draft, newQuestion(draft, form, null), 1);
  }
  assert.equal(new Set(keys(draft)).size, 39);
  for (const key of keys(draft)) assert.match(key, /^[a-z][a-z0-9_]{0,63}$/);
  assert.equal(freeName("a", ["a", "a_2"]), "a_3");
});

test("only a route is told by its ends, and only a barrier has a nature", () => {
  for (const kind of KINDS) {
    const { settings } = newQuestion(draftOf(), "perception", kind);
    assert.equal(settings.shapes?.includes("ends"), kind === "route", kind);
    assert.equal(settings.asks?.includes("nature"), kind === "barrier", kind);
    for (const other of KINDS) {
      const changed = withKind(newQuestion(draftOf(), "perception", kind), other);
      assert.equal(changed.kind, other);
      if (other !== "route") assert.ok(!changed.settings.shapes?.includes("ends"), `${kind} to ${other}`);
      if (other !== "barrier") assert.ok(!changed.settings.asks?.includes("nature"), `${kind} to ${other}`);
      assert.ok((changed.settings.shapes?.length ?? 0) > 0, `${kind} to ${other}`);
    }
  }
});

test("a new answer has a value that no other has", () => {
  const some = [{ value: "1", label: {} }, { value: "3", label: {} }];
  assert.equal(newChoice(some).value, "4");
  assert.equal(newChoice([]).value, "1");
});

test("an emptied text is missing, not empty", () => {
  assert.deepEqual(withText({ sv: "Hej", en: "Hello" }, "en", "  "), { sv: "Hej" });
  assert.deepEqual(withText({ sv: "Hej" }, "ar", "مرحبا"), { sv: "Hej", ar: "مرحبا" });
});

test("a setting that is taken back leaves nothing behind", () => {
  const asked = withSettings(text("a"), { required: true, only_in: "web" });
  assert.deepEqual(asked.settings, { required: true, only_in: "web" });
  assert.deepEqual(withSettings(asked, { required: false, only_in: undefined }).settings, {});
});

test("what is chosen keeps the order of choosing, and can be moved", () => {
  assert.deepEqual(toggled(["b"], "a", true), ["b", "a"]);
  assert.deepEqual(toggled(["b", "a"], "b", false), ["a"]);
  assert.deepEqual(moveItem(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
  assert.deepEqual(moveItem(["a"], 0, 1), ["a"]);
});

test("what the server says about a draft is not sent back as if it were written", () => {
  const told = { ...draftOf(text("a")), fingerprint: "x", version: 3, is_published: false, published_version: 2, faults: [] };
  assert.deepEqual(Object.keys(writtenOf(told)), ["title", "information", "thanks", "settings", "questions"]);
});

test("missing texts are counted for each language that is offered", () => {
  const draft: Written = { ...draftOf(choice("a"), text("b", { help: { sv: "Hjälp" } })), settings: { locales: ["sv", "ar"], background: [] } };
  assert.deepEqual(missingCounts(draft), { sv: 0, ar: 8 });
  const some = changeQuestion(draft, "a", (one) => ({ ...one, wording: { ...one.wording, ar: "سؤال" } }));
  assert.deepEqual(missingCounts(some), { sv: 0, ar: 7 });
  assert.ok(missingIn(some, "ar").includes("#/questions/0/settings/choices/1/label/ar"));
  assert.ok(missingIn(some, "ar").includes("#/questions/1/settings/help/ar"));
});

test("a help that stands in no language is not missed", () => {
  assert.deepEqual(missingIn(draftOf(text("a", { help: {} })), "sv"), []);
});

test("a pointer leads to its question and its language", () => {
  assert.deepEqual(placeOf("#/questions/12/settings/choices/0/label/sv-easy"), { question: 12, locale: "sv-easy" });
  assert.deepEqual(placeOf("#/information/ar"), { question: null, locale: "ar" });
  assert.deepEqual(placeOf("#/questions"), { question: null, locale: null });
});

test("LIX is words per sentence plus the share of long words", () => {
  assert.equal(lix("Vart brukar du gå?"), 4);
  assert.equal(lix("Kommunen lyssnar."), 2 + 100);
  assert.equal(lix("Jag bor här. Du bor där."), 3);
  assert.equal(lix("Jag bor här\nDu bor där"), 3, "a new line ends a sentence");
  assert.equal(lix("Det kostar 3.5 kronor"), 5 + 0, "a point inside a number ends none");
  assert.equal(lix("Åäöåäöå"), 101, "letters count, not bytes");
  for (const nothing of ["", "  ", "?!", "– …"]) assert.equal(lix(nothing), null);
});

test("repeating a text changes nothing of how easy it is", () => {
  const sentence = "Kommunen lyssnar på oss som bor här.";
  assert.equal(lix(`${sentence} ${sentence}`), lix(sentence));
});

test("the ease is told in words, and not of a word or two", () => {
  assert.equal(easeOf("Målpunkter"), null);
  assert.equal(easeOf("Vart brukar du åka eller gå?"), "very_easy");
  assert.equal(easeOf("Kommunens översiktsplanering förutsätter medborgardialogens genomförande inom verksamhetsområdet"), "hard");
  assert.equal(mostLix("sv-easy"), 25);
  assert.equal(mostLix("sv"), 35);
});
