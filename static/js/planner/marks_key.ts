/** What the legend says about where people marked. */

import { paintOfCell, PEOPLE_FOR_FULL } from "../core/grid_cells.ts";
import { PALETTE } from "../core/certainty.ts";
import { MARK_KINDS, shapeOfMark } from "../core/mark_shapes.ts";
import type { ShownMarks } from "../map/marks_overlay.ts";
import { svg } from "../map/svg.ts";
import { element } from "../ui/elements.ts";
import { item, note, section } from "../ui/legend_parts.ts";
import type { Speaker } from "../ui/values.ts";

const SIDE = 18;

export interface MarksKeyOptions {
  readonly threshold: number;
  readonly labelOf: (kind: string) => string;
  /** Whether the legend says already which colour means which feeling. */
  readonly saysFeelings: boolean;
}

export function marksKey(shown: ShownMarks, { words, formats }: Speaker, { threshold, labelOf, saysFeelings }: MarksKeyOptions): HTMLElement {
  const scale = saysFeelings ? null : feelings(words);
  const unfelt = element(
    "ul",
    { class: "legend-list" },
    item(svg("rect", { class: "legend-unfelt", x: 1, y: 1, width: SIDE - 2, height: SIDE - 2 }), words("marks_unfelt"), SIDE, SIDE),
  );
  const parts = shown.isEmpty
    ? [note(words("marks_none"))]
    : shown.isExact
      ? [exactKinds(shown.kinds, labelOf), scale, unfelt, note(words("marks_exact"))]
      : [cells(threshold, words, formats.whole), scale, unfelt, note(words("marks_closer"))];
  const key = section(words("marks_title"), ...parts);
  key.classList.add("legend-marks");
  return key;
}

/** A cell about few people is faint, one about many strong, one about too few a dot. */
function cells(threshold: number, words: Speaker["words"], whole: (value: number) => string): HTMLElement {
  const cell = (people: number): SVGElement => {
    const { alpha } = paintOfCell(people, 1, threshold);
    return svg("rect", { class: "legend-cell", x: 1, y: 1, width: SIDE - 2, height: SIDE - 2, "fill-opacity": alpha.toFixed(2) });
  };
  const most = Math.max(PEOPLE_FOR_FULL, threshold + 1);
  return element(
    "ul",
    { class: "legend-list" },
    item(svg("circle", { class: "legend-few", cx: SIDE / 2, cy: SIDE / 2, r: 2 }), words("marks_few", { n: whole(threshold) }), SIDE, SIDE),
    item(cell(threshold), words("marks_least", { n: whole(threshold) }), SIDE, SIDE),
    item(cell(most), words("marks_most", { n: whole(most) }), SIDE, SIDE),
  );
}

/** From negative to positive. */
function feelings(words: Speaker["words"]): HTMLElement {
  const steps = PALETTE.map((color, index) => svg("rect", { class: "legend-mark", x: index * 20 + 1, y: 1, width: 19, height: 10, fill: color }));
  return element(
    "div",
    { class: "legend-feelings" },
    svg("svg", { viewBox: `0 0 ${PALETTE.length * 20 + 1} 12`, width: "100%", height: 12, preserveAspectRatio: "none", "aria-hidden": "true" }, ...steps),
    element("p", { class: "legend-ends" }, element("span", {}, words("leans_negative")), element("span", {}, ""), element("span", {}, words("leans_positive"))),
  );
}

/** Points have a shape per kind; what was drawn as a line or an area is told by that. */
function exactKinds(kinds: ShownMarks["kinds"], labelOf: (kind: string) => string): HTMLElement {
  const known: readonly string[] = MARK_KINDS;
  const inOrder = (some: readonly string[]): string[] => [...some].sort((one, other) => known.indexOf(one) - known.indexOf(other));
  const points = inOrder(kinds.point).map((kind) =>
    item(svg("path", { class: "legend-shape", d: shapeOfMark(kind, 6), transform: `translate(${SIDE / 2} ${SIDE / 2})` }), labelOf(kind), SIDE, SIDE),
  );
  const drawn = (["line", "polygon"] as const).flatMap((form) => {
    const symbol = svg("path", { class: `legend-drawn legend-drawn-${form}`, d: form === "line" ? "M1 15L17 3" : "M2 3H16V15H2Z" });
    return kinds[form].length > 0 ? [item(symbol, inOrder(kinds[form]).map(labelOf).join(", "), SIDE, SIDE)] : [];
  });
  return element(
    "div",
    {},
    element("ul", { class: "legend-list legend-columns" }, ...points),
    element("ul", { class: "legend-list legend-rest" }, ...drawn),
  );
}
