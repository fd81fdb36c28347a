import assert from "node:assert/strict";
import { test } from "node:test";
import type { Draft } from "../../static/js/core/draft.ts";
import type { Form } from "../../static/js/core/form.ts";
import { latestQuotable, NOTHING_HEARD, offeredSayings, readHeard, withHeard, withStanding, writeHeard } from "../../static/js/core/interview.ts";
import { stillNeeded, type Quotas } from "../../static/js/core/quotas.ts";
import { clock, NO_EFFORT, secondsOf, withTap } from "../../static/js/core/taps.ts";

const form = { questionnaire: { questions: [
  { key: "pride", form: "perception", kind: "pride", settings: { asks: ["text"] } },
  { key: "way", form: "perception", kind: "route", settings: { asks: [] } },
  { key: "problem", form: "perception", kind: "problem", settings: { asks: ["text"] } },
] } } as unknown as Form;
const mark = (id: string, question: string, text?: string) => ({ id, question, where: { by: "list", place: "A", precision: "exact" }, ...(text ? { text } : {}) });
const draft = (...marks: object[]): Draft => ({ marks }) as unknown as Draft;

test("a quote never belongs to a mark of another question", () => {
  const told = draft(mark("1", "pride"), mark("2", "pride"));
  assert.equal(latestQuotable(form, told, null, ["pride"])?.id, "2");
  assert.equal(latestQuotable(form, told, "1", ["pride"])?.id, "1");
  assert.equal(latestQuotable(form, told, "1", ["problem"]), null);
  assert.equal(latestQuotable(form, told, null, []), null);
  assert.equal(latestQuotable(form, draft(mark("3", "way")), "3", ["way"]), null);
});

test("what one person said is offered to nobody; what two said, or what was chosen, is", () => {
  const one = withHeard(NOTHING_HEARD, draft(mark("1", "pride", "Halt"), mark("2", "pride", " Halt ")));
  assert.deepEqual(offeredSayings(one, 6), []);
  assert.deepEqual(offeredSayings(withHeard(one, draft(mark("1", "pride", "Halt"))), 6), ["Halt"]);
  assert.deepEqual(offeredSayings(withStanding(one, "Fint"), 6), ["Fint"]);
  assert.deepEqual(offeredSayings(withStanding(withStanding(one, "Fint"), "Fint"), 6), []);
  assert.deepEqual(one.named, { "pride place:A": 2 });
});

test("what was heard is read as it was written, on the same day only, and nonsense is nothing", () => {
  const heard = withStanding(withHeard(NOTHING_HEARD, draft(mark("1", "pride", "Halt"))), "Fint");
  assert.deepEqual(readHeard(writeHeard(heard, "2026-11-22"), "2026-11-22"), heard);
  assert.deepEqual(readHeard(writeHeard(heard, "2026-11-22"), "2026-11-23"), NOTHING_HEARD);
  for (const odd of [null, "", "{", "7", "[]", '{"day":"d","sayings":["a"],"named":3,"standing":{}}']) assert.deepEqual(readHeard(odd, "d"), NOTHING_HEARD);
});

test("everybody who waits makes one fewer needed, and nobody is needed twice", () => {
  const group = (area: string, wanted: number, heard: number) => ({ area, age_band: null, gender: null, wanted, heard });
  const groups = [group("A", 5, 1), group("B", 3, 3), group("C", 2, 0)];
  const quotas: Quotas = { survey: "s", wanted: 10, heard: 4, groups, margins: groups };
  const needed = (...homes: string[]) => stillNeeded(quotas, homes.map((home_area) => ({ home_area })), 9).map(({ group: { area }, needed: n }) => `${area}${n}`);
  assert.deepEqual(needed(), ["A4", "C2"]);
  assert.deepEqual(needed("C", "C", "B", "elsewhere"), ["A4"]);
  assert.equal(stillNeeded(quotas, [], 1).length, 1);
});

test("a conversation lasts from its first tap, and a clock that was set back takes nothing away", () => {
  assert.equal(secondsOf(NO_EFFORT, 9e12), 0);
  const effort = withTap(withTap(NO_EFFORT, 1000), 5000, "key");
  assert.deepEqual([effort.taps, effort.keys, secondsOf(effort, 62_500), secondsOf(effort, 0)], [1, 1, 61, 0]);
  assert.deepEqual([0, 61, 3599, 3601].map(clock), ["0:00", "1:01", "59:59", "60:01"]);
});
