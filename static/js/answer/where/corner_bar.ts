/** What is drawn corner by corner: how far it has come, the last corner undone, and done. */

import {
  cornersMissing, geometryOf, lengthOf, whyNotDone, withCorner, withoutLast, type Drawing,
} from "../../core/drawing.ts";
import type { Geometry, Position } from "../../core/payload.ts";
import type { Words } from "../../core/words.ts";
import { element } from "../../ui/elements.ts";
import { drawnIcon } from "./icons.ts";
import { sayDistance } from "./saying_where.ts";

export interface CornerListeners {
  readonly done: () => void;
  readonly undone: () => void;
  readonly tell: (text: string) => void;
}

const REFUSALS = { same: "where_same_corner", crosses: "where_crosses", many: "where_many_corners" };
const FAULTS = { few: "where_few_corners", crosses: "where_crosses_closing", flat: "where_flat" };

export class CornerBar {
  readonly node: HTMLElement;
  private readonly words: Words;
  private readonly locale: string;
  private readonly listeners: CornerListeners;
  private readonly state = element("p", { class: "where-drawn" });
  private readonly fault = element("p", { class: "where-told is-fault", role: "alert" });
  private readonly undo: HTMLButtonElement;
  private readonly done: HTMLButtonElement;
  private readonly row: HTMLElement;
  private drawing: Drawing | null = null;

  constructor(words: Words, locale: string, listeners: CornerListeners) {
    this.words = words;
    this.locale = locale;
    this.listeners = listeners;
    this.undo = element("button", { type: "button", class: "button" }, drawnIcon("undo"), words("where_undo_corner"));
    this.done = element("button", { type: "button", class: "button button-primary" }, words("where_done"));
    this.row = element("div", { class: "where-row" }, this.undo, this.done);
    this.node = element("div", { class: "where-corners" }, this.state, this.fault, this.row);
    this.undo.addEventListener("click", () => this.undoLast());
    this.done.addEventListener("click", () => this.finish());
  }

  /** Begin with a drawing, or with none where nothing is drawn. */
  set(drawing: Drawing | null): void {
    this.drawing = drawing;
    this.show();
  }

  count(): number {
    return this.drawing?.corners.length ?? 0;
  }

  first(): Position | undefined {
    return this.drawing?.corners[0];
  }

  get corners(): Drawing | null {
    return this.drawing;
  }

  geometry(): Geometry | null {
    return this.drawing && geometryOf(this.drawing);
  }

  /** Whether another corner may follow. */
  isOpen(): boolean {
    return this.count() > 0;
  }

  /** Add a corner; says why, and gives false, where it cannot be. */
  add(at: Position, name: string): boolean {
    if (!this.drawing) return false;
    const next = withCorner(this.drawing, at);
    if (typeof next === "string") {
      // A corner that was tapped twice is there once; nothing is wrong.
      if (next !== "same") this.complain(this.words(REFUSALS[next]));
      else this.listeners.tell(this.words(REFUSALS.same));
      return false;
    }
    this.set(next);
    this.listeners.tell([name, this.told()].filter(Boolean).join(". "));
    return true;
  }

  /** Say what is wrong, until something changes. */
  complain(text: string): void {
    this.node.hidden = false;
    this.fault.textContent = text;
  }

  /** What was wrong is past. */
  calm(): void {
    this.fault.textContent = "";
    this.node.hidden = this.drawing === null;
  }

  finish(): void {
    if (!this.drawing) return;
    const fault = whyNotDone(this.drawing);
    if (fault) this.complain(this.words(FAULTS[fault]));
    else this.listeners.done();
  }

  /** "3 corners, 1.2 km" */
  told(): string {
    if (!this.drawing) return "";
    const corners = this.words.count("where_corners", this.count(), this.count().toLocaleString(this.locale));
    return this.count() < 2 ? corners : `${corners}, ${sayDistance(lengthOf(this.drawing), this.locale)}`;
  }

  private undoLast(): void {
    if (!this.drawing || this.count() === 0) return;
    this.set(withoutLast(this.drawing));
    this.listeners.tell(`${this.words("where_corner_undone")} ${this.told()}`);
    this.listeners.undone();
    // A button that cannot be pressed any more would lose the focus to nowhere.
    if (this.count() === 0) this.node.closest(".where")?.querySelector<HTMLElement>('[role="tab"][tabindex="0"]')?.focus();
  }

  private show(): void {
    this.calm();
    this.state.textContent = this.count() > 0 ? this.told() : "";
    this.row.hidden = this.count() === 0;
    this.done.hidden = this.drawing === null || cornersMissing(this.drawing) > 0;
  }
}
