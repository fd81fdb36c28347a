/** From a finished draft to what is sent: the response, its pictures, and the receipt that stays here. */

import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import { questionsAsked, type AnswerValue, type Draft, type Mark, type ResponseBody, type Where } from "../core/draft.ts";
import { textIn, type Form } from "../core/form.ts";
import { newId } from "./drafts.ts";
import { keepForGood } from "./installing.ts";
import { INTERVIEWER } from "./kept.ts";
import type { AnswerStore, NewItem } from "./store.ts";

export interface Submission {
  readonly urls: {
    readonly responses: string;
    /** Holds `{id}` and `{mark}`. */
    readonly photos: string;
  };
  /** The nonce, found while the person was answering; null where none is asked for. */
  readonly proof: Promise<string> | null;
  /** All of it in words, to be copied if it is refused; only what was written if left out. */
  readonly told?: string;
}

/** Put a draft into the queue. When this resolves, it survives whatever happens to the page. */
export async function submitDraft(
  store: AnswerStore, form: Form, draft: Draft, { urls, proof, told }: Submission,
): Promise<void> {
  if (draft.mode === "preview") return store.dropDraft(draft.mode);
  const device = draft.mode === "web" ? await deviceOf(store) : null;
  const body = bodyOf(form, draft, device, proof ? await proof : null);
  const headers = {
    "Accept-Language": draft.language,
    ...(draft.interviewer ? { [INTERVIEWER]: encodeURIComponent(draft.interviewer) } : {}),
  };
  const response: NewItem = {
    key: draft.id,
    kind: "response",
    method: "POST",
    url: urls.responses,
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
    after: null,
    told: told ?? toldIn(form, draft),
  };
  const photos: NewItem[] = [];
  const sent = new Set(body.marks.map(({ id }) => id));
  for (const mark of draft.marks.filter(({ id, has_photo }) => has_photo && sent.has(id))) {
    const photo = await store.photo(mark.id);
    if (!photo) continue;
    photos.push({
      key: `photo:${mark.id}`,
      kind: "photo",
      method: "PUT",
      url: urls.photos.replace("{id}", draft.id).replace("{mark}", mark.id),
      headers: {
        ...headers,
        "Content-Type": photo.type || "image/jpeg",
        Authorization: `Receipt ${draft.secret}`,
      },
      body: photo,
      after: draft.id,
      told: "",
    });
  }
  // Where others use the same device next, no receipt may lie about.
  const receipt = draft.mode === "web"
    ? { id: draft.id, secret: draft.secret, survey: draft.survey, sent_at: null }
    : null;
  await store.submit(draft.mode, [response, ...photos], receipt);
  void keepForGood();
}

/** What is sent of a draft. */
export function bodyOf(form: Form, draft: Draft, device: string | null, proof: string | null): ResponseBody {
  const isSent = sentKeys(form, draft);
  return {
    id: draft.id,
    survey: draft.survey,
    version: draft.version,
    language: draft.language,
    said_at: new Date().toISOString(),
    receipt_hash: receiptHash(draft.secret),
    device,
    invitation: draft.invitation,
    background: draft.background,
    answers: cleanAnswers(draft.answers, isSent),
    marks: draft.marks.filter(({ question }) => isSent(question)).map(cleanMark),
    effort: { seconds: Math.round(draft.seconds), taps: draft.taps },
    ...(proof === null ? {} : { proof }),
  };
}

/**
 * What is sent: answers to what is asked now, since a branch that was left again was taken back. A draft that was
 * begun with other questions (of another round, or an earlier version) is sent whole; the server knows them.
 */
function sentKeys(form: Form, draft: Draft): (key: string) => boolean {
  if (form.survey?.slug !== draft.survey || form.questionnaire?.version !== draft.version) return () => true;
  const asked = new Set(questionsAsked(form, draft).map(({ key }) => key));
  return (key) => asked.has(key);
}

/** SHA-256 of the secret's 16 bytes, in hex: all that the server ever learns of it before it is used. */
export function receiptHash(secret: string): string {
  const binary = atob(secret.replaceAll("-", "+").replaceAll("_", "/"));
  return bytesToHex(sha256(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))));
}

/** Control characters but newline and tab, and controls that turn the text round them, which nobody types. */
const UNTYPED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text as it may be sent. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(UNTYPED, "").trim();
}

function cleanAnswers(
  answers: Readonly<Record<string, AnswerValue>>, isSent: (key: string) => boolean,
): Readonly<Record<string, AnswerValue>> {
  const given = Object.entries(answers)
    .filter(([key]) => isSent(key))
    .map(([key, value]) => [key, typeof value === "string" ? cleanText(value) : value] as const);
  return Object.fromEntries(given.filter(([, value]) => value.length > 0));
}

function cleanMark({ has_photo: _, text, where, ...mark }: Mark): Omit<Mark, "has_photo"> {
  const said = text === undefined ? "" : cleanText(text);
  return { ...mark, where: cleanWhere(where), ...(said ? { text: said } : {}) };
}

function cleanWhere({ words, ...where }: Where): Where {
  const said = words === undefined ? "" : cleanText(words);
  return said ? { ...where, words: said } : where;
}

/** The same device, for this project only: a random number that says nothing about it. */
async function deviceOf(store: AnswerStore): Promise<string> {
  const known = await store.setting("device");
  if (known) return known;
  const device = newId();
  await store.setSetting("device", device);
  return device;
}

/** Everything in the person's own words, each under what was asked, to be copied if it cannot be sent. */
export function toldIn(form: Form, draft: Draft): string {
  const questions = form.questionnaire?.questions ?? [];
  const parts = questions.flatMap(({ key, form: kind, wording }) => {
    const answer = draft.answers[key];
    const said = kind === "text" && typeof answer === "string" ? [answer] : [];
    const texts = [...said, ...wordsOf(draft, (question) => question === key)].filter(Boolean);
    return texts.length ? [[textIn(wording, draft.language), ...texts].join("\n")] : [];
  });
  // Of questions that are asked no more, or in another round, only the answers are known.
  const known = new Set(questions.map(({ key }) => key));
  const left = wordsOf(draft, (question) => !known.has(question)).filter(Boolean);
  return [...parts, ...(left.length ? [left.join("\n")] : [])].join("\n\n");
}

function wordsOf({ marks }: Draft, isMeant: (question: string) => boolean): string[] {
  return marks.filter(({ question }) => isMeant(question)).flatMap(({ where, text }) => [where.words ?? "", text ?? ""]);
}
