/** After sending: the receipt, one's own map, and what happens next. Who was refused is given neither. */

import type { Draft } from "../core/draft.ts";
import { textIn } from "../core/form.ts";
import { element } from "../ui/elements.ts";
import { fateOf, fateSoon } from "./fates.ts";
import { button, primary, quiet, type Frame } from "./frame.ts";
import type { Journey, Shown } from "./journey.ts";
import { othersPart } from "./others.ts";
import { ownMap } from "./own_map.ts";
import { receiptCard } from "./receipt_card.ts";
import { paragraphs } from "./screens/information.ts";

export interface ThanksActions {
  /** Somebody else takes the phone. */
  readonly somebodyElse: () => void;
}

/** So long the server may take to refuse before anybody is thanked. */
const PATIENCE_MS = 1500;

export function thanksScreen(sent: Draft, actions: ThanksActions): (journey: Journey, frame: Frame) => Promise<Shown> {
  let saved = false;
  return async (journey, frame) => {
    const { words, form, locale, page, store } = journey;
    const isPreview = sent.mode === "preview";
    const isKiosk = sent.mode === "kiosk";
    const [fate, ground] = await Promise.all([
      isPreview ? "sent" : fateSoon(store, sent.id, navigator.onLine ? PATIENCE_MS : 0),
      Promise.race([journey.ground, new Promise<null>((done) => setTimeout(done, 300, null))]),
    ]);
    frame.clear();
    frame.layOut("words");
    frame.showBack(false);
    if (fate === "refused") {
      showRefused(journey, frame, actions);
      return {};
    }
    frame.head(words("flow_thanks"));
    if (isPreview) frame.body.append(element("p", { class: "panel-note" }, words("flow_preview_end")));
    const next = textIn(form.questionnaire?.thanks ?? {}, locale);
    if (next) frame.body.append(...paragraphs(next));
    if (isPreview) {
      frame.foot.append(button(words("flow_somebody_else"), actions.somebodyElse));
    } else {
      const link = new URL(`${page.urls.receipt}?lang=${encodeURIComponent(locale)}#${sent.secret}`, location.href).href;
      const receipt = receiptCard(link, sent.secret, form.project.name, words, { lent: isKiosk, onSaved: () => (saved = true) });
      frame.body.append(receipt.card);
      const leave = (): void => (saved ? actions.somebodyElse() : askTwice());
      const askTwice = (): void => {
        const question = element("p", { class: "panel-note", tabindex: "-1" }, words("flow_receipt_unsaved"));
        const go = quiet(words("flow_somebody_else_yes"), actions.somebodyElse);
        frame.foot.replaceChildren(question, go, primary(words("flow_receipt_save"), receipt.save));
        question.focus();
      };
      if (isKiosk) frame.foot.append(primary(words("flow_ready_for_next"), actions.somebodyElse));
      else frame.foot.append(quiet(words("flow_somebody_else"), leave), primary(words("flow_receipt_save"), receipt.save));
    }
    if (sent.marks.length > 0) {
      const n = sent.marks.length;
      frame.body.append(ownMap(sent.marks, form, ground, words.count("flow_own_map", n, String(n))));
    }
    let left = false;
    if (!isPreview) {
      void othersPart(journey).then((part) => {
        if (part && !left) frame.body.append(part);
      });
    }
    // What waited may be refused while the thanks stand; then they are taken back.
    const stop = store.onQueueChange(() => void fateOf(store, sent.id).then((now) => {
      if (now === "refused" && !left) void journey.render();
    }));
    return {
      close: () => {
        left = true;
        stop();
      },
    };
  };
}

/** The line above the screen says why, and lets the person copy what they told. */
function showRefused({ words, page, draft }: Journey, frame: Frame, actions: ThanksActions): void {
  frame.head(words("flow_not_taken"));
  frame.body.append(element("p", {}, words("flow_not_taken_text")));
  if (draft.mode === "kiosk") {
    frame.foot.append(primary(words("flow_ready_for_next"), actions.somebodyElse));
    return;
  }
  frame.foot.append(
    quiet(words("flow_somebody_else"), actions.somebodyElse),
    element("a", { class: "button button-wide", href: page.urls.map }, words("flow_to_the_map")),
  );
}
