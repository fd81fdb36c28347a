/** The cross in the middle of the map on which people mark. */

import { svg } from "./svg.ts";

/** A cross with an open middle, so that the place under it is seen; light around dark, for every ground. */
export function makeCrosshair(): SVGSVGElement {
  const arms = "M0 -27V-9M0 9V27M-27 0H-9M9 0H27";
  return svg(
    "svg",
    { class: "crosshair", viewBox: "-36 -36 72 72", "aria-hidden": "true", focusable: "false" },
    svg("circle", { class: "crosshair-glow", r: 34 }),
    svg("path", { class: "crosshair-halo", d: arms }),
    svg("path", { class: "crosshair-arms", d: arms }),
    svg("circle", { class: "crosshair-dot", r: 3 }),
  );
}
