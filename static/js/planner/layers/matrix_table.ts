/** The matrix of relations as a table that the arrow keys walk through. Rows live somewhere, columns are spoken about. */

import { inkOn } from "../../core/ink.ts";
import { isIn, stepInGrid, type Focus, type Matrix, type MatrixPlace } from "../../core/matrix.ts";
import { numberOf, wordOf } from "../../core/payload.ts";
import { element, isolated } from "../../ui/elements.ts";
import type { Speaker } from "../../ui/values.ts";
import { sentencesOf } from "./sentences.ts";

export class MatrixTable {
  readonly node: HTMLElement;
  private readonly matrix: Matrix;
  private readonly speaker: Speaker;
  private readonly grid: HTMLTableElement;
  private here: readonly [row: number, column: number] = [1, 1];

  constructor(matrix: Matrix, speaker: Speaker, choose: (focus: Focus) => void) {
    this.matrix = matrix;
    this.speaker = speaker;
    this.grid = this.draw();
    this.node = element("div", { class: "matrix-box on-paper" }, this.grid);
    this.grid.addEventListener("keydown", (event) => this.press(event, choose));
    this.grid.addEventListener("click", (event) => {
      const focus = this.focusOf(event.target);
      if (focus) choose(focus);
    });
    this.grid.addEventListener("focusin", (event) => this.stand(event.target));
    this.cellAt(1, 1)?.setAttribute("tabindex", "0");
  }

  /** Show which row, column or cell is asked about. */
  mark(focus: Focus | null): void {
    for (const cell of this.grid.querySelectorAll<HTMLElement>("[data-at]")) {
      const [row, column] = placeOf(cell);
      const [home, about] = [this.matrix.places[row - 1]?.id, this.matrix.places[column - 1]?.id];
      const chosen =
        home !== undefined && about !== undefined
          ? isIn(focus, home, about)
          : (home !== undefined && focus?.kind === "home" && focus.home === home) ||
            (about !== undefined && focus?.kind === "about" && focus.about === about);
      cell.classList.toggle("is-chosen", chosen);
      cell.setAttribute("aria-selected", String(chosen));
    }
  }

  private draw(): HTMLTableElement {
    const { places } = this.matrix;
    const { words } = this.speaker;
    const head = element(
      "tr",
      {},
      element("td", { class: "matrix-corner" }, `${words("matrix_corner_about")}\n${words("matrix_corner")}`),
      ...places.map((place, index) => this.header(place, 0, index + 1)),
    );
    const rows = places.map((home, row) =>
      element("tr", {}, this.header(home, row + 1, 0), ...places.map((about, column) => this.cell(home, about, row + 1, column + 1))),
    );
    return element(
      "table",
      { class: "matrix", role: "grid", "aria-label": words("matrix_title") },
      element("thead", {}, head),
      element("tbody", {}, ...rows),
    );
  }

  private header(place: MatrixPlace, row: number, column: number): HTMLElement {
    const scope = row === 0 ? "col" : "row";
    return element(
      "th",
      { scope, "data-at": `${row},${column}`, tabindex: "-1", class: `matrix-${scope}`, title: place.name },
      element("span", { class: "matrix-name" }, isolated(place.name)),
    );
  }

  private cell(home: MatrixPlace, about: MatrixPlace, row: number, column: number): HTMLElement {
    const { words, formats } = this.speaker;
    const feature = this.matrix.cell(home.id, about.id);
    const estimate = feature && feature.properties.status === "ok" ? numberOf(feature, "estimate") : null;
    const cell = element("td", { "data-at": `${row},${column}`, tabindex: "-1" });
    if (home.id === about.id) cell.classList.add("is-self");
    const pair = words("pair", { home: home.name, about: about.name });
    if (feature && estimate !== null) {
      const color = wordOf(feature, "color");
      // The style sheet cannot know the colour; a style that a script sets is allowed by the content policy.
      cell.style.backgroundColor = color;
      cell.style.color = inkOn(color);
      cell.append(formats.signed(estimate));
      cell.title = [pair, ...sentencesOf(feature, "relations", this.speaker)].join(". ");
    } else {
      const isFew = feature?.properties.status === "too_few";
      cell.classList.add(isFew ? "is-few" : "is-empty");
      const text = words(isFew ? "too_few" : "no_data");
      cell.append(element("span", { class: "visually-hidden" }, text));
      cell.title = `${pair}. ${text}`;
    }
    return cell;
  }

  private cellAt(row: number, column: number): HTMLElement | null {
    return this.grid.querySelector(`[data-at="${row},${column}"]`);
  }

  private focusOf(target: EventTarget | null): Focus | null {
    const cell = target instanceof Element ? target.closest<HTMLElement>("[data-at]") : null;
    if (!cell) return null;
    const [row, column] = placeOf(cell);
    const [home, about] = [this.matrix.places[row - 1]?.id, this.matrix.places[column - 1]?.id];
    if (home !== undefined && about !== undefined) return { kind: "pair", home, about };
    if (home !== undefined) return { kind: "home", home };
    return about === undefined ? null : { kind: "about", about };
  }

  private press(event: KeyboardEvent, choose: (focus: Focus) => void): void {
    if (event.key === "Enter" || event.key === " ") {
      const focus = this.focusOf(event.target);
      if (focus) choose(focus);
    } else {
      const count = this.matrix.places.length;
      const next = stepInGrid(event.key, this.here[0], this.here[1], count, count);
      if (!next) return;
      this.cellAt(...next)?.focus();
    }
    event.preventDefault();
  }

  /** The cell that has the focus is the one tab stop of the table. */
  private stand(target: EventTarget | null): void {
    const cell = target instanceof Element ? target.closest<HTMLElement>("[data-at]") : null;
    if (!cell) return;
    this.cellAt(...this.here)?.setAttribute("tabindex", "-1");
    cell.setAttribute("tabindex", "0");
    this.here = placeOf(cell);
  }
}

function placeOf(cell: HTMLElement): [row: number, column: number] {
  const [row, column] = (cell.dataset["at"] ?? "").split(",").map(Number);
  return [row ?? 0, column ?? 0];
}
