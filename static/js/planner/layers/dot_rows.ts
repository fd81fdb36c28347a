/** Means with their intervals, one line per thing: dots on one scale, and the same numbers in words. */

import { svg } from "../../map/svg.ts";
import { element, isolated } from "../../ui/elements.ts";

export type DotKind = "self" | "other" | "estimate" | "before" | "after";

export interface Dot {
  readonly kind: DotKind;
  readonly at: number;
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface DotRow {
  readonly id: string;
  readonly name: string;
  /** What the dots say, as a sentence. */
  readonly words: string;
  readonly dots: readonly Dot[];
  /** Called when the row is chosen; a row without is only read. */
  readonly choose?: () => void;
}

export interface DotScale {
  readonly least: number;
  readonly greatest: number;
  /** What the two ends mean. */
  readonly ends: readonly [low: string, high: string];
}

const WIDTH = 176;
const HEIGHT = 26;
const MARGIN = 8;

/** Draw the rows under a scale. */
export function dotRows(rows: readonly DotRow[], scale: DotScale): HTMLElement {
  return element(
    "div",
    { class: "dot-rows" },
    element("p", { class: "dot-ends", "aria-hidden": "true" }, element("span", {}, scale.ends[0]), element("span", {}, scale.ends[1])),
    element("ul", { class: "dot-list" }, ...rows.map((row) => drawRow(row, scale))),
  );
}

function drawRow(row: DotRow, scale: DotScale): HTMLElement {
  const name = row.choose ? element("button", { type: "button", class: "row-name" }, isolated(row.name)) : isolated(row.name);
  if (row.choose) name.addEventListener("click", row.choose);
  return element(
    "li",
    { class: "dot-row", "data-row": row.id },
    element("span", { class: "dot-name" }, name),
    dotPicture(row.dots, scale),
    element("span", { class: "dot-words" }, row.words),
  );
}

/** The dots alone; whoever uses them says the same in words beside. */
export function dotPicture(dots: readonly Dot[], { least, greatest }: DotScale): SVGSVGElement {
  const x = (value: number): number =>
    MARGIN + ((Math.max(least, Math.min(greatest, value)) - least) / (greatest - least)) * (WIDTH - 2 * MARGIN);
  const middle = HEIGHT / 2;
  const picture = svg("svg", { class: "dot-picture", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" });
  picture.append(
    svg("path", { class: "dot-line", d: `M${x(least)} ${middle}H${x(greatest)}` }),
    svg("path", { class: "dot-zero", d: `M${x(0)} 3V${HEIGHT - 3}` }),
  );
  const [one, other] = dots;
  if (one && other) picture.append(svg("path", { class: "dot-bridge", d: `M${x(one.at).toFixed(1)} ${middle}H${x(other.at).toFixed(1)}` }));
  dots.forEach((dot, index) => {
    // Two intervals on one line: one a little above, one a little below.
    const y = dots.length === 1 ? middle : middle + (index === 0 ? -5 : 5);
    if (typeof dot.low === "number" && typeof dot.high === "number") {
      picture.append(svg("path", { class: `dot-interval dot-interval-${dot.kind}`, d: `M${x(dot.low).toFixed(1)} ${y}H${x(dot.high).toFixed(1)}` }));
    }
  });
  for (const dot of dots) picture.append(dotSymbol(dot.kind, x(dot.at), middle));
  return picture;
}

/** Filled and round for those it is about, open and square for the others: the shape tells it without the colour. */
export function dotSymbol(kind: DotKind, x: number, y: number): SVGElement {
  if (kind === "other" || kind === "before") {
    const half = 4.5;
    return svg("rect", { class: `dot dot-${kind}`, x: (x - half).toFixed(1), y: y - half, width: 2 * half, height: 2 * half });
  }
  return svg("circle", { class: `dot dot-${kind}`, cx: x.toFixed(1), cy: y, r: 5.5 });
}
