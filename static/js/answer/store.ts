/** What the page keeps on this device: drafts, pictures, the queue and the receipts. */

import type { Draft } from "../core/draft.ts";
import { following, inOrder } from "../core/retrying.ts";
import { INTERVIEWER, interviewerOf, type KeptReceipt, type NewItem, type Problem, type QueueItem, type Shelf, type Tables } from "./kept.ts";
import { DatabaseShelf } from "./shelf_in_database.ts";
import { MemoryShelf } from "./shelf_in_memory.ts";

export { interviewerOf, NotKeptError, type Fault, type KeptReceipt, type NewItem, type Problem, type QueueItem } from "./kept.ts";

export interface AnswerStore {
  /** The project, whose tabs share this store. */
  readonly project: string;
  /** Whether what is kept survives a reload; false where the browser keeps nothing (private windows). */
  readonly lasting: boolean;

  loadDraft(slot: string): Promise<Draft | null>;
  saveDraft(slot: string, draft: Draft): Promise<void>;
  dropDraft(slot: string): Promise<void>;
  /** Put a draft aside under its own number, with its pictures; its slot is free then. */
  putAside(slot: string): Promise<void>;
  /** The drafts that were put aside. */
  asideDrafts(): Promise<readonly Draft[]>;
  /** Go on with a draft that was put aside, in a slot that is free or holds what may go. */
  takeUp(id: string, slot: string): Promise<Draft | null>;
  /** Nothing of a person stays but what waits to be sent: for a device that many use, one after the other. */
  forgetPerson(slot: string): Promise<void>;

  savePhoto(markId: string, photo: Blob): Promise<void>;
  photo(markId: string): Promise<Blob | null>;
  dropPhoto(markId: string): Promise<void>;

  /** One transaction: the draft and its pictures go out, the items and the receipt come in. */
  submit(slot: string, items: readonly NewItem[], receipt: KeptReceipt | null): Promise<void>;

  /** What waits or was refused, in the order of making. */
  queue(): Promise<readonly QueueItem[]>;
  receipts(): Promise<readonly KeptReceipt[]>;
  forgetReceipt(id: string): Promise<void>;
  /** Throw away what was refused and everything that followed it; the person asked for it. */
  dropRefused(key: string): Promise<void>;

  setting(name: string): Promise<string | null>;
  setSetting(name: string, value: string | null): Promise<void>;

  /** The server has it. */
  acknowledge(key: string, sent_at: string): Promise<void>;
  /** Try again then. */
  postpone(key: string, attempts: number, next_at: number): Promise<void>;
  /** The server will never take it: it stays, with the reason, and so does what follows it. */
  refuse(key: string, problem: Problem): Promise<void>;
  /** Conversations that others held are sent as one's own from now on; somebody decided so. */
  sendAs(interviewer: string): Promise<void>;
  /** Everything that waits may be tried at once. */
  hasten(): Promise<void>;
  /** Be the only tab that sends until then; false where another one is. For browsers without locks. */
  lease(owner: string, now: number, until: number): Promise<boolean>;

  /** Hear of changes to the queue, from this tab and others; gives what stops it. */
  onQueueChange(listener: () => void): () => void;
  close(): void;
}

/** Where a draft lies that was put aside. */
export function asideSlot(id: string): string {
  return `aside:${id}`;
}

/** Open the store of a project; in memory where the browser keeps nothing, which `lasting` then says. */
export async function openAnswerStore(project: string): Promise<AnswerStore> {
  let shelf: Shelf;
  try {
    shelf = await DatabaseShelf.open(`mentalmap.${project}`);
  } catch {
    shelf = new MemoryShelf();
  }
  return new KeptAnswers(project, shelf);
}

/** A store that keeps nothing beyond the page, for trying the questions out. */
export function passingAnswerStore(project: string): AnswerStore {
  return new KeptAnswers(project, new MemoryShelf());
}

class KeptAnswers implements AnswerStore {
  readonly project: string;
  readonly lasting: boolean;
  readonly #shelf: Shelf;
  readonly #listeners = new Set<() => void>();
  readonly #channel: BroadcastChannel | null;

  constructor(project: string, shelf: Shelf) {
    this.project = project;
    this.lasting = shelf.lasting;
    this.#shelf = shelf;
    // What lies in memory belongs to this tab alone.
    const isShared = shelf.lasting && "BroadcastChannel" in globalThis;
    this.#channel = isShared ? new BroadcastChannel(`mentalmap.${project}`) : null;
    this.#channel?.addEventListener("message", () => this.#tell());
  }

  async loadDraft(slot: string): Promise<Draft | null> {
    return (await this.#shelf.read(["drafts"], ({ drafts }) => drafts.get(slot))) ?? null;
  }

  async saveDraft(slot: string, draft: Draft): Promise<void> {
    await this.#shelf.write(["drafts"], ({ drafts }) => drafts.put(draft, slot));
  }

  async dropDraft(slot: string): Promise<void> {
    await this.#shelf.write(["drafts", "photos"], (tables) => dropDraftIn(tables, slot));
  }

  async putAside(slot: string): Promise<void> {
    await this.#shelf.write(["drafts"], async ({ drafts }) => {
      const draft = await drafts.get(slot);
      if (draft) await drafts.put(draft, asideSlot(draft.id));
      await drafts.drop(slot);
    });
  }

  async asideDrafts(): Promise<readonly Draft[]> {
    return this.#shelf.read(["drafts"], async ({ drafts }) => {
      const aside: Draft[] = [];
      for (const { id } of new Map((await drafts.all()).map((one) => [one.id, one])).values()) {
        const draft = await drafts.get(asideSlot(id));
        if (draft) aside.push(draft);
      }
      return aside;
    });
  }

  async takeUp(id: string, slot: string): Promise<Draft | null> {
    return this.#shelf.write(["drafts"], async ({ drafts }) => {
      const draft = await drafts.get(asideSlot(id));
      if (draft) await drafts.put(draft, slot);
      await drafts.drop(asideSlot(id));
      return draft ?? null;
    });
  }

  async forgetPerson(slot: string): Promise<void> {
    await this.#shelf.write(["drafts", "photos", "settings"], async ({ drafts, photos, settings }) => {
      await drafts.drop(slot);
      // Also pictures of marks that were never finished; those of other drafts on this device stay.
      const others = (await drafts.all()).flatMap(({ marks }) => marks.map(({ id }) => id));
      const kept = await Promise.all(others.map(async (id) => [id, await photos.get(id)] as const));
      await photos.clear();
      for (const [id, photo] of kept) if (photo) await photos.put(photo, id);
      await settings.drop("language");
    });
  }

  async savePhoto(markId: string, photo: Blob): Promise<void> {
    await this.#shelf.write(["photos"], ({ photos }) => photos.put(photo, markId));
  }

  async photo(markId: string): Promise<Blob | null> {
    return (await this.#shelf.read(["photos"], ({ photos }) => photos.get(markId))) ?? null;
  }

  async dropPhoto(markId: string): Promise<void> {
    await this.#shelf.write(["photos"], ({ photos }) => photos.drop(markId));
  }

  async submit(slot: string, items: readonly NewItem[], receipt: KeptReceipt | null): Promise<void> {
    const now = Date.now();
    await this.#shelf.write(["drafts", "photos", "queue", "receipts"], async (tables) => {
      for (const [nth, item] of items.entries()) {
        // Told twice (two taps on "Send"), it is still one item.
        if (await tables.queue.get(item.key)) continue;
        await tables.queue.put({
          ...item, slot, made_at: now + nth / 1024, attempts: 0, next_at: 0, state: "waiting", problem: null,
        });
      }
      if (receipt) await tables.receipts.put(receipt);
      await dropDraftIn(tables, slot);
    });
    this.#changed();
  }

  async queue(): Promise<readonly QueueItem[]> {
    return inOrder(await this.#shelf.read(["queue"], ({ queue }) => queue.all()));
  }

  async receipts(): Promise<readonly KeptReceipt[]> {
    return this.#shelf.read(["receipts"], ({ receipts }) => receipts.all());
  }

  async forgetReceipt(id: string): Promise<void> {
    await this.#shelf.write(["receipts"], ({ receipts }) => receipts.drop(id));
  }

  async dropRefused(key: string): Promise<void> {
    await this.#shelf.write(["queue", "receipts"], async ({ queue, receipts }) => {
      const item = await queue.get(key);
      if (item?.state !== "refused") return;
      for (const one of [item, ...following(await queue.all(), key)]) await queue.drop(one.key);
      if (item.kind === "response") await receipts.drop(key);
    });
    this.#changed();
  }

  async setting(name: string): Promise<string | null> {
    return (await this.#shelf.read(["settings"], ({ settings }) => settings.get(name))) ?? null;
  }

  async setSetting(name: string, value: string | null): Promise<void> {
    await this.#shelf.write(["settings"], ({ settings }) =>
      value === null ? settings.drop(name) : settings.put(value, name));
  }

  async acknowledge(key: string, sent_at: string): Promise<void> {
    await this.#shelf.write(["queue", "receipts"], async ({ queue, receipts }) => {
      await queue.drop(key);
      const receipt = await receipts.get(key);
      if (receipt) await receipts.put({ ...receipt, sent_at: receipt.sent_at ?? sent_at });
    });
    this.#changed();
  }

  async postpone(key: string, attempts: number, next_at: number): Promise<void> {
    await this.#shelf.write(["queue"], async ({ queue }) => {
      const item = await queue.get(key);
      if (item) await queue.put({ ...item, attempts, next_at });
    });
  }

  async refuse(key: string, problem: Problem): Promise<void> {
    await this.#shelf.write(["queue"], async ({ queue }) => {
      const item = await queue.get(key);
      if (!item) return;
      for (const one of [item, ...following(await queue.all(), key)]) {
        await queue.put({ ...one, state: "refused", problem });
      }
    });
    this.#changed();
  }

  async sendAs(interviewer: string): Promise<void> {
    await this.#shelf.write(["queue"], async ({ queue }) => {
      for (const item of await queue.all()) {
        if ((interviewerOf(item) ?? interviewer) === interviewer) continue;
        await queue.put({ ...item, headers: { ...item.headers, [INTERVIEWER]: encodeURIComponent(interviewer) } });
      }
    });
    this.#changed();
  }

  async hasten(): Promise<void> {
    await this.#shelf.write(["queue"], async ({ queue }) => {
      for (const item of await queue.all()) {
        if (item.next_at > 0) await queue.put({ ...item, attempts: 0, next_at: 0 });
      }
    });
  }

  async lease(owner: string, now: number, until: number): Promise<boolean> {
    return this.#shelf.write(["settings"], async ({ settings }) => {
      const [holder, end] = ((await settings.get("sending")) ?? "").split(" ");
      if (holder && holder !== owner && Number(end) > now) return false;
      await settings.put(`${owner} ${until}`, "sending");
      return true;
    });
  }

  onQueueChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#channel?.close();
    this.#shelf.close();
  }

  #changed(): void {
    this.#channel?.postMessage("queue");
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The draft goes, and with it the pictures of its marks. */
async function dropDraftIn({ drafts, photos }: Tables, slot: string): Promise<void> {
  const draft = await drafts.get(slot);
  for (const mark of draft?.marks ?? []) await photos.drop(mark.id);
  await drafts.drop(slot);
}
