/** The five ways side by side, alike in looks and in effect: one is open, none is hidden. */

import type { PlacedBy } from "../../core/draft.ts";
import { element } from "../../ui/elements.ts";
import { askByList } from "./by_list.ts";
import { askByMap } from "./by_map.ts";
import { askByPosition } from "./by_position.ts";
import { askBySearch } from "./by_search.ts";
import { askByWords } from "./by_words.ts";
import { drawnIcon } from "./icons.ts";
import type { WayContext, WayPanel } from "./ways.ts";

const WAYS: readonly (readonly [way: PlacedBy, make: (context: WayContext) => WayPanel])[] = [
  ["map", askByMap],
  ["search", askBySearch],
  ["list", askByList],
  ["position", askByPosition],
  ["words", askByWords],
];

let made = 0;

export class FiveWays {
  readonly node: HTMLElement;
  private readonly panels = new Map<PlacedBy, WayPanel>();
  private readonly tabs = new Map<PlacedBy, HTMLButtonElement>();
  private readonly host: HTMLElement;
  private open: PlacedBy | null = null;

  constructor(context: Omit<WayContext, "turnTo">, host: HTMLElement) {
    this.host = host;
    const id = `where-ways-${(made += 1)}`;
    const { words } = context;
    const row = element("div", { class: "where-ways", role: "tablist", "aria-label": words("where_ways") });
    this.node = element("div", { class: "where-five" }, row);
    for (const [way, make] of WAYS) {
      const tab = element(
        "button",
        { type: "button", role: "tab", class: "where-way", id: `${id}-${way}`, "aria-controls": `${id}-${way}-panel`, "data-way": way },
        drawnIcon(way),
        element("span", {}, words(`where_by_${way}`)),
      );
      tab.addEventListener("click", () => this.turnTo(way));
      const panel = make({ ...context, turnTo: (other) => this.turnTo(other, true) });
      panel.node.id = `${id}-${way}-panel`;
      panel.node.setAttribute("role", "tabpanel");
      panel.node.setAttribute("aria-labelledby", tab.id);
      panel.node.hidden = true;
      this.tabs.set(way, tab);
      this.panels.set(way, panel);
      row.append(tab);
      this.node.append(panel.node);
    }
    row.addEventListener("keydown", (event) => this.rove(event, row));
  }

  /** Open one way and close the others. */
  turnTo(way: PlacedBy, focus = false): void {
    if (this.open !== way) {
      this.leave();
      this.open = way;
      this.host.dataset["way"] = way;
      for (const [other, tab] of this.tabs) {
        tab.setAttribute("aria-selected", String(other === way));
        tab.tabIndex = other === way ? 0 : -1;
        this.panels.get(other)!.node.hidden = other !== way;
      }
      this.panels.get(way)?.renewed?.();
      this.panels.get(way)?.opened?.();
    }
    if (focus) this.focus();
  }

  /** Close what is open, for as long as nothing is asked. */
  leave(): void {
    if (this.open !== null) this.panels.get(this.open)?.closed?.();
    this.open = null;
  }

  /** Ask on by the same way, after a spot was taken or the purpose changed. */
  renew(): void {
    if (this.open !== null) this.panels.get(this.open)?.renewed?.();
  }

  /** What has been written in the one that is open. */
  written(): readonly string[] {
    return (this.open !== null && this.panels.get(this.open)?.written?.()) || [];
  }

  /** Open one way as somebody has left it. */
  resume(way: PlacedBy, written: readonly string[]): void {
    this.turnTo(way);
    if (written.length > 0) this.panels.get(way)?.resume?.(written);
  }

  get way(): PlacedBy {
    return this.open ?? "map";
  }

  focus(): void {
    this.tabs.get(this.way)?.focus({ preventScroll: true });
  }

  private rove(event: KeyboardEvent, row: HTMLElement): void {
    const all = WAYS.map(([way]) => way);
    const forward = getComputedStyle(row).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const at = all.findIndex((way) => this.tabs.get(way) === document.activeElement);
    const to = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const way = all[(to + all.length) % all.length]!;
    // What is looked at with the arrows is not opened yet: that would take the focus into the field of the search.
    for (const [other, tab] of this.tabs) tab.tabIndex = other === way ? 0 : -1;
    this.tabs.get(way)?.focus();
  }
}
