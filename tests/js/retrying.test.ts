import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answersWaiting, askedDelay, delayAfter, FIRST_DELAY_MS, following, inOrder, LONGEST_ASKED_MS, LONGEST_DELAY_MS,
  MOST_FOREIGN_REFUSALS, nextDue, nextTime, outcomeOf, type Queued, type Reply,
} from "../../static/js/core/retrying.ts";

const item = (key: string, about: Partial<Queued> = {}): Queued => ({
  key, made_at: 0, next_at: 0, state: "waiting", after: null, ...about,
});
const reply = (about: Partial<Reply>): Reply => ({
  status: 201, ours: true, method: "POST", signs_in: false, attempts: 0, ...about,
});

test("no delay is above the limit or below nothing, however often it failed and whatever chance says", () => {
  for (let attempts = 0; attempts < 2000; attempts += 1) {
    for (const chance of [0, 0.3, 0.999999, 1, -5, 7]) {
      const delay = delayAfter(attempts, () => chance);
      assert.ok(delay >= 0 && delay <= LONGEST_DELAY_MS, `${attempts} ${chance}: ${delay}`);
    }
  }
});

test("the limit of the delay doubles until it reaches ten minutes", () => {
  const limits = Array.from({ length: 14 }, (_, nth) => delayAfter(nth + 1, () => 1));
  assert.equal(limits[0], FIRST_DELAY_MS);
  assert.equal(limits[3], 8 * FIRST_DELAY_MS);
  assert.equal(limits.at(-1), LONGEST_DELAY_MS);
  assert.deepEqual(limits, [...limits].sort((a, b) => a - b));
});

test("phones that lost the server together come back spread over the whole delay", () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const delays = Array.from({ length: 2000 }, () => delayAfter(6, random)).sort((a, b) => a - b);
  const limit = delayAfter(6, () => 1);
  const tenths = new Set(delays.map((delay) => Math.floor((10 * delay) / limit)));
  assert.equal(tenths.size, 10);
  assert.ok(Math.abs((delays[1000] ?? 0) - limit / 2) < limit / 20);
});

test("a server that asks for patience is never asked earlier, and not for ever left alone", () => {
  for (const chance of [0, 0.5, 1]) {
    assert.ok(delayAfter(1, () => chance, 30_000) >= 30_000);
    assert.ok(delayAfter(40, () => chance, 1e12) <= LONGEST_ASKED_MS);
    assert.ok(delayAfter(1, () => chance, -5) >= 0);
  }
});

test("Retry-After is seconds or a date, and nonsense asks for nothing", () => {
  const now = Date.UTC(2026, 0, 1);
  assert.equal(askedDelay("120", now), 120_000);
  assert.equal(askedDelay(" 0 ", now), 0);
  assert.equal(askedDelay("Thu, 01 Jan 2026 00:01:00 GMT", now), 60_000);
  assert.equal(askedDelay("Wed, 31 Dec 2025 00:00:00 GMT", now), 0);
  assert.equal(askedDelay("soon", now), null);
  assert.equal(askedDelay(null, now), null);
});

test("only our own server can acknowledge: the sign-in page of a hotel does not", () => {
  assert.equal(outcomeOf(reply({ status: 201 })), "acknowledged");
  assert.equal(outcomeOf(reply({ status: 200, ours: false })), "later");
  assert.equal(outcomeOf(reply({ status: 0, ours: false })), "later");
  assert.equal(outcomeOf(reply({ status: 302, ours: false })), "later");
});

test("trouble that passes is tried again", () => {
  for (const status of [408, 425, 429, 500, 502, 503, 504, 599]) {
    for (const ours of [true, false]) assert.equal(outcomeOf(reply({ status, ours, attempts: 999 })), "later");
  }
});

test("our server refuses for good, and says why", () => {
  for (const status of [400, 404, 409, 413, 415, 422]) assert.equal(outcomeOf(reply({ status })), "refused");
});

test("something in between that turns it away is tried again, but not for ever", () => {
  const turned = (attempts: number) => outcomeOf(reply({ status: 403, ours: false, attempts }));
  assert.equal(turned(0), "later");
  assert.equal(turned(MOST_FOREIGN_REFUSALS - 2), "later");
  assert.equal(turned(MOST_FOREIGN_REFUSALS - 1), "refused");
});

test("an interviewer who was signed out is waited for; a resident has no account to sign in to", () => {
  for (const status of [401, 403]) {
    for (const ours of [true, false]) {
      assert.equal(outcomeOf(reply({ status, ours, signs_in: true, attempts: 50 })), "sign_in");
    }
    assert.equal(outcomeOf(reply({ status, signs_in: false })), "refused");
  }
});

test("what was to be withdrawn and is gone is withdrawn", () => {
  assert.equal(outcomeOf(reply({ status: 404, method: "DELETE" })), "acknowledged");
  assert.equal(outcomeOf(reply({ status: 404, method: "PUT" })), "refused");
});

test("a picture goes after its response, whatever order they lie in", () => {
  const photo = item("a-photo", { made_at: 1, after: "z" });
  const response = item("z", { made_at: 2 });
  assert.equal(nextDue([photo, response], 0)?.key, "z");
  assert.equal(nextDue([photo], 0)?.key, "a-photo");
  assert.equal(nextDue([photo, { ...response, state: "refused" }], 0), null);
  assert.equal(nextDue([photo, { ...response, next_at: 99 }], 0), null);
});

test("sending one after the other keeps the order of telling and sends everything once", () => {
  let queue: Queued[] = [];
  for (let n = 0; n < 40; n += 1) {
    queue.push(item(`r${n}`, { made_at: (n * 7) % 40 }));
    queue.push(item(`p${n}`, { made_at: (n * 7) % 40, after: `r${n}` }));
  }
  const sent: string[] = [];
  for (let next = nextDue(queue, 0); next; next = nextDue(queue, 0)) {
    sent.push(next.key);
    queue = queue.filter((one) => one !== next);
  }
  assert.equal(sent.length, 80);
  assert.equal(new Set(sent).size, 80);
  const responses = sent.filter((key) => key.startsWith("r"));
  assert.deepEqual(responses, inOrder(responses.map((key) => item(key, { made_at: (Number(key.slice(1)) * 7) % 40 }))).map(({ key }) => key));
  for (const key of responses) assert.ok(sent.indexOf(`p${key.slice(1)}`) > sent.indexOf(key));
});

test("one that fails again and again does not hold up the others", () => {
  const poison = item("poison", { made_at: 0, next_at: 5000 });
  assert.equal(nextDue([poison, item("next", { made_at: 1 })], 0)?.key, "next");
  assert.equal(nextTime([poison]), 5000);
  assert.equal(nextTime([{ ...poison, state: "refused" }]), null);
  assert.equal(nextTime([]), null);
});

test("a response and its pictures are one answer that waits, also when only pictures are left", () => {
  const photos = [item("p1", { after: "r" }), item("p2", { after: "r" })];
  assert.equal(answersWaiting([item("r"), ...photos]), 1);
  assert.equal(answersWaiting(photos), 1);
  assert.equal(answersWaiting([item("r", { state: "refused" }), item("s")]), 1);
  assert.equal(answersWaiting([]), 0);
});

test("what follows a refused item is found, however far behind, and a circle does not hang the page", () => {
  const chain = [item("a"), item("b", { after: "a" }), item("c", { after: "b" }), item("d")];
  assert.deepEqual(following(chain, "a").map(({ key }) => key), ["b", "c"]);
  const circle = [item("a", { after: "b" }), item("b", { after: "a" })];
  assert.ok(following(circle, "a").length <= 2);
});
