/** What is chosen before a conversation: the language of the questions, and whether the tablet is lent. */

import { element } from "../ui/elements.ts";
import type { Words } from "../core/words.ts";

export interface ToolsSetting {
  readonly words: Words;
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  readonly spoken: string;
  readonly speak: (language: string) => void;
  readonly lend: () => void;
}

export function tools({ words, languages, spoken, speak, lend }: ToolsSetting): HTMLElement {
  const select = element("select", { id: "language", "aria-label": words("interview_language") });
  for (const { code, name } of languages) {
    const option = element("option", { value: code }, name);
    option.selected = code === spoken;
    select.append(option);
  }
  select.addEventListener("change", () => speak(select.value));
  const lending = element("button", { type: "button", class: "lend" }, words("interview_lend"));
  lending.addEventListener("click", lend);
  return element("div", { class: "interview-tools" }, select, lending);
}
