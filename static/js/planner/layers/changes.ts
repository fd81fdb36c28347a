/** What has changed between two rounds: only what chance would seldom make has a colour; how much could be seen is said beside. */

import { PALETTE } from "../../core/certainty.ts";
import { colorOfChange, findingOf } from "../../core/change.ts";
import { numberOf, partsOf, type Feature, type LayerPayload } from "../../core/payload.ts";
import { polyline } from "../../core/shapes.ts";
import { fillOf, type OwnSymbols } from "../../map/symbols.ts";
import { svg } from "../../map/svg.ts";
import { element } from "../../ui/elements.ts";
import { item, note, section, untoldKey } from "../../ui/legend_parts.ts";
import type { Speaker } from "../../ui/values.ts";
import { dotRows } from "./dot_rows.ts";
import type { LayerHost, MakeLayer } from "./layer.ts";
import { sentencesOf } from "./sentences.ts";
import { dotKey, part, sentence } from "./side_parts.ts";

export const change: MakeLayer = (payload, host) => ({
  symbols: SYMBOLS,
  legend: () => [legendOf(payload, host.speaker), untoldKey(payload, host.speaker)],
  side: [foundPart(payload, host), sharedPart(payload, host.speaker)].filter((one) => one !== null),
});

const SYMBOLS: OwnSymbols = {
  pane: "area-fills",
  labelOffset: 0,
  label: (feature) => {
    const finding = feature.properties.status === "ok" ? findingOf(feature) : "none";
    return feature.properties.name + (finding === "up" ? " ↑" : finding === "down" ? " ↓" : "");
  },
  draw: (feature, project) => {
    const outline = polyline(partsOf(feature.geometry).map((ring) => ring.map(project)), true);
    if (outline === "") return [];
    if (feature.properties.status !== "ok") {
      return [svg("path", { class: "attitude-ground", d: outline }), svg("path", { class: "area-fill", d: outline, fill: fillOf(feature) })];
    }
    const finding = findingOf(feature);
    const area = svg("path", { class: `area-fill change-${finding}`, d: outline });
    if (finding === "up" || finding === "down") area.setAttribute("fill", colorOfChange(numberOf(feature, "difference") ?? 0, PALETTE));
    return [area];
  },
};

function parameter(payload: LayerPayload, key: string): number | null {
  const value = payload.mentalmap.parameters[key];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Which areas changed as chance would seldom let them; if none did, that is said, with what could have been seen. */
function foundPart(payload: LayerPayload, host: LayerHost): HTMLElement {
  const { speaker } = host;
  const { words, formats } = speaker;
  const told = payload.features.filter((feature) => feature.properties.status === "ok");
  const found = told.filter((feature) => ["up", "down"].includes(findingOf(feature)));
  const mdc = parameter(payload, "mdc");
  const limit = mdc === null ? null : sentence(words("mdc", { mdc: formats.decimal(mdc) }));
  const title = words("changed_title");
  if (told.length === 0) return part(title, sentence(words("change_untestable"), "layer-lead"));
  if (found.length === 0) return part(title, sentence(words("change_none"), "layer-lead"), limit);
  const size = (feature: Feature): number => Math.abs(numberOf(feature, "difference") ?? 0);
  const rows = [...found]
    .sort((one, other) => size(other) - size(one))
    .map((feature) => {
      const [before, after] = [numberOf(feature, "before"), numberOf(feature, "after")];
      return {
        id: feature.id,
        name: speaker.nameOf(feature),
        words: sentencesOf(feature, "change", speaker).slice(0, 2).join(". "),
        dots: before === null || after === null ? [] : [{ kind: "before" as const, at: before }, { kind: "after" as const, at: after }],
        choose: () => host.select(feature.id),
      };
    });
  return part(
    title,
    sentence(words.count("changed_areas", found.length, formats.whole(found.length), { all: formats.whole(told.length) }), "layer-lead"),
    dotKey([["before", words("round_before")], ["after", words("round_after")]]),
    dotRows(rows, { least: -2, greatest: 2, ends: [words("leans_negative"), words("leans_positive")] }),
    sentence(words("changed_chance"), "layer-note"),
    sentence(words("change_drawn"), "layer-note"),
    limit,
    sentence(words("change_none_how"), "layer-note"),
  );
}

/** What moved everywhere alike: it may be people, it may be how they were asked. */
function sharedPart(payload: LayerPayload, { words, formats }: Speaker): HTMLElement | null {
  const shift = parameter(payload, "common_shift");
  if (shift === null) return null;
  const [low, high] = [parameter(payload, "common_shift_lo90"), parameter(payload, "common_shift_hi90")];
  const unsure = low !== null && high !== null && low <= 0 && high >= 0;
  const interval = low !== null && high !== null ? ` ${words("interval", { low: formats.signed(low), high: formats.signed(high) })}.` : "";
  return part(
    words("common_shift_title"),
    sentence((unsure ? words("common_shift_none") : words("common_shift", { shift: formats.signed(shift) })) + interval),
    sentence(words("common_shift_how"), "layer-note"),
  );
}

function legendOf(payload: LayerPayload, { words, formats }: Speaker): HTMLElement {
  const width = 34;
  const steps = [-3, -2, -1, 1, 2, 3];
  const picture = svg("svg", { class: "legend-scale", viewBox: `0 0 ${steps.length * width} 18`, "aria-hidden": "true" });
  steps.forEach((step, index) => {
    picture.append(svg("rect", { class: "legend-step", x: index * width + 1, y: 1, width: width - 2, height: 16, fill: PALETTE[step + 3] ?? "" }));
  });
  const mdc = parameter(payload, "mdc");
  const square = svg("rect", { class: "area-fill change-none", x: 1, y: 1, width: 30, height: 18 });
  return section(
    words("legend_change"),
    picture,
    element("p", { class: "legend-ends" }, element("span", {}, `↓ ${words("change_down")}`), element("span", {}, ""), element("span", {}, `↑ ${words("change_up")}`)),
    element("ul", { class: "legend-list" }, item(square, words("change_none"), 32, 20)),
    ...(mdc === null ? [] : [note(words("mdc", { mdc: formats.decimal(mdc) }))]),
  );
}
