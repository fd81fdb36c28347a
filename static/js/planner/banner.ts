/** One quiet line over the maps: figures that are not the newest, or an address that was not understood whole. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";

export class Banner {
  private readonly node: HTMLElement;
  private readonly words: Words;
  private readonly locale: string;
  private isStale = false;

  constructor(node: HTMLElement, words: Words, locale: string) {
    this.node = node;
    this.words = words;
    this.locale = locale;
  }

  /** Figures of this time are shown while newer ones cannot be had; null: they are the newest. */
  stale(since: string | null): void {
    if (since !== null) {
      const date = new Date(since);
      const time = Number.isNaN(date.getTime())
        ? since
        : new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeStyle: "short" }).format(date);
      this.put(this.words("stale", { time }));
      this.isStale = true;
    } else if (this.isStale) this.hide();
  }

  /** A sentence that stands until it is closed. */
  tell(sentence: string): void {
    const close = element("button", { type: "button", class: "link-button" }, this.words("dismiss"));
    close.addEventListener("click", () => this.hide());
    this.put(sentence, close);
    this.isStale = false;
  }

  private put(sentence: string, ...more: readonly HTMLElement[]): void {
    this.node.replaceChildren(element("p", { dir: "auto" }, sentence), ...more);
    this.node.hidden = false;
  }

  private hide(): void {
    this.node.hidden = true;
    this.isStale = false;
  }
}
