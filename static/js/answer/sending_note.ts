/** The calm line that says what waits on this device, and the panel for what could not be sent. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import type { Trouble } from "./drafts.ts";
import type { SendingStatus } from "./sending.ts";
import type { AnswerStore, Problem, QueueItem } from "./store.ts";

export interface Noted {
  /** The note is put at its end. */
  readonly host: HTMLElement;
  readonly store: AnswerStore;
  readonly words: Words;
  readonly locale: string;
  /** Several people use this device: nobody is shown what another one wrote. */
  readonly shared: boolean;
  readonly signInUrl: string | null;
}

const MOST_FAULTS_TOLD = 5;

export class SendingNote {
  readonly #noted: Noted;
  #words: Words;
  #locale: string;
  #status: SendingStatus = { waiting: 0, refused: [], online: true, needsSignIn: false };
  #waited = false;
  #trouble: Trouble | null = null;
  #update: (() => void) | null = null;
  #told = "";
  readonly #line = element("p", { class: "sending-line", role: "status" });
  readonly #rest = element("div", { class: "sending-rest" });
  readonly #panel = element("section", { class: "sending-refused", hidden: "" });
  #shownRefused = "";

  constructor(noted: Noted) {
    this.#noted = noted;
    this.#words = noted.words;
    this.#locale = noted.locale;
    const note = element("div", { class: "sending-note" });
    note.append(this.#line, this.#rest, this.#panel);
    noted.host.append(note);
    this.#render();
  }

  /** Show where sending stands. */
  show(status: SendingStatus): void {
    this.#waited ||= status.waiting > 0;
    this.#status = status;
    this.#render();
  }

  /** Say that the device does not keep what is told, or no longer say it. */
  tell(trouble: Trouble | null): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#render();
  }

  /** Offer a new version of the page; `apply` loads it. */
  offerUpdate(apply: () => void): void {
    this.#update = apply;
    this.#render();
  }

  /** Speak another language from now on. */
  speak(words: Words, locale: string): void {
    this.#words = words;
    this.#locale = locale;
    this.#shownRefused = "";
    this.#told = "";
    this.#render();
  }

  #render(): void {
    this.#renderLine();
    this.#renderRest();
    this.#renderRefused();
  }

  #renderLine(): void {
    const { waiting, online, needsSignIn, refused } = this.#status;
    const say = this.#words;
    const key = needsSignIn ? "sending_sign_in" : online ? "sending_now" : `sending_wait_${deviceKind()}`;
    const sentence = waiting
      ? say.count(key, waiting, this.#number(waiting))
      : this.#waited && !refused.length ? say("sending_all_sent") : "";
    this.#line.dataset["state"] = !waiting ? "sent" : online && !needsSignIn ? "sending" : "waiting";
    this.#line.hidden = sentence === "";
    // Said once: a screen reader reads the line anew whenever it is written.
    if (sentence !== this.#told) this.#line.textContent = sentence;
    this.#told = sentence;
  }

  #renderRest(): void {
    const say = this.#words;
    const { store, signInUrl } = this.#noted;
    const parts: HTMLElement[] = [];
    if (this.#status.needsSignIn && this.#status.waiting && signInUrl) {
      parts.push(element("a", { class: "button", href: signInUrl }, say("sending_sign_in_link")));
    }
    const trouble = this.#trouble === "full" ? "sending_full"
      : this.#trouble ? "sending_not_kept" : store.lasting ? null : "sending_not_lasting";
    if (trouble) parts.push(element("p", { class: "sending-trouble", role: "alert" }, say(trouble)));
    if (this.#update) {
      const button = element("button", { class: "button", type: "button" }, say("sending_use_it"));
      button.addEventListener("click", this.#update, { once: true });
      const text = element("p", { role: "status" }, `${say("sending_new_version")} ${say("sending_use_it_help")}`);
      parts.push(element("div", { class: "sending-update" }, text, button));
    }
    const shown = parts.map(({ textContent }) => textContent).join("|");
    if (this.#rest.dataset["shown"] === shown) return;
    this.#rest.dataset["shown"] = shown;
    this.#rest.replaceChildren(...parts);
  }

  #renderRefused(): void {
    const { refused } = this.#status;
    const shown = refused.map(({ key }) => key).join(" ");
    this.#panel.hidden = refused.length === 0;
    if (shown === this.#shownRefused) return;
    this.#shownRefused = shown;
    const say = this.#words;
    const heading = element("h2", {}, say.count("sending_refused", refused.length, this.#number(refused.length)));
    this.#panel.replaceChildren(heading, ...refused.map((item) => this.#refusedOne(item)));
  }

  #refusedOne(item: QueueItem): HTMLElement {
    const say = this.#words;
    const one = element("article", { class: "sending-refused-one", dir: "auto" });
    one.append(...reasons(item, say).map((sentence) => element("p", {}, sentence)));
    const buttons = element("div", { class: "sending-buttons" });
    const done = element("p", { role: "status", class: "sending-done" });
    if (!this.#noted.shared && item.kind !== "photo") {
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
    buttons.append(this.#removing(item));
    one.append(buttons, done);
    return one;
  }

  /** The button that removes, which asks once more. */
  #removing(item: QueueItem): HTMLElement {
    const say = this.#words;
    const host = element("span", { class: "sending-removing" });
    const button = (key: string, act: () => void, kind = "button"): HTMLButtonElement => {
      const made = element("button", { class: kind, type: "button" }, say(key));
      made.addEventListener("click", act);
      return made;
    };
    const ask = (): void => {
      const no = button("sending_remove_no", offer);
      const yes = button("sending_remove_yes", () => void this.#noted.store.dropRefused(item.key), "button button-danger");
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

  #number(n: number): string {
    return new Intl.NumberFormat(this.#locale === "sv-easy" ? "sv" : this.#locale).format(n);
  }
}

/** Why it could not be sent, sentence by sentence. */
function reasons({ kind, problem }: QueueItem, say: Words): readonly string[] {
  if (kind === "photo") return [say("sending_refused_photo"), ...told(problem)];
  if (problem?.code === "survey_closed") return [say("sending_refused_closed")];
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

function deviceKind(): "phone" | "device" {
  return matchMedia("(pointer: coarse)").matches && Math.min(screen.width, screen.height) < 600 ? "phone" : "device";
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
