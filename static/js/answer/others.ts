/** What others told, as it is published; shown only to who has answered. */

import type { LayerPayload } from "../core/payload.ts";
import { numberOf } from "../core/payload.ts";
import { element, isolated } from "../ui/elements.ts";
import type { Journey } from "./journey.ts";

const MOST_PLACES = 5;

/** The places that most people go to, and the way to the whole map; null where nothing is published. */
export async function othersPart({ page, words, form, draft }: Journey): Promise<HTMLElement | null> {
  if (!form.survey?.shows_others) return null;
  let payload: LayerPayload;
  try {
    const response = await fetch(`${page.urls.map}/layers/destinations.json`);
    if (!response.ok) return null;
    payload = (await response.json()) as LayerPayload;
  } catch {
    return null; // without network, or nothing to show: the thanks stand alone
  }
  const told = payload.features
    .flatMap((feature) => {
      const people = numberOf(feature, "people");
      return people === null || !feature.properties.name ? [] : [{ name: feature.properties.name, people }];
    })
    .sort((one, other) => other.people - one.people)
    .slice(0, MOST_PLACES);
  if (told.length === 0) return null;
  const list = element("ol", { class: "others-list" });
  for (const { name, people } of told) {
    list.append(element("li", {}, isolated(name), element("span", { class: "soft" }, words.count("flow_others_people", people, String(people)))));
  }
  const part = element(
    "section", { class: "others", "aria-labelledby": "others-heading" },
    element("h2", { id: "others-heading" }, words("flow_others")),
    list,
  );
  // From a lent device no way leads out of the questions: the next person would not find back.
  if (draft.mode !== "kiosk") part.append(element("p", {}, element("a", { href: `${page.urls.map}/` }, words("flow_others_map"))));
  return part;
}
