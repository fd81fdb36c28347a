/** What every part of the builder works with. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import type { BuilderData, Language } from "./page_data.ts";
import type { Workshop } from "./workshop.ts";

export interface Bench {
  readonly data: BuilderData;
  readonly words: Words;
  readonly workshop: Workshop;
  /** Say something to who listens instead of looking. */
  readonly say: (sentence: string) => void;
}

export function languageOf(data: BuilderData, code: string): Language {
  return data.languages.find((one) => one.code === code) ?? { code, name: code, dir: "ltr" };
}

/** The language code that HTML knows: easy Swedish is Swedish. */
export function htmlLanguage(code: string): string {
  return code === "sv-easy" ? "sv" : code;
}

/** An icon of the sprite, named by the page's own first icon. */
export function icon(name: string): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  const sprite = document.querySelector(".site-name use")?.getAttribute("href")?.split("#")[0] ?? "";
  use.setAttribute("href", `${sprite}#${name}`);
  made.append(use);
  return made;
}

/** A button that shows an icon and says a word. */
export function iconButton(name: string, label: string, onPress: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "icon-button", title: label });
  made.append(icon(name), element("span", { class: "visually-hidden" }, label));
  made.addEventListener("click", onPress);
  return made;
}

/** Name a button anew, for those who listen and those who point. */
export function relabel(button: HTMLElement, label: string): void {
  button.title = label;
  const words = button.querySelector(".visually-hidden");
  if (words) words.textContent = label;
}

export function textButton(label: string, onPress: () => void, kind = "button"): HTMLButtonElement {
  const made = element("button", { type: "button", class: kind }, label);
  made.addEventListener("click", onPress);
  return made;
}
