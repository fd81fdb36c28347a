/** What lies over the map when there is nothing to show yet, nothing at all, or something went wrong. */

import type { Words } from "../core/words.ts";
import { element } from "./elements.ts";

export interface NoticeActions {
  readonly retry: () => void;
  readonly clearFilters: () => void;
}

export class Notice {
  private readonly node: HTMLElement;
  private readonly words: Words;
  private readonly actions: NoticeActions;

  constructor(node: HTMLElement, words: Words, actions: NoticeActions) {
    this.node = node;
    this.words = words;
    this.actions = actions;
  }

  hide(): void {
    this.node.hidden = true;
    this.node.replaceChildren();
  }

  /** Nothing is shown: not an error, and said so, with the layer's own reason where no filter is one. */
  empty(filtered: boolean, reason: string | undefined): void {
    const text = filtered ? this.words("empty_filtered") : (reason ?? this.words("empty_text"));
    this.show("empty", text, ...(filtered ? [this.clearButton()] : []));
  }

  /** The server could not be reached, or answered that it cannot; `ways` out come before trying again. */
  failed(said: string | null, ways: readonly HTMLElement[] = []): void {
    const offline = !navigator.onLine;
    this.show(offline ? "offline" : "error", said ?? this.words(offline ? "offline_text" : "error_text"), ...ways, this.retryButton(ways.length > 0));
  }

  private show(kind: "empty" | "error" | "offline", text: string, ...actions: readonly HTMLElement[]): void {
    this.node.replaceChildren(element("h2", {}, this.words(`${kind}_title`)), element("p", {}, text), ...actions);
    this.node.dataset["kind"] = kind;
    this.node.hidden = false;
  }

  private retryButton(isSecond: boolean): HTMLElement {
    const button = element("button", { type: "button", class: isSecond ? "button" : "button button-primary" }, this.words("retry"));
    button.addEventListener("click", this.actions.retry);
    return button;
  }

  private clearButton(): HTMLElement {
    const button = element("button", { type: "button", class: "button button-primary" }, this.words("clear_filters"));
    button.addEventListener("click", this.actions.clearFilters);
    return button;
  }
}
