/** What the answers of everybody led to: the map, once it is published. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import type { OwnAnswers } from "./own_answers.ts";

export function ledTo({ survey }: OwnAnswers, map: string, words: Words): HTMLElement {
  const said = survey.is_published
    ? element("p", {}, words("receipt_led_to_map"), " ",
        element("a", { href: `${map}?survey=${encodeURIComponent(survey.slug)}` }, words("flow_others_map")))
    : element("p", { class: "soft" }, words("receipt_led_to_nothing_yet"));
  return element("section", { class: "told" }, element("h2", {}, words("receipt_led_to")), said);
}
