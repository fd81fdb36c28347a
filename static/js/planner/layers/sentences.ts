/** What is said about one feature of each layer that planners see, the most important first. */

import { findingOf } from "../../core/change.ts";
import { numberOf, wordOf, type Feature, type LayerName } from "../../core/payload.ts";
import { sentencesAbout, type Speaker } from "../../ui/values.ts";

type Tell = (feature: Feature, speaker: Speaker) => string[];

/** The sentences about one feature of any layer; for cards and for those who hear the map. */
export function sentencesOf(feature: Feature, layer: LayerName, speaker: Speaker): string[] {
  const { status } = feature.properties;
  if (status === "too_few") return [speaker.words("too_few")];
  if (status === "no_data") return [speaker.words("no_data")];
  const tell = TELL[layer];
  return tell ? tell(feature, speaker) : sentencesAbout(feature, layer, speaker);
}

const TELL: Partial<Record<LayerName, Tell>> = {
  attitude: (feature, speaker) => {
    const { words } = speaker;
    const told = sentencesAbout(feature, "attitude", speaker);
    const direction = wordOf(feature, "direction");
    // Where not even the sign is sure, a class in words would say too much.
    if (direction && direction !== "positive" && direction !== "negative") told[0] = words(`said_${direction}`);
    if (["indication", "weak"].includes(wordOf(feature, "quality"))) told.push(words(`quality_${wordOf(feature, "quality")}`));
    const [insiders, outsiders] = [numberOf(feature, "insiders"), numberOf(feature, "outsiders")];
    if (insiders !== null && outsiders !== null) told.push(twoImages(insiders, outsiders, speaker));
    const differs = numberOf(feature, "diff_from_rest") ?? 0;
    if (differs !== 0) told.push(words(differs > 0 ? "legend_rest_above" : "legend_rest_below"));
    return told;
  },

  relations: (feature, speaker) => {
    const { words, formats } = speaker;
    if (feature.id.startsWith("image:")) {
      const [self, outside] = [numberOf(feature, "self_image"), numberOf(feature, "outside_image")];
      if (self !== null && outside !== null) {
        return [twoImages(self, outside, speaker), peopleOf(feature, "self_people", "outside_people", speaker)].filter(Boolean);
      }
      if (self !== null) return [words("only_self", { self: formats.signed(self) })];
      return [outside === null ? words("too_few") : words("only_others", { others: formats.signed(outside) })];
    }
    const estimate = numberOf(feature, "estimate");
    const gaps = { home: wordOf(feature, "home_name"), about: wordOf(feature, "about_name"), estimate: estimate === null ? "" : formats.signed(estimate) };
    const first = words(feature.properties["is_self"] === true ? "relation_self" : "relation", gaps);
    return [first, ...sentencesAbout(withoutClass(feature), "relations", speaker)];
  },

  coverage: (feature, speaker) => {
    const { words, formats } = speaker;
    const first = hundredWords(feature, speaker);
    const [heard, population] = [numberOf(feature, "heard"), numberOf(feature, "population")];
    const finding = coverageFinding(feature);
    return [
      ...(finding === "as_expected" ? [] : [words(`coverage_${finding}`)]),
      ...(first ? [first] : []),
      ...(heard !== null && population !== null
        ? [words("heard_of", { heard: formats.whole(heard), population: formats.whole(population) })]
        : []),
    ];
  },

  change: (feature, speaker) => {
    const { words, formats } = speaker;
    const finding = findingOf(feature);
    const told = [words(`change_${finding}`)];
    const [difference, before, after] = ["difference", "before", "after"].map((key) => numberOf(feature, key)) as [number | null, number | null, number | null];
    if (difference !== null && finding !== "none" && finding !== "untestable") told[0] += ` (${formats.signed(difference)})`;
    const [low, high] = [numberOf(feature, "lo90"), numberOf(feature, "hi90")];
    if (low !== null && high !== null) told.push(words("interval", { low: formats.signed(low), high: formats.signed(high) }));
    if (before !== null && after !== null) told.push(words("before_after", { before: formats.signed(before), after: formats.signed(after) }));
    return told;
  },

  organisation: (feature, speaker) => {
    const { words, formats } = speaker;
    const [mean, low, high] = ["mean", "lo90", "hi90"].map((key) => numberOf(feature, key)) as [number | null, number | null, number | null];
    if (mean === null) return [words("too_few")];
    const told = [words("mean_is", { mean: formats.decimal(mean) })];
    if (low !== null && high !== null) told.push(words("interval", { low: formats.decimal(low), high: formats.decimal(high) }));
    return told;
  },
};

/** "Those who live here: +0.8; others: −0.2." */
export function twoImages(self: number, others: number, { words, formats }: Speaker): string {
  return words("two_images", { self: formats.signed(self), others: formats.signed(others) });
}

/** How many people both images rest on. */
function peopleOf(feature: Feature, self: string, others: string, { words, formats }: Speaker): string {
  const [here, elsewhere] = [numberOf(feature, self), numberOf(feature, others)];
  return here === null || elsewhere === null ? "" : words("two_peoples", { self: formats.whole(here), others: formats.whole(elsewhere) });
}

/** "8 of 100 heard, 14 of 100 inhabitants", empty where one of the two is not known. */
export function hundredWords(feature: Feature, { words, formats }: Speaker): string {
  const [heard, population] = [numberOf(feature, "share_heard"), numberOf(feature, "share_population")];
  if (heard === null || population === null) return "";
  return words("of_hundred", { heard: hundreds(heard, formats.whole), population: hundreds(population, formats.whole) });
}

/** So many of a hundred, in whole numbers; "less than 1" is said as such by the number 0 only where there is none. */
function hundreds(share: number, whole: (value: number) => string): string {
  const of100 = share * 100;
  return of100 > 0 && of100 < 0.5 ? `< ${whole(1)}` : whole(of100);
}

/** Whether a group has been heard more or less than its size would let one expect. */
export function coverageFinding(feature: Feature): "under" | "as_expected" | "over" {
  const step = numberOf(feature, "class") ?? 0;
  return step < 0 ? "under" : step > 0 ? "over" : "as_expected";
}

/** The sentence of a relation says the number already. */
function withoutClass(feature: Feature): Feature {
  return { ...feature, properties: { ...feature.properties, class: null } };
}
