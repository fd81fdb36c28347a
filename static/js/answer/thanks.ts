/** After sending: one's own map, the receipt, and what happens next. */

import type { Draft } from "../core/draft.ts";
import { textIn } from "../core/form.ts";
import { element } from "../ui/elements.ts";
import { button, type Frame } from "./frame.ts";
import type { Journey, Shown } from "./journey.ts";
import { othersPart } from "./others.ts";
import { ownMap } from "./own_map.ts";
import { receiptCard } from "./receipt_card.ts";
import { paragraphs } from "./screens/information.ts";

export interface ThanksActions {
  /** Somebody else takes the phone. */
  readonly somebodyElse: () => void;
}

export function thanksScreen(sent: Draft, actions: ThanksActions): (journey: Journey, frame: Frame) => Promise<Shown> {
  return async (journey, frame) => {
    const { words, form, locale, page } = journey;
    const ground = await Promise.race([journey.ground, new Promise<null>((done) => setTimeout(done, 300, null))]);
    frame.layOut("words");
    frame.showBack(false);
    frame.head(words("flow_thanks"));
    if (sent.mode === "preview") frame.body.append(element("p", { class: "panel-note" }, words("flow_preview_end")));
    const next = textIn(form.questionnaire?.thanks ?? {}, locale);
    if (next) frame.body.append(...paragraphs(next));
    if (sent.marks.length > 0) {
      const n = sent.marks.length;
      frame.body.append(ownMap(sent.marks, form, ground, words.count("flow_own_map", n, String(n))));
    }
    if (sent.mode !== "preview") {
      const link = new URL(`${page.urls.receipt}#${sent.secret}`, location.href).href;
      frame.body.append(receiptCard(link, sent.secret, form.project.name, words));
    }
    let left = false;
    if (sent.mode !== "preview") {
      void othersPart(journey).then((part) => {
        if (part && !left) frame.body.append(part);
      });
    }
    frame.foot.append(button(words(sent.mode === "kiosk" ? "flow_ready_for_next" : "flow_somebody_else"), actions.somebodyElse));
    return { close: () => (left = true) };
  };
}
