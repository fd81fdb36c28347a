/** What the five ways to say where have in common: what they are given, and the spot that each of them gives. */

import type { PlacedBy, Precision } from "../../core/draft.ts";
import type { Form } from "../../core/form.ts";
import type { Position } from "../../core/payload.ts";
import type { Words } from "../../core/words.ts";
import type { MarkingMap } from "../../map/marking_map.ts";

/** What the spot is for: a mark of its own, one end of a way, or a corner of what is being drawn. */
export type Purpose = "point" | "from" | "to" | "line" | "area";

/** Somewhere, however it was said. */
export interface Spot {
  readonly by: PlacedBy;
  readonly at: Position;
  /** What it is called when it is told back. */
  readonly name: string;
  readonly place?: string;
  readonly area?: string;
  readonly words?: string;
  readonly precision: Precision;
  /** Nothing there tells more exactly where it is; left out where it may be exact. */
  readonly finest?: Precision;
}

export interface WayContext {
  readonly map: MarkingMap;
  readonly form: Form;
  readonly locale: string;
  readonly words: Words;
  readonly purpose: () => Purpose;
  /** Say something to those who hear the page. */
  readonly announce: (text: string) => void;
  readonly give: (spot: Spot) => void;
  /** Go to another way, for instance when a search finds nothing. */
  readonly turnTo: (way: PlacedBy) => void;
}

/** One way: its panel, and what it does when it is opened, left or asked anew. */
export interface WayPanel {
  readonly node: HTMLElement;
  readonly opened?: () => void;
  readonly closed?: () => void;
  /** The purpose has changed, or a spot was taken and another may follow. */
  readonly renewed?: () => void;
  /** What has been written here and not been given yet, for going on with it in another language. */
  readonly written?: () => readonly string[];
  readonly resume?: (written: readonly string[]) => void;
}
