/** The tables in IndexedDB, which survive reload, crash and upgrade. */

import { openDB, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import { NotKeptError, type AnswerTables, type Rows, type Shelf, type TableName, type Tables } from "./kept.ts";

type Upgrading = IDBPTransaction<AnswerTables, StoreNames<AnswerTables>[], "versionchange">;
export type Step = (database: IDBPDatabase<AnswerTables>, transaction: Upgrading) => void;

/**
 * What each version of the schema adds; the number of steps is the version. Steps only add: a queue written by any
 * earlier page stays where it is, and a page that is older than the database still finds its tables.
 */
export const STEPS: readonly Step[] = [
  (database) => {
    database.createObjectStore("drafts");
    database.createObjectStore("photos");
    database.createObjectStore("queue", { keyPath: "key" });
    database.createObjectStore("receipts", { keyPath: "id" });
    database.createObjectStore("settings");
  },
];

export class DatabaseShelf implements Shelf {
  readonly lasting = true;
  readonly #open: () => Promise<IDBPDatabase<AnswerTables>>;
  #database: Promise<IDBPDatabase<AnswerTables>> | null = null;

  private constructor(name: string, steps: readonly Step[]) {
    this.#open = () => openDatabase(name, steps, () => (this.#database = null));
  }

  /** Open the database, upgrading it where it is older than the steps. */
  static async open(name: string, steps: readonly Step[] = STEPS): Promise<DatabaseShelf> {
    const shelf = new DatabaseShelf(name, steps);
    await shelf.#opened();
    return shelf;
  }

  read<Result>(names: readonly TableName[], work: (tables: Tables) => Promise<Result>): Promise<Result> {
    return this.#transact(names, "readonly", work);
  }

  async write<Result>(names: readonly TableName[], work: (tables: Tables) => Promise<Result>): Promise<Result> {
    try {
      return await this.#transact(names, "readwrite", work);
    } catch (error) {
      throw new NotKeptError(error);
    }
  }

  close(): void {
    void this.#database?.then((database) => database.close());
    this.#database = null;
  }

  #opened(): Promise<IDBPDatabase<AnswerTables>> {
    this.#database ??= this.#open();
    this.#database.catch(() => (this.#database = null));
    return this.#database;
  }

  async #transact<Result>(
    names: readonly TableName[],
    mode: "readonly" | "readwrite",
    work: (tables: Tables) => Promise<Result>,
  ): Promise<Result> {
    const begin = async () => {
      // Strict: told to be kept means that it lies on the disk, even if the phone goes dark.
      return (await this.#opened()).transaction([...names], mode, { durability: "strict" });
    };
    const transaction = await begin().catch(async (error: unknown) => {
      // A phone that slept, or a newer tab that upgraded, closes the connection behind our back.
      if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error;
      this.#database = null;
      return begin();
    });
    const tables = Object.fromEntries(
      names.map((name) => [name, rowsOf(transaction.objectStore(name) as unknown as AnyTable)]),
    ) as unknown as Tables;
    try {
      const result = await work(tables);
      await transaction.done;
      return result;
    } catch (error) {
      await abandon(transaction);
      throw error;
    }
  }
}

interface AnyTable {
  get(key: string): Promise<unknown>;
  getAll(): Promise<unknown[]>;
  put?(row: unknown, key?: string): Promise<unknown>;
  delete?(key: string): Promise<unknown>;
  clear?(): Promise<unknown>;
}

function rowsOf(table: AnyTable): Rows<unknown> {
  const refused = () => Promise.reject(new Error("this transaction only reads"));
  return {
    get: (key) => table.get(key),
    all: () => table.getAll(),
    put: (row, key) => table.put?.(row, key) ?? refused(),
    drop: (key) => table.delete?.(key) ?? refused(),
    clear: () => table.clear?.() ?? refused(),
  };
}

/** Take back what a failed transaction did, and wait until it is over. */
async function abandon(transaction: { abort(): void; readonly done: Promise<void> }): Promise<void> {
  const over = transaction.done.catch(() => undefined);
  try {
    transaction.abort();
  } catch {
    // It is over already, by the same failure.
  }
  await over;
}

async function openDatabase(
  name: string, steps: readonly Step[], onClosed: () => void,
): Promise<IDBPDatabase<AnswerTables>> {
  const events = {
    blocking: (_now: number, _wanted: number | null, event: IDBVersionChangeEvent) => {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  };
  try {
    return await openDB<AnswerTables>(name, steps.length, {
      ...events,
      upgrade: (database, from, _to, transaction) => {
        for (const step of steps.slice(from)) step(database, transaction);
      },
    });
  } catch (error) {
    // The database is newer than this page (an update was taken back): it still has all our tables.
    if (error instanceof DOMException && error.name === "VersionError") return openDB<AnswerTables>(name, undefined, events);
    throw error;
  }
}
