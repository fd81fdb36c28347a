/** Where the browser keeps nothing: the same tables in memory, gone with the page. */

import type { Rows, Shelf, TableName, Tables } from "./kept.ts";

export class MemoryShelf implements Shelf {
  readonly lasting = false;
  readonly #tables = new Map<TableName, Map<string, unknown>>();

  async read<Result>(names: readonly TableName[], work: (tables: Tables) => Promise<Result>): Promise<Result> {
    return work(this.#open(names));
  }

  async write<Result>(names: readonly TableName[], work: (tables: Tables) => Promise<Result>): Promise<Result> {
    const before = new Map([...this.#tables].map(([name, rows]) => [name, new Map(rows)]));
    try {
      return await work(this.#open(names));
    } catch (error) {
      for (const [name, rows] of before) this.#tables.set(name, rows);
      throw error;
    }
  }

  close(): void {
    this.#tables.clear();
  }

  #open(names: readonly TableName[]): Tables {
    const opened = names.map((name) => {
      const rows = this.#tables.get(name) ?? new Map<string, unknown>();
      this.#tables.set(name, rows);
      return [name, rowsOf(rows)] as const;
    });
    return Object.fromEntries(opened) as unknown as Tables;
  }
}

function rowsOf(rows: Map<string, unknown>): Rows<unknown> {
  return {
    get: async (key) => rows.get(key),
    all: async () => [...rows.values()],
    put: async (row, key) => rows.set(key ?? keyOf(row), row),
    drop: async (key) => rows.delete(key),
    clear: async () => rows.clear(),
  };
}

/** Rows that hold their own key: items of the queue by `key`, receipts by `id`. */
function keyOf(row: unknown): string {
  const { key, id } = row as { key?: string; id?: string };
  return key ?? id ?? "";
}
