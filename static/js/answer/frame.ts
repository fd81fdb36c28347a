/** The frame that every screen stands in: back, progress, languages, the map, the words, the buttons. */

import type { Words } from "../core/words.ts";
import type { MarkingMap } from "../map/marking_map.ts";
import { element, required } from "../ui/elements.ts";
import { takeOneStepPerTap } from "./one_step.ts";

/** Words alone, the map with a sheet of words, or the map as large as can be. */
export type Layout = "words" | "beside" | "map";

/** What names a screen, and what on it needs no other name. */
export const HEADING_ID = "screen-heading";

export class Frame {
  readonly body = required("#screen-body", HTMLElement);
  readonly foot = required("#screen-foot", HTMLElement);
  readonly backButton = required("#back", HTMLButtonElement);
  readonly languages = required("#language", HTMLSelectElement);
  private readonly screen = required("#screen", HTMLElement);
  private readonly mapBox = required("#answer-map", HTMLElement);
  private readonly progress = required("#progress", HTMLElement);
  private readonly spoken = required("#spoken", HTMLElement);
  private readonly notices = required("#notices", HTMLElement);
  private heading: HTMLElement | null = null;
  private headingIsAwaited = false;
  private made: MarkingMap | null = null;

  constructor() {
    takeOneStepPerTap(document);
  }

  /** Empty the screen for the next one. */
  clear(): void {
    this.body.replaceChildren();
    this.foot.replaceChildren();
    this.body.scrollTop = 0;
    this.heading = null;
    this.headingIsAwaited = false;
    window.scrollTo(0, 0);
  }

  layOut(layout: Layout): void {
    this.screen.dataset["layout"] = layout;
    this.mapBox.hidden = layout === "words";
    this.mapBox.dataset["placing"] = String(layout === "map");
  }

  /** The heading that gets the focus when the screen comes. */
  head(text: string, ...more: readonly Node[]): HTMLElement {
    this.heading = element("h1", { tabindex: "-1", id: HEADING_ID }, element("bdi", {}, text), ...more);
    this.body.append(this.heading);
    if (this.headingIsAwaited) this.focusHeading();
    return this.heading;
  }

  /** Now, or as soon as a screen that is still being fetched has its heading. */
  focusHeading(): void {
    this.headingIsAwaited = this.heading === null;
    this.heading?.focus({ preventScroll: true });
  }

  titlePage(project: string): void {
    document.title = [this.heading?.textContent, project].filter(Boolean).join(" · ");
  }

  showBack(shown: boolean): void {
    this.backButton.hidden = !shown;
  }

  /** The thin line, and the same in words. */
  showProgress(words: Words, at: { readonly number: number; readonly of: number }, shown: boolean): void {
    this.progress.hidden = !shown;
    const text = words("flow_progress", { number: String(at.number), of: String(at.of) });
    this.progress.setAttribute("aria-valuemax", String(at.of));
    this.progress.setAttribute("aria-valuenow", String(at.number));
    this.progress.setAttribute("aria-valuetext", text);
    this.progress.setAttribute("aria-label", words("flow_progress_name"));
    this.progress.style.setProperty("--done", String(at.number / Math.max(1, at.of)));
  }

  hideProgress(): void {
    this.progress.hidden = true;
  }

  /** Say the words of the frame itself in another language. */
  speak(words: Words): void {
    const [said] = this.backButton.getElementsByTagName("span");
    if (said) said.textContent = words("flow_back");
    const label = document.querySelector('label[for="language"] span');
    if (label) label.textContent = words("flow_language");
    this.mapBox.setAttribute("aria-label", words("flow_map"));
    document.querySelector(".answer-lines")?.setAttribute("aria-label", words("flow_messages"));
  }

  announce(text: string): void {
    this.spoken.textContent = "";
    // A new text node in the next frame, so that the same sentence is said again.
    requestAnimationFrame(() => (this.spoken.textContent = text));
  }

  /** A line above the screen; it stays until one goes on, or until it is put away. */
  notice(text: string, ...more: readonly Node[]): HTMLElement {
    const line = element("p", { class: "notice-line", role: "status" }, element("span", {}, text), ...more);
    this.notices.replaceChildren(line);
    return line;
  }

  /** A line that stays for good: that this is a preview. */
  standing(text: string): void {
    this.notices.before(element("p", { class: "standing-line", role: "note" }, text));
  }

  clearNotice(): void {
    this.notices.replaceChildren();
  }

  /** The map, made when the first screen asks for it; who asks knows how, so that words come before it. */
  map(make: (container: HTMLElement) => MarkingMap): MarkingMap {
    this.made ??= make(required("#map", HTMLElement));
    return this.made;
  }
}

/** The one button of a screen that leads on. */
export function primary(text: string, press: () => void): HTMLButtonElement {
  return button(text, press, "button button-primary button-wide");
}

export function button(text: string, press: () => void, className = "button button-wide"): HTMLButtonElement {
  const made = element("button", { type: "button", class: className }, text);
  made.addEventListener("click", press);
  return made;
}

/** The name of what a button is about, for those who hear it apart from its surroundings. */
export function concerning(button: HTMLElement, name: string): void {
  button.setAttribute("aria-label", `${button.textContent}: ${name}`);
}

/** A button that looks like words: skip, take away. */
export function quiet(text: string, press: () => void): HTMLButtonElement {
  return button(text, press, "link-button");
}
