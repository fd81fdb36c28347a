/** Heat in the table: how much of the coloured ground each feeling has. */

import { numberOf, type Feature, type LayerPayload } from "./payload.ts";

/** One row for each class that occurs, with its share of the ground; any other layer as it is. */
export function rowsOf(payload: LayerPayload): readonly Feature[] {
  if (payload.mentalmap.layer !== "heat") return payload.features;
  const sizes = new Map<number, number>();
  for (const ground of payload.features) {
    const [step, size] = [numberOf(ground, "class"), numberOf(ground, "area_km2")];
    if (step !== null && size !== null) sizes.set(step, (sizes.get(step) ?? 0) + size);
  }
  const whole = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return [...sizes].map(([step, size]) => ({
    type: "Feature",
    id: `class:${step}`,
    geometry: null,
    properties: { name: "", people: null, marks: null, status: "ok", class: step, ground: whole > 0 ? size / whole : 0 },
  }));
}
