/** The table of the same features as on the map: sortable, and the keyboard's way to each of them. */

import { COLUMNS, firstSort, sortFeatures, type Column, type Sort } from "../core/columns.ts";
import { rowsOf } from "../core/grounds.ts";
import type { Feature, LayerPayload } from "../core/payload.ts";
import { element, isolated } from "./elements.ts";
import { valueText, type Speaker } from "./values.ts";

const ROWS_AT_FIRST = 100;

export interface TableListeners {
  readonly point: (feature: Feature | null) => void;
  readonly select: (feature: Feature) => void;
}

export class FeatureTable {
  private readonly box: HTMLElement;
  private readonly speaker: Speaker;
  private readonly listeners: TableListeners;
  private readonly columns: typeof COLUMNS;
  private payload: LayerPayload | null = null;
  private sort: Sort = { key: "name", descending: false };
  private showsAll = false;
  private selected: string | null = null;

  constructor(box: HTMLElement, speaker: Speaker, listeners: TableListeners, columns = COLUMNS) {
    this.columns = columns;
    this.box = box;
    this.speaker = speaker;
    this.listeners = listeners;
  }

  show(payload: LayerPayload): void {
    const sameLayer = this.payload?.mentalmap.layer === payload.mentalmap.layer;
    this.payload = payload;
    this.showsAll = false;
    this.selected = null;
    if (!sameLayer) this.sort = firstSort(payload.mentalmap.layer);
    this.draw();
  }

  clear(): void {
    this.payload = null;
    this.box.replaceChildren();
  }

  /** Mark the row of a feature and bring it into sight. */
  select(id: string | null): void {
    this.selected = id;
    for (const row of this.box.querySelectorAll("tbody tr")) {
      const chosen = row.getAttribute("data-id") === id;
      row.classList.toggle("is-selected", chosen);
      row.querySelector("button")?.setAttribute("aria-pressed", String(chosen));
      if (chosen) this.bringIn(row);
    }
  }

  /** Scroll the table's own column; on phones the table is in the sheet, which must not move by itself. */
  private bringIn(row: Element): void {
    const column = this.box.parentElement;
    if (!column || column.scrollHeight <= column.clientHeight) return;
    const [frame, place] = [column.getBoundingClientRect(), row.getBoundingClientRect()];
    const head = 64;
    if (place.top < frame.top + head) column.scrollTop -= frame.top + head - place.top;
    else if (place.bottom > frame.bottom) column.scrollTop += place.bottom - frame.bottom;
  }

  private draw(): void {
    const { payload, speaker } = this;
    if (!payload) return;
    const { layer, title } = payload.mentalmap;
    const columns = this.columns[layer];
    const sorted = sortFeatures(rowsOf(payload), layer, this.sort, speaker.nameOf, speaker.locale, columns);
    const shown = this.showsAll ? sorted : sorted.slice(0, ROWS_AT_FIRST);
    const table = element(
      "table",
      { class: `feature-table feature-table-${layer}` },
      element("caption", {}, speaker.words("table_caption", { title })),
      element("thead", {}, element("tr", {}, ...columns.map((column) => this.head(column, layer)))),
      element("tbody", {}, ...shown.map((feature) => this.row(feature, columns, layer))),
    );
    const parts: HTMLElement[] = [table];
    if (shown.length < sorted.length) parts.push(this.moreButton(sorted.length));
    this.box.replaceChildren(...parts);
  }

  private head(column: Column, layer: string): HTMLElement {
    const label = this.speaker.words(column.key === "name" ? `column_name_${layer}` : `column_${column.key}`);
    const active = this.sort.key === column.key;
    const button = element("button", { type: "button", class: "sort", "data-sort": column.key }, label);
    if (active) button.append(element("span", { class: "sort-arrow", "aria-hidden": "true" }, this.sort.descending ? "↓" : "↑"));
    button.addEventListener("click", () => {
      const descending = active ? !this.sort.descending : column.type !== "name";
      this.sort = { key: column.key, descending };
      this.draw();
      this.box.querySelector<HTMLElement>(`[data-sort="${column.key}"]`)?.focus();
    });
    const attributes: Record<string, string> = { scope: "col", class: `cell-${column.type}` };
    if (active) attributes["aria-sort"] = this.sort.descending ? "descending" : "ascending";
    return element("th", attributes, button);
  }

  private row(feature: Feature, columns: readonly Column[], layer: string): HTMLElement {
    const { speaker, listeners } = this;
    const told = feature.properties.status === "ok";
    const chosen = feature.id === this.selected;
    const button = element(
      "button",
      { type: "button", class: "row-name", "aria-pressed": String(chosen) },
      isolated(columns[0] ? valueText(feature, columns[0], speaker) || speaker.nameOf(feature) : speaker.nameOf(feature)),
    );
    button.addEventListener("focus", () => listeners.point(feature));
    button.addEventListener("blur", () => listeners.point(null));
    button.addEventListener("click", () => listeners.select(feature));
    // A class of the heat lies in many places: there is nothing to point at.
    const name = layer === "heat" ? isolated(speaker.nameOf(feature)) : button;
    const row = element("tr", { "data-id": feature.id }, element("th", { scope: "row" }, name));
    row.addEventListener("mouseenter", () => listeners.point(feature));
    row.addEventListener("mouseleave", () => listeners.point(null));
    if (told) {
      for (const column of columns.slice(1)) {
        row.append(element("td", { class: `cell-${column.type}` }, valueText(feature, column, speaker)));
      }
    } else {
      const words = speaker.words(feature.properties.status === "too_few" ? "too_few" : "no_data");
      row.append(element("td", { class: "cell-untold", colspan: String(columns.length - 1) }, words));
    }
    row.classList.toggle("is-selected", chosen);
    return row;
  }

  private moreButton(count: number): HTMLElement {
    const label = this.speaker.words("show_all", { n: this.speaker.formats.whole(count) });
    const button = element("button", { type: "button", class: "button" }, label);
    button.addEventListener("click", () => {
      this.showsAll = true;
      this.draw();
    });
    return button;
  }
}
