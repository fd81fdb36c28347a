/** When there is nothing to ask: no round is open, or the questions could not be fetched. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import { primary, type Frame } from "./frame.ts";
import type { AnswerPageData } from "./page_data.ts";

export function showClosed(frame: Frame, page: AnswerPageData, words: Words): void {
  show(frame, words("flow_closed"), words("flow_closed_text"));
  frame.foot.append(element("a", { class: "button button-primary button-wide", href: `${page.urls.map}/` }, words("flow_to_the_map")));
}

/** `again` is what "Try again" does, and what happens when there is network again. */
export function showUnreached(frame: Frame, words: Words, again = (): void => location.reload()): void {
  const offline = !navigator.onLine;
  show(frame, words(offline ? "flow_offline" : "flow_failed"), words(offline ? "flow_offline_text" : "flow_failed_text"));
  const button = primary(words("flow_try_again"), again);
  frame.foot.append(button);
  // Who has gone elsewhere meanwhile is left alone.
  addEventListener("online", () => button.isConnected && again(), { once: true });
}

function show(frame: Frame, heading: string, text: string): void {
  frame.clear();
  frame.layOut("words");
  frame.head(heading);
  frame.body.append(element("p", {}, text));
}
