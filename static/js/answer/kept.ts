/** What lies in the store of the answering pages, and the shelf it lies on. */

import type { DBSchema, StoreNames } from "idb";
import type { Draft } from "../core/draft.ts";
import type { Queued } from "../core/retrying.ts";

/** One fault that the server found in what was sent. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
  readonly remedy?: string | null;
  readonly code: string;
}

/** Why the server did not take something (RFC 9457), in the person's language. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly remedy?: string | null;
  readonly code: string;
  readonly errors?: readonly Fault[];
}

export interface QueueItem extends Queued {
  readonly key: string;
  /** The slot of the draft it comes from: "web", "interview", "kiosk". */
  readonly slot: string;
  readonly kind: "response" | "photo" | "change" | "withdrawal";
  readonly method: "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Blob | null;
  readonly made_at: number;
  readonly attempts: number;
  readonly next_at: number;
  readonly state: "waiting" | "refused";
  readonly problem: Problem | null;
  /** Key of an item that must be acknowledged first. */
  readonly after: string | null;
  /** The person's own texts, for copying if it is refused. */
  readonly told: string;
}

/** Names, percent-encoded, the account that held a conversation: only that account, or one that says so, may send it. */
export const INTERVIEWER = "X-Mentalmap-Interviewer";

/** Who held a conversation; null where it is none, or nobody was noted. */
export function interviewerOf({ slot, headers }: QueueItem): string | null {
  const noted = slot === "interview" ? headers[INTERVIEWER] : undefined;
  return noted === undefined ? null : decodeURIComponent(noted);
}

/** What a caller says of an item; the store adds the rest. */
export type NewItem = Pick<QueueItem, "key" | "kind" | "method" | "url" | "headers" | "body" | "after" | "told">;

export interface KeptReceipt {
  readonly id: string;
  readonly secret: string;
  readonly survey: string;
  readonly sent_at: string | null;
}

/** This device did not keep something. `full`: it has no room; otherwise the browser refused. */
export class NotKeptError extends Error {
  override readonly name = "NotKeptError";
  readonly full: boolean;

  constructor(cause: unknown) {
    super("this device did not keep what was told", { cause });
    this.full = cause instanceof DOMException && cause.name === "QuotaExceededError";
  }
}

export interface AnswerTables extends DBSchema {
  /** By slot. */
  drafts: { key: string; value: Draft };
  /** By the mark's id. */
  photos: { key: string; value: Blob };
  queue: { key: string; value: QueueItem };
  receipts: { key: string; value: KeptReceipt };
  settings: { key: string; value: string };
}

/** Places where rows lie; each works on all of them at once or not at all. */
export interface Rows<Row> {
  get(key: string): Promise<Row | undefined>;
  all(): Promise<readonly Row[]>;
  put(row: Row, key?: string): Promise<unknown>;
  drop(key: string): Promise<unknown>;
  clear(): Promise<unknown>;
}
export type TableName = StoreNames<AnswerTables>;
export type Tables = { readonly [Name in TableName]: Rows<AnswerTables[Name]["value"]> };
export interface Shelf {
  readonly lasting: boolean;
  read<Result>(names: readonly TableName[], work: (tables: Tables) => Promise<Result>): Promise<Result>;
  write<Result>(names: readonly TableName[], work: (tables: Tables) => Promise<Result>): Promise<Result>;
  close(): void;
}
