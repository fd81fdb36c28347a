/** How people feel about each area, as everybody sees it, with the sign beside the name where the sign is sure. */

import { wordOf } from "../../core/payload.ts";
import { DRAW, type OwnSymbols } from "../../map/symbols.ts";
import { legendFor } from "../../ui/legend.ts";
import type { MakeLayer } from "./layer.ts";

export const attitude: MakeLayer = (_payload, { speaker }) => ({
  symbols: SYMBOLS,
  legend: (drawing) => legendFor(drawing, speaker),
  side: [],
});

/** The colour is not the only thing that says it. */
const SYMBOLS: OwnSymbols = {
  pane: "area-fills",
  labelOffset: 0,
  draw: DRAW.attitude,
  label: (feature) => {
    const { name, status } = feature.properties;
    const direction = status === "ok" ? wordOf(feature, "direction") : "";
    return name && name + (direction === "positive" ? " +" : direction === "negative" ? " −" : "");
  },
};
