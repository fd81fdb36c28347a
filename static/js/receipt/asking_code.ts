/** The form for a receipt's code, or its link. */

import { readCode } from "../core/receipt_codes.ts";
import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";

/** `open` is given the secret once a whole code is written; `problem` is the key of what is wrong at first. */
export function codeForm(words: Words, open: (secret: string) => void, problem?: string): HTMLFormElement {
  const told = element("p", { class: "problem", role: "alert", id: "code-problem" }, problem ? words(problem) : "");
  const input = element("input", { type: "text", id: "code", dir: "ltr", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-describedby": "code-problem" });
  const form = element("form", { class: "code-form" },
    element("p", {}, words("receipt_no_code_text")),
    element("label", { for: "code", class: "group-legend" }, words("receipt_code")), input, told,
    element("button", { class: "button button-primary button-wide" }, words("receipt_show")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const secret = readCode(input.value);
    if (secret) return open(secret);
    told.textContent = words("receipt_code_wrong");
    input.setAttribute("aria-invalid", "true");
    input.focus();
  });
  return form;
}
