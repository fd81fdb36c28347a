/** Choosing a place from a plain list: the areas, and the places in each. */

import { initialOf } from "../../core/folding.ts";
import { element, isolated } from "../../ui/elements.ts";
import { nameIn, type Found } from "./finding.ts";
import { drawnIcon } from "./icons.ts";
import { spotOf } from "./spots.ts";
import type { WayContext, WayPanel } from "./ways.ts";

/** Up to so many stand in one list; longer ones open at their first letter. */
const MOST_TOGETHER = 60;
/** Fewer than this need no letters to choose by. */
const FEWEST_WITH_LETTERS = 13;

interface Entry {
  readonly name: string;
  readonly about: string;
  readonly choose: () => void;
}

export function askByList({ form, words, locale, give }: WayContext): WayPanel {
  const node = element("div", { class: "where-panel" });
  const order = new Intl.Collator(locale === "sv-easy" ? "sv" : locale);
  const number = (n: number): string => n.toLocaleString(locale === "sv-easy" ? "sv" : locale);
  const sorted = <One extends { readonly name: string }>(all: readonly One[]): One[] =>
    [...all].sort((one, other) => order.compare(one.name, other.name));
  const placesIn = (code: string | null) => form.places.filter(({ area }) => area === code || (code === null && nameIn(form, area) === null));

  const showAreas = (focus: string | null | undefined): void => {
    const loose = placesIn(null);
    const entries = sorted(form.areas).map((area): Entry & { code: string | null } => ({
      code: area.code,
      name: area.name,
      about: words.count("where_places", placesIn(area.code).length, number(placesIn(area.code).length)),
      choose: () => showArea(area.code),
    }));
    if (loose.length > 0) {
      entries.push({ code: null, name: words("where_elsewhere"), about: words.count("where_places", loose.length, number(loose.length)), choose: () => showArea(null) });
    }
    const title = element("h2", { class: "where-title", tabindex: "-1" }, words("where_areas"));
    node.replaceChildren(title, ...lettered(entries));
    if (focus !== undefined) {
      const at = entries.findIndex(({ code }) => code === focus);
      node.querySelectorAll<HTMLElement>(".where-entry")[at]?.focus();
    }
  };

  const showArea = (code: string | null): void => {
    const area = form.areas.find((one) => one.code === code);
    const back = element("button", { type: "button", class: "link-button where-back" }, drawnIcon("back"), words("where_back_to_areas"));
    back.addEventListener("click", () => showAreas(code));
    const title = element("h2", { class: "where-title", tabindex: "-1" }, area ? isolated(area.name) : words("where_elsewhere"));
    const whole = area && element("button", { type: "button", class: "button where-whole" }, words("where_all_of", { area: area.name }));
    whole?.addEventListener("click", () => give(spotOf({ kind: "area", code: area!.code, name: area!.name, alias: null, area: null, point: area!.point }, "list")));
    const entries = sorted(placesIn(code)).map((place): Entry => {
      const found: Found = { kind: "place", code: place.code, name: place.name, alias: null, area: area?.name ?? null, point: place.point };
      return { name: place.name, about: place.aliases.join(", "), choose: () => give(spotOf(found, "list")) };
    });
    node.replaceChildren(back, title, ...(whole ? [whole] : []), ...lettered(entries));
    title.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
  };

  /** A list, and the letters that its names begin with. */
  const lettered = (entries: readonly Entry[]): HTMLElement[] => {
    const list = element("ul", { class: "where-entries" });
    const fill = (letter: string | null): void => {
      const shown = letter === null ? entries : entries.filter(({ name }) => initialOf(name, locale) === letter);
      list.replaceChildren(...shown.map(entryOf));
    };
    if (entries.length < FEWEST_WITH_LETTERS) {
      fill(null);
      return [list];
    }
    const letters = [...new Set(entries.map(({ name }) => initialOf(name, locale)))];
    const first = entries.length > MOST_TOGETHER ? (letters[0] ?? null) : null;
    const buttons = [null, ...letters].map((letter) => {
      const button = element("button", { type: "button", class: "where-letter" }, letter ?? words("where_every_letter"));
      button.setAttribute("aria-pressed", String(letter === first));
      button.addEventListener("click", () => {
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
        fill(letter);
      });
      return button;
    });
    fill(first);
    return [element("div", { class: "where-letters", role: "group", "aria-label": words("where_letters") }, ...buttons), list];
  };

  const entryOf = ({ name, about, choose }: Entry): HTMLElement => {
    const button = element(
      "button",
      { type: "button", class: "where-entry" },
      element("span", { class: "where-option-name" }, isolated(name)),
      element("span", { class: "where-option-about" }, isolated(about)),
    );
    button.addEventListener("click", choose);
    return element("li", {}, button);
  };

  return {
    node,
    renewed: () => {
      const wasHere = node.contains(document.activeElement);
      showAreas(undefined);
      if (wasHere) node.querySelector<HTMLElement>(".where-title")?.focus({ preventScroll: true });
    },
  };
}
