/** How people feel about each area: the map says it in colours, the side how sure each of them is. */

import { numberOf, wordOf, type Feature } from "../../core/payload.ts";
import { DRAW, type OwnSymbols } from "../../map/symbols.ts";
import { legendFor } from "../../ui/legend.ts";
import { dotRows, type DotRow } from "./dot_rows.ts";
import type { LayerHost, MakeLayer } from "./layer.ts";
import { sentencesOf } from "./sentences.ts";
import { part, sentence } from "./side_parts.ts";

/** More areas than this are shown by their ends. */
const MOST_ROWS = 14;

export const attitude: MakeLayer = (payload, host) => {
  const told = payload.features.filter((feature) => feature.properties.status === "ok" && numberOf(feature, "estimate") !== null);
  return {
    symbols: SYMBOLS,
    legend: (drawing) => legendFor(drawing, host.speaker),
    side: told.length > 0 ? [rankedPart(told, host)] : [],
  };
};

/** A sign beside the name where the sign is sure: the colour is not the only thing that says it. */
const SYMBOLS: OwnSymbols = {
  pane: "area-fills",
  labelOffset: 0,
  draw: DRAW.attitude,
  label: (feature) => {
    const { name, status } = feature.properties;
    const direction = status === "ok" ? wordOf(feature, "direction") : "";
    return name + (direction === "positive" ? " +" : direction === "negative" ? " −" : "");
  },
};

function rankedPart(told: readonly Feature[], host: LayerHost): HTMLElement {
  const { words, formats } = host.speaker;
  const estimate = (feature: Feature): number => numberOf(feature, "estimate") ?? 0;
  const ranked = [...told].sort((one, other) => estimate(one) - estimate(other));
  const half = MOST_ROWS / 2;
  const shown = ranked.length > MOST_ROWS ? [...ranked.slice(0, half), ...ranked.slice(-half)] : ranked;
  const rows = shown.map((feature): DotRow => ({
    id: feature.id,
    name: host.speaker.nameOf(feature),
    words: sentencesOf(feature, "attitude", host.speaker)[0] ?? "",
    dots: [{ kind: "estimate", at: estimate(feature), low: numberOf(feature, "lo90"), high: numberOf(feature, "hi90") }],
    choose: () => host.select(feature.id),
  }));
  return part(
    words("ranked_title"),
    dotRows(rows, { least: -2, greatest: 2, ends: [words("leans_negative"), words("leans_positive")] }),
    sentence(words("ranked_how"), "layer-note"),
    ranked.length > shown.length ? sentence(words("ranked_left", { n: formats.whole(ranked.length - shown.length) }), "layer-note") : null,
  );
}
