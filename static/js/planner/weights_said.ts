/** Which captions of a layer tell what weights did to it. */

import type { LayerPayload } from "../core/payload.ts";

/** What was said about weights, in one paragraph; empty where nobody asked for them. */
export function weightsSaid({ mentalmap: { captions, parameters } }: LayerPayload): string {
  const [first, after] = Array.isArray(parameters["weights_said"]) ? (parameters["weights_said"] as unknown[]) : [];
  return typeof first === "number" && typeof after === "number" ? captions.slice(first, after).join(" ") : "";
}
