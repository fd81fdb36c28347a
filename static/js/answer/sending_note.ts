/** The calm line that says what waits on this device, and the panel for what could not be sent. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import type { Trouble } from "./drafts.ts";
import { numberIn, RefusedPanel } from "./refused_panel.ts";
import type { SendingStatus } from "./sending.ts";
import type { AnswerStore } from "./store.ts";

export interface Noted {
  /** The note is put at its end. */
  readonly host: HTMLElement;
  readonly store: AnswerStore;
  readonly words: Words;
  readonly locale: string;
  /** Several people use this device: nobody is shown what another one wrote. */
  readonly shared: boolean;
  /** Somebody answers here, and is told that it goes on without network. */
  readonly answering: boolean;
}

export class SendingNote {
  readonly #noted: Noted;
  #words: Words;
  #locale: string;
  #status: SendingStatus = { waiting: 0, refused: [], online: true, needsSignIn: false, failing: false, others: [], mine: 0 };
  #waited = false;
  #trouble: Trouble | null = null;
  #update: (() => void) | null = null;
  #told = "";
  readonly #line = element("p", { class: "sending-line", role: "status" });
  readonly #rest = element("div", { class: "sending-rest" });
  readonly #panel: RefusedPanel;

  constructor(noted: Noted) {
    this.#noted = noted;
    this.#words = noted.words;
    this.#locale = noted.locale;
    this.#panel = new RefusedPanel(noted.store, noted.shared);
    const note = element("div", { class: "sending-note" });
    note.append(this.#line, this.#rest, this.#panel.node);
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
    this.#told = "";
    this.#render();
  }

  #render(): void {
    this.#renderLine();
    this.#renderRest();
    this.#renderRefused();
  }

  #renderLine(): void {
    const { waiting, online, failing, refused } = this.#status;
    const say = this.#words;
    const key = !online ? `sending_wait_${deviceKind()}` : failing ? "sending_failing" : "sending_now";
    const goesOn = this.#noted.answering && this.#noted.store.lasting && !navigator.onLine;
    const sentence = waiting
      ? say.count(key, waiting, numberIn(waiting, this.#locale))
      : this.#waited && !refused.length ? say("sending_all_sent") : goesOn ? say("sending_goes_on") : "";
    this.#line.dataset["state"] = !waiting && !(goesOn && !this.#waited) ? "sent" : online && !failing ? "sending" : "waiting";
    this.#line.hidden = sentence === "";
    // Said once: a screen reader reads the line anew whenever it is written.
    if (sentence !== this.#told) this.#line.textContent = sentence;
    this.#told = sentence;
  }

  #renderRest(): void {
    const say = this.#words;
    const { store } = this.#noted;
    const parts: HTMLElement[] = [];
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
    this.#panel.show(this.#status.refused, this.#words, this.#locale);
  }
}

function deviceKind(): "phone" | "device" {
  return matchMedia("(pointer: coarse)").matches && Math.min(screen.width, screen.height) < 600 ? "phone" : "device";
}
