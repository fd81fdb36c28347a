/** What the builder says to the server, and what of its answers matters here. */

import { writtenOf, type BuilderDraft, type Fault, type Written } from "../core/builder_draft.ts";

export class Refused extends Error {
  readonly status: number;
  readonly remedy: string;
  readonly faults: readonly Fault[];

  constructor(status: number, detail: string, remedy: string, faults: readonly Fault[]) {
    super(detail);
    this.status = status;
    this.remedy = remedy;
    this.faults = faults;
  }

  get isConflict(): boolean {
    return this.status === 409 || this.status === 412;
  }
}

/** Ask the server; throws `Refused` for what it refuses, and TypeError where there is no network. */
async function ask(url: string, method: string, body?: Blob | string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { Accept: "application/json", "X-Mentalmap": "1", ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const told: unknown = await answer.json().catch(() => null);
  if (answer.ok) return told;
  const problem = (told ?? {}) as { detail?: string; remedy?: string; errors?: readonly Fault[] };
  throw new Refused(answer.status, problem.detail ?? answer.statusText, problem.remedy ?? "", problem.errors ?? []);
}

const JSON_TYPE = { "Content-Type": "application/json" };

export async function loadDraft(url: string): Promise<BuilderDraft> {
  return (await ask(url, "GET")) as BuilderDraft;
}

export async function saveDraft(url: string, draft: Written, fingerprint: string): Promise<BuilderDraft> {
  return (await ask(url, "PUT", JSON.stringify({ ...writtenOf(draft), fingerprint }), JSON_TYPE)) as BuilderDraft;
}

export async function post(url: string, body: object = {}): Promise<unknown> {
  return await ask(url, "POST", JSON.stringify(body), JSON_TYPE);
}

export async function sendFile(url: string, file: File): Promise<unknown> {
  const isJson = file.name.toLowerCase().endsWith(".json");
  const type = isJson ? "application/json" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return await ask(url, "POST", file, { "Content-Type": type });
}
