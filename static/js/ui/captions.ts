/** The question and what the answers say, the main message first. */

import type { LayerPayload } from "../core/payload.ts";
import { element } from "./elements.ts";

export class Captions {
  private readonly question: HTMLElement;
  private readonly headline: HTMLElement;
  private readonly rest: HTMLElement;

  constructor(question: HTMLElement, headline: HTMLElement, rest: HTMLElement) {
    this.question = question;
    this.headline = headline;
    this.rest = rest;
  }

  /** Keep the room while an answer is on its way, so that nothing jumps. */
  wait(question: string): void {
    this.question.textContent = question;
    this.headline.classList.add("is-loading");
    this.headline.setAttribute("aria-busy", "true");
  }

  show(payload: LayerPayload): void {
    const [headline, ...rest] = payload.mentalmap.captions;
    this.headline.classList.remove("is-loading");
    this.headline.removeAttribute("aria-busy");
    this.headline.textContent = headline ?? "";
    this.rest.replaceChildren(...rest.map((sentence) => element("p", { dir: "auto" }, sentence)));
  }

  clear(): void {
    this.headline.classList.remove("is-loading");
    this.headline.removeAttribute("aria-busy");
    this.headline.textContent = "";
    this.rest.replaceChildren();
  }
}
