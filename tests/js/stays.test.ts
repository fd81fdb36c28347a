import assert from "node:assert/strict";
import { test } from "node:test";
import { Stays } from "../../static/js/answer/stays.ts";

type Told = Record<string, unknown>;
const request = new Request("http://x.test/p/x/intervju");
const given = (state: Told): never => ({ request, state }) as never;

test("who signs out waits for what is still on its way", async () => {
  const stays = new Stays(async () => undefined);
  const state: Told = {};
  await stays.plugin.handlerWillStart?.(given(state));
  let ended = false;
  const end = stays.end().then(() => (ended = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(ended, false);
  await stays.plugin.handlerDidComplete?.(given(state));
  await end;
});

test("what was asked for before and comes after is dropped; what is asked for since stays", async () => {
  const dropped: Request[] = [];
  const stays = new Stays(async (one) => dropped.push(one));
  const [before, since]: [Told, Told] = [{}, {}];
  await stays.plugin.handlerWillStart?.(given(before));
  const end = stays.end();
  await stays.plugin.handlerWillStart?.(given(since));
  await stays.plugin.cacheDidUpdate?.(given(since));
  assert.equal(dropped.length, 0);
  await stays.plugin.cacheDidUpdate?.(given(before));
  assert.deepEqual(dropped, [request]);
  await stays.plugin.handlerDidComplete?.(given(before));
  await end;
});
