/** What the server tells by code, told by name: groups, ages and genders have their labels in the page's catalogue. */

import { wordOf, type Feature, type LayerPayload } from "../../core/payload.ts";

/** The label of a code of the catalogue ("group", "age", "gender"); the code itself where it has none. */
export type LabelOf = (key: string, code: string) => string;

export function withLabels(payload: LayerPayload, labelOf: LabelOf, near: (place: string) => string = (place) => place): LayerPayload {
  const { layer, parameters } = payload.mentalmap;
  if (parameters["named_after_places"] === true) return { ...payload, features: payload.features.map((one) => cell(one, near)) };
  if (layer === "organisation") return { ...payload, features: payload.features.map((one) => opinion(one, labelOf)) };
  if (layer === "coverage") return { ...payload, features: payload.features.map((one) => margin(one, labelOf)) };
  return payload;
}

/** A cell is not the place that it is called after, but near it. */
function cell(feature: Feature, near: (place: string) => string): Feature {
  const { name } = feature.properties;
  return name ? { ...feature, properties: { ...feature.properties, name: near(name) } } : feature;
}

/** "<question>:<group>", or "<question>:all" for everybody. */
function opinion(feature: Feature, labelOf: LabelOf): Feature {
  const code = wordOf(feature, "group") || (/:([^:]*)$/.exec(feature.id)?.[1] ?? "all");
  const label = code === "all" ? "" : labelOf("group", code);
  return { ...feature, properties: { ...feature.properties, group: code, group_label: label } };
}

/** "age:<band>" and "gender:<code>"; areas are called by their names already. */
function margin(feature: Feature, labelOf: LabelOf): Feature {
  const [, key, code] = /^(age|gender):(.*)$/s.exec(feature.id) ?? [];
  return key && code ? { ...feature, properties: { ...feature.properties, name: labelOf(key, code) } } : feature;
}
