/** What the table lists: the features of a layer, or what stands for them. */

import { findingOf } from "./change.ts";
import { numberOf, type Feature, type LayerPayload } from "./payload.ts";

/**
 * One row for each feature, with two exceptions: of heat one for each class that occurs, with its share of the ground;
 * of relations one for each pair of areas, since the two images of a place are made of the same answers.
 * A change says what was found, as the map does.
 */
export function rowsOf(payload: LayerPayload): readonly Feature[] {
  if (payload.mentalmap.layer === "relations") return payload.features.filter(({ id }) => !id.startsWith("image:"));
  if (payload.mentalmap.layer === "change") {
    return payload.features.map((feature) => ({ ...feature, properties: { ...feature.properties, change: findingOf(feature) } }));
  }
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
