/** Values in the reader's words: the table, the card and the names for screen readers say the same. */

import type { Column } from "../core/columns.ts";
import type { NumberFormats } from "../core/numbers.ts";
import { centreOf, nearestPlace, type NamedPlace } from "../core/places.ts";
import { numberOf, purposesOf, wordOf, type Feature, type LayerName } from "../core/payload.ts";
import type { Words } from "../core/words.ts";

export interface Speaker {
  readonly words: Words;
  readonly formats: NumberFormats;
  readonly locale: string;
  readonly nameOf: (feature: Feature) => string;
  readonly purposeLabel: (code: string) => string;
}

// A line has no middle that one could measure from more exactly.
const NEAR_A_BARRIER_M = 500;
const NO_BREAK = "\u00a0";

/** What a feature is called; one without a name is called after the nearest place. */
export function nameGiver(words: Words, places: () => readonly NamedPlace[]): (feature: Feature) => string {
  return (feature) => {
    const name = feature.properties.name;
    const [origin, destination] = [wordOf(feature, "origin"), wordOf(feature, "destination")];
    if (origin && origin === destination) return words("journey_within", { place: origin });
    const between = feature.properties["between"];
    if (Array.isArray(between)) return words("between", { one: String(between[0]), other: String(between[1]) });
    const away = numberOf(feature, "distance_m");
    if (name && away !== null) {
      const isNear = wordOf(feature, "nature") !== "" && away <= NEAR_A_BARRIER_M;
      return isNear ? words("near", { place: name }) : words("metres_from", { metres: String(away), place: name });
    }
    if (name) return name;
    if (origin && destination) return words("journey", { origin, destination });
    // A ground of the heat is one of its classes; any other thing without a name lies near something.
    const step = numberOf(feature, "class");
    if (step !== null && (feature.geometry === null || numberOf(feature, "alpha") !== null)) return words(`class_${step}`);
    const place = feature.geometry && nearestPlace(centreOf(feature.geometry), places());
    return place ? words("near", { place }) : words("unnamed");
  };
}

/** One cell of the table; an empty string where the feature tells nothing. */
export function valueText(feature: Feature, column: Column, speaker: Speaker): string {
  const { words, formats } = speaker;
  if (column.type === "name") return speaker.nameOf(feature);
  if (column.type === "purposes") {
    return purposesOf(feature)
      .map(([code, people]) => `${speaker.purposeLabel(code)} ${formats.whole(people)}`.replaceAll(" ", NO_BREAK))
      .join(", ");
  }
  if (column.type === "nature") {
    const nature = wordOf(feature, column.key);
    return nature ? words(`nature_${nature}`) : "";
  }
  if (column.type === "word") {
    const word = feature.properties[column.key];
    return typeof word === "string" && word !== "" ? words(`${column.key}_${word}`) : "";
  }
  if (column.type === "text") return wordOf(feature, column.key);
  if (column.type === "interval") {
    const [low, high] = [numberOf(feature, column.ends?.[0] ?? ""), numberOf(feature, column.ends?.[1] ?? "")];
    return low === null || high === null ? "" : `${formats.signed(low)}\u00a0…\u00a0${formats.signed(high)}`;
  }
  const value = numberOf(feature, column.key);
  if (value === null) return "";
  if (column.type === "level") return words("level", { share: formats.share(value) });
  return formats[column.type](value);
}

/** The sentences about one feature, the most important first. */
export function sentencesAbout(feature: Feature, layer: LayerName, speaker: Speaker): string[] {
  const { words, formats } = speaker;
  const { status, people } = feature.properties;
  if (status === "too_few") return [words("too_few")];
  if (status === "no_data") return [words("no_data")];
  const sentences: string[] = [];
  const classNumber = numberOf(feature, "class");
  const estimate = numberOf(feature, "estimate");
  if (classNumber !== null && estimate !== null) {
    sentences.push(words(`class_${classNumber}`, {}) + ` (${formats.signed(estimate)})`);
  }
  if (layer === "heat") sentences.push(words("legend_heat_opacity"));
  if (people !== null) sentences.push(words.count(`people_${layer}`, people, formats.whole(people)));
  const share = numberOf(feature, "share");
  if (share !== null && layer !== "districts") sentences.push(words("share_of_asked", { share: formats.share(share) }));
  const [positive, negative] = [numberOf(feature, "share_positive"), numberOf(feature, "share_negative")];
  if (positive !== null && negative !== null) {
    sentences.push(
      words("positive_and_negative", { positive: formats.share(positive), negative: formats.share(negative) }),
    );
  }
  const [low, high] = [numberOf(feature, "lo90"), numberOf(feature, "hi90")];
  if (low !== null && high !== null) {
    sentences.push(words("interval", { low: formats.signed(low), high: formats.signed(high) }));
  }
  const level = numberOf(feature, "level");
  if (level !== null) sentences.push(words("level_long", { share: formats.share(level) }));
  const nature = wordOf(feature, "nature");
  if (nature) sentences.push(words(`nature_${nature}`));
  return sentences;
}
