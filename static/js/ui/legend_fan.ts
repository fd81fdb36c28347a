/** The fan legend of attitudes: many strong colours where we are sure, few and grey ones where we are not. */

import { CERTAINTIES, fanCells, PALETTE, type Certainty } from "../core/certainty.ts";
import { numberOf, type LayerPayload } from "../core/payload.ts";
import { annulusPart } from "../core/shapes.ts";
import { svg } from "../map/svg.ts";
import { element } from "./elements.ts";
import { item, section } from "./legend_parts.ts";
import type { Speaker } from "./values.ts";

const WIDTH = 300;
const HEIGHT = 114;
const APEX = { x: 112, y: 104 };
const RADII: Readonly<Record<Certainty, readonly [outer: number, inner: number]>> = { 0: [98, 70], 1: [67, 42], 2: [39, 12] };
const FROM = (-160 * Math.PI) / 180;
const TO = (-20 * Math.PI) / 180;
const LABEL_X = 216;

/** The fan, if the layer tells how sure it is; null if not. */
export function attitudeFan(payload: LayerPayload, { words }: Speaker): HTMLElement | null {
  if (!payload.features.some((feature) => numberOf(feature, "certainty") !== null)) return null;
  const told = payload.mentalmap.parameters["palette"];
  return fan(Array.isArray(told) ? told.map(String) : PALETTE, words("legend_attitude"), words);
}

/** Draw a fan under a title of its own. */
export function fan(palette: readonly string[], title: string, words: Speaker["words"]): HTMLElement {
  const picture = svg("svg", {
    class: "legend-fan",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    role: "img",
    "aria-label": words("legend_fan"),
  });
  for (const certainty of CERTAINTIES) {
    const [outer, inner] = RADII[certainty];
    const cells = fanCells(certainty, palette);
    const sweep = (TO - FROM) / cells.length;
    const group = svg("g", { transform: `translate(${APEX.x} ${APEX.y})` });
    cells.forEach(({ step, color }, index) => {
      const cell = annulusPart(outer, inner, FROM + sweep * index, FROM + sweep * (index + 1));
      group.append(svg("path", { class: "legend-step", d: cell, fill: color, "data-step": step, "data-certainty": certainty }));
    });
    // On the right each inner ring ends lower than the one outside it, so a line from its end crosses none.
    const middle = (outer + inner) / 2;
    const end = { x: APEX.x + middle * Math.cos(TO), y: APEX.y + middle * Math.sin(TO) };
    const y = 68 + certainty * 18;
    picture.append(
      group,
      svg("path", { class: "legend-leader", d: `M${end.x.toFixed(1)} ${end.y.toFixed(1)}L${LABEL_X - 14} ${y}H${LABEL_X - 5}` }),
      svg("circle", { class: "legend-leader-end", cx: end.x.toFixed(1), cy: end.y.toFixed(1), r: 2 }),
      svg("text", { class: "legend-figure", x: LABEL_X, y, dy: "0.35em" }, words(`certainty_${certainty}`)),
    );
  }
  return section(
    title,
    picture,
    element(
      "p",
      { class: "legend-ends legend-fan-ends" },
      element("span", {}, words("leans_negative")),
      element("span", {}, words("leans_unclear")),
      element("span", {}, words("leans_positive")),
    ),
  );
}

/** The lines round areas that differ from the rest, if there are any. */
export function restKey(payload: LayerPayload, { words }: Speaker): HTMLElement | null {
  const differing = new Set(payload.features.map((feature) => Math.sign(numberOf(feature, "diff_from_rest") ?? 0)));
  const items = [1, -1]
    .filter((side) => differing.has(side))
    .map((side) => {
      const name = side > 0 ? "above" : "below";
      const line = svg("rect", { class: `rest-outline rest-${name} rest-sample`, x: 3, y: 3, width: 26, height: 14 });
      return item(line, words(`legend_rest_${name}`), 32, 20);
    });
  return items.length > 0 ? element("ul", { class: "legend-list" }, ...items) : null;
}
