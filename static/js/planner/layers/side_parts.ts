/** What stands beside the map is made of: parts with a heading, keys, and tables that open. */

import { svg } from "../../map/svg.ts";
import { element } from "../../ui/elements.ts";
import { dotSymbol, type DotKind } from "./dot_rows.ts";

/** A part with its heading. */
export function part(title: string, ...children: readonly (HTMLElement | null)[]): HTMLElement {
  return element("section", { class: "layer-part" }, element("h3", {}, title), ...children.filter((child) => child !== null));
}

export function sentence(text: string, className = "layer-words"): HTMLElement {
  return element("p", { class: className, dir: "auto" }, text);
}

/** Which dot is whose. */
export function dotKey(items: readonly (readonly [DotKind, string])[]): HTMLElement {
  const entries = items.map(([kind, text]) =>
    element("li", {}, svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, dotSymbol(kind, 8, 8)), element("span", {}, text)),
  );
  return element("ul", { class: "layer-key" }, ...entries);
}

/** The figures of a picture, for those who would rather read them. */
export function figures(summary: string, headings: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const head = element("tr", {}, ...headings.map((text) => element("th", { scope: "col" }, text)));
  const body = rows.map(([name, ...cells]) =>
    element("tr", {}, element("th", { scope: "row" }, element("bdi", {}, name ?? "")), ...cells.map((cell) => element("td", {}, cell))),
  );
  const table = element("table", { class: "layer-figures" }, element("thead", {}, head), element("tbody", {}, ...body));
  return element(
    "details",
    { class: "layer-more" },
    element("summary", {}, summary),
    element("div", { class: "layer-scroll", tabindex: "0", role: "region", "aria-label": summary }, table),
  );
}
