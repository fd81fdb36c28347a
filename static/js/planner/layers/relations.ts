/** How places see each other: a matrix and two images of each place beside the map, arcs on the map on demand. */

import { colorOf, PALETTE } from "../../core/certainty.ts";
import { aboutOf, homeOf, isIn, matrixOf, type Focus, type Matrix } from "../../core/matrix.ts";
import { centreOf } from "../../core/places.ts";
import { numberOf, partsOf, wordOf, type Feature, type LayerPayload } from "../../core/payload.ts";
import { flowWidth } from "../../core/scales.ts";
import { flowOutline } from "../../core/shapes.ts";
import { fillOf, type OwnSymbols } from "../../map/symbols.ts";
import { svg } from "../../map/svg.ts";
import { element } from "../../ui/elements.ts";
import { fan } from "../../ui/legend_fan.ts";
import { item, note, section, untoldKey } from "../../ui/legend_parts.ts";
import type { Speaker } from "../../ui/values.ts";
import { dotRows, type Dot, type DotRow } from "./dot_rows.ts";
import type { LayerHost, MakeLayer } from "./layer.ts";
import { MatrixTable } from "./matrix_table.ts";
import { sentencesOf } from "./sentences.ts";
import { dotKey, part, sentence } from "./side_parts.ts";

const SPLIT_RADIUS_PX = 11;
/** Where there are more places than this, large circles would be one lump. */
const MANY_PLACES = 60;
const SMALL_RADIUS_PX = 6;
const ARC_MOST_PX = 12;
const IMAGE = "image:";

export const relations: MakeLayer = (payload, host) => {
  const { speaker } = host;
  const matrix = matrixOf(payload);
  const status = element("p", { class: "matrix-said", "aria-live": "polite" }, speaker.words("matrix_help"));
  const whyNoMatrix = reasonAgainst(matrix);
  let focus: Focus | null = null;

  const look = (next: Focus | null): void => {
    focus = next;
    table.mark(next);
    status.textContent = next ? saidOf(next, matrix, speaker) : speaker.words("matrix_help");
    host.map.redraw();
  };
  const table = new MatrixTable(matrix, speaker, (next) => {
    look(next);
    host.select(IMAGE + (next.kind === "home" ? next.home : next.about));
  });

  return {
    drawn: [...payload.features.filter(({ id }) => !id.startsWith(IMAGE)), ...payload.features.filter(({ id }) => id.startsWith(IMAGE))],
    symbols: symbolsOf(payload, () => focus),
    legend: () => [legendOf(speaker), untoldKey(payload, speaker)],
    side: [
      part(
        speaker.words("matrix_title"),
        ...(whyNoMatrix ? [sentence(speaker.words(whyNoMatrix), "layer-lead")] : [sentence(speaker.words("matrix_how")), table.node, status]),
        matrix.left > 0 && !whyNoMatrix ? sentence(speaker.words("matrix_left", { n: speaker.formats.whole(matrix.left) }), "layer-note") : null,
      ),
      part(
        speaker.words("images_title"),
        dotKey([["self", speaker.words("image_self")], ["other", speaker.words("image_others")]]),
        dotRows(imageRows(payload, host), { least: -2, greatest: 2, ends: [speaker.words("leans_negative"), speaker.words("leans_positive")] }),
      ),
    ],
    follow: (id) => {
      const place = id?.startsWith(IMAGE) ? id.slice(IMAGE.length) : null;
      if (place === null) {
        if (id === null && focus) look(null);
      } else if (!focus || ![homeOf(focus), aboutOf(focus)].includes(place)) {
        look({ kind: "home", home: place });
      }
    },
  };
};

/** Why the matrix would show nothing but empty cells, as the key of a sentence; null where it is worth showing. */
function reasonAgainst({ places, cell, left }: Matrix): string | null {
  const told = places.reduce((sum, home) => sum + places.filter((about) => cell(home.id, about.id)?.properties.status === "ok").length, 0);
  if (left > 0 && told < places.length) return "matrix_empty";
  return told === 0 ? "matrix_none" : null;
}

/** What is shown, in a sentence. */
function saidOf(focus: Focus, matrix: Matrix, speaker: Speaker): string {
  const nameOf = (id: string): string => matrix.places.find((place) => place.id === id)?.name ?? id;
  if (focus.kind === "home") return speaker.words("arcs_from", { place: nameOf(focus.home) });
  if (focus.kind === "about") return speaker.words("arcs_to", { place: nameOf(focus.about) });
  const cell = matrix.cell(focus.home, focus.about);
  const said = cell ? sentencesOf(cell, "relations", speaker) : [speaker.words("no_data")];
  if (cell?.properties.status === "ok") return said.join(". ");
  return [speaker.words("pair", { home: nameOf(focus.home), about: nameOf(focus.about) }), ...said].join(". ");
}

function symbolsOf(payload: LayerPayload, focused: () => Focus | null): OwnSymbols {
  const most = Math.max(1, ...payload.features.map((feature) => feature.properties.people ?? 0));
  const radius = payload.features.filter(({ id }) => id.startsWith(IMAGE)).length > MANY_PLACES ? SMALL_RADIUS_PX : SPLIT_RADIUS_PX;
  return {
    pane: "flows",
    labelOffset: radius + 2,
    label: (feature) => (feature.id.startsWith(IMAGE) ? feature.properties.name : ""),
    draw: (feature, project) => {
      if (feature.id.startsWith(IMAGE)) {
        const { x, y } = project(centreOf(feature.geometry));
        return splitCircle(feature, x, y, radius);
      }
      const line = partsOf(feature.geometry)[0] ?? [];
      const [from, to] = [line[0], line.at(-1)];
      const [home, about] = [wordOf(feature, "home"), wordOf(feature, "about")];
      if (!from || !to || line.length < 2 || home === about || !isIn(focused(), home, about)) return [];
      const width = Math.max(4, flowWidth(feature.properties.people ?? 0, most) * (ARC_MOST_PX / 14));
      return [svg("path", { class: "relation-arc", d: flowOutline(project(from), project(to), width), fill: wordOf(feature, "color") })];
    },
  };
}

/** One place, two images of it: left how those who live here see it, right how the others do. */
function splitCircle(feature: Feature, x: number, y: number, r: number): SVGElement[] {
  const half = (sweep: 0 | 1): string => `M${x.toFixed(1)} ${(y - r).toFixed(1)}A${r} ${r} 0 0 ${sweep} ${x.toFixed(1)} ${(y + r).toFixed(1)}Z`;
  return [
    svg("path", { class: "image-half", d: half(0), fill: fillOfImage(feature, "self") }),
    svg("path", { class: "image-half", d: half(1), fill: fillOfImage(feature, "outside") }),
  ];
}

function fillOfImage(feature: Feature, whose: "self" | "outside"): string {
  if (feature.properties.status !== "ok") return fillOf(feature);
  const estimate = numberOf(feature, `${whose}_image`);
  if (estimate === null) return "url(#too-few)";
  return colorOf(estimate, numberOf(feature, `${whose}_lo90`), numberOf(feature, `${whose}_hi90`));
}

function imageRows(payload: LayerPayload, host: LayerHost): DotRow[] {
  const { speaker } = host;
  return payload.features
    .filter(({ id }) => id.startsWith(IMAGE))
    .map((feature) => {
      const dots: Dot[] = [];
      const [self, others] = [numberOf(feature, "self_image"), numberOf(feature, "outside_image")];
      if (self !== null) dots.push({ kind: "self", at: self, low: numberOf(feature, "self_lo90"), high: numberOf(feature, "self_hi90") });
      if (others !== null) dots.push({ kind: "other", at: others, low: numberOf(feature, "outside_lo90"), high: numberOf(feature, "outside_hi90") });
      const both = self !== null && others !== null;
      const words = sentencesOf(feature, "relations", speaker)[0] ?? "";
      return { id: feature.id, name: speaker.nameOf(feature), dots, words, gap: both ? Math.abs(self - others) : -1 };
    })
    .sort((one, other) => other.gap - one.gap)
    .map(({ id, name, dots, words }) => ({ id, name, dots, words, choose: () => host.select(id) }));
}

function legendOf({ words }: Speaker): HTMLElement {
  const r = 8;
  const half = (sweep: 0 | 1, fill: string): SVGElement => svg("path", { class: "image-half", d: `M10 ${10 - r}A${r} ${r} 0 0 ${sweep} 10 ${10 + r}Z`, fill });
  const circle = svg("g", {}, half(0, PALETTE[5] ?? ""), half(1, PALETTE[1] ?? ""));
  const arc = svg("path", { class: "relation-arc", d: flowOutline({ x: 0, y: 12 }, { x: 34, y: 12 }, 7), fill: PALETTE[4] ?? "" });
  return element(
    "div",
    { class: "legend-part" },
    fan(PALETTE, words("legend_relations"), words),
    section("", element("ul", { class: "legend-list" }, item(circle, words("legend_images"), 20, 20), item(arc, words("legend_arcs"), 36, 20)), note(words("legend_arcs_how"))),
  );
}
