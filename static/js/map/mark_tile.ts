/** Vector tiles of exact marks; loaded only where somebody looks that close. */

import { VectorTile } from "@mapbox/vector-tile";
import Pbf from "pbf";
import type { Point } from "../core/shapes.ts";

export interface Mark {
  readonly kind: string;
  /** Null where nobody said how it feels. */
  readonly valence: number | null;
  readonly form: "point" | "line" | "polygon";
  /** In parts of the tile, 0 … 1; lines and polygons reach a little further. */
  readonly parts: readonly (readonly Point[])[];
}

const FORMS = [null, "point", "line", "polygon"] as const;

/** Read a tile; a body of no bytes is a tile without marks. */
export function readMarks(buffer: ArrayBuffer): Mark[] {
  const layer = buffer.byteLength === 0 ? undefined : new VectorTile(new Pbf(new Uint8Array(buffer))).layers["marks"];
  const marks: Mark[] = [];
  for (let index = 0; layer && index < layer.length; index += 1) {
    const feature = layer.feature(index);
    const form = FORMS[feature.type];
    if (!form) continue;
    const { kind, valence } = feature.properties;
    const parts = feature.loadGeometry().map((part) => part.map(({ x, y }) => ({ x: x / feature.extent, y: y / feature.extent })));
    marks.push({ kind: String(kind), valence: typeof valence === "number" ? valence : null, form, parts });
  }
  return marks;
}
