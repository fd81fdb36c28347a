import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Shelf, type Kept } from "../../static/js/builder/shelf.ts";

/** What a browser keeps of texts by name. */
class Texts extends Map<string, string> {
  getItem = (name: string): string | null => this.get(name) ?? null;
  setItem = (name: string, text: string): unknown => this.set(name, text);
  removeItem = (name: string): unknown => this.delete(name);
}

const NAME = "builder:kramfors:autumn";
const draft = (title: string): Kept => ({
  fingerprint: "f1",
  draft: { title: { sv: title }, information: {}, thanks: {}, settings: { locales: ["sv"], background: [] }, questions: [] },
});
const titleOf = (shelf: Shelf): string | undefined => shelf.read()?.draft.title["sv"];
const shared = new Texts();
const world = globalThis as unknown as { sessionStorage: unknown; localStorage: unknown };

/** Work in a window: each has its own storage beside that of the browser. */
function inWindow(own: unknown, browser: unknown = shared): Shelf {
  Object.defineProperty(world, "sessionStorage", { value: own, configurable: true });
  Object.defineProperty(world, "localStorage", { value: browser, configurable: true });
  return new Shelf(NAME);
}

afterEach(() => shared.clear());

test("each window reads what it wrote itself, and a new one what was written last", () => {
  const [one, other] = [new Texts(), new Texts()];
  inWindow(one).keep(draft("Ett"));
  inWindow(other).keep(draft("Två"));
  assert.equal(titleOf(inWindow(one)), "Ett");
  assert.equal(titleOf(inWindow(other)), "Två");
  assert.equal(titleOf(inWindow(new Texts())), "Två");
});

test("who has saved clears what is theirs and leaves what another window keeps", () => {
  const [one, other] = [new Texts(), new Texts()];
  const first = inWindow(one);
  first.keep(draft("Ett"));
  inWindow(other).keep(draft("Två"));
  inWindow(one);
  first.clear();
  assert.equal(one.size, 0);
  assert.equal(titleOf(inWindow(new Texts())), "Två");
});

test("what cannot be read stands for nothing, and what the browser keeps beside it is read", () => {
  const own = new Texts([[NAME, '{"fingerprint": "f1", "dra']]);
  assert.equal(inWindow(own).read(), null);
  inWindow(new Texts()).keep(draft("Hel"));
  assert.equal(titleOf(inWindow(own)), "Hel");
});

test("a browser that keeps nothing is no reason to stop", () => {
  const refuses = { getItem: refuse, setItem: refuse, removeItem: refuse };
  const shelf = inWindow(refuses, refuses);
  shelf.keep(draft("Ett"));
  assert.equal(shelf.read(), null);
  shelf.clear();
});

function refuse(): never {
  throw new DOMException("Access is denied.", "SecurityError");
}
