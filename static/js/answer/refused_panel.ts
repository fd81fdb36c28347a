/** What could not be sent: why, with the person's own words to copy, and a way to remove it. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import type { AnswerStore, Problem, QueueItem } from "./store.ts";

const MOST_FAULTS_TOLD = 5;

export class RefusedPanel {
  readonly node = element("section", { class: "sending-refused", hidden: "" });
  readonly #store: AnswerStore;
  readonly #shared: boolean;
  #shown = "";

  /** `shared`: several people use this device, and nobody is shown what another one wrote. */
  constructor(store: AnswerStore, shared: boolean) {
    this.#store = store;
    this.#shared = shared;
  }

  show(refused: readonly QueueItem[], words: Words, locale: string): void {
    const shown = [locale, ...refused.map(({ key }) => key)].join(" ");
    this.node.hidden = refused.length === 0;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const heading = element("h2", {}, words.count("sending_refused", refused.length, numberIn(refused.length, locale)));
    this.node.replaceChildren(heading, ...refused.map((item) => this.#refusedOne(item, words)));
  }

  #refusedOne(item: QueueItem, say: Words): HTMLElement {
    const one = element("article", { class: "sending-refused-one", dir: "auto" });
    one.append(...reasons(item, say).map((sentence) => element("p", {}, sentence)));
    const buttons = element("div", { class: "sending-buttons" });
    const done = element("p", { role: "status", class: "sending-done" });
    if (!this.#shared && item.kind !== "photo") {
      one.append(element("p", {}, say(item.told ? "sending_kept" : "sending_kept_empty")));
      if (item.told) {
        const text = element("textarea", { readonly: "", rows: "4", dir: "auto", "aria-label": say("sending_your_text") });
        text.value = item.told;
        const copy = element("button", { class: "button button-primary", type: "button" }, say("sending_copy"));
        copy.addEventListener("click", async () => {
          done.textContent = say((await copied(text)) ? "sending_copied" : "sending_copy_failed");
        });
        one.append(text);
        buttons.append(copy);
      }
    }
    buttons.append(this.#removing(item, say));
    one.append(buttons, done);
    return one;
  }

  /** The button that removes, which asks once more. */
  #removing(item: QueueItem, say: Words): HTMLElement {
    const host = element("span", { class: "sending-removing" });
    const button = (key: string, act: () => void, kind = "button"): HTMLButtonElement => {
      const made = element("button", { class: kind, type: "button" }, say(key));
      made.addEventListener("click", act);
      return made;
    };
    const ask = (): void => {
      const no = button("sending_remove_no", offer);
      const yes = button("sending_remove_yes", () => void this.#store.dropRefused(item.key), "button button-danger");
      host.replaceChildren(element("span", {}, say("sending_remove_sure")), no, yes);
      no.focus();
    };
    const offer = (): void => {
      const held = host.contains(document.activeElement);
      host.replaceChildren(button("sending_remove", ask));
      if (held) host.querySelector("button")?.focus();
    };
    offer();
    return host;
  }
}

/** A number as it is written in a language. */
export function numberIn(n: number, locale: string): string {
  return new Intl.NumberFormat(locale === "sv-easy" ? "sv" : locale).format(n);
}

/** Why it could not be sent, sentence by sentence. */
function reasons({ kind, problem }: QueueItem, say: Words): readonly string[] {
  if (kind === "photo") return [say("sending_refused_photo"), ...told(problem)];
  if (problem?.code === "survey_closed") return [say("sending_refused_closed")];
  if (problem?.code === "conflicting_retry") return [say("sending_refused_again")];
  if (!problem || problem.code === "unexplained") return [say("sending_refused_unexplained")];
  return told(problem);
}

function told(problem: Problem | null): readonly string[] {
  if (!problem) return [];
  const faults = (problem.errors ?? []).slice(0, MOST_FAULTS_TOLD);
  const details = faults.map(({ detail, remedy }) => [detail, remedy].filter(Boolean).join(" "));
  const whole = [problem.detail || problem.title, problem.remedy].filter(Boolean).join(" ");
  return [...new Set([whole, ...details])].filter(Boolean);
}

/** Copy a text; where the browser does not let us, mark it so that the person can. */
async function copied(text: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text.value);
    return true;
  } catch {
    text.focus();
    text.select();
    return false;
  }
}
