/** The first screen: what this is about, how long it takes, and the way in. */

import { hasTold, minutesOf } from "../../core/flow.ts";
import { textIn } from "../../core/form.ts";
import { element } from "../../ui/elements.ts";
import { primary, quiet, type Frame } from "../frame.ts";
import type { Journey, Shown } from "../journey.ts";
import { leftBehind } from "../left_behind.ts";

export interface InformationActions {
  readonly goOn: () => void;
  readonly beginAnew: () => void;
}

export function informationScreen(actions: InformationActions): (journey: Journey, frame: Frame) => Shown {
  return (journey, frame) => {
    const { words, locale, form } = journey;
    const asked = form.questionnaire;
    frame.layOut("words");
    frame.head(textIn(asked?.title ?? {}, locale) || form.project.name);
    const minutes = minutesOf(form);
    frame.body.append(
      ...paragraphs(textIn(asked?.information ?? {}, locale)),
      element("p", { class: "soft" }, words.count("flow_minutes", minutes, String(minutes))),
      element("p", { class: "soft" }, words("flow_no_must")),
    );
    if (hasTold(journey.draft)) {
      frame.body.append(element("p", { class: "panel-note" }, words("flow_begun")));
      frame.foot.append(quiet(words("flow_begin_anew"), () => askTwice(journey, frame, actions)), primary(words("flow_go_on"), actions.goOn));
    } else {
      frame.foot.append(primary(words("flow_start"), () => journey.next()));
    }
    if (journey.draft.mode === "web") {
      const { plain, accessibility } = journey.page.urls;
      frame.body.append(element("p", { class: "other-ways" },
        ...(plain ? [element("a", { href: plain }, words("flow_without_map"))] : []), " ",
        ...(accessibility ? [element("a", { href: accessibility }, words("flow_accessibility"))] : [])));
      const place = element("p");
      frame.body.append(place, leftBehind({ store: journey.store, page: journey.page, form, words, locale }));
      void Promise.all([journey.store.receipts(), journey.store.queue()]).then(([kept, queue]) => {
        // The receipt of what the server refused leads nowhere.
        const refused = new Set(queue.filter(({ state }) => state === "refused").map(({ key }) => key));
        const latest = kept.findLast((one) => one.survey === form.survey?.slug && !refused.has(one.id));
        if (!latest) return place.remove();
        const address = `${journey.page.urls.receipt}?lang=${encodeURIComponent(locale)}#${latest.secret}`;
        place.append(element("a", { href: address }, words("flow_earlier_answers")));
      });
    }
    return {};
  };
}

/** To begin anew throws away what was told here: asked once more, in plain words. */
function askTwice(journey: Journey, frame: Frame, actions: InformationActions): void {
  const { words } = journey;
  const question = element("p", { class: "panel-note", tabindex: "-1" }, words("flow_begin_anew_sure"));
  frame.foot.replaceChildren(
    question,
    quiet(words("flow_begin_anew_yes"), actions.beginAnew),
    primary(words("flow_go_on"), actions.goOn),
  );
  question.focus();
}

/** A text of the questionnaire; an empty line begins a new paragraph. */
export function paragraphs(text: string): HTMLElement[] {
  return text.split(/\n\s*\n/).map((one) => one.trim()).filter(Boolean)
    .map((one) => element("p", { dir: "auto" }, one));
}
