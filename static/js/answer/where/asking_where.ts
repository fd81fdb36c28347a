/** Asking where something is: five ways that are worth the same, each ending in the same `Where`. */

import type { Where } from "../../core/draft.ts";
import type { Form, Question } from "../../core/form.ts";
import type { Words } from "../../core/words.ts";
import type { MarkingMap } from "../../map/marking_map.ts";
import { element } from "../../ui/elements.ts";

export interface AskedWhere {
  /** Where the controls go. */
  readonly host: HTMLElement;
  readonly map: MarkingMap;
  readonly form: Form;
  readonly question: Question;
  readonly locale: string;
  readonly words: Words;
  /** What was said before, if it is being changed. */
  readonly existing: Where | null;
  readonly homeArea: string | null;
  /** "usual" takes the precision that suits the way it was said, without asking: one tap less in a conversation. */
  readonly precision?: "ask" | "usual";
}

export interface AskingWhere {
  /** Where it is; null for giving up, and then what was there before is kept. */
  readonly done: Promise<Where | null>;
  close(): void;
}

/** Ask where something is. */
export function askWhere(asked: AskedWhere): AskingWhere {
  const { host, map, words } = asked;
  let finish: (where: Where | null) => void = () => undefined;
  const done = new Promise<Where | null>((resolve) => {
    finish = (where) => {
      map.onTap(null);
      map.onEnter(null);
      host.replaceChildren();
      resolve(where);
    };
  });
  const place = element("button", { type: "button", class: "button button-primary" }, words("where_place_here"));
  const put = (): void => finish({
    by: "map",
    geometry: { type: "Point", coordinates: map.centre() },
    zoom: map.zoom(),
    precision: "exact",
  });
  place.addEventListener("click", put);
  map.onEnter(put);
  map.onTap((at) => map.look(at));
  host.replaceChildren(place);
  return { done, close: () => finish(null) };
}
