/** When to try again, and what an answer of the server means for something that waits in the queue. */

/** The longest first delay; it doubles with every attempt. */
export const FIRST_DELAY_MS = 500;
export const LONGEST_DELAY_MS = 10 * 60_000;
/** A server may ask for more patience than that, but not for ever. */
export const LONGEST_ASKED_MS = 60 * 60_000;
/** So often something that is no server of ours may turn an answer away, before the person is told. */
export const MOST_FOREIGN_REFUSALS = 8;

/** What the next step depends on. */
export interface Queued {
  readonly key: string;
  readonly made_at: number;
  readonly next_at: number;
  readonly state: "waiting" | "refused";
  /** The key of an item that must be acknowledged first. */
  readonly after: string | null;
}

export type Outcome = "acknowledged" | "later" | "sign_in" | "refused";

/**
 * How long to wait after this many failed attempts: anything up to a limit that doubles (full jitter), so that a
 * thousand phones which lost the server at once do not all come back at once.
 */
export function delayAfter(attempts: number, random: () => number, asked_ms: number | null = null): number {
  const limit = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(Math.max(attempts - 1, 0), 40));
  const jitter = limit * Math.min(Math.max(random(), 0), 1);
  return asked_ms === null ? jitter : Math.min(LONGEST_ASKED_MS, Math.max(asked_ms, 0) + jitter);
}

/** The time that a Retry-After header asks for, in milliseconds; null where it asks for nothing that can be read. */
export function askedDelay(header: string | null, now_ms: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now_ms);
}

/** What is known about an answer that came back. */
export interface Reply {
  readonly status: number;
  /** The answer is from our server: JSON of the promised kind, not the sign-in page of a hotel. */
  readonly ours: boolean;
  readonly method: "POST" | "PUT" | "DELETE";
  /** The request needs somebody who is signed in. */
  readonly signs_in: boolean;
  readonly attempts: number;
}

/** What an answer means. Only our own server can acknowledge anything, and only it can refuse for good. */
export function outcomeOf({ status, ours, method, signs_in, attempts }: Reply): Outcome {
  if (status >= 200 && status < 300) return ours ? "acknowledged" : "later";
  if (signs_in && (status === 401 || status === 403)) return "sign_in";
  if (status === 408 || status === 425 || status === 429 || status < 400 || status >= 500) return "later";
  if (!ours) return attempts + 1 >= MOST_FOREIGN_REFUSALS ? "refused" : "later";
  // What was to be withdrawn and is gone is withdrawn.
  return method === "DELETE" && (status === 404 || status === 410) ? "acknowledged" : "refused";
}

/** Items in the order in which they were made. */
export function inOrder<Item extends Queued>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => a.made_at - b.made_at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** The items that may go as soon as their time has come: nothing that they follow is still here. */
function free<Item extends Queued>(items: readonly Item[]): readonly Item[] {
  const here = new Set(items.map(({ key }) => key));
  return inOrder(items).filter(({ state, after }) => state === "waiting" && (after === null || !here.has(after)));
}

/** The item to send now, if any. */
export function nextDue<Item extends Queued>(items: readonly Item[], now_ms: number): Item | null {
  return free(items).find(({ next_at }) => next_at <= now_ms) ?? null;
}

/** When there will be something to send; null where nothing waits. */
export function nextTime(items: readonly Queued[]): number | null {
  const times = free(items).map(({ next_at }) => next_at);
  return times.length ? Math.min(...times) : null;
}

/** The number of answers that wait: a response and its pictures are one. */
export function answersWaiting(items: readonly Queued[]): number {
  return new Set(items.filter(({ state }) => state === "waiting").map(({ key, after }) => after ?? key)).size;
}

/** All items that follow one of these, directly or not. */
export function following<Item extends Queued>(items: readonly Item[], key: string): readonly Item[] {
  const direct = items.filter(({ after }) => after === key);
  return direct.flatMap((one) => [one, ...following(items.filter((other) => other !== one), one.key)]);
}
