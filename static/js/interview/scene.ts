/** What every part of the interview page is handed, and the buttons that they are made of. */

import type { Form, Question } from "../core/form.ts";
import type { Heard } from "../core/interview.ts";
import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import type { Conversation } from "./conversation.ts";

export interface Scene {
  readonly form: Form;
  readonly words: Words;
  /** The language that is spoken in this conversation. */
  readonly locale: string;
  readonly conversation: Conversation;
  readonly heard: Heard;
  /** Ask where something is, by any way there is; what was told becomes a mark of the question. */
  ask(question: Question): void;
  /** Offer a saying to everybody from now on, or no longer. */
  stand(saying: string): void;
  /** Go to the step after this one. */
  next(): void;
  /** Draw the same again, when only what is shown changes. */
  redraw(): void;
  /** What is chosen before a conversation: its language, and whether the tablet is lent. */
  readonly tools: HTMLElement;
  /** What is shown for this person only: lists that were opened, the start of the next way. */
  readonly shown: Map<string, string>;
}

export interface ButtonSetting {
  readonly text: string | Node;
  readonly press: () => void;
  readonly kind?: string;
  /** For a choice: whether it is the chosen one. */
  readonly pressed?: boolean;
  readonly name?: string;
  /** Keeps the focus where it was when the page is drawn anew. */
  readonly id?: string;
}

export function tapButton({ text, press, kind = "", pressed, name, id }: ButtonSetting): HTMLButtonElement {
  const made = element("button", { type: "button", class: `tap ${kind}`.trim() }, text);
  if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
  if (name !== undefined) made.setAttribute("aria-label", name);
  if (id !== undefined) made.id = id;
  made.addEventListener("click", press);
  return made;
}

/** A row of buttons of which one or several are chosen. */
export function tapRow(name: string, kind: string, ...buttons: readonly HTMLElement[]): HTMLElement {
  return element("div", { class: `tap-row ${kind}`.trim(), role: "group", "aria-label": name }, ...buttons);
}

