/**
 * Leaving a tablet: after signing out nothing of the conversations and nothing of the account can be read on it.
 *
 * What was told is sent first; where it cannot be, nobody is signed out. What residents told here stays.
 */

import { submitDraft } from "../answer/submitting.ts";
import { Sender, type SendingStatus } from "../answer/sending.ts";
import { openAnswerStore, type AnswerStore } from "../answer/store.ts";
import type { Draft } from "../core/draft.ts";
import { hasTold } from "../core/flow.ts";
import type { Form } from "../core/form.ts";
import { fetchJson } from "./fetching.ts";
import { BEFORE, NOW } from "./handing_over.ts";
import { HEARD } from "./heard_today.ts";
import { QUOTA } from "./people_needed.ts";

/** Tells the pages that hold a conversation to let go of it. */
export const LEAVING = "mentalmap.leaving";
const PREFIX = "mentalmap.";
const PATIENCE_MS = 10_000;
const WORKER_PATIENCE_MS = 4_000;
const NOTHING_ASKED: Form = { survey: null, questionnaire: null } as unknown as Form;

/** `waiting`: conversations could not be sent; `offline`: the server was not reached; `failed`: it did not sign out. */
export type Left = "left" | "waiting" | "offline" | "failed";

/** A project whose answers this device keeps. */
export interface KeptProject {
  readonly store: AnswerStore;
  /** Where its interview page is. */
  readonly page: string;
}

/** The projects that this device keeps something of. `home` is the address of the site. */
export async function keptProjects(home: string): Promise<readonly KeptProject[]> {
  const found = (await indexedDB.databases?.().catch(() => [])) ?? [];
  const projects = found.map(({ name }) => name ?? "").filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  return Promise.all(projects.map(async (project) => ({
    store: await openAnswerStore(project), page: `${home}p/${encodeURIComponent(project)}/intervju`,
  })));
}

/** Conversations that were begun and are not finished, or were put aside a moment ago. */
export async function begunIn({ store }: KeptProject): Promise<readonly Draft[]> {
  const drafts = await Promise.all([NOW, BEFORE].map((slot) => store.loadDraft(slot)));
  const told = drafts.filter((draft) => draft !== null).filter(hasTold);
  return told.filter(({ id }, index) => told.findIndex((one) => one.id === id) === index);
}

/** Send what was told, sign out, and forget. */
export async function leave(projects: readonly KeptProject[], form: HTMLFormElement): Promise<Left> {
  for (const project of projects) if (!(await sendAll(project))) return "waiting";
  const out = await signOut(form);
  if (out !== "left") return out;
  for (const project of projects) await forget(project);
  return "left";
}

/** Whether nothing waits any more that whoever is signed in could send. */
async function sendAll(project: KeptProject): Promise<boolean> {
  const { store, page } = project;
  const begun = await begunIn(project);
  if (begun.length) {
    const form = (await fetchJson<Form>(`${page}/form.json`)) ?? NOTHING_ASKED;
    const urls = { responses: `${page}/responses`, photos: `${page}/responses/{id}/photos/{mark}` };
    for (const draft of begun) await submitDraft(store, form, draft, { urls, proof: null });
  }
  await store.dropDraft(NOW);
  let status: SendingStatus | null = null;
  const sender = new Sender(store, (now) => (status = now), "conversations");
  sender.start();
  const end = Date.now() + PATIENCE_MS;
  try {
    for (;;) {
      await sender.flush();
      const now = status as SendingStatus | null;
      if (now && (now.mine === 0 || now.needsSignIn || !now.online)) return now.mine === 0;
      if (Date.now() > end) return false;
      await new Promise((done) => setTimeout(done, 250));
    }
  } finally {
    sender.stop();
  }
}

/** Sign out, and see that it is so: a page that was kept may send an old form. */
async function signOut(form: HTMLFormElement): Promise<Left> {
  try {
    await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    const staff = await fetch(form.dataset["staff"] ?? "", { redirect: "manual", cache: "no-store" });
    return staff.type === "opaqueredirect" || staff.status === 401 || staff.status === 403 ? "left" : "failed";
  } catch {
    return "offline";
  }
}

/** Let the worker keep nothing more of what was asked for so far; without one there is nothing to wait for. */
async function endStay(page: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const worker = (await navigator.serviceWorker.getRegistration(page).catch(() => undefined))?.active;
  if (!worker) return;
  const { port1, port2 } = new MessageChannel();
  await new Promise<void>((resolve) => {
    port1.onmessage = () => resolve();
    setTimeout(resolve, WORKER_PATIENCE_MS);
    worker.postMessage({ type: "left" }, [port2]);
  });
  port1.close();
}

/** Nothing stays but what waits for another interviewer, and what residents told. */
async function forget({ store, page }: KeptProject): Promise<void> {
  for (const slot of [NOW, BEFORE]) await store.dropDraft(slot);
  for (const name of [HEARD, QUOTA]) await store.setSetting(name, null);
  await endStay(page);
  if (!("caches" in globalThis)) return;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { origin, pathname } = new URL(request.url);
      const address = origin + pathname;
      if (address === page || address.startsWith(`${page}/`)) await cache.delete(request, { ignoreVary: true });
    }
  }
}
