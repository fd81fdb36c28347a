import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { Draft } from "../../static/js/core/draft.ts";
import type { Form } from "../../static/js/core/form.ts";
import { base64url, newDraft, newId } from "../../static/js/answer/drafts.ts";
import { interviewerOf, passingAnswerStore } from "../../static/js/answer/store.ts";
import { bodyOf, cleanText, receiptHash, submitDraft, toldIn } from "../../static/js/answer/submitting.ts";

const form = {
  survey: { slug: "trial", name: "Trial", shows_others: false },
  questionnaire: {
    version: 3,
    questions: [
      { key: "pride", form: "perception", kind: "pride", wording: { en: "What are you proud of?" }, settings: {} },
      { key: "more", form: "text", kind: null, wording: { en: "Anything else?" }, settings: { shown_if: { question: "pride", answered: true } } },
    ],
  },
} as unknown as Form;
const urls = { responses: "/p/x/svara/responses", photos: "/p/x/svara/responses/{id}/photos/{mark}" };
const mark = { id: newId(), question: "pride", where: { by: "map", precision: "exact" }, text: " The\u202e church\u0000\r\n by the sea " } as const;
const draft = (about: Partial<Draft> = {}): Draft => ({ ...newDraft(form, "web", "en", null), ...about });

test("an id is a version 4 UUID and never the same", () => {
  const ids = new Set(Array.from({ length: 500 }, newId));
  assert.equal(ids.size, 500);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("the secret is 16 bytes in 22 characters, and its hash is of the bytes", () => {
  for (const bytes of [new Uint8Array(16), new Uint8Array(16).fill(255), Uint8Array.from({ length: 16 }, (_, n) => n * 16 + 11)]) {
    const secret = base64url(bytes);
    assert.match(secret, /^[A-Za-z0-9_-]{22}$/);
    assert.equal(receiptHash(secret), createHash("sha256").update(bytes).digest("hex"));
  }
  assert.match(draft().secret, /^[A-Za-z0-9_-]{22}$/);
});

test("nothing is sent that a person did not type", () => {
  assert.equal(cleanText(" a\u0000b\u202ec\u2066d\u0085\t\r\ne "), "abcd\t\ne");
  assert.equal(cleanText("مرحبا\u200f عالم\u200e!"), "مرحبا\u200f عالم\u200e!");
  assert.equal(cleanText("\u202e\u0007 \n "), "");
  const { marks } = bodyOf(form, draft({ marks: [mark, { ...mark, id: newId(), text: "\u202e" }] }), null, null);
  assert.deepEqual(marks.map(({ text }) => text), ["The church\n by the sea", undefined]);
});

test("a branch that was left again is not sent, and a draft of another version is sent whole", () => {
  const answers = { more: "Buses", gone: "an old question" };
  assert.deepEqual(bodyOf(form, draft({ answers }), null, null).answers, {});
  assert.deepEqual(bodyOf(form, draft({ answers, marks: [mark] }), null, null).answers, { more: "Buses" });
  assert.deepEqual(bodyOf(form, draft({ answers, version: 2 }), null, null).answers, answers);
});

test("a draft of another round is sent whole, though its version has the same number, and keeps its words", () => {
  const other = draft({ survey: "before", answers: { gone: "old" }, marks: [{ ...mark, question: "gone", text: "The quay" }] });
  const body = bodyOf(form, other, null, null);
  assert.deepEqual([body.survey, body.marks.length, body.answers], ["before", 1, { gone: "old" }]);
  assert.equal(toldIn(form, other), "The quay");
});

test("a conversation names who held it", async () => {
  const store = passingAnswerStore("x");
  await submitDraft(store, form, draft({ mode: "interview", interviewer: "åsa" }), { urls, proof: null });
  const [item] = await store.queue();
  assert.ok(item);
  assert.equal(interviewerOf(item), "åsa");
  await store.sendAs("bo");
  assert.deepEqual((await store.queue()).map(interviewerOf), ["bo"]);
});

test("what lies only on the device is not sent", () => {
  const body = bodyOf(form, draft({ marks: [{ ...mark, has_photo: true }] }), null, "42");
  assert.equal(body.proof, "42");
  for (const key of ["secret", "mode", "at", "skipped", "begun_at"]) assert.ok(!(key in body), key);
  assert.ok(!("has_photo" in (body.marks[0] ?? {})));
  assert.ok(!("proof" in bodyOf(form, draft(), null, null)));
});

test("the person's own words are kept under what was asked, for copying", () => {
  const told = toldIn(form, draft({ marks: [{ ...mark, text: "The church", where: { ...mark.where, words: "by the sea" } }], answers: { more: "Buses" } }));
  assert.equal(told, "What are you proud of?\nby the sea\nThe church\n\nAnything else?\nBuses");
  assert.equal(toldIn(form, draft()), "");
});

test("a draft becomes a response, its pictures after it, and a receipt; the draft is gone", async () => {
  const store = passingAnswerStore("x");
  const told = draft({ marks: [{ ...mark, has_photo: true }, { ...mark, id: newId() }] });
  await store.saveDraft("web", told);
  await store.savePhoto(mark.id, new Blob(["jpeg"], { type: "image/jpeg" }));
  await submitDraft(store, form, told, { urls, proof: Promise.resolve("7") });
  const [response, photo, ...rest] = await store.queue();
  assert.equal(rest.length, 0);
  assert.deepEqual([response?.kind, response?.key, response?.after], ["response", told.id, null]);
  assert.deepEqual([photo?.kind, photo?.after, photo?.url], ["photo", told.id, `/p/x/svara/responses/${told.id}/photos/${mark.id}`]);
  assert.equal(photo?.headers["Authorization"], `Receipt ${told.secret}`);
  assert.equal(await store.loadDraft("web"), null);
  assert.equal(await store.photo(mark.id), null);
  assert.deepEqual(await store.receipts(), [{ id: told.id, secret: told.secret, survey: "trial", sent_at: null }]);
});

test("sent twice by two taps, it waits once", async () => {
  const store = passingAnswerStore("x");
  const told = draft();
  await Promise.all([1, 2].map(() => submitDraft(store, form, told, { urls, proof: null })));
  assert.equal((await store.queue()).length, 1);
});

test("one person's answers of one device are known by one number; a shared device has none and keeps no receipt", async () => {
  const store = passingAnswerStore("x");
  const devices = [];
  for (const mode of ["web", "web", "kiosk", "interview"] as const) {
    const told = draft({ mode });
    await submitDraft(store, form, told, { urls, proof: null });
    const item = (await store.queue()).find(({ key }) => key === told.id);
    devices.push((JSON.parse(String(item?.body)) as { device: string | null }).device);
  }
  assert.equal(devices[0], devices[1]);
  assert.deepEqual(devices.slice(2), [null, null]);
  assert.equal((await store.receipts()).length, 2);
});

test("a preview sends nothing", async () => {
  const store = passingAnswerStore("x");
  await submitDraft(store, form, draft({ mode: "preview" }), { urls, proof: null });
  assert.deepEqual(await store.queue(), []);
});

test("what is refused stays with its pictures until the person removes it", async () => {
  const store = passingAnswerStore("x");
  const told = draft({ marks: [{ ...mark, has_photo: true }] });
  await store.savePhoto(mark.id, new Blob(["jpeg"]));
  await submitDraft(store, form, told, { urls, proof: null });
  await store.dropRefused(told.id);
  assert.equal((await store.queue()).length, 2, "what still waits cannot be removed");
  await store.refuse(told.id, { status: 409, title: "Closed", detail: "", code: "survey_closed" });
  assert.deepEqual((await store.queue()).map(({ state }) => state), ["refused", "refused"]);
  await store.dropRefused(told.id);
  assert.deepEqual(await store.queue(), []);
  assert.deepEqual(await store.receipts(), []);
});

test("one tab at a time holds the right to send, and a tab that died loses it", async () => {
  const store = passingAnswerStore("x");
  assert.equal(await store.lease("a", 0, 100), true);
  assert.equal(await store.lease("b", 50, 150), false);
  assert.equal(await store.lease("a", 60, 200), true);
  assert.equal(await store.lease("b", 201, 300), true);
});
