/** The page: the conversation, this person's map, and the line below. */

import { element, required } from "../ui/elements.ts";

export interface Layout {
  readonly steps: HTMLElement;
  readonly left: HTMLElement;
  readonly map: HTMLElement;
  readonly mapBox: HTMLElement;
  readonly main: HTMLElement;
  readonly notices: HTMLElement;
}

export function layOut(names: { readonly conversation: string; readonly map: string }): Layout {
  const main = required("#content", HTMLElement);
  const steps = element("div", { class: "interview-steps" });
  const left = element("section", { class: "interview-left", "aria-label": names.conversation });
  const map = element("div", { class: "interview-map", tabindex: "0" });
  const mapBox = element("section", { class: "interview-right", "aria-label": names.map }, map);
  const notices = element("div");
  const troubles = element("div", { class: "interview-notices" }, notices);
  document.getElementById("interview-waits")?.remove();
  main.append(troubles, steps, left, mapBox);
  return { steps, left, map, mapBox, main, notices };
}

/** Draw anew and leave the focus, and what is scrolled to, where they were. */
export function redrawn(host: HTMLElement, parts: readonly HTMLElement[], sameStep: boolean): void {
  const focused = document.activeElement;
  const had = focused !== null && host.contains(focused);
  const id = had ? focused.id : "";
  const top = sameStep ? (host.querySelector(".panel-body")?.scrollTop ?? 0) : 0;
  host.replaceChildren(...parts);
  const body = host.querySelector(".panel-body");
  if (body) body.scrollTop = top;
  if (!had) return;
  const again = (id ? document.getElementById(id) : null) ?? document.querySelector<HTMLElement>(".panel-body");
  again?.focus({ preventScroll: true });
}
