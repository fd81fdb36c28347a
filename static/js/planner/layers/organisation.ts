/** How groups see the municipality as an organisation: no place, so bars instead of a map, one question at a time. */

import { inkOn } from "../../core/ink.ts";
import { mix, PALETTE } from "../../core/certainty.ts";
import { numberOf, wordOf, type Feature } from "../../core/payload.ts";
import { divergingStack } from "../../core/stacks.ts";
import { svg } from "../../map/svg.ts";
import { element, isolated } from "../../ui/elements.ts";
import type { Speaker } from "../../ui/values.ts";
import type { MakeLayer } from "./layer.ts";
import { sentencesOf } from "./sentences.ts";
import { figures, part, sentence } from "./side_parts.ts";

const HEIGHT = 32;
/** Narrower parts, in per cent of the picture, have no room for their number. */
const ROOM_FOR_NUMBER = 8;
const ALL = "all";

export const organisation: MakeLayer = (payload, { speaker }) => {
  const questions = new Map<string, Feature[]>();
  for (const feature of payload.features) {
    const question = wordOf(feature, "question") || feature.id.replace(/:[^:]*$/, "");
    questions.set(question, [...(questions.get(question) ?? []), feature]);
  }
  return { legend: () => [], side: [...questions.values()].map((groups) => questionPart(groups, speaker)) };
};

function questionPart(groups: readonly Feature[], speaker: Speaker): HTMLElement {
  const { words, formats } = speaker;
  const told = groups.find((one) => scaleOf(one).length > 0);
  const scale = told ? scaleOf(told) : [];
  const title = groups.map((one) => wordOf(one, "wording")).find(Boolean) ?? groups[0]?.properties.name ?? "";
  // All together first, then the groups that think best of it.
  const ordered = [...groups].sort((one, other) => {
    const first = Number(isAll(other)) - Number(isAll(one));
    return first || (numberOf(other, "mean") ?? -Infinity) - (numberOf(one, "mean") ?? -Infinity);
  });
  const rows = ordered.map((feature) => groupRow(feature, scale, speaker));
  return part(
    title,
    scaleKey(scale, speaker),
    element("ul", { class: "opinions" }, ...rows),
    figures(
      words("as_table"),
      [words("column_group_label"), words("column_people"), words("column_mean"), words("column_interval"), ...scale],
      ordered.map((feature) => {
        const [mean, low, high] = ["mean", "lo90", "hi90"].map((key) => numberOf(feature, key)) as [number | null, number | null, number | null];
        const shares = sharesOf(feature);
        return [
          groupName(feature, speaker),
          feature.properties.people === null ? words("too_few") : formats.whole(feature.properties.people),
          mean === null ? "" : formats.decimal(mean),
          low === null || high === null ? "" : `${formats.decimal(low)} … ${formats.decimal(high)}`,
          ...scale.map((value) => (mean === null ? "" : isShared(feature) ? formats.share(shares[value] ?? 0) : "–")),
        ];
      }),
    ),
  );
}

function groupRow(feature: Feature, scale: readonly string[], speaker: Speaker): HTMLElement {
  const { words, formats } = speaker;
  const isTold = feature.properties.status === "ok";
  const people = feature.properties.people;
  const said = isTold ? sentencesOf(feature, "organisation", speaker) : [words("too_few")];
  return element(
    "li",
    { class: `opinion${isAll(feature) ? " opinion-all" : ""}` },
    element(
      "span",
      { class: "opinion-name" },
      isolated(groupName(feature, speaker)),
      ...(people === null ? [] : [element("span", { class: "opinion-people" }, words.count("people_organisation", people, formats.whole(people)))]),
    ),
    ...(isTold && isShared(feature) ? [stackPicture(feature, scale, speaker)] : []),
    sentence(said.join(". "), "opinion-words"),
  );
}

/** The answers side by side round the middle of the scale; on the line below the mean with its interval. */
function stackPicture(feature: Feature, scale: readonly string[], { formats }: Speaker): SVGSVGElement {
  const parts = divergingStack(scale, sharesOf(feature));
  // In per cent of the width, so that the letters keep their size however wide the bar.
  const x = (at: number): number => 50 + at * 50;
  const described = parts.filter(({ share }) => share > 0).map(({ value, share }) => `${value}: ${formats.share(share)}`).join(", ");
  const picture = svg("svg", { class: "opinion-bar", height: HEIGHT, role: "img", "aria-label": described });
  picture.append(svg("rect", { class: "opinion-middle", x: "50%", y: 0, width: 1.5, height: HEIGHT }));
  for (const { value, from, to, share, lean } of parts) {
    if (share <= 0) continue;
    const fill = colorOfLean(lean);
    const width = x(to) - x(from);
    picture.append(svg("rect", { class: "opinion-part", x: `${x(from).toFixed(2)}%`, y: 3, width: `${width.toFixed(2)}%`, height: HEIGHT - 6, fill, "data-value": value }));
    if (width >= ROOM_FOR_NUMBER) {
      picture.append(svg("text", { class: "opinion-share", x: `${((x(from) + x(to)) / 2).toFixed(2)}%`, y: HEIGHT / 2, dy: "0.35em", fill: inkOn(fill) }, formats.share(share)));
    }
  }
  return picture;
}

/** Steps of the attitude palette, spread over scales of any length. */
function colorOfLean(lean: number): string {
  const at = 3 + lean * 2.6;
  const low = Math.floor(at);
  return mix(PALETTE[low] ?? "", PALETTE[Math.min(6, low + 1)] ?? "", at - low);
}

/** Answers in words explain themselves; of numbers the ends are named. */
function scaleKey(scale: readonly string[], { words }: Speaker): HTMLElement {
  const empty = divergingStack(scale, {});
  const isNumbers = scale.every((value) => /^[-−]?\d+([.,]\d+)?$/.test(value));
  const endOf = (lean: number): string => (!isNumbers || Math.abs(lean) < 1 ? "" : ` ${words(lean < 0 ? "scale_lowest" : "scale_highest")}`);
  const items = empty.map(({ value, lean }) =>
    element(
      "li",
      {},
      svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, svg("rect", { class: "legend-step", width: 16, height: 16, fill: colorOfLean(lean) })),
      element("span", {}, isolated(value), endOf(lean)),
    ),
  );
  return element("ul", { class: "layer-key" }, ...items);
}

function isAll(feature: Feature): boolean {
  const group = wordOf(feature, "group");
  return group === "" || group === ALL;
}

function groupName(feature: Feature, { words }: Speaker): string {
  return wordOf(feature, "group_label") || (isAll(feature) ? words("everybody") : wordOf(feature, "group"));
}

/** Of few people only the mean is told: a part of them would be one person. */
function isShared(feature: Feature): boolean {
  return Object.keys(sharesOf(feature)).length > 0;
}

function scaleOf(feature: Feature): string[] {
  const scale = feature.properties["scale"];
  return Array.isArray(scale) ? scale.map(String) : [];
}

function sharesOf(feature: Feature): Record<string, number> {
  const shares = feature.properties["shares"];
  if (typeof shares !== "object" || shares === null) return {};
  return Object.fromEntries(Object.entries(shares).filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}
