/** What legends are made of. */

import type { LayerPayload } from "../core/payload.ts";
import { patterns } from "../map/symbols.ts";
import { svg } from "../map/svg.ts";
import { element } from "./elements.ts";
import type { Speaker } from "./values.ts";

/** A part of a legend: its title and what stands under it. */
export function section(title: string, ...parts: readonly (Element | null)[]): HTMLElement {
  const shown = parts.filter((part) => part !== null);
  return element("div", { class: "legend-part" }, element("h3", {}, title), ...shown);
}

/** A sentence under a part of a legend. */
export function note(text: string): HTMLElement {
  return element("p", { class: "legend-note" }, text);
}

/** A symbol with what it means. */
export function item(symbol: SVGElement, text: string, width = 16, height = 16): HTMLElement {
  return element(
    "li",
    {},
    svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" }, symbol),
    element("span", {}, text),
  );
}

/** What has no colour: too few people, and nobody at all. */
export function untoldKey(payload: LayerPayload, { words, formats }: Speaker): HTMLElement {
  const square = (className: string, fill: string): SVGElement =>
    svg("rect", { class: className, x: 1, y: 1, width: 30, height: 18, fill });
  const threshold = formats.whole(payload.mentalmap.threshold);
  return element(
    "ul",
    { class: "legend-list" },
    item(svg("g", {}, patterns(), square("attitude attitude-too_few", "url(#too-few)")), words("legend_too_few", { n: threshold }), 32, 20),
    item(square("attitude attitude-no_data", "url(#no-data)"), words("no_data"), 32, 20),
  );
}
