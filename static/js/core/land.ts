/** What the ground of the built-in outline is: land, and what lies around it. */

import type { OutlinePayload } from "./payload.ts";

export interface Ground {
  readonly seaAround: boolean;
  readonly land: OutlinePayload["land"];
}

/**
 * Only where land alone is drawn is the rest known to be sea. Without land, the project's areas lie on paper
 * as if they were land: people live there, and nobody said that there was water around.
 */
export function groundOf({ land, water, areas }: Pick<OutlinePayload, "land" | "water" | "areas">): Ground {
  if (land.features.length === 0) return { seaAround: false, land: areas };
  return { seaAround: water.features.length === 0, land };
}
