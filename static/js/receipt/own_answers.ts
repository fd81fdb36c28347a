/** One's own answers, as the server has them. */

import type { Draft, ResponseBody } from "../core/draft.ts";
import type { Form } from "../core/form.ts";
import type { AnswerPageData } from "../answer/page_data.ts";

/** `unsent`: it still waits on this device. */
export type State = "pending" | "published" | "hidden" | "unsent";

export interface OwnAnswers {
  readonly response: Omit<ResponseBody, "proof" | "effort" | "device" | "receipt_hash">;
  readonly received_at: string;
  readonly survey: { readonly slug: string; readonly name: string; readonly is_open: boolean; readonly is_published: boolean };
  readonly states: Readonly<Record<string, State>>;
  readonly photos: readonly string[];
}

/** The receipt is of nothing: never given, or its answers were taken back. */
export class UnknownReceiptError extends Error {
  override readonly name = "UnknownReceiptError";
}

export async function fetchOwnAnswers(page: AnswerPageData, secret: string): Promise<OwnAnswers> {
  const response = await fetch(page.urls.receipt_data, { headers: authorization(secret), cache: "no-store" });
  if (response.status === 404 || response.status === 401 || response.status === 403) throw new UnknownReceiptError();
  if (!response.ok) throw new Error(`the answers were not sent: ${response.status}`);
  return (await response.json()) as OwnAnswers;
}

/** The questions that were asked in the round of these answers. */
export async function fetchFormOf(page: AnswerPageData, survey: string): Promise<Form> {
  const response = await fetch(`${page.urls.form}?survey=${encodeURIComponent(survey)}`);
  if (!response.ok) throw new Error(`the questions were not sent: ${response.status}`);
  return (await response.json()) as Form;
}

/** The questions of now, which this device may have kept. */
export async function fetchForm(page: AnswerPageData): Promise<Form> {
  return (await (await fetch(page.urls.form)).json()) as Form;
}

export async function fetchOwnPhoto(page: AnswerPageData, secret: string, mark: string): Promise<Blob | null> {
  try {
    const url = `${page.urls.receipt}/photos/${encodeURIComponent(mark)}`;
    const response = await fetch(url, { headers: authorization(secret), cache: "no-store" });
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

export function authorization(secret: string): Record<string, string> {
  return { Authorization: `Receipt ${secret}` };
}

/** A draft to change what was sent. */
export function draftOf(own: OwnAnswers, secret: string, language: string): Draft {
  const { response } = own;
  return {
    id: response.id,
    survey: response.survey,
    version: response.version,
    language,
    mode: "web",
    secret,
    invitation: response.invitation ?? null,
    background: withoutNothing(response.background),
    answers: response.answers,
    marks: response.marks.map((mark) => ({ ...withoutNothing(mark), where: withoutNothing(mark.where), ...(own.photos.includes(mark.id) ? { has_photo: true } : {}) })),
    skipped: [],
    at: "check",
    begun_at: new Date().toISOString(),
    seconds: 0,
    taps: 0,
  };
}

/** A record without the fields that are null. */
function withoutNothing<Kind extends object>(record: Kind): Kind {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)) as Kind;
}
