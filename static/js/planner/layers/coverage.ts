/** Who has been heard, and who has not: areas by their share of the people heard against their share of the inhabitants. */

import { partsOf, numberOf, type Feature, type LayerPayload } from "../../core/payload.ts";
import { polyline } from "../../core/shapes.ts";
import { fillOf, type OwnSymbols } from "../../map/symbols.ts";
import { svg } from "../../map/svg.ts";
import { element, isolated } from "../../ui/elements.ts";
import { item, note, section, untoldKey } from "../../ui/legend_parts.ts";
import type { Speaker } from "../../ui/values.ts";
import type { MakeLayer } from "./layer.ts";
import { coverageFinding, hundredWords } from "./sentences.ts";
import { figures, part, sentence } from "./side_parts.ts";

const BAR_PX = 240;

export const coverage: MakeLayer = (payload, host) => {
  const { speaker } = host;
  const groups = (["age", "gender"] as const).map((dimension) => groupsPart(payload, dimension, speaker));
  return {
    symbols: SYMBOLS,
    legend: () => [legendOf(payload, speaker), untoldKey(payload, speaker)],
    side: [unheardPart(payload, host), ...groups].filter((one) => one !== null),
  };
};

function dimensionOf(feature: Feature): "area" | "age" | "gender" {
  const [, dimension] = /^(age|gender):/.exec(feature.id) ?? [];
  return dimension === "age" || dimension === "gender" ? dimension : "area";
}

/** The class of a share, -2 (far too few heard) … +2 (many more than expected), as a style class. */
function classNameOf(step: number): string {
  const size = Math.min(2, Math.abs(step));
  return size === 0 ? "coverage-even" : `coverage-${step < 0 ? "under" : "over"}-${size}`;
}

const SYMBOLS: OwnSymbols = {
  pane: "area-fills",
  labelOffset: 0,
  label: (feature) => {
    if (dimensionOf(feature) !== "area") return "";
    const finding = feature.properties.status === "ok" ? coverageFinding(feature) : "as_expected";
    const mark = finding === "under" ? " ↓" : finding === "over" ? " ↑" : "";
    return feature.properties.name + mark;
  },
  draw: (feature, project) => {
    const outline = polyline(partsOf(feature.geometry).map((ring) => ring.map(project)), true);
    if (outline === "") return [];
    if (feature.properties.status === "ok") {
      const step = numberOf(feature, "class");
      return [svg("path", { class: `area-fill ${step === null ? "coverage-unknown" : classNameOf(step)}`, d: outline })];
    }
    return [svg("path", { class: "attitude-ground", d: outline }), svg("path", { class: "area-fill", d: outline, fill: fillOf(feature) })];
  },
};

/** The areas and groups of which we have heard least, in words: the answer to the question of the layer. */
function unheardPart(payload: LayerPayload, { speaker, select }: { speaker: Speaker; select: (id: string) => void }): HTMLElement {
  const { words } = speaker;
  const ratio = (feature: Feature): number => numberOf(feature, "ratio") ?? 1;
  const unheard = payload.features
    .filter((feature) => feature.properties.status === "ok" && coverageFinding(feature) === "under")
    .sort((one, other) => ratio(one) - ratio(other))
    .slice(0, 6);
  const hidden = hiddenGroups(payload, speaker);
  const rest = hidden.length > 0 ? sentence(words("unheard_hidden", { groups: hidden.join(", ") })) : null;
  if (unheard.length === 0) return part(words("unheard_title"), rest ?? sentence(words("unheard_none")));
  const items = unheard.map((feature) => {
    const name = isolated(nameOfGroup(feature, speaker));
    const button = element("button", { type: "button", class: "row-name" }, name);
    button.addEventListener("click", () => select(feature.id));
    const title = element("strong", {}, dimensionOf(feature) === "area" ? button : name);
    return element("li", {}, title, element("span", { class: "unheard-words" }, hundredWords(feature, speaker)));
  });
  return part(words("unheard_title"), element("ul", { class: "unheard" }, ...items), rest);
}

/** Groups that are surely missing although they are too few to be told, or nobody. */
function hiddenGroups(payload: LayerPayload, speaker: Speaker): string[] {
  const told = payload.mentalmap.parameters["not_heard"];
  const ids = new Set(Array.isArray(told) ? told.map(String) : []);
  return payload.features.filter(({ id }) => ids.has(id)).map((feature) => nameOfGroup(feature, speaker));
}

function nameOfGroup(feature: Feature, { nameOf, words }: Speaker): string {
  return dimensionOf(feature) === "age" ? words("aged", { ages: nameOf(feature) }) : nameOf(feature);
}

function groupsPart(payload: LayerPayload, dimension: "age" | "gender", speaker: Speaker): HTMLElement | null {
  const { words, formats } = speaker;
  const features = payload.features.filter((feature) => dimensionOf(feature) === dimension);
  if (features.length === 0) return null;
  const shares = features.flatMap((feature) => [numberOf(feature, "share_heard") ?? 0, numberOf(feature, "share_population") ?? 0]);
  const most = Math.max(0.01, ...shares);
  const rows = features.map((feature) => {
    const finding = coverageFinding(feature);
    const said = heardWords(feature, speaker);
    return element(
      "li",
      { class: `heard-row heard-${finding}` },
      element("span", { class: "heard-name" }, isolated(speaker.nameOf(feature)), finding === "under" ? ` · ${words("heard_too_little")}` : ""),
      ...(numberOf(feature, "share_population") === null ? [] : [heardBar(feature, most)]),
      element("span", { class: "heard-words" }, said),
    );
  });
  const share = (feature: Feature, key: string): string => {
    const value = numberOf(feature, key);
    if (value !== null) return formats.share(value);
    return feature.properties.status === "ok" ? "–" : words(feature.properties.status);
  };
  return part(
    words(`heard_by_${dimension}`),
    heardKey(words),
    element("ul", { class: "heard" }, ...rows),
    figures(
      words("as_table"),
      [words(`heard_by_${dimension}`), words("column_share_heard"), words("column_share_population")],
      features.map((feature) => [speaker.nameOf(feature), share(feature, "share_heard"), share(feature, "share_population")]),
    ),
  );
}

/** What is known of a group: its two shares, or how many were heard where nobody knows how many live here. */
function heardWords(feature: Feature, speaker: Speaker): string {
  const { status, people } = feature.properties;
  if (status !== "ok") return speaker.words(status);
  const population = numberOf(feature, "population");
  if (population !== null && numberOf(feature, "share_population") === null) {
    return speaker.words("heard_of", { heard: speaker.formats.whole(people ?? 0), population: speaker.formats.whole(population) });
  }
  return hundredWords(feature, speaker) || speaker.words.count("heard_only", people ?? 0, speaker.formats.whole(people ?? 0));
}

/** A bar for those heard, a line across it for the inhabitants; where the bar does not reach the line, somebody is missing. */
function heardBar(feature: Feature, most: number): SVGSVGElement {
  const x = (share: number): number => Math.round((share / most) * (BAR_PX - 4) * 10) / 10;
  const [heard, population] = [numberOf(feature, "share_heard"), numberOf(feature, "share_population")];
  const picture = svg("svg", { class: "heard-bar", viewBox: `0 0 ${BAR_PX} 20`, width: BAR_PX, height: 20, "aria-hidden": "true" });
  if (population !== null) picture.append(svg("rect", { class: "heard-population", x: 0, y: 2, width: x(population), height: 16 }));
  if (heard !== null) picture.append(svg("rect", { class: "heard-people", x: 0, y: 6, width: x(heard), height: 8 }));
  if (population !== null) picture.append(svg("path", { class: "heard-line", d: `M${x(population)} 0V20` }));
  return picture;
}

function heardKey(words: Speaker["words"]): HTMLElement {
  const sample = (name: string): SVGElement =>
    svg(
      "svg",
      { viewBox: "0 0 28 20", width: 28, height: 20, "aria-hidden": "true" },
      ...(name === "people"
        ? [svg("rect", { class: "heard-people", x: 0, y: 6, width: 28, height: 8 })]
        : [svg("rect", { class: "heard-population", x: 0, y: 2, width: 26, height: 16 }), svg("path", { class: "heard-line", d: "M26 0V20" })]),
    );
  return element(
    "ul",
    { class: "layer-key" },
    element("li", {}, sample("people"), element("span", {}, words("column_share_heard"))),
    element("li", {}, sample("population"), element("span", {}, words("column_share_population"))),
  );
}

function legendOf(payload: LayerPayload, { words }: Speaker): HTMLElement {
  const steps: readonly (readonly [number, string])[] = [
    [-2, "coverage_far_under"],
    [-1, "coverage_under_some"],
    [0, "coverage_even"],
    [1, "coverage_over_some"],
    [2, "coverage_far_over"],
  ];
  const items = steps.map(([step, key]) =>
    item(svg("rect", { class: `area-fill ${classNameOf(step)}`, x: 1, y: 1, width: 30, height: 18 }), words(key), 32, 20),
  );
  const grey = payload.features.filter((one) => dimensionOf(one) === "area" && one.properties.status === "ok" && numberOf(one, "class") === null);
  const why = grey.some((one) => numberOf(one, "population") === null) ? "population_unknown" : "not_compared";
  if (grey.length > 0) items.push(item(svg("rect", { class: "area-fill coverage-unknown", x: 1, y: 1, width: 30, height: 18 }), words(why), 32, 20));
  return section(words("legend_coverage"), element("ul", { class: "legend-list" }, ...items), note(words("legend_coverage_how")));
}
