/** What is said about one feature of each layer that planners see, the most important first. */

import { findingOf } from "../../core/change.ts";
import { numberOf, wordOf, type Feature, type LayerName } from "../../core/payload.ts";
import { sentencesAbout, type Speaker } from "../../ui/values.ts";

const NO_BREAK = "\u00a0";

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
    const { words, formats } = speaker;
    const direction = wordOf(feature, "direction");
    const step = numberOf(feature, "class");
    const measured = measuredIn(feature, ["estimate", "lo90", "hi90", "people"], speaker);
    // Where not even the sign is sure, a class in words would say too much.
    const isSure = direction === "" || direction === "positive" || direction === "negative";
    const inWords = !isSure ? words(`said_${direction}`) : step === null ? "" : words(`class_${step}`);
    const told = [isSure && inWords && measured ? words("said_measured", { said: inWords, measured }) : [inWords, measured].filter(Boolean).join(" ")];
    const [positive, negative] = [numberOf(feature, "share_positive"), numberOf(feature, "share_negative")];
    if (positive !== null && negative !== null) {
      told.push(words("positive_and_negative", { positive: formats.share(positive), negative: formats.share(negative) }));
    }
    if (["indication", "weak"].includes(wordOf(feature, "quality"))) told.push(words(`quality_${wordOf(feature, "quality")}`));
    const images = twoImages(feature, ["insiders", "outsiders"], speaker);
    if (images) told.push(images);
    const differs = numberOf(feature, "diff_from_rest") ?? 0;
    if (differs !== 0) told.push(words(differs > 0 ? "legend_rest_above" : "legend_rest_below"));
    return told;
  },

  relations: (feature, speaker) => {
    const { words } = speaker;
    if (feature.id.startsWith("image:")) {
      const images = twoImages(feature, ["self_image", "outside_image"], speaker);
      if (images) return [images];
      const [self, others] = [imageIn(feature, "self_image", speaker), imageIn(feature, "outside_image", speaker)];
      return [self ? words("only_self", { self }) : others ? words("only_others", { others }) : words("too_few")];
    }
    const estimate = measuredIn(feature, ["estimate", "lo90", "hi90", "people"], speaker);
    const gaps = { home: wordOf(feature, "home_name"), about: wordOf(feature, "about_name"), estimate };
    return [words(feature.properties["is_self"] === true ? "relation_self" : "relation", gaps)];
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
    const said = words(`change_${finding}`);
    const measured = finding === "untestable" ? "" : measuredIn(feature, ["difference", "lo90", "hi90"], speaker);
    const told = [measured ? words("said_measured", { said, measured }) : said];
    const [before, after] = [numberOf(feature, "before"), numberOf(feature, "after")];
    if (before !== null && after !== null) {
      const part = (value: number, key: string): string => [formats.signed(value), peopleIn(feature, key, speaker)].filter(Boolean).join(", ");
      told.push(words("before_after", { before: part(before, "people_before"), after: part(after, "people_after") }));
    }
    return told;
  },

  organisation: (feature, speaker) => {
    const { words, formats } = speaker;
    const mean = measuredIn(feature, ["mean", "lo90", "hi90"], speaker, formats.decimal);
    return [mean ? words("mean_is", { mean }) : words("too_few")];
  },
};

/** "Those who live here: +0.8 (+0.5 … +1.1), 9 people. Others: …", empty where one of the two is not told. */
export function twoImages(feature: Feature, keys: readonly [self: string, others: string], speaker: Speaker): string {
  const [self, others] = keys.map((key) => imageIn(feature, key, speaker)) as [string, string];
  return self && others ? speaker.words("two_images", { self, others }) : "";
}

/** One of two images with its interval and its people, which stand beside it under names of the same beginning. */
function imageIn(feature: Feature, key: string, speaker: Speaker): string {
  const stem = key.replace(/_image$/, "");
  return measuredIn(feature, [key, `${stem}_lo90`, `${stem}_hi90`, `${stem}_people`], speaker);
}

/** "+1.1 (+0.8 … +1.4), 7 people": no number goes without how sure it is and how many people it rests on. */
function measuredIn(
  feature: Feature,
  [value, low, high, people = ""]: readonly [value: string, low: string, high: string, people?: string],
  speaker: Speaker,
  format = speaker.formats.signed,
): string {
  const [estimate, from, to] = [value, low, high].map((key) => numberOf(feature, key)) as [number | null, number | null, number | null];
  if (estimate === null) return "";
  const interval = from === null || to === null ? "" : ` (${format(from)}${NO_BREAK}…${NO_BREAK}${format(to)})`;
  return [format(estimate) + interval, peopleIn(feature, people, speaker)].filter(Boolean).join(", ");
}

/** "7 people", empty where it is not told. */
function peopleIn(feature: Feature, key: string, { words, formats }: Speaker): string {
  const people = numberOf(feature, key);
  return people === null ? "" : words.count("people_told", people, formats.whole(people));
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
