/** One draft of an earlier round: that it is here, what it says, a way to copy it and one to throw it away. */

import type { Draft } from "../../core/draft.ts";
import type { Form } from "../../core/form.ts";
import { element } from "../../ui/elements.ts";
import { button } from "../frame.ts";
import type { LeftBehind } from "../left_behind.ts";
import { asideSlot } from "../store.ts";
import { toldInWords } from "../told_in_words.ts";

export async function leftPanel(draft: Draft, seen: LeftBehind): Promise<HTMLElement> {
  const { words, store } = seen;
  const text = element("textarea", { readonly: "", rows: "5", dir: "auto", "aria-label": words("sending_your_text") });
  text.value = await told(draft, seen);
  const done = element("p", { role: "status", class: "sending-done" });
  const shown = element("details", {}, element("summary", {}, words("sending_your_text")), text);
  const copy = button(words("sending_copy"), () => void copied().then((key) => (done.textContent = words(key))), "button button-primary");
  const copied = async (): Promise<string> => {
    try {
      await navigator.clipboard.writeText(text.value);
      return "sending_copied";
    } catch {
      shown.open = true;
      text.focus();
      text.select();
      return "sending_copy_failed";
    }
  };
  const buttons = element("div", { class: "sending-buttons" });
  const throwing = element("span", { class: "sending-removing" });
  const offer = (): void => throwing.replaceChildren(button(words("flow_left_throw"), ask, "button"));
  const ask = (): void => {
    const no = button(words("sending_remove_no"), () => {
      offer();
      throwing.querySelector("button")?.focus();
    }, "button");
    const yes = button(words("sending_remove_yes"), () => void store.dropDraft(asideSlot(draft.id)).then(() => panel.remove()), "button button-danger");
    throwing.replaceChildren(element("span", {}, words("sending_remove_sure")), no, yes);
    no.focus();
  };
  offer();
  buttons.append(copy, throwing);
  const panel = element("section", { class: "sending-refused" },
    element("h2", {}, words("flow_left")), element("p", {}, words("flow_left_text")), shown, buttons, done);
  return panel;
}

/** All of it in words, under the questions of its own round if they can be had. */
async function told(draft: Draft, { form, page, words, locale }: LeftBehind): Promise<string> {
  const asked = (await formOf(draft.survey, page.urls.form)) ?? form;
  const known = new Set((asked.questionnaire?.questions ?? []).map(({ key }) => key));
  const others = Object.entries(draft.answers).flatMap(([key, answer]) => (known.has(key) ? [] : [answer].flat()));
  return [toldInWords(asked, draft, words, locale), ...others].filter(Boolean).join("\n\n");
}

async function formOf(survey: string, address: string): Promise<Form | null> {
  try {
    const response = await fetch(`${address}?survey=${encodeURIComponent(survey)}`);
    return response.ok ? ((await response.json()) as Form) : null;
  } catch {
    return null;
  }
}
