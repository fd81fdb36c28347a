/** Sends what waits, one thing at a time and one tab at a time, until the server has acknowledged it. */

import { answersWaiting, askedDelay, delayAfter, nextDue, nextTime, outcomeOf } from "../core/retrying.ts";
import { newId } from "./drafts.ts";
import { interviewerOf, type AnswerStore, type Problem, type QueueItem } from "./store.ts";

export interface SendingStatus {
  /** Answers that wait on this device; a response and its pictures are one. */
  readonly waiting: number;
  readonly refused: readonly QueueItem[];
  readonly online: boolean;
  readonly needsSignIn: boolean;
  /** A server answered, but has not taken what waits; it is tried again. */
  readonly failing: boolean;
  /** The accounts of others whose conversations wait until they sign in here. */
  readonly others: readonly string[];
  /** How many wait that whoever is here may send. */
  readonly mine: number;
}

/** Whose answers a page tells of: residents are told nothing of conversations that wait on the same device. */
export type Told = "answers" | "conversations";

const TEXT_TIMEOUT_MS = 30_000;
const PHOTO_TIMEOUT_MS = 180_000;
/** Without locks: how long a tab that was closed in the middle keeps the others from sending. */
const LEASE_MS = PHOTO_TIMEOUT_MS + 10_000;

interface Answer {
  readonly status: number;
  readonly ours: boolean;
  readonly asked_ms: number | null;
  readonly problem: Problem | null;
}

export class Sender {
  readonly #store: AnswerStore;
  readonly #onChange: (status: SendingStatus) => void;
  readonly #told: Told;
  readonly #owner = newId();
  #round: Promise<void> | null = null;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopping: AbortController | null = null;
  #unsubscribe: (() => void) | null = null;
  #failures = 0;
  #paused_until = 0;
  /** The server itself asked for patience; no other sign of life shortens that. */
  #asked_until = 0;
  #reached = true;
  /** Something could not be sent since the server last took anything. */
  #wasAway = false;
  /** Conversations wait for somebody who signs in; what residents answered goes on. */
  #needsSignIn = false;
  /** Accounts that are not signed in here, as the server said. */
  readonly #others = new Set<string>();

  constructor(store: AnswerStore, onChange: (status: SendingStatus) => void, told: Told = "answers") {
    this.#store = store;
    this.#onChange = onChange;
    this.#told = told;
  }

  start(): void {
    if (this.#stopping) return;
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    addEventListener("online", () => void this.#hasten(), { signal });
    addEventListener("offline", () => void this.#tell(), { signal });
    addEventListener("pageshow", () => void this.flush(), { signal });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") {
        this.#needsSignIn = false; // perhaps they signed in elsewhere
        this.#others.clear();
        void this.flush();
      }
    }, { signal });
    this.#unsubscribe = this.#store.onQueueChange(() => {
      void this.#tell();
      // A change by ourselves comes in the middle of a round, which goes on by itself.
      if (!this.#round) void this.flush();
    });
    // Somebody opened the page: that is reason enough to try, however often it failed before.
    void this.#hasten();
  }

  stop(): void {
    this.#stopping?.abort();
    this.#stopping = null;
    this.#unsubscribe?.();
    clearTimeout(this.#timer);
  }

  /** Try again what the server would not take from this account. */
  retryOthers(): Promise<void> {
    this.#others.clear();
    return this.flush();
  }

  /** Send what is due now. Resolves when nothing more can be sent at the moment. */
  flush(): Promise<void> {
    if (this.#round) {
      this.#again = true;
      return this.#round;
    }
    this.#round = this.#alone(() => this.#sendDue())
      .catch((error: unknown) => console.error(error))
      .then(async () => {
        this.#round = null;
        await this.#tell();
        if (this.#again) {
          this.#again = false;
          return this.flush();
        }
        return this.#setTimer();
      });
    return this.#round;
  }

  async #hasten(): Promise<void> {
    this.#failures = 0;
    this.#paused_until = 0;
    await this.#store.hasten().catch(() => undefined); // they are sent a little later, then
    await this.flush();
  }

  /** Do this while no other tab does. */
  async #alone(work: () => Promise<void>): Promise<void> {
    if ("locks" in navigator) {
      await navigator.locks.request(`mentalmap.sending.${this.#store.project}`, work);
    } else if (await this.#holdLease()) {
      await work();
      await this.#store.lease(this.#owner, Date.now(), 0);
    }
  }

  #holdLease(): Promise<boolean> {
    return this.#store.lease(this.#owner, Date.now(), Date.now() + LEASE_MS);
  }

  async #sendDue(): Promise<void> {
    while (this.#stopping && Date.now() >= this.#earliest()) {
      const item = nextDue(await this.#sendable(), Date.now());
      if (!item) return;
      if (!("locks" in navigator)) await this.#holdLease();
      await this.#settle(item, await send(item, this.#stopping.signal));
    }
  }

  /** All but the conversations that wait for their interviewer to sign in. */
  async #sendable(): Promise<readonly QueueItem[]> {
    const queue = await this.#store.queue();
    return queue.filter((item) => item.slot !== "interview" || !(this.#needsSignIn || this.#isOthers(item)));
  }

  #isOthers(item: QueueItem): boolean {
    return this.#others.has(interviewerOf(item) ?? "");
  }

  #earliest(): number {
    return Math.max(this.#paused_until, this.#asked_until);
  }

  /** Note in the store what became of an item. `null`: the server was not reached. */
  async #settle(item: QueueItem, answer: Answer | null): Promise<void> {
    if (!this.#stopping) return;
    const now = Date.now();
    this.#reached = answer !== null;
    this.#wasAway ||= answer === null;
    const outcome = answer === null ? "later" : outcomeOf({
      ...answer, method: item.method, signs_in: item.slot === "interview", attempts: item.attempts,
    });
    if (outcome !== "later") this.#failures = 0;
    const interviewer = interviewerOf(item);
    if (outcome === "refused" && answer?.problem?.code === "other_account" && interviewer) {
      this.#others.add(interviewer);
      return;
    }
    if (outcome === "acknowledged") {
      await this.#store.acknowledge(item.key, new Date(now).toISOString());
      if (this.#wasAway) await this.#store.hasten().catch(() => undefined); // what waited for the network waits no longer
      this.#wasAway = false;
    } else if (outcome === "refused") {
      await this.#store.refuse(item.key, answer?.problem ?? unexplained(answer?.status ?? 0));
    } else if (outcome === "sign_in") {
      this.#needsSignIn = true;
    } else {
      this.#failures += 1;
      this.#paused_until = now + delayAfter(this.#failures, Math.random);
      if (answer?.asked_ms != null) this.#asked_until = now + delayAfter(1, Math.random, answer.asked_ms);
      await this.#store.postpone(item.key, item.attempts + 1, now + delayAfter(item.attempts + 1, Math.random));
    }
  }

  async #setTimer(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#stopping) return;
    const time = nextTime(await this.#sendable());
    if (time === null) return;
    // Never at once: another tab may hold what is due.
    const delay = Math.max(250, time - Date.now(), this.#earliest() - Date.now());
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  async #tell(): Promise<void> {
    const queue = (await this.#store.queue()).filter(({ slot }) => (slot === "interview") === (this.#told === "conversations"));
    const refused = queue.filter(({ state }) => state === "refused");
    const heads = new Set(refused.map(({ key }) => key));
    this.#onChange({
      mine: answersWaiting(queue.filter((item) => !this.#isOthers(item))),
      waiting: answersWaiting(queue),
      refused: refused.filter(({ after }) => after === null || !heads.has(after)),
      online: navigator.onLine && this.#reached,
      failing: this.#reached && this.#failures > 0,
      needsSignIn: this.#needsSignIn && this.#told === "conversations",
      others: [...new Set(queue.filter((item) => this.#isOthers(item)).map((item) => interviewerOf(item) ?? ""))],
    });
  }
}

/** Send one item; null where no server answered. */
async function send(item: QueueItem, stopped: AbortSignal): Promise<Answer | null> {
  const timeout = AbortSignal.timeout(item.kind === "photo" ? PHOTO_TIMEOUT_MS : TEXT_TIMEOUT_MS);
  const giveUp = new AbortController();
  for (const signal of [timeout, stopped]) signal.addEventListener("abort", () => giveUp.abort(), { once: true });
  try {
    const response = await fetch(item.url, {
      method: item.method,
      headers: { ...item.headers, "X-Mentalmap": "1", Accept: "application/json" },
      body: item.body,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual", // a network that asks for a password first sends us elsewhere
      signal: giveUp.signal,
    });
    return await understand(item, response);
  } catch {
    return null;
  }
}

async function understand(item: QueueItem, response: Response): Promise<Answer> {
  const type = response.headers.get("Content-Type") ?? "";
  const told: unknown = /[/+]json\b/.test(type) ? await response.json() : null;
  const problem = isProblem(told) ? { ...told, code: told.code ?? "", status: response.status } : null;
  return {
    status: response.status,
    ours: response.ok ? acknowledges(item, response, told) : problem !== null,
    asked_ms: askedDelay(response.headers.get("Retry-After"), Date.now()),
    problem,
  };
}

/** Whether this is our server's word that it has the item. */
function acknowledges(item: QueueItem, response: Response, told: unknown): boolean {
  if (item.kind === "response") return isRecord(told) && told["id"] === item.key;
  return response.status === 204 || told !== null;
}

function isProblem(told: unknown): told is Problem {
  return isRecord(told) && typeof told["title"] === "string" && typeof told["status"] === "number";
}

function isRecord(told: unknown): told is Record<string, unknown> {
  return typeof told === "object" && told !== null;
}

/** Something between us and the server turned it away again and again, without saying why. */
function unexplained(status: number): Problem {
  return { status, title: "", detail: "", code: "unexplained" };
}
