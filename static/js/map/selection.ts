/** Marks what is pointed at and what is selected: copies of the symbols' outlines, on top of all else. */

import { svg } from "./svg.ts";

/** Draw the outlines of the features that are pointed at and selected, as they stand among the symbols. */
export function drawSelection(
  symbols: SVGSVGElement | null,
  pointed: string | null,
  selected: string | null,
): SVGElement[] {
  const copies: SVGElement[] = [];
  for (const [id, className] of [
    [pointed, "pointed"],
    [selected, "selected"],
  ] as const) {
    const original = id === null ? null : symbols?.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (!original) continue;
    const copy = svg("g", { class: className });
    for (const part of original.querySelectorAll("path, circle")) {
      const outline = part.cloneNode() as SVGElement;
      const transform = part.parentElement?.getAttribute("transform");
      if (transform && part.parentNode !== original) outline.setAttribute("transform", transform);
      copy.append(outline);
    }
    copies.push(copy);
  }
  return copies;
}
