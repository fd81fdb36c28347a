/** The swatches of a legend that stands in the page already, drawn with the functions that draw the map. */

import { circleRadius, flowWidth, starRadius } from "../core/scales.ts";
import { flowOutline, star } from "../core/shapes.ts";
import { barrierSpot, barrierSymbol, type Drawing } from "./symbols.ts";
import { svg } from "./svg.ts";

/** Fill every `[data-symbol]` inside the section `[data-layer]` of a layer that has a drawing. */
export function drawSwatches(drawings: ReadonlyMap<string, Drawing>): void {
  for (const swatch of document.querySelectorAll<HTMLElement>("[data-symbol]")) {
    const drawing = drawings.get(swatch.closest<HTMLElement>("[data-layer]")?.dataset["layer"] ?? "");
    const drawn = drawing ? swatchOf(swatch.dataset["symbol"] ?? "", Number(swatch.dataset["amount"]), drawing) : null;
    if (!drawn) continue;
    const { width, height, parts } = drawn;
    const viewBox = `${-width / 2} ${-height / 2} ${width} ${height}`;
    swatch.replaceChildren(svg("svg", { width, height, viewBox }, ...parts));
  }
}

interface Swatch {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly SVGElement[];
}

function swatchOf(symbol: string, amount: number, drawing: Drawing): Swatch | null {
  const strip = { width: 44, height: 22 };
  const line = [
    { x: -20, y: 3 },
    { x: 20, y: 3 },
  ];
  switch (symbol) {
    case "circle": {
      const radius = circleRadius(amount, drawing.most);
      const side = 2 * radius + 4;
      return { width: Math.max(44, side), height: side, parts: [svg("circle", { class: "swatch-circle", r: radius })] };
    }
    case "flow": {
      const width = flowWidth(amount, drawing.most);
      return {
        width: 44,
        height: Math.max(22, width + 6),
        parts: [svg("path", { class: "flow", d: flowOutline({ x: -21, y: 0 }, { x: 21, y: 0 }, width) })],
      };
    }
    case "physical":
    case "emotional":
      return { ...strip, parts: barrierSymbol([line], false, symbol === "emotional", 3) };
    case "spot":
      return { ...strip, parts: [barrierSpot({ x: -12, y: 0 }, false, 3), barrierSpot({ x: 12, y: 0 }, true, 3)] };
    case "star":
      return { ...strip, parts: [svg("path", { class: "landmark-star", d: star(starRadius(amount)) })] };
    case "contour":
      return {
        ...strip,
        parts: [svg("rect", { class: `district district-${amount}`, x: -19, y: -8, width: 38, height: 16, rx: 3 })],
      };
    default:
      return null;
  }
}
