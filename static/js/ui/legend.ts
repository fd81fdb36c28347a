/** The legend: made from the same symbols as the map, so that the two cannot disagree. */

import { numberOf, purposesOf, untoldPeople, type LayerPayload } from "../core/payload.ts";
import { barrierWidth, circleRadius, flowOpacity, flowWidth, legendSteps, starRadius } from "../core/scales.ts";
import { flowOutline, star } from "../core/shapes.ts";
import { barrierSpot, barrierSymbol, purposeClass, UNTOLD_CLASS, type Drawing } from "../map/symbols.ts";
import { svg } from "../map/svg.ts";
import { element } from "./elements.ts";
import { attitudeFan, restKey } from "./legend_fan.ts";
import { item, note, section, untoldKey } from "./legend_parts.ts";
import type { Speaker } from "./values.ts";

export function legendFor(drawing: Drawing, speaker: Speaker): HTMLElement[] {
  const { payload } = drawing;
  switch (payload.mentalmap.layer) {
    case "destinations":
      return [circleSizes(drawing, speaker), ...purposeKey(drawing, speaker)];
    case "routes":
      return [flowSizes(drawing, speaker)];
    case "barriers":
      return [barrierKey(drawing, speaker)];
    case "landmarks":
      return [landmarkKey(speaker)];
    case "districts":
      return [districtKey(speaker)];
    case "attitude":
      return [
        attitudeFan(payload, speaker) ?? attitudeScale(payload, speaker),
        restKey(payload, speaker),
        untoldKey(payload, speaker),
      ].filter((part) => part !== null);
    case "heat":
      return [attitudeScale(payload, speaker), ...heatNotes(payload, speaker)].filter((part) => part !== null);
    default:
      // Layers for those who plan bring their legends along.
      return [];
  }
}

function circleSizes(drawing: Drawing, { words, formats }: Speaker): HTMLElement {
  const steps = legendSteps(drawing.most, drawing.payload.mentalmap.threshold);
  const largest = circleRadius(steps[0] ?? 1, drawing.most, drawing.largest);
  const height = 2 * largest + 4;
  const label = largest * 2 + 14;
  let lowest = Infinity;
  const picture = svg("svg", { viewBox: `0 0 ${label + 44} ${height}`, width: label + 44, height, "aria-hidden": "true" });
  for (const step of steps) {
    const r = circleRadius(step, drawing.most, drawing.largest);
    const top = height - 2 - 2 * r;
    const y = lowest === Infinity ? Math.max(9, top) : Math.max(top, lowest + 15);
    lowest = y;
    picture.append(
      svg("circle", { class: "legend-circle", cx: largest + 2, cy: height - 2 - r, r }),
      svg("path", { class: "legend-leader", d: `M${largest + 2} ${top}L${label - 6} ${y}` }),
      svg("text", { class: "legend-figure", x: label, y, dy: "0.35em" }, formats.whole(step)),
    );
  }
  return section(words("legend_people"), element("div", { class: "legend-picture" }, picture), told(steps, formats.whole));
}

/** The same figures for those who hear the legend. */
function told(steps: readonly number[], whole: (value: number) => string): HTMLElement {
  return element("span", { class: "visually-hidden" }, steps.map(whole).join(", "));
}

function purposeKey(drawing: Drawing, speaker: Speaker): HTMLElement[] {
  const used = new Set(drawing.payload.features.flatMap((feature) => purposesOf(feature).map(([code]) => code)));
  if (used.size === 0) return [];
  const items = [...used]
    .sort((one, other) => drawing.purposes.indexOf(one) - drawing.purposes.indexOf(other))
    .map((code) =>
      item(svg("circle", { class: purposeClass(code, drawing.purposes), cx: 8, cy: 8, r: 7 }), speaker.purposeLabel(code)),
    );
  const isLeft = drawing.payload.features.some(
    (feature) => untoldPeople(feature.properties.people ?? 0, purposesOf(feature)) > 0,
  );
  const rest = isLeft ? [item(svg("circle", { class: UNTOLD_CLASS, cx: 8, cy: 8, r: 7 }), speaker.words("legend_untold"))] : [];
  return [
    section(
      speaker.words("legend_purposes"),
      element("ul", { class: "legend-list legend-columns" }, ...items),
      element("ul", { class: "legend-list legend-rest" }, ...rest),
    ),
  ];
}

function flowSizes(drawing: Drawing, { words, formats }: Speaker): HTMLElement {
  const items = legendSteps(drawing.most, drawing.payload.mentalmap.threshold).map((people) =>
    item(
      svg("path", {
        class: "flow",
        d: flowOutline({ x: 2, y: 10 }, { x: 58, y: 14 }, flowWidth(people, drawing.most)),
        "fill-opacity": flowOpacity(people, drawing.most),
      }),
      formats.whole(people),
      60,
      26,
    ),
  );
  return section(words("legend_people"), element("ul", { class: "legend-list" }, ...items), note(words("legend_flow")));
}

function barrierKey(drawing: Drawing, { words }: Speaker): HTMLElement {
  const width = barrierWidth(drawing.most * 0.5, drawing.most);
  const line = [
    { x: 2, y: 14 },
    { x: 58, y: 14 },
  ];
  const symbol = (emotional: boolean): SVGElement =>
    svg("g", {}, ...barrierSymbol([line], false, emotional, width).slice(1));
  const spots = svg("g", {}, barrierSpot({ x: 18, y: 11 }, false, width), barrierSpot({ x: 42, y: 11 }, true, width));
  return section(
    words("legend_barriers"),
    element(
      "ul",
      { class: "legend-list" },
      item(symbol(false), words("nature_physical"), 60, 22),
      item(symbol(true), words("nature_emotional"), 60, 22),
      item(spots, words("legend_barrier_spot"), 60, 22),
    ),
    note(words("legend_barrier_width")),
  );
}

function landmarkKey({ words }: Speaker): HTMLElement {
  const stars = [1, 10].map((rank, index) =>
    svg("path", { class: "landmark-star", d: star(starRadius(rank)), transform: `translate(${18 + index * 34} 18)` }),
  );
  return section(
    words("legend_landmarks"),
    element("ul", { class: "legend-list" }, item(svg("g", {}, ...stars), words("legend_landmark_size"), 66, 36)),
  );
}

function districtKey({ words, formats }: Speaker): HTMLElement {
  const items = [0.75, 0.5, 0.25].map((level) =>
    item(
      svg("rect", { class: `district district-${level * 100}`, x: 2, y: 3, width: 36, height: 16, rx: 5 }),
      words("level", { share: formats.share(level) }),
      40,
      22,
    ),
  );
  return section(words("legend_districts"), element("ul", { class: "legend-list" }, ...items));
}

function attitudeScale(payload: LayerPayload, { words }: Speaker): HTMLElement | null {
  const palette = payload.mentalmap.parameters["palette"];
  if (!Array.isArray(palette) || palette.length === 0) return null;
  const width = 34;
  const bar = svg(
    "svg",
    { class: "legend-scale", viewBox: `0 0 ${palette.length * width} 18`, "aria-hidden": "true" },
    ...palette.map((color, index) =>
      svg("rect", { class: "legend-step", x: index * width + 1, y: 1, width: width - 2, height: 16, fill: String(color) }),
    ),
  );
  return section(
    words("legend_attitude"),
    bar,
    element(
      "p",
      { class: "legend-ends" },
      element("span", {}, words("class_-3")),
      element("span", {}, words("class_0")),
      element("span", {}, words("class_3")),
    ),
  );
}

function heatNotes(payload: LayerPayload, { words, formats }: Speaker): HTMLElement[] {
  const bandwidth = numberOf({ properties: payload.mentalmap.parameters } as never, "bandwidth_m");
  const notes = [note(words("legend_heat_opacity"))];
  if (bandwidth !== null) notes.push(note(words("legend_bandwidth", { metres: formats.whole(bandwidth) })));
  return notes;
}
